"""`make screenshots`: the pictures of docs/operator-guide.md and docs/engineer-guide.md, light and dark.

Real pictures of solar cells go through the emulated camera, a taught PatchCore and a real database; the window is
driven as a person would. Takes some minutes. Under a screen of its own: `xvfb-run -a -s "-screen 0 1600x1000x24" ...`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QImage

from station.accounts import Session
from station.queries import Said
from station.types import Inspection, StationState, Verdict
from tests.bench.shown_station import LAST_DEFECTS, MASKED, PARTS, SECOND_SET, ShownStation, say, shown_station
from ui.app import WindowSession
from ui.application import make_application

OUT = Path(__file__).resolve().parents[2] / "docs" / "images"
SIZE = (1280, 800)
PATIENCE_S = 300.0
QUIET_S = 1.0
"""A picture is taken when nothing has been under way for so long."""

_PACKED = (cv2.IMWRITE_PNG_COMPRESSION, 9, cv2.IMWRITE_PNG_STRATEGY, cv2.IMWRITE_PNG_STRATEGY_DEFAULT)
_FILTERS = (cv2.IMWRITE_PNG_FILTER_NONE, cv2.IMWRITE_PNG_FILTER_UP, cv2.IMWRITE_PNG_ALL_FILTERS)
"""Flat surfaces pack best without a filter, pictures with one."""


class Photographer:
    """Drives one window and writes what it shows. GUI thread only."""

    def __init__(self, shown: ShownStation, session: WindowSession, out: Path) -> None:
        self.shown, self.station, self.session = shown, shown.station, session
        self.window = session.window
        self._out = out
        self.bytes, self.parts = 0, 0

    def page(self, key: str) -> Any:
        """Go to a page; what it reads is there when this returns."""
        assert self.window.open_page(key), key
        self.settle()
        return self.window.page(key)

    def spin(self, seconds: float) -> None:
        loop = QEventLoop()
        QTimer.singleShot(round(1000 * seconds), loop.quit)
        loop.exec()

    def until(self, condition: Callable[[], object], what: str) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not condition():
            if time.monotonic() > deadline:
                raise TimeoutError(f"{what}: not within {PATIENCE_S:.0f} s")
            self.spin(0.05)

    def settle(self) -> None:
        """Wait until nothing has been under way for a while."""
        quiet_since = time.monotonic()

        def quiet() -> bool:
            nonlocal quiet_since
            if self.session.tasks.running or self.session.jobs.running or self.session.commands.busy:
                quiet_since = time.monotonic()
            return time.monotonic() - quiet_since > QUIET_S

        self.until(quiet, "the window comes to rest")

    def sign_in(self, who: Session) -> None:
        self.session.desk.sign_in(who)
        self.settle()

    def take(self, name: str, *, settle: bool = True) -> None:
        """Write `name`-light.png and `name`-dark.png of the window as it is."""
        for dark in (False, True):
            self.session.theme.set_dark(dark)
            if settle:
                self.settle()
            else:
                self.spin(QUIET_S)
            self._write(self._out / f"{name}-{'dark' if dark else 'light'}.png")
        self.session.theme.set_dark(False)
        say(1.0, f"{name}: taken")

    def _write(self, path: Path) -> None:
        image = self.window.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
        assert (image.width(), image.height()) == SIZE, (image.width(), image.height())
        rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
        rgb = rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3)
        bgr = cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR)
        tried = [cv2.imencode(".png", bgr, [*_PACKED, cv2.IMWRITE_PNG_FILTER, one])[1] for one in _FILTERS]
        data = min(tried, key=len)
        path.write_bytes(data.tobytes())
        self.bytes += data.nbytes


@contextmanager
def photographer(out: Path) -> Iterator[Photographer]:
    """A window on the station of `shown_station`; everything is closed and removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="station-") as folder:
        shown = shown_station(Path(folder))
        session = WindowSession(make_application(), shown.station, dark=False)
        try:
            session.window.setFixedSize(*SIZE)
            session.open()
            out.mkdir(parents=True, exist_ok=True)
            yield Photographer(shown, session, out)
        finally:
            session.end()
            shown.station.close()


def inspect(at: Photographer, count: int, *, until_fault: bool = False) -> list[Inspection]:
    """Send parts through the line one after the other; return what became of them.

    Otto acknowledges where the line stops itself, but for `until_fault`.
    """
    found: list[Inspection] = []
    leave = at.station.subscribe(lambda result: found.append(result.inspection))
    try:
        for _ in range(count):
            before = len(found)
            at.parts += 1
            at.station.trigger(f"C{240_000 + at.parts}", source="button")
            at.until(lambda before=before: len(found) > before, "a verdict")
            if at.station.status().state is StationState.FAULT:
                if until_fault:
                    break
                at.station.acknowledge(at.shown.operator.name)
    finally:
        leave()
    at.settle()
    return found


