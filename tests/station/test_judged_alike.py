"""One model has the same figures wherever they are shown: by the labels of now, and never on what it learned."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from calibration import OperatingPoint
from detectors import create as create_detector
from station.app import open_records
from station.assignments import Assignment
from station.classroom import Classroom
from station.comparing import Comparing
from station.config import Config
from station.db import Records
from station.images import sha256_file
from station.labelling import Labelling
from station.masks import Masks
from station.models import ModelStore
from station.queries import ImageLabel
from station.setups import setup_loader
from station.tuning import Tuning
from tests.station.classroom_rig import ADA, add, defect_part, good_part, labelled_set, paint, settings


def here(work: Any, request: Any, *, hear: Any, cancelled: Any, **_how: Any) -> Any:
    """What `run_aside` does, without a process of its own: that takes seconds, and is tested elsewhere."""
    return work(request, hear, cancelled)


@pytest.fixture(autouse=True)
def _without_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("training", "examining", "comparing"):
        monkeypatch.setattr(f"station.{module}.run_aside", here)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return settings(tmp_path / "data")


@pytest.fixture
def records(config: Config) -> Iterator[Records]:
    made = open_records(config)
    yield made
    made.close()


Shown = tuple[float | None, tuple[float, float] | None, OperatingPoint | None]


class Pages:
    """The services behind the pages, on one recipe of two versions that share a model."""

    def __init__(self, records: Records, config: Config) -> None:
        self.records = records
        loader = setup_loader(config)
        store = ModelStore(config.models_dir, create_detector)
        self.labelling = Labelling(records)
        self.classroom = Classroom(records, config)
        self.comparing = Comparing(records, config)
        self.tuning = Tuning(records, config, loader, lambda new: records.keep(new))
        self.masks = Masks(records, self.labelling, config.datasets_dir, store, loader)
        self.classroom.lecture(ADA, Assignment("cell", detector="fake", options={"cells": 8}))
        study = self.tuning.load("cell", 1)
        self.tuning.apply(ADA, study, study.recipe.threshold + 0.5, None, why="another one")

    def relabel(self, path: Path, label: ImageLabel) -> None:
        found = self.records.pictures.known("cell", [sha256_file(path)])
        self.labelling.label(ADA, "cell", [one.id for one in found.values()], label, why="looked again")

    def used(self, use: str) -> list[Path]:
        snapshot = self.records.pictures.taught_from(self.records.recipe("cell", 1).model.ref)
        assert snapshot is not None
        return [Path(one.path) for one in snapshot.images if one.use == use]

    def shown(self) -> tuple[Shown, Shown, Shown]:
        """AUROC, its interval and the operating point of version 1: on Train, Threshold and Comparison."""
        study = self.tuning.load("cell", 1)
        at = study.at(study.recipe.threshold, study.recipe.review_from)
        examined = self.classroom.examine(ADA, "cell", 1).figures
        compared = self.comparing.compare(ADA, "cell", old=1, new=2, last=0).old
        train, comparison = (
            (None if one.image is None else one.image.auroc, one.auroc, one.point) for one in (examined, compared)
        )
        return train, (study.auroc, study.auroc_interval, at.point), comparison


def counts(shown: tuple[Shown, Shown, Shown]) -> tuple[int, int]:
    """How many good pictures and defects all three counted, after checking that they say the same."""
    train, threshold, comparison = shown
    assert train == threshold == comparison
    assert train[2] is not None
    return train[2].n_good, train[2].n_defect


def test_train_threshold_and_comparison_show_the_same_figures_and_all_follow_the_labels(
    records: Records, config: Config, tmp_path: Path
) -> None:
    labelled_set(records, tmp_path)
    pages = Pages(records, config)
    assert counts(pages.shown()) == (3, 4)

    add(records, tmp_path / "later", [defect_part(n, level=125) for n in range(70, 73)], ImageLabel.DEFECT)
    add(records, tmp_path / "more", [good_part(n) for n in range(70, 72)])
    first = pages.shown()
    assert counts(first) == (5, 7), "what was captured after teaching counts on all three"

    held_out, learned = pages.used("held_out")[0], pages.used("normal")[0]
    pages.relabel(held_out, ImageLabel.DEFECT)
    after = pages.shown()
    assert counts(after) == (4, 8)
    assert after[0] != first[0]

    pages.relabel(learned, ImageLabel.DEFECT)
    assert counts(pages.shown()) == (4, 8), "what the model learned from never counts, whatever it is called now"
    pages.relabel(held_out, ImageLabel.UNSURE)
    assert counts(pages.shown()) == (4, 7)


def test_the_heatmaps_have_the_same_figures_on_the_page_train_and_beside_the_masks(
    records: Records, config: Config, tmp_path: Path
) -> None:
    labelled_set(records, tmp_path, defect=6, painted=5, good=20)
    pages = Pages(records, config)
    (later,) = add(records, tmp_path / "later", [defect_part(70)], ImageLabel.DEFECT)
    paint(records, tmp_path / "masks_later", later)
    train = pages.classroom.examine(ADA, "cell", 1).pixel
    assert train is not None
    assert (train.masked, train.unmasked, train.good) == (6, 1, 5)
    assert train.intervals is not None
    assert (train.intervals.n_defect, train.intervals.n_good) == (6, 5)
    assert train == pages.masks.pixel_metrics(records.recipe("cell", 1))


def test_a_picture_that_is_gone_is_named_and_not_counted(records: Records, config: Config, tmp_path: Path) -> None:
    labelled_set(records, tmp_path)
    pages = Pages(records, config)
    gone = pages.used("defect")[0]
    gone.unlink()
    found = pages.classroom.examine(ADA, "cell", 1)
    assert (found.figures.n_good, found.figures.n_defect) == (3, 3)
    assert [(one.name, one.why) for one in found.left_out] == [(str(gone), "the file is missing")]
