"""The wire format of UR's Real-Time Data Exchange, version 2: messages, types and the names of the variables.

Source: Universal Robots, "Real-Time Data Exchange (RTDE) Guide". Numbers are big-endian; a message is its size
(uint16, header included), a letter for its kind (uint8), and its content.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

PORT = 30004
VERSION = 2
HEADER = struct.Struct(">HB")
LONGEST = 4096
"""Bytes; no message of a robot or of a client comes near it. Longer ones are not RTDE."""

Value = int | float | bool | tuple[float, ...] | tuple[int, ...]


class Kind(IntEnum):
    """What a message is; the letter that the guide gives it."""

    REQUEST_PROTOCOL_VERSION = ord("V")
    GET_URCONTROL_VERSION = ord("v")
    TEXT_MESSAGE = ord("M")
    DATA_PACKAGE = ord("U")
    SETUP_OUTPUTS = ord("O")
    SETUP_INPUTS = ord("I")
    START = ord("S")
    PAUSE = ord("P")


class RtdeError(Exception):
    """Bytes that are not RTDE, or not for this recipe."""


@dataclass(frozen=True, slots=True)
class Message:
    kind: int
    content: bytes


def frame(kind: int, content: bytes = b"") -> bytes:
    """Return the bytes of one message."""
    return HEADER.pack(HEADER.size + len(content), kind) + content


def messages(buffer: bytearray) -> Iterator[Message]:
    """Take the whole messages from the front of `buffer`; what is left is the beginning of the next one.

    Raises:
        RtdeError: the bytes are not RTDE; nothing after them can be understood.
    """
    while len(buffer) >= HEADER.size:
        size, kind = HEADER.unpack_from(buffer)
        if not HEADER.size <= size <= LONGEST:
            raise RtdeError(f"a message of {size} bytes is not RTDE")
        if len(buffer) < size:
            return
        content = bytes(buffer[HEADER.size : size])
        del buffer[:size]
        yield Message(kind, content)


_FORMATS = {
    "BOOL": "?",
    "UINT8": "B",
    "UINT32": "I",
    "UINT64": "Q",
    "INT32": "i",
    "DOUBLE": "d",
    "VECTOR3D": "3d",
    "VECTOR6D": "6d",
    "VECTOR6INT32": "6i",
    "VECTOR6UINT32": "6I",
}


class Recipe:
    """The variables that travel together in one data package, in their order."""

    def __init__(self, number: int, names: Sequence[str], types: Sequence[str]) -> None:
        self.number = number
        self.names = tuple(names)
        self.types = tuple(types)
        self._struct = struct.Struct(">" + "".join(_FORMATS[kind] for kind in types))
        self._lengths = tuple(struct.calcsize(">" + _FORMATS[kind]) for kind in types)
        self._counts = tuple(len(struct.unpack(">" + _FORMATS[kind], bytes(length)))
                             for kind, length in zip(self.types, self._lengths, strict=True))  # fmt: skip

    def pack(self, values: Iterable[Value]) -> bytes:
        """Return the content of a data package."""
        flat: list[int | float | bool] = []
        for value in values:
            flat.extend(value) if isinstance(value, tuple) else flat.append(value)
        return bytes((self.number,)) + self._struct.pack(*flat)

    def unpack(self, content: bytes) -> dict[str, Value]:
        """Return name -> value of the content of a data package.

        Raises:
            RtdeError: it does not belong to this recipe.
        """
        if len(content) != 1 + self._struct.size or content[0] != self.number:
            raise RtdeError(f"a data package of {len(content)} bytes is not of recipe {self.number}")
        flat = self._struct.unpack_from(content, 1)
        values: dict[str, Value] = {}
        at = 0
        for name, count in zip(self.names, self._counts, strict=True):
            values[name] = flat[at] if count == 1 else flat[at : at + count]
            at += count
        return values


REGISTERS = range(48)
"""General purpose registers of each type. 0 to 23 belong to fieldbuses, 24 to 47 to RTDE clients."""
UPPER_RANGE = 24
"""The first register of RTDE clients."""

_JOINTS = (
    "target_q",
    "target_qd",
    "target_qdd",
    "target_current",
    "target_moment",
    "actual_q",
    "actual_qd",
    "actual_current",
    "actual_current_window",
    "joint_control_output",
    "joint_temperatures",
    "actual_joint_voltage",
    "actual_TCP_pose",
    "actual_TCP_speed",
    "actual_TCP_force",
    "target_TCP_pose",
    "target_TCP_speed",
    "ft_raw_wrench",
    "tcp_offset",
)
_DOUBLES = (
    "timestamp",
    "actual_execution_time",
    "speed_scaling",
    "target_speed_fraction",
    "actual_momentum",
    "actual_main_voltage",
    "actual_robot_voltage",
    "actual_robot_current",
    "standard_analog_input0",
    "standard_analog_input1",
    "standard_analog_output0",
    "standard_analog_output1",
    "io_current",
    "tool_analog_input0",
    "tool_analog_input1",
    "tool_output_current",
    "tool_temperature",
    "tcp_force_scalar",
    "payload",
)

OUTPUTS: dict[str, str] = {
    **dict.fromkeys(_JOINTS, "VECTOR6D"),
    **dict.fromkeys(_DOUBLES, "DOUBLE"),
    **dict.fromkeys(("actual_tool_accelerometer", "elbow_position", "elbow_velocity", "payload_cog"), "VECTOR3D"),
    "payload_inertia": "VECTOR6D",
    "actual_digital_input_bits": "UINT64",
    "actual_digital_output_bits": "UINT64",
    "robot_mode": "INT32",
    "joint_mode": "VECTOR6INT32",
    "safety_mode": "INT32",
    "safety_status": "INT32",
    "runtime_state": "UINT32",
    "robot_status_bits": "UINT32",
    "safety_status_bits": "UINT32",
    "analog_io_types": "UINT32",
    "tool_mode": "UINT32",
    "tool_output_voltage": "INT32",
    "output_bit_registers0_to_31": "UINT32",
    "output_bit_registers32_to_63": "UINT32",
    **{f"output_bit_register_{number}": "BOOL" for number in range(64, 128)},
    **{f"output_int_register_{number}": "INT32" for number in REGISTERS},
    **{f"output_double_register_{number}": "DOUBLE" for number in REGISTERS},
    "input_bit_registers0_to_31": "UINT32",
    "input_bit_registers32_to_63": "UINT32",
    **{f"input_bit_register_{number}": "BOOL" for number in range(64, 128)},
    **{f"input_int_register_{number}": "INT32" for number in REGISTERS},
    **{f"input_double_register_{number}": "DOUBLE" for number in REGISTERS},
}
"""What a client may subscribe to, with its type."""

INPUTS: dict[str, str] = {
    "speed_slider_mask": "UINT32",
    "speed_slider_fraction": "DOUBLE",
    "standard_digital_output_mask": "UINT8",
    "standard_digital_output": "UINT8",
    "configurable_digital_output_mask": "UINT8",
    "configurable_digital_output": "UINT8",
    "tool_digital_output_mask": "UINT8",
    "tool_digital_output": "UINT8",
    "standard_analog_output_mask": "UINT8",
    "standard_analog_output_type": "UINT8",
    "standard_analog_output_0": "DOUBLE",
    "standard_analog_output_1": "DOUBLE",
    "input_bit_registers0_to_31": "UINT32",
    "input_bit_registers32_to_63": "UINT32",
    **{f"input_bit_register_{number}": "BOOL" for number in range(64, 128)},
    **{f"input_int_register_{number}": "INT32" for number in REGISTERS},
    **{f"input_double_register_{number}": "DOUBLE" for number in REGISTERS},
    "external_force_torque": "VECTOR6D",
}
"""What a client may write, with its type. Only one client at a time may write each of them."""

NOT_FOUND = "NOT_FOUND"
IN_USE = "IN_USE"


class RobotMode(IntEnum):
    NO_CONTROLLER = -1
    DISCONNECTED = 0
    CONFIRM_SAFETY = 1
    BOOTING = 2
    POWER_OFF = 3
    POWER_ON = 4
    IDLE = 5
    BACKDRIVE = 6
    RUNNING = 7
    UPDATING_FIRMWARE = 8


class SafetyMode(IntEnum):
    NORMAL = 1
    REDUCED = 2
    PROTECTIVE_STOP = 3
    RECOVERY = 4
    SAFEGUARD_STOP = 5
    SYSTEM_EMERGENCY_STOP = 6
    ROBOT_EMERGENCY_STOP = 7
    VIOLATION = 8
    FAULT = 9


class RuntimeState(IntEnum):
    """What the robot's program does."""

    STOPPING = 0
    STOPPED = 1
    PLAYING = 2
    PAUSING = 3
    PAUSED = 4
    RESUMING = 5
