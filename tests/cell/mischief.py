"""What goes wrong in the test cell: every kind of fault at least once, when a seed decides."""

from __future__ import annotations

import contextlib
import random
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable

from camera.basler_emulator import damage_next, silence, unplug
from station.errors import EXPLAINED
from tests.cell.cell_rig import Cell


class Mischief:
    """Causes one fault after the other on a thread of its own; after each, up to `every` parts are left in peace."""

    def __init__(self, cell: Cell, seed: int, *, every: int) -> None:
        self._cell = cell
        self._random = random.Random(seed)
        self._every = every
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="mischief", daemon=True)
        self.happened: Counter[str] = Counter()
        self.kinds: dict[str, Callable[[], None]] = {
            "robot link dropped": cell.robot.drop_links,
            "robot refuses": self._robot_refuses,
            "robot mute": self._robot_mute,
            "robot stream frozen": self._robot_frozen,
            "robot sends garbage": lambda: cell.robot.send_garbage(seed=self._random.randrange(1 << 30)),
            "protective stop": self._protective_stop,
            "emergency stop": self._emergency_stop,
            "robot program stopped": self._program_stopped,
            "plc connection reset": cell.feed.master.cut,
            "plc does not acknowledge": self._plc_never_acks,
            "plc heartbeat lost": self._plc_silent,
            "plc keeps trigger": self._plc_keeps_trigger,
            "plc triggers while busy": self._plc_ignores_ready,
            "plc power lost": self._plc_restarts,
            "recipe change": self._recipe_change,
            "unknown recipe": self._unknown_recipe,
            "camera unplugged": self._camera(unplug),
            "damaged picture": self._camera(damage_next),
            "camera silent": self._camera(silence),
            "database locked": self._database_locked,
            "detector exception": lambda: self._detector_raises(1),
            "detector fails on and on": lambda: self._detector_raises(3),
            "detector hangs": self._detector_hangs,
            "line stopped and started": self._stop_and_start,
        }

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        deck: list[str] = []
        due = self._every
        while not self._stop.wait(0.005):
            if self._cell.done < due:
                continue
            if not deck:
                deck = sorted(self.kinds)
                self._random.shuffle(deck)
            kind = deck.pop()
            self._pause(0.06)
            self.kinds[kind]()
            self.happened[kind] += 1
            due = self._cell.done + self._random.randint(self._every // 2, self._every)

    def _pause(self, most_s: float, least_s: float = 0.0) -> None:
        self._stop.wait(self._random.uniform(least_s, most_s))

    # robot

    def _robot_refuses(self) -> None:
        self._cell.robot.refuse()
        self._pause(0.8, 0.2)
        self._cell.robot.refuse(False)

    def _robot_mute(self) -> None:
        self._cell.robot.mute()
        self._pause(0.8, 0.2)
        self._cell.robot.mute(False)

    def _robot_frozen(self) -> None:
        self._cell.robot.freeze()
        self._pause(1.0, 0.4)
        self._cell.robot.freeze(False)

    def _protective_stop(self) -> None:
        self._cell.arm.protective_stop()
        self._pause(0.6, 0.1)
        self._cell.arm.release()

    def _emergency_stop(self) -> None:
        self._cell.arm.emergency_stop()
        self._pause(0.6, 0.1)
        self._cell.arm.release()
        self._cell.arm.play()

    def _program_stopped(self) -> None:
        self._cell.arm.stop()
        self._pause(0.4, 0.1)
        self._cell.arm.play()

    # PLC

    def _plc_never_acks(self) -> None:
        faults = self._cell.feed.program.faults
        faults.never_acks = True
        self._pause(1.2, 0.3)
        faults.never_acks = False

    def _plc_silent(self) -> None:
        faults = self._cell.feed.program.faults
        faults.heart_stands = True
        self._pause(1.5, 0.9)
        faults.heart_stands = False

    def _plc_keeps_trigger(self) -> None:
        faults = self._cell.feed.program.faults
        faults.keeps_trigger = True
        self._pause(0.8, 0.1)
        faults.keeps_trigger = False

    def _plc_ignores_ready(self) -> None:
        faults = self._cell.feed.program.faults
        faults.ignores_ready = True
        self._cell.feed.burst_next = 6
        self._pause(1.0, 0.5)
        faults.ignores_ready = False

    def _plc_restarts(self) -> None:
        with self._cell.feed.master.lock:
            self._cell.feed.program.restart()
        self._cell.feed.master.cut()

    def _recipe_change(self) -> None:
        feed = self._cell.feed
        self._ask_for_recipe(2)
        before, ends = None, time.monotonic() + 3
        while time.monotonic() < ends and not self._stop.is_set():
            if feed.master.station["recipe_active"] == 2 and before is None:
                before = self._cell.done
            if before is not None and self._cell.done > before + 3:
                break
            time.sleep(0.005)
        self._ask_for_recipe(1)

    def _unknown_recipe(self) -> None:
        self._ask_for_recipe(77)
        self._pause(0.3, 0.1)
        self._ask_for_recipe(1)

    def _ask_for_recipe(self, number: int) -> None:
        with self._cell.feed.master.lock:
            self._cell.feed.program.ask_for_recipe(number)

    # station

    def _camera(self, harm: Callable[[object], None]) -> Callable[[], None]:
        def act() -> None:
            device = self._cell.camera.device
            with contextlib.suppress(Exception):  # the camera may be gone at this very moment
                harm(device)

        return act

    def _database_locked(self) -> None:
        file = self._cell.config.data_dir / "records.sqlite"
        other = sqlite3.connect(file, isolation_level=None, timeout=5)
        try:
            other.execute("BEGIN IMMEDIATE")
            self._pause(0.7, 0.4)
            other.execute("ROLLBACK")
        finally:
            other.close()

    def _detector_raises(self, times: int) -> None:
        moody = self._cell.moody
        if moody is not None:
            moody.raises = times

    def _detector_hangs(self) -> None:
        moody = self._cell.moody
        if moody is None:
            return
        moody.hangs = True
        ends = time.monotonic() + 10
        while moody.hangs and time.monotonic() < ends and not self._stop.is_set():
            time.sleep(0.01)
        self._pause(2.9, 2.7)
        moody.going_on.set()

    def _stop_and_start(self) -> None:
        station = self._cell.station
        self._cell.operator.hands_off = True
        station.stop()
        self._pause(0.2)
        for _ in range(5):
            try:
                station.start()
                break
            except EXPLAINED:
                self._stop.wait(0.2)
        self._cell.operator.hands_off = False
