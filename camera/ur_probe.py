"""What is at the other end, before the ur-rtde client is let loose on it.

ur-rtde goes on when a controller refuses its protocol version, writes into the void where a register is not known, and
does not come back from one that says nothing (measured with ur-rtde 1.6.5). A few messages on a link of their own tell
all of this in words.
"""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from camera import rtde
from camera.rtde import IN_USE, NOT_FOUND, Kind, RtdeError
from camera.ur_registers import ToRobot, ToStation

ANSWER_S = 2.0
"""A controller answers each of these within milliseconds."""


class Obstacle(StrEnum):
    """Why no client can be made."""

    NO_CLIENT = "no_client"  # ur-rtde is not installed
    UNREACHABLE = "unreachable"
    SILENT = "silent"  # connected, and no word
    NOT_A_ROBOT = "not_a_robot"  # something else answers there
    TOO_OLD = "too_old"  # another protocol version, or registers that it does not know
    OCCUPIED = "occupied"  # another client or a fieldbus writes the registers


class ProbeError(Exception):
    """No client can be made; `obstacle` says why, the text what was seen."""

    def __init__(self, obstacle: Obstacle, text: str) -> None:
        super().__init__(text)
        self.obstacle = obstacle


@dataclass(frozen=True, slots=True)
class Software:
    """The version of a controller's software. The major number is 3 on CB3, 5 and more on e-Series."""

    major: int
    minor: int
    bugfix: int
    build: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.bugfix}"


def probe(host: str, port: int = rtde.PORT, *, answer_s: float = ANSWER_S) -> Software:
    """Ask the controller at `host` whether it speaks RTDE version 2 and knows the registers of the map.

    Raises:
        ProbeError
    """
    try:
        connection = socket.create_connection((host, port), timeout=answer_s)
    except OSError as error:
        raise ProbeError(Obstacle.UNREACHABLE, f"{host}: {error.strerror or error}") from error
    with connection:
        asked = _Asked(connection, answer_s)
        try:
            return _probe(asked)
        except TimeoutError as error:
            raise ProbeError(Obstacle.SILENT, f"{host} takes the connection and does not answer") from error
        except (RtdeError, struct.error, UnicodeDecodeError) as error:
            raise ProbeError(Obstacle.NOT_A_ROBOT, f"{host} does not speak RTDE: {error}") from error
        except OSError as error:
            raise ProbeError(Obstacle.UNREACHABLE, f"{host} cut the connection") from error


def _probe(asked: _Asked) -> Software:
    if asked(Kind.REQUEST_PROTOCOL_VERSION, struct.pack(">H", rtde.VERSION)) != b"\x01":
        raise ProbeError(Obstacle.TOO_OLD, f"it does not speak version {rtde.VERSION} of RTDE")
    software = Software(*struct.unpack(">4I", asked(Kind.GET_URCONTROL_VERSION)))
    outputs = [f"output_int_register_{int(word)}" for word in ToStation]
    _check(
        outputs, asked(Kind.SETUP_OUTPUTS, struct.pack(">d", 125.0) + ",".join(outputs).encode())[1:], software
    )  # fmt: skip
    inputs = [f"input_int_register_{int(word)}" for word in ToRobot]
    _check(inputs, asked(Kind.SETUP_INPUTS, ",".join(inputs).encode())[1:], software)
    return software


def _check(names: Sequence[str], answer: bytes, software: Software) -> None:
    types = answer.decode("ascii").split(",")
    found = dict(zip(names, types, strict=False))
    if IN_USE in types:
        taken = next(name for name, kind in found.items() if kind == IN_USE)
        raise ProbeError(Obstacle.OCCUPIED, f"{taken} is written by somebody else")
    if NOT_FOUND in types or len(types) != len(names):
        unknown = next((name for name, kind in found.items() if kind == NOT_FOUND), names[0])
        raise ProbeError(Obstacle.TOO_OLD, f"its software {software} does not know {unknown}")


class _Asked:
    """Sends one message and waits for the answer of the same kind."""

    def __init__(self, connection: socket.socket, answer_s: float) -> None:
        self._connection = connection
        self._answer_s = answer_s
        self._buffer = bytearray()

    def __call__(self, kind: Kind, content: bytes = b"") -> bytes:
        self._connection.sendall(rtde.frame(kind, content))
        until = time.monotonic() + self._answer_s
        while True:
            for message in rtde.messages(self._buffer):
                if message.kind == kind:
                    return message.content
                if message.kind != Kind.TEXT_MESSAGE:
                    raise RtdeError(f"an answer of kind {message.kind} to {kind.name}")
            if time.monotonic() > until:
                raise TimeoutError
            received = self._connection.recv(4096)
            if not received:
                raise ConnectionResetError
            self._buffer += received
