"""The robot's side of the cell over loopback: the stream that is read, and how soon a request has its answer."""

from __future__ import annotations

import argparse
import multiprocessing
import socket
import struct
import sys
import tempfile
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np

from camera import rtde
from camera.rtde import Kind, Recipe
from camera.ur_controller import Controller, Running
from camera.ur_registers import MAP_VERSION, Mode, ToRobot, ToStation
from camera.ur_sim import SimulatedRobot
from tests.bench.row import Row
from tests.camera.robot_rig import free_host
from tests.station.built_rig import built, make_config, teach

HZ = 500
STREAM_S = 60.0
PARTS, PARTS_PER_S = 1000, 50


def _poll(pipe: Connection, host: str, seconds: float) -> None:
    """Look at the unmodified client oftener than it can change; send the robot's time of every package seen."""
    import rtde_receive

    receive = rtde_receive.RTDEReceiveInterface(host, float(HZ), ["timestamp", "actual_TCP_pose"])
    stamps: list[float] = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        stamp = receive.getTimestamp()
        if not stamps or stamp != stamps[-1]:
            stamps.append(stamp)
        time.sleep(0.0002)
    pipe.send(stamps)
    receive.disconnect()


def _read_all(host: str, port: int, stop: threading.Event, stamps: list[float]) -> None:
    """Read every package from the socket itself."""
    with socket.create_connection((host, port), timeout=30) as connection:
        connection.sendall(rtde.frame(Kind.SETUP_OUTPUTS, struct.pack(">d", float(HZ)) + b"timestamp"))
        connection.sendall(rtde.frame(Kind.START))
        recipe = Recipe(1, ("timestamp",), ("DOUBLE",))
        buffer = bytearray()
        while not stop.is_set():
            buffer += connection.recv(65536)
            for message in rtde.messages(buffer):
                if message.kind == Kind.DATA_PACKAGE:
                    stamps.append(float(recipe.unpack(message.content)["timestamp"]))  # type: ignore[arg-type]


def _missing(stamps: list[float]) -> int:
    """How many packages are not there between the first and the last."""
    steps = np.round(np.diff(stamps) * HZ).astype(int)
    return int((steps - 1).sum())


def stream_rows(seconds: float = STREAM_S) -> list[Row]:
    """The stream at 500 Hz, read by the client of the robot's link and, beside it, byte by byte."""
    context = multiprocessing.get_context("spawn")
    with SimulatedRobot(Controller(frequency=HZ), free_host()) as sim:
        ours, theirs = context.Pipe()
        client = context.Process(target=_poll, args=(theirs, sim.host, seconds))
        client.start()
        stop, plain = threading.Event(), list[float]()
        reader = threading.Thread(target=_read_all, args=(sim.host, sim.port, stop, plain))
        reader.start()
        try:
            seen: list[float] = ours.recv()
        finally:
            stop.set()
            reader.join()
            client.join(30)
    note = f"{seconds:.0f} s"
    longest_ms = 1e3 * float(np.diff(seen).max())
    return [
        Row("RTDE at 500 Hz, packages missing from the stream", _missing(plain), "", 0, note=f"{len(plain)} in {note}"),
        Row("RTDE at 500 Hz, packages that ur-rtde did not show", _missing(seen), "", 0, note=f"{len(seen)} in {note}"),
        Row("RTDE at 500 Hz, longest without a new one in ur-rtde", longest_ms, "ms"),
    ]


class _Asking:
    """Asks at a steady rate, and never before the answer is there; keeps when, by the computer's clock."""

    def __init__(self, parts: int, per_second: float) -> None:
        self._parts, self._every_s = parts, 1 / per_second
        self.asked_s: list[float] = []
        self.answered_s: list[float] = []
        self.done = threading.Event()

    def run(self, arm: Controller) -> Running:
        arm.set_register(ToStation.PROGRAM, MAP_VERSION * 10 + Mode.ROBOT_LEADS)
        while arm.register(ToRobot.BEAT) == 0:
            yield
        due_s = arm.now_s
        for request in range(1, self._parts + 1):
            while arm.now_s < due_s:
                yield
            due_s = max(due_s + self._every_s, arm.now_s)
            arm.set_register(ToStation.POSE, 1)
            arm.set_register(ToStation.REQUEST, request)
            self.asked_s.append(time.perf_counter())
            while arm.register(ToRobot.ANSWER) != request:
                yield
            self.answered_s.append(time.perf_counter())
            arm.set_register(ToStation.TAKEN, request * 10 + arm.register(ToRobot.VERDICT))
        self.done.set()
        while True:
            yield


def _be_a_robot(pipe: Connection, host: str, parts: int, per_second: float) -> None:
    """Ask until all is answered; send when, and stay until told to go."""
    program = _Asking(parts, per_second)
    with SimulatedRobot(Controller(program, frequency=HZ), host):
        program.done.wait()
        pipe.send((program.asked_s, program.answered_s))
        pipe.recv()


def answer_rows(parts: int = PARTS, per_second: float = PARTS_PER_S) -> list[Row]:
    """From request register to answer register, as the robot's program sees it, with a detector of no weight.

    The robot is a process of its own, as a controller is a computer of its own.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    robot = context.Process(target=_be_a_robot, args=(theirs, host := free_host(), parts, per_second))
    robot.start()
    with tempfile.TemporaryDirectory() as folder, built(make_config(Path(folder), robot={"host": host})) as station:
        recipe = teach(station)
        station.activate(recipe.name, recipe.version, who="bench", why="bench")
        station.open_partners()
        station.start()
        asked_s, answered_s = ours.recv()
        station.stop()
    ours.send("enough")
    robot.join()
    waits_ms = 1e3 * (np.array(answered_s) - np.array(asked_s))
    p50, p99 = np.percentile(waits_ms, (50, 99))
    rate = (parts - 1) / (asked_s[-1] - asked_s[0])
    note = f"{parts} parts at {rate:.1f} a second, over loopback, the robot looks every 2 ms"
    return [
        Row("robot: request to answer, p50", float(p50), "ms", note=note),
        Row("robot: request to answer, p99", float(p99), "ms", 15.0),
    ]


def rows() -> list[Row]:
    return [*stream_rows(), *answer_rows()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600.0, help="of the stream")
    parser.add_argument("--parts", type=int, default=PARTS)
    asked = parser.parse_args()
    for row in (*answer_rows(asked.parts), *stream_rows(asked.seconds)):
        sys.stdout.write(f"| {' | '.join(row.cells)} |\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