def start(at: Photographer) -> None:
    at.session.commands.start()
    at.until(lambda: at.station.status().state in (StationState.READY, StationState.BLOCKED), "the station is ready")
    at.settle()


def operate(at: Photographer) -> None:
    """The line: verdicts, alarm, review, feedback, reference parts, shift, signing in."""
    at.sign_in(at.shown.operator)
    page: Any = at.page("operate")
    start(at)
    found = inspect(at, PARTS - LAST_DEFECTS)
    say(1.0, ", ".join(f"{sum(one.verdict is each for one in found)} {each}" for each in Verdict))
    at.until(lambda: page.strip.views, "the last parts are seen")
    at.take("operate")
    for verdict in (Verdict.NOK, Verdict.ERROR):
        places = [place for place, view in enumerate(page.strip.views) if view.inspection.verdict is verdict]
        if not places:
            say(1.0, f"{verdict}: not among the last parts")
            continue
        by_spread = sorted(places, key=lambda place: _spread(page.strip.views[place].heat))
        page.strip.tiles[by_spread[max(0, len(places) - 2)]].click()
        at.settle()
        at.take(f"operate-part-{verdict.value.lower()}")
    _people_say(at, found)
    page.go_live()
    page.open_panel("review")
    at.take("operate-review")
    page.open_panel("shift")
    at.take("operate-shift")
    at.sign_in(at.shown.engineer)
    _golden(at, page, found)
    page.open_panel("feedback")
    at.settle()
    page.feedback.open_button.click()
    at.take("operate-feedback")
    page.open_panel("picture")
    at.session.desk.sign_out()
    at.session.reception.attend()
    at.take("sign-in")
    at.window.entry.withdraw()


def _spread(heat: NDArray[np.uint8] | None) -> float:
    """How much of a picture is warm: neither a speck nor all of it shows best what a heatmap is."""
    return 0.0 if heat is None else float(np.mean(heat))


def _people_say(at: Photographer, found: Sequence[Inspection]) -> None:
    """Otto says something of three parts and decides on one part in review; others wait."""
    judging, otto = at.station.judging, at.shown.operator
    nok = [one for one in found if one.verdict is Verdict.NOK]
    ok = [one for one in found if one.verdict is Verdict.OK]
    judging.say(otto, nok[0].id, Said.GOOD, reason="Dust on the cell, wiped off")
    judging.say(otto, nok[-1].id, Said.GOOD, reason="Marks that are allowed")
    judging.say(otto, ok[-2].id, Said.BAD, reason="Dark streaks")
    review = [one for one in found if one.verdict is Verdict.REVIEW]
    if len(review) > 2:
        judging.review(otto, review[0].id, Verdict.OK, why="Held against the light: nothing")


def _golden(at: Photographer, page: Any, found: Sequence[Inspection]) -> None:
    """Grace makes three reference parts and begins a check."""
    grace, golden = at.shown.engineer, at.station.golden
    ok = next(one for one in found if one.verdict is Verdict.OK)
    nok = [one for one in found if one.verdict is Verdict.NOK][:2]
    for name, one in (("G1 good cell", ok), ("G2 cracked cell", nok[0]), ("G3 dark area", nok[1])):
        golden.make_part(grace, one.id, name, one.verdict, band=0.5)
    page.open_panel("golden")
    at.settle()
    page.golden.begin_button.click()
    at.settle()
    at.take("operate-golden")
    golden.abandon(grace)
    at.settle()


def capture(at: Photographer) -> None:
    """The camera alone with its aids, and the pictures of a set."""
    at.sign_in(at.shown.engineer)
    at.session.commands.stop()
    at.until(lambda: at.station.status().state is StationState.STOPPED, "the station has stopped")
    page: Any = at.page("capture")
    page.open_set(SECOND_SET)
    at.settle()
    page.show_view(0)
    if not page.camera.live_button.isChecked():
        page.camera.live_button.click()
    at.until(lambda: page.camera.view.picture is not None, "a live picture")
    at.spin(2.0)
    at.take("capture-camera", settle=False)
    page.camera.live_button.click()
    at.settle()
    page.show_view(1)
    page.open_set(at.shown.stage.data.name)
    at.settle()
    gallery = page.gallery
    gallery.label_filter.setCurrentIndex(gallery.label_filter.findData("defect"))
    at.settle()
    gallery.gallery.setCurrentIndex(gallery.gallery.model().index(19, 0))
    at.take("capture-pictures")


def masks(at: Photographer) -> None:
    page: Any = at.page("masks")
    name = at.shown.stage.data.name
    page.open_picture(name, at.shown.defects[MASKED - 1].id)
    at.until(lambda: page.canvas.preview is not None, "a proposal")
    at.take("masks")


