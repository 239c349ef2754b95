from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from detectors import Cancelled, Epoch, TrainingDataError
from station.accounts import Session
from station.app import open_records
from station.assignments import Assignment, claim
from station.classroom import Classroom
from station.config import Config
from station.db import Records
from station.errors import ImageFileError, NotPermitted, RecipeError, StateError
from station.permissions import Role
from station.presets import Preset
from station.queries import ImageLabel
from station.types import Verdict
from tests.station.classroom_rig import ADA, add, defect_part, good_part, labelled_set, settings

pytestmark = pytest.mark.timeout(300)  # each training starts an interpreter

FAKE = Assignment("cell", detector="fake", options={"cells": 8}, note="new lamp")


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return settings(tmp_path / "data")


@pytest.fixture
def records(config: Config) -> Iterator[Records]:
    made = open_records(config)
    yield made
    made.close()


@pytest.fixture
def classroom(records: Records, config: Config) -> Classroom:
    return Classroom(records, config)


def test_a_data_set_is_taught_examined_and_not_put_in_force(
    classroom: Classroom, records: Records, tmp_path: Path
) -> None:
    labelled_set(records, tmp_path, painted=2)
    add(records, tmp_path / "unsure", [good_part(500)], ImageLabel.UNSURE)
    told: list[tuple[float, str]] = []
    notes: list[str] = []
    done = classroom.lecture(ADA, FAKE, progress=lambda share, stage: told.append((share, stage)), on_note=notes.append)
    shares = [round(share, 9) for share, _ in told]
    assert shares == sorted(shares)
    assert told[-1][0] == 1.0
    assert "9 good pictures to learn from, 3 held out, 4 defects to count" in " ".join(notes)
    recipe = done.taught.recipe
    assert (recipe.name, recipe.version, recipe.note) == ("cell", 1, "new lamp")
    assert records.active() is None

    found = done.examination
    assert found is not None
    assert (found.figures.n_good, found.figures.n_defect, found.figures.refused) == (3, 4, 0)
    assert found.figures.image is not None
    assert found.figures.image.auroc == 1.0
    assert found.figures.auroc is not None
    assert found.figures.auroc[0] < 0.5  # three and four parts prove little
    assert found.figures.point is not None
    assert found.figures.point.escapes is not None
    assert found.figures.point.escapes.upper > 0.5
    assert found.pixel is not None
    assert (found.pixel.masked, found.pixel.unmasked, found.pixel.good) == (2, 2, 3)
    assert found.pixel.auroc is not None
    assert found.pixel.auroc > 0.95
    assert found.pixel.intervals is not None
    assert found.pixel.intervals.auroc is None  # two masks say nothing of how sure that is
    assert [len(found.worst_good), len(found.best_hidden)] == [3, 4]
    scores = [one.said[0].score for one in found.worst_good]
    assert scores == sorted(scores, key=float, reverse=True)
    hidden = [one.said[0].score for one in found.best_hidden]
    assert hidden == sorted(hidden, key=float)
    heat = found.best_hidden[0].heats[0]
    assert heat is not None
    assert heat[48, 16] > 0
    assert heat[5, 50] == 0
    # the scores are those by which the threshold was chosen
    by_path = {one.path: what.score for one, what in zip(found.candidates, found.said, strict=True)}
    assert [by_path[path] for path in done.plan.held_out] == pytest.approx(list(done.taught.outcome.held_out_scores))
    # what people said of the pictures is as it was
    assert records.pictures.defects("cell") == {"scratch": 4}
    assert records.image_counts("cell")[ImageLabel.UNSURE] == 1


def test_epochs_and_the_auroc_of_watched_pictures_come_while_training_goes_on(
    classroom: Classroom, records: Records, tmp_path: Path
) -> None:
    labelled_set(records, tmp_path, good=8)
    options = {"input_size": 64, "layers": [1, 2], "hidden": 32, "stop": "last", "meta_epochs": 4, "steps_min": 3,
               "rows_per_step": 128}  # fmt: skip
    seen: list[tuple[str, object]] = []
    done = classroom.lecture(
        ADA,
        Assignment("cell", detector="simplenet", options=options),
        progress=lambda share, _stage: seen.append(("progress", share)),
        on_epoch=lambda epoch: seen.append(("epoch", epoch)),
    )
    epochs = [what for kind, what in seen if kind == "epoch"]
    assert all(isinstance(one, Epoch) for one in epochs)
    assert [one.number for one in epochs] == [1, 2, 3, 4]  # type: ignore[attr-defined]
    assert all(one.auroc is not None for one in epochs)  # type: ignore[attr-defined]
    first = seen.index(("epoch", epochs[0]))
    assert any(kind == "progress" for kind, _ in seen[first + 1 : seen.index(("epoch", epochs[1]))])
    assert done.examination is not None
    assert done.taught.outcome.curve == tuple(epochs) == done.examination.curve


