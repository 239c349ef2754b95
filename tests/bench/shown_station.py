"""A whole station with real pictures, for the pictures of the documents: taught, tuned, labelled, with accounts."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from station.accounts import Session
from station.app import build
from station.demo import DemoRequest, Stage, set_stage
from station.demo_data import DATA, deal, read_grey
from station.images import read_image, write_image
from station.mask_tools import flooded, without_holes
from station.permissions import Role
from station.queries import ImageLabel, StoredImage
from station.services import Station

NAME = "Cell line 2"
SECOND_SET = "cell-b"
SECOND_SET_PICTURES = 8
PASSWORD = "correct horse battery"
PARTS = 60
LAST_DEFECTS = 8
REJECTS_IN_A_ROW = 5
DARK_PART = 46
"""The place of the part whose lamp is off: its picture is a real one at a fiftieth of its brightness."""

# what is seen in the held-out defects that `prepare` draws with seed 0, by their number
KINDS = {
    "crack": (1, 3, 9, 11, 12, 13, 17, 21, 22, 25, 28, 29, 30),
    "dark area": (5, 20, 23, 27),
}
MASKED, MASKED_AT, MASKED_LEVELS = 20, (120, 80), 30


@dataclass(frozen=True, slots=True)
class ShownStation:
    """The station, stopped, with its people signed in. `defects` are the pictures of the held-out defects."""

    station: Station
    stage: Stage
    administrator: Session
    engineer: Session
    operator: Session
    defects: tuple[StoredImage, ...]


def say(done: float, stage: str) -> None:
    """Print progress, as the other tools of this folder do."""
    sys.stdout.write(f"{done:5.0%}  {stage}\n")
    sys.stdout.flush()


def shown_station(folder: Path) -> ShownStation:
    """Write the pictures, teach and tune as `station demo` does, then label, paint and choose a review band. Minutes.

    Raises what `station.demo.set_stage` raises.
    """
    stage = set_stage(DemoRequest(parts=PARTS, data_dir=folder, device="cpu"), progress=_Tenths())
    _arrange(stage)
    config = stage.config.model_copy(
        update={
            "station": stage.config.station.model_copy(update={"name": NAME, "language": "en"}),
            "line": stage.config.line.model_copy(update={"rejects_in_a_row": REJECTS_IN_A_ROW}),
        }
    )
    station = build(config)
    administrator = station.accounts.create_first_administrator("Ada", PASSWORD)
    station.accounts.add(administrator, "Grace", Role.ENGINEER, PASSWORD)
    station.accounts.add(administrator, "Otto", Role.OPERATOR, PASSWORD)
    engineer = station.accounts.sign_in("Grace", PASSWORD)
    operator = station.accounts.sign_in("Otto", PASSWORD)
    say(1.0, "labelling, painting, a review band")
    defects = _label(station, engineer, stage)
    _paint(station, engineer, stage, defects)
    _band(station, engineer, stage)
    _second_set(station, engineer, folder)
    return ShownStation(station, stage, administrator, engineer, operator, defects)


class _Tenths:
    """Says a progress when another tenth is done or another stage begins."""

    def __init__(self) -> None:
        self._last = (-1, "")

    def __call__(self, done: float, stage: str) -> None:
        now = int(10 * done), stage.split(":")[0]
        if now != self._last:
            self._last = now
            say(done, stage)


def _arrange(stage: Stage) -> None:
    """Deal the parts anew in front of the camera: defects one by one among good parts, some in a row at the end."""
    parts, truth = stage.folders.parts, stage.folders.truth
    good = [part for part, is_defect in zip(parts, truth, strict=True) if not is_defect]
    defect = [part for part, is_defect in zip(parts, truth, strict=True) if is_defect]
    last, defect = defect[-LAST_DEFECTS:], defect[:-LAST_DEFECTS]
    order: list[Path] = []
    while good or defect:
        order += [side.pop(0) for side in (good, good, good, defect) if side]
    folder = parts[0].parent
    waiting = folder.parent / "waiting"
    folder.rename(waiting)
    folder.mkdir()
    for number, part in enumerate([*order, *last], 1):
        source, target = waiting / part.name, folder / f"part-{number:05d}.png"
        if number == DARK_PART:
            write_image(target, np.asarray(read_image(source) // 50, np.uint8))
        else:
            shutil.copy(source, target)
    shutil.rmtree(waiting)


def _label(station: Station, by: Session, stage: Stage) -> tuple[StoredImage, ...]:
    names = {path.name: path for path in stage.folders.held_out_defect}
    stored = station.datasets.page(stage.data.name)
    defects = {int(Path(one.image.path).stem[-5:]): one for one in stored if one.image.label is ImageLabel.DEFECT}
    assert len(defects) == len(names)
    for kind, numbers in KINDS.items():
        ids = [defects[number].id for number in numbers]
        station.labelling.label(by, stage.data.name, ids, ImageLabel.DEFECT, defect=kind)
    good = [one for one in stored if one.image.label is ImageLabel.GOOD]
    station.labelling.label(by, stage.data.name, [one.id for one in good[-3:]], ImageLabel.UNSURE)
    return tuple(defects[number] for number in sorted(defects))


def _paint(station: Station, by: Session, stage: Stage, defects: Sequence[StoredImage]) -> None:
    """Keep one mask, as somebody paints it who fills the dark area from a place in it."""
    name, one = stage.data.name, defects[MASKED - 1]
    image = station.masks.open(name, one.id).image
    mask = flooded(image, np.zeros(image.shape[:2], np.uint8), MASKED_AT, MASKED_LEVELS, 255)
    station.masks.save(by, name, one.id, without_holes(mask))


def _band(station: Station, by: Session, stage: Stage) -> None:
    """Add a review band from the score that a few of the good pictures reach."""
    study = station.tuning.load(stage.data.name)
    good = sorted(one.score for one in study.pictures if not one.defective)
    threshold = study.recipe.threshold
    below = [score for score in good if score < threshold]
    review_from = round(below[int(0.95 * (len(below) - 1))], 2)
    station.tuning.apply(by, study, threshold, review_from, why="Look at close calls ourselves for the first weeks")


def _second_set(station: Station, by: Session, folder: Path) -> None:
    """The beginning of another product: eight good pictures."""
    chosen = deal(DATA["solar"]).pool[-SECOND_SET_PICTURES:]
    source = folder / "eight"
    source.mkdir()
    for number, path in enumerate(chosen, 1):
        write_image(source / f"cell-b-{number}.png", read_grey(path))
    station.datasets.import_folder(by, SECOND_SET, source, ImageLabel.GOOD)