def train(at: Photographer) -> None:
    page: Any = at.page("train")
    page.choices.sets.setCurrentText(SECOND_SET)
    at.settle()
    at.until(lambda: page.choices.cost.text(), "an estimate")
    at.take("train")
    page.choices.sets.setCurrentText(at.shown.stage.data.name)
    at.settle()
    page.tabs.setCurrentWidget(page.result)
    at.until(page.result.examine_button.isEnabled, "versions")
    page.result.examine_button.click()
    at.until(lambda: page.result.examination is not None, "an examination")
    at.take("train-result")
    page.tabs.setCurrentWidget(page.comparison)
    page.comparison.old.setCurrentIndex(page.comparison.old.count() - 1)
    page.comparison.new.setCurrentIndex(0)
    at.settle()
    page.comparison.button.click()
    at.until(lambda: page.comparison.compared is not None, "a comparison")
    at.take("train-comparison")


def threshold(at: Photographer) -> None:
    page: Any = at.page("threshold")
    at.until(lambda: page.tuner.study is not None and page.curves.precision is not None, "the curves")
    at.until(lambda: any(one.isEnabled() for one in page.points.buttons.values()), "operating points")
    at.take("threshold")
    page.tabs.setCurrentWidget(page.what_if)
    page.tuner.set_threshold(page.tuner.evaluation.point.threshold * 0.97)
    at.spin(1.0)
    at.take("threshold-what-if")
    page.reset_button.click()
    page.tabs.setCurrentWidget(page.curves)


def history(at: Photographer) -> None:
    page: Any = at.page("history")
    rows = [page.model.row(number) for number in range(page.model.rowCount())]
    place = next(i for i, row in enumerate(rows) if row is not None and row.inspection.verdict is Verdict.NOK)
    page.table.choose(place)
    at.spin(0.5)
    at.settle()
    page.detail.rescore_button.click()
    at.spin(0.5)
    at.take("history")
    page.tabs.setCurrentIndex(1)
    at.take("history-charts")
    page.tabs.setCurrentIndex(0)


def recipes(at: Photographer) -> None:
    at.page("recipes")
    at.take("recipes")


def settings(at: Photographer) -> None:
    page: Any = at.page("settings")
    at.settle()
    live = page.camera.live
    live.button.click()
    at.until(lambda: live.view.picture is not None and not page.camera.trigger.isEnabled(), "a live picture")
    at.spin(1.0)
    at.take("settings-camera", settle=False)
    live.button.click()
    at.until(lambda: page.camera.trigger.isEnabled(), "the camera is given back")
    for panel, name in (
        (page.outputs, "settings-outputs"),
        (page.storage, "settings-storage"),
    ):
        page.tabs.setCurrentWidget(panel)
        at.take(name)


def calibration(at: Photographer) -> None:
    """What is due, the limits of the image gate with the live picture, and the drift of what `operate` inspected."""
    page: Any = at.page("calibration")
    at.take("calibration-state")
    page.open_section("gate")
    at.settle()
    gate = page.section
    gate.learn_button.click()
    at.until(lambda: gate.study is not None and not at.session.jobs.running, "the good pictures are measured")
    gate.live_button.click()
    at.until(lambda: gate.looked is not None, "a live picture")
    at.take("calibration-gate", settle=False)
    gate.live_button.click()
    at.until(lambda: gate.looked is None, "the camera is given back")
    page.open_section("drift")
    at.settle()
    at.take("calibration-drift")


def people(at: Photographer) -> None:
    at.sign_in(at.shown.administrator)
    page: Any = at.page("people")
    page.choose("Grace")
    at.take("people")


def alarm(at: Photographer) -> None:
    """The line stops itself after defects in a row: the last parts in front of the camera."""
    at.sign_in(at.shown.operator)
    page: Any = at.page("operate")
    start(at)
    for _ in range(10):
        if at.station.status().state is StationState.FAULT:
            break
        inspect(at, LAST_DEFECTS, until_fault=True)
    page.open_panel("alarms")
    at.take("operate-alarm")


VIEWS = {
    one.__name__: one
    for one in (operate, capture, masks, train, threshold, history, recipes, settings, calibration, people, alarm)
}
"""In this order: what looks back shows what `operate` has inspected."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT, help="folder for the pictures")
    parser.add_argument("--only", action="append", default=[], choices=list(VIEWS), help="only these views")
    asked = parser.parse_args()
    with photographer(asked.out) as at:
        for name, view in VIEWS.items():
            if not asked.only or name in asked.only:
                at.sign_in(at.shown.engineer)
                view(at)
        sys.stdout.write(f"{at.bytes / 1e6:.1f} MB in {asked.out}\n")


if __name__ == "__main__":
    main()