def test_a_quote_needs_no_file_and_says_what_a_preset_means(
    classroom: Classroom, records: Records, tmp_path: Path
) -> None:
    labelled_set(records, tmp_path, good=40, defect=6, painted=4)
    for path in (tmp_path / "good").iterdir():
        path.unlink()
    quote = classroom.quote(Assignment("cell", Preset.FAST))
    assert (quote.detector, quote.n_normal, quote.n_held_out, quote.n_defect) == ("simplenet", 30, 10, 6)
    assert quote.learns_gradually
    assert quote.estimate.seconds > 0
    assert quote.estimate.peak_bytes > 1e8
    few = classroom.quote(Assignment("cell", Preset.FAST, holdout=0.8))
    assert (few.detector, few.n_normal, few.options["distance"]) == ("patchcore", 8, "cosine")
    painted = classroom.quote(Assignment("cell", learn_defects=True))
    assert (painted.detector, painted.n_defect, painted.n_learned) == ("supersimplenet", 4, 2)
    with pytest.raises(TrainingDataError, match="fake learns from good pictures only"):
        classroom.quote(replace(FAKE, learn_defects=True))


def test_what_is_estimated_is_what_is_taught(classroom: Classroom, records: Records, tmp_path: Path) -> None:
    labelled_set(records, tmp_path, good=13)
    add(records, tmp_path / "copies", [good_part(3)])
    quote, todo = classroom.quote(FAKE), classroom.plan(FAKE)
    assert (quote.n_normal, quote.n_held_out) == (len(todo.normal), len(todo.held_out))


def test_new_good_pictures_are_added_to_the_model_and_held_out_ones_stay_held_out(
    classroom: Classroom, records: Records, tmp_path: Path
) -> None:
    labelled_set(records, tmp_path)
    first = classroom.lecture(ADA, FAKE)
    view = classroom.look("cell")
    assert (view.new_good, view.may_extend, view.extends_why_not) == (0, False, "There are no new good pictures.")
    add(records, tmp_path / "more", [good_part(n) for n in range(100, 108)])
    view = classroom.look("cell")
    assert (view.new_good, view.may_extend, view.detector) == (8, True, "fake")

    wanted = replace(FAKE, extend=True, note="eight more")
    quote = classroom.quote(wanted)
    assert (quote.n_normal, quote.n_added, quote.n_held_out) == (15, 6, 5)
    second = classroom.lecture(ADA, wanted)
    assert set(first.plan.held_out) <= set(second.plan.held_out)
    assert set(second.plan.normal) == set(first.plan.normal) | set(second.plan.added)
    model = records.model(second.taught.recipe.model.ref)
    assert model is not None
    assert (model.n_images, second.taught.recipe.version) == (15, 2)

    relabelled = records.pictures.stored("cell", ImageLabel.GOOD)
    taught = {str(path) for path in first.plan.normal}
    number = next(one.id for one in relabelled if one.image.path in taught)
    records.pictures.label("cell", [number], ImageLabel.DEFECT, who="ada")
    assert "cannot forget" in classroom.look("cell").extends_why_not
    with pytest.raises(TrainingDataError, match="1 is not labelled good any more"):
        classroom.plan(wanted)


def test_a_detector_that_cannot_be_extended_says_so(classroom: Classroom, records: Records, tmp_path: Path) -> None:
    labelled_set(records, tmp_path, good=6, defect=0)
    options = {"input_size": 32, "layers": [1], "hidden": 8, "meta_epochs": 1, "steps_min": 1, "rows_per_step": 32}
    classroom.lecture(ADA, Assignment("cell", detector="simplenet", options=options))
    add(records, tmp_path / "more", [good_part(n) for n in range(100, 103)])
    view = classroom.look("cell")
    assert not view.may_extend
    assert "simplenet cannot take in more pictures" in view.extends_why_not


def test_learned_defects_are_not_counted(classroom: Classroom, records: Records, tmp_path: Path) -> None:
    labelled_set(records, tmp_path, defect=7, painted=6)
    todo = classroom.plan(Assignment("cell", detector="supersimplenet", learn_defects=True))
    learned = {one.path for one in todo.learned_defect}
    assert (len(learned), len(todo.defect)) == (3, 4)
    assert not learned & set(todo.defect)
    assert all(one.mask is not None for one in todo.learned_defect)


