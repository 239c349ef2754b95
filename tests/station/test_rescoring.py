"""Scoring a stored picture again gives the stored score, or says why not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from detectors import Cancelled
from station.errors import ImageFileError, ModelStoreError
from station.rescoring import Agreement, Rescoring
from station.types import ImageRef, ImageState, Inspection, Verdict
from tests.station.history_rig import SIZE, Place


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path)
    yield made
    made.close()


@pytest.fixture
def rescoring(place: Place) -> Iterator[Rescoring]:
    made = Rescoring(
        place.store, place.images_dir, "cpu", lambda ref: place.records.recipe(ref.name, ref.version).region
    )
    yield made
    made.free()


def loads(rescoring: Rescoring, one: Inspection) -> bool:
    """Score a picture again. Returns whether its model had to be loaded for it."""
    stages: list[str] = []
    rescoring.rescore(one, lambda _fraction, stage: stages.append(stage))
    return any("loading" in stage for stage in stages)


def test_the_stored_picture_under_the_stored_model_gives_the_stored_score(place: Place, rescoring: Rescoring) -> None:
    for number, defect in enumerate([False, True, True]):
        one = place.inspect(number, defect=defect)
        again = rescoring.rescore(one)
        assert again.agreement is Agreement.EQUAL
        assert again.score == one.score
        assert again.difference == 0.0
        assert again.verdict is one.verdict
        assert not again.other_verdict
        assert again.anomaly_map.shape == (SIZE, SIZE)
        assert again.device == "cpu"


def test_the_model_is_loaded_once_and_let_go(place: Place, rescoring: Rescoring) -> None:
    one, two = place.inspect(0), place.inspect(1)
    assert loads(rescoring, one)
    assert not loads(rescoring, two)
    rescoring.free()
    assert loads(rescoring, one)


@pytest.mark.parametrize(
    ("off", "agreement", "other_verdict"),
    [(0.0005, Agreement.WITHIN, False), (0.1, Agreement.DIFFERS, False), (20.0, Agreement.DIFFERS, True)],
)
def test_another_score_is_told_with_what_it_would_have_meant(
    place: Place, rescoring: Rescoring, off: float, agreement: Agreement, other_verdict: bool
) -> None:
    one = place.inspect(0)
    assert one.score is not None
    stored = replace(one, score=one.score + off)
    again = rescoring.rescore(stored)
    assert again.agreement is agreement
    assert again.difference == pytest.approx(-off)
    assert again.other_verdict is other_verdict
    assert again.verdict is Verdict.OK


def test_a_picture_the_line_did_not_score_is_scored_now(place: Place, rescoring: Rescoring) -> None:
    again = rescoring.rescore(replace(place.inspect(0), score=None, verdict=Verdict.ERROR))
    assert again.agreement is Agreement.NOT_SCORED
    assert again.difference is None
    assert again.score >= 0


def test_a_model_folder_that_is_gone_is_told_in_words(place: Place, rescoring: Rescoring) -> None:
    one = place.inspect(0)
    folder = place.store.folder(place.model)
    away = folder.rename(folder.with_name("away"))
    with pytest.raises(ModelStoreError, match="folder of its model cell version 1 is gone"):
        rescoring.rescore(one)
    away.rename(folder)
    assert loads(rescoring, one)


def test_an_inspection_without_model_or_picture_is_refused(place: Place, rescoring: Rescoring) -> None:
    one = place.inspect(0)
    with pytest.raises(ModelStoreError, match="without a model"):
        rescoring.rescore(replace(one, model=None))
    with pytest.raises(ImageFileError, match="expired"):
        rescoring.rescore(replace(one, image=ImageRef(ImageState.EXPIRED)))
    place.file(one).write_bytes(place.file(place.inspect(1)).read_bytes())
    with pytest.raises(ImageFileError, match="not the one that was inspected"):
        rescoring.rescore(one)


def test_cancelling_scores_nothing(place: Place, rescoring: Rescoring) -> None:
    one = place.inspect(0)
    with pytest.raises(Cancelled):
        rescoring.rescore(one, cancelled=lambda: True)
    assert loads(rescoring, one)