def test_only_one_training_at_a_time(classroom: Classroom, records: Records, tmp_path: Path) -> None:
    labelled_set(records, tmp_path)
    begun, go_on = threading.Event(), threading.Event()

    def wait(_share: float, _stage: str) -> None:
        begun.set()
        assert go_on.wait(60)

    first = threading.Thread(target=lambda: classroom.lecture(ADA, FAKE, progress=wait))
    first.start()
    try:
        assert begun.wait(60)
        assert classroom.teaching == "cell"
        with pytest.raises(StateError, match="A training of cell is running already"):
            classroom.lecture(ADA, FAKE)
    finally:
        go_on.set()
        first.join(120)
    assert not first.is_alive()
    assert classroom.teaching == ""
    assert classroom.lecture(ADA, FAKE).taught.recipe.version == 2


def test_a_cancelled_training_leaves_nothing_half_made(
    classroom: Classroom, records: Records, config: Config, tmp_path: Path
) -> None:
    labelled_set(records, tmp_path)
    with pytest.raises(Cancelled):
        classroom.lecture(ADA, FAKE, cancelled=lambda: True)
    assert records.recipes() == []
    assert list(config.models_dir.glob("*/*")) == []
    assert classroom.teaching == ""


def test_a_version_that_cannot_be_examined_is_there_all_the_same(
    classroom: Classroom, records: Records, tmp_path: Path
) -> None:
    labelled_set(records, tmp_path, painted=1)
    (mask,) = (tmp_path / "masks").iterdir()

    def spoil(_share: float, stage: str) -> None:
        if stage == "done":  # taught; the examination reads the mask after this
            mask.write_bytes(b"no picture")

    done = classroom.lecture(ADA, FAKE, progress=spoil)
    assert done.examination is None
    assert "is not a picture that can be read" in done.problem
    assert records.recipe("cell").version == done.taught.recipe.version == 1


def test_operators_do_not_teach(classroom: Classroom, records: Records) -> None:
    operator = Session("bo", Role.OPERATOR, ADA.since)
    with pytest.raises(NotPermitted, match="teach a model"):
        classroom.lecture(operator, FAKE)
    with pytest.raises(NotPermitted):
        classroom.examine(operator, "cell")


def test_missing_changed_and_corrupt_pictures_are_named_before_anything_is_trained(
    classroom: Classroom, records: Records, tmp_path: Path
) -> None:
    labelled_set(records, tmp_path)
    with pytest.raises(RecipeError, match="no data set 'cel'"):
        classroom.look("cel")
    victim = tmp_path / "good" / "003.png"
    kept = victim.read_bytes()
    victim.write_bytes((tmp_path / "good" / "004.png").read_bytes())
    with pytest.raises(ImageFileError, match=r"003\.png is not the picture that was labelled"):
        classroom.plan(FAKE)
    victim.unlink()
    with pytest.raises(ImageFileError, match=r"003\.png"):
        classroom.plan(FAKE)
    victim.write_bytes(kept)
    assert len(classroom.plan(FAKE).normal) == 9


def test_a_learning_curve_grows_to_all_good_pictures(classroom: Classroom, records: Records, tmp_path: Path) -> None:
    labelled_set(records, tmp_path, defect=0)
    with pytest.raises(TrainingDataError, match="needs held-out good pictures and defects"):
        classroom.curve(ADA, FAKE)
    add(records, tmp_path / "faint", [defect_part(n, level=112) for n in range(5)], ImageLabel.DEFECT)
    seen: list[object] = []
    points = classroom.curve(ADA, FAKE, on_point=seen.append)
    assert [one.n_images for one in points] == [2, 4, 8, 9]
    assert list(points) == seen
    assert all(0 <= one.low <= one.auroc <= one.high <= 1 for one in points)
    assert records.recipes() == []


def test_an_old_version_can_be_examined_again(classroom: Classroom, records: Records, tmp_path: Path) -> None:
    labelled_set(records, tmp_path)
    first = classroom.lecture(ADA, FAKE).examination
    assert first is not None
    again = classroom.examine(ADA, "cell", 1)
    assert [one.score for one in again.said] == [one.score for one in first.said]
    assert {one.verdict for one in again.said} == {Verdict.OK, Verdict.NOK}


def test_the_claim_says_what_so_few_pictures_allow() -> None:
    assert claim(12, 4) == (
        "With 3 of 12 good pictures held out, not one false reject would still allow a rate of 64 %; with 4 defects,"
        " not one escape would still allow 53 % (95 % confidence)."
    )
    assert "nothing is known of escapes" in claim(12, 0)
    assert "nothing can be claimed" in claim(1, 0)
