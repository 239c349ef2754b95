from __future__ import annotations

import logging
import multiprocessing
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from detectors import Cancelled, DetectorError
from detectors import create as create_detector
from detectors.contract import made_picture
from station.bakeoff import BakeOff, Contest, Result, Row, latency_of
from station.bakeoff_candidates import PRESETS, Candidate, candidates_for
from station.bakeoff_keep import keep
from station.bakeoff_pictures import deal, find
from station.bakeoff_words import check_sentence, notes, recommendation, table
from station.db import Records
from station.errors import ModelStoreError, TrainingError
from station.images import Image, read_image
from station.models import ModelStore
from station.queries import ImageLabel
from station.types import EventKind
from tests.station import bakeoff_rig
from tests.station.cli_rig import defect_folder, good_folder, good_picture, make_folder

pytestmark = pytest.mark.timeout(300)  # trainings start processes

FAKE = Candidate("fake", "", {"cells": 8})


@pytest.fixture
def misbehaving(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(bakeoff_rig.install(tmp_path / "package"))


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for what is temporary, so that a test sees what is left in it."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def nothing_in(temporary: Path) -> bool:
    return not list(temporary.glob("station-*")) and not list((temporary.parent / "models").glob("*/.*"))


def models(asked: Contest) -> Path:
    return asked.pictures.normal[0].path.parents[1] / "models"


def contest(tmp_path: Path, *candidates: Candidate, good: int = 16, defects: int = 6, **fields: Any) -> Contest:
    folder = defect_folder(tmp_path / "defects" / "hole", defects).parent if defects else None
    pictures = deal(find("cell", good_folder(tmp_path / "good", good), None, folder, None), seed=0)
    values = {"budget_s": 600.0, "deadline_ms": 2000.0, "device": "cpu", **fields}
    return Contest("cell", pictures, candidates or (FAKE,), **values)


class Clock:
    """Time that stands still until it is told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_whoever_misbehaves_is_a_row_that_says_why_and_the_others_go_on(
    tmp_path: Path, misbehaving: None, caplog: pytest.LogCaptureFixture, temporary: Path
) -> None:
    clock = Clock()

    def hurry(_fraction: float, stage: str) -> None:
        if "never done" in stage:
            clock.now += 1.0

    names = ("fake", *bakeoff_rig.NAMES)
    seen: list[Row] = []
    asked = contest(tmp_path, *(Candidate(name) for name in names), deadline_ms=10.0)
    with (
        caplog.at_level(logging.CRITICAL),
        BakeOff(
            asked, models(asked), progress=hurry, now=clock, on_row=seen.append, available_bytes=lambda: 10**10
        ) as baking,
    ):
        result = baking.run()
    rows = {row.candidate.label: row for row in result.rows}
    assert set(rows) == set(names)
    assert list(result.rows) == seen
    said = {
        "crasher": ("failed", "ended with exit code 11"),
        "greedy": ("skipped", "it needs about 1000000.0 GB of memory, 10.0 GB are free"),
        "liar": ("failed", "nan"),
        "many": ("skipped", "it needs 1000 good pictures to learn from, there are 11"),
        "raiser": ("failed", "the raiser divides by nothing"),
        "sluggish": ("stopped", "it took longer than its share of the time"),
        "vague": ("failed", "no idea"),
        "slow": ("measured", "the line allows 10 ms"),
        "fake": ("measured", ""),
    }
    for name, (state, reason) in said.items():
        assert rows[name].state == state, rows[name]
        assert reason in rows[name].reason
    assert result.winner is rows["fake"]
    assert [row.candidate.label for row in result.ranked] == ["fake", "slow"]
    assert "slow takes" in recommendation(result)
    remarks = [row[-1] for row in table(result)]
    assert remarks[1].startswith("not recommended: it takes")
    assert len(remarks) == len(names)
    assert nothing_in(temporary)
    assert multiprocessing.active_children() == []


def test_the_winner_is_kept_as_it_was_measured_and_all_others_are_dropped(
    tmp_path: Path, sqlite_records: Records, temporary: Path
) -> None:
    asked = contest(tmp_path, Candidate("fake", "coarse", {"cells": 4}), FAKE)
    store = models(asked)
    with BakeOff(asked, store) as baking:
        result = baking.run()
        assert {row.state for row in result.rows} == {"measured"}, result.rows
        made = keep(result, sqlite_records, store, who="ada", activate=True, why="new line")
    assert nothing_in(temporary)
    winner = result.winner
    assert winner is not None
    assert winner.outcome is not None
    assert winner.latency is not None
    assert winner.latency.n >= 10

    recipe = made.recipe
    assert (recipe.name, recipe.version, recipe.created_by, recipe.note) == ("cell", 1, "ada", "new line")
    assert sqlite_records.active() == recipe
    (record,) = sqlite_records.models("cell")
    assert (record.detector, record.n_images) == (winner.candidate.detector, len(asked.pictures.normal))
    assert [path.name for path in (store / "cell").iterdir() if path.is_dir()] == ["0001"]
    loaded = ModelStore(store, create_detector).load(recipe.model, "cpu")
    scores = [loaded.predict([read_image(one.path)])[0].score for one in asked.pictures.held_out]
    loaded.close()
    assert scores == pytest.approx(list(winner.outcome.held_out_scores), rel=1e-4)
    assert winner.choice is not None
    assert recipe.threshold == winner.choice.threshold > max(scores)
    assert recipe.choice is not None
    assert (recipe.choice.policy, recipe.choice.n_good, recipe.choice.n_defect) == ("cautious", 5, 6)
    # what the recipe says of itself names the good parts it rejects, and is not of the choosing pictures alone
    assert "0 of 5 good would be rejected: at most 46 % (95 %)" in recipe.choice.sentence
    assert "so the figures flatter" in recipe.choice.sentence
    assert check_sentence(result).rstrip(".") in recipe.choice.sentence

    counts = sqlite_records.image_counts("cell")
    assert (counts[ImageLabel.GOOD], counts[ImageLabel.DEFECT]) == (16, 6)
    assert {one.defect for one in sqlite_records.images("cell", ImageLabel.DEFECT)} == {"hole"}
    (event,) = sqlite_records.events(kinds=frozenset({EventKind.TRAINING}))
    assert event.details["recommendation"] == recommendation(result)
    assert len(made.lowest_defects) == 6
    assert made.lowest_defects[0].score == min(winner.outcome.defect_scores)
    assert made.highest_good[0].score == max(winner.outcome.held_out_scores)


def test_a_model_that_does_not_score_as_measured_is_not_kept(tmp_path: Path, sqlite_records: Records) -> None:
    with BakeOff(contest(tmp_path), tmp_path / "models") as baking:
        result = baking.run()
        row = result.winner
        assert row is not None
        assert row.outcome is not None
        object.__setattr__(row.outcome, "defect_scores", tuple(1.1 * score for score in row.outcome.defect_scores))
        with pytest.raises(ModelStoreError, match="is not the model that won"):
            keep(result, sqlite_records, tmp_path / "models", who="ada")
    assert list((tmp_path / "models").glob("*/*")) == []
    assert sqlite_records.versions("cell") == []
    assert sqlite_records.models("cell") == []


def test_a_real_detector_is_kept_and_finds_the_defects(tmp_path: Path, sqlite_records: Records) -> None:
    make_folder(tmp_path / "good", [made_picture(n) for n in range(6)])
    make_folder(tmp_path / "defects" / "square", [made_picture(100 + n, defect=True) for n in range(2)])
    pictures = deal(find("cell", tmp_path / "good", None, tmp_path / "defects", None), seed=0)
    tiny = Candidate("patchcore", "tiny", {"input_size": 64, "layers": [1, 2], "bank_ratio": 0.2})
    asked = Contest("cell", pictures, (tiny,), budget_s=600.0, deadline_ms=60_000.0, device="cpu")
    with BakeOff(asked, models(asked)) as baking:
        result = baking.run()
        made = keep(result, sqlite_records, tmp_path / "models", who="ada")
    assert "Take patchcore (tiny): it stopped all 2 defects at 0 of 2 false rejects" in recommendation(result)
    assert made.recipe.choice is not None
    assert made.recipe.choice.escapes == 0
    # the square is coloured, the rest is not
    shown = made.lowest_defects[0].heatmap.astype(int)
    coloured = (shown.max(2) - shown.min(2)) > 30
    assert 0.01 < coloured.mean() < 0.6


def run(asked: Contest, **more: Any) -> Result:
    with BakeOff(asked, models(asked), **more) as baking:
        return baking.run()


def test_the_sentence_names_counts_bounds_and_what_was_not_seen(tmp_path: Path) -> None:
    result = run(contest(tmp_path))
    said = recommendation(result)
    assert said.startswith("Take fake: it stopped all 6 defects at 0 of 5 false rejects, at most 46 % (95 %); AUROC 1")
    assert said.endswith("a picture; nothing else was measured.")
    assert "of 6 defects stopped" in check_sentence(result)
    assert "both halves choose fake" in check_sentence(result)
    text = " ".join(notes(result))
    assert "5 held-out good parts can show false rejects of at most 46 % (95 %) at best; 59 are needed" in text
    assert "6 defects can show escapes of at most 40 % (95 %) at best" in text


def test_without_defects_made_ones_stand_in_and_escapes_stay_unknown(tmp_path: Path, sqlite_records: Records) -> None:
    asked = contest(tmp_path, defects=0)
    with BakeOff(asked, models(asked)) as baking:
        result = baking.run()
        made = keep(result, sqlite_records, tmp_path / "models", who="ada")
    assert not result.arena.real_defects
    said = recommendation(result)
    assert "told made defects from good parts with AUROC" in said
    assert "; escapes are unknown, because no real defect was shown; nothing else was measured." in said
    assert "of 5 false rejects" in check_sentence(result)
    assert "20 made ones" in " ".join(notes(result))
    assert made.recipe.choice is not None
    assert made.recipe.choice.policy == "good_only"
    assert made.lowest_defects == ()
    assert sqlite_records.image_counts("cell")[ImageLabel.DEFECT] == 0
    assert "escape rate unknown" in made.choice.sentence


def test_the_kept_threshold_is_not_said_to_have_been_tried_on_made_defects(tmp_path: Path) -> None:
    row = run(contest(tmp_path, defects=0)).winner
    assert row is not None
    assert row.choice is not None
    assert row.choice.n_defect == 0


def test_the_kept_threshold_follows_the_policy_and_its_escapes_are_told(tmp_path: Path) -> None:
    # two of the defects look like good parts: no threshold from good parts alone stops them
    hidden = make_folder(tmp_path / "defects" / "hidden", [good_picture(500), good_picture(501)])
    usual = run(contest(tmp_path))
    assert usual.winner is not None
    assert usual.winner.choice is not None
    assert usual.winner.choice.policy == "cautious"
    assert table(usual)[0][5] == "0 of 8"
    assert "pass;" not in " ".join(notes(usual))
    assert "good_only at 5 % would let 2 of 8 pass" in " ".join(usual.winner.choice.notes)

    asked = run(replace(usual.contest, policy="good_only"))
    row = asked.winner
    assert row is not None
    assert row.choice is not None
    assert row.choice.escapes is not None
    assert (row.choice.policy, row.choice.escapes.count) == ("good_only", 2)
    assert row.choice.threshold > usual.winner.choice.threshold
    assert "by good_only, lets 2 of 8 defects pass" in " ".join(notes(asked))
    assert table(asked)[0][5] == "2 of 8"
    # the check counts what is kept: a policy that lets defects pass on the other half too
    assert "8 of 8 defects stopped" not in check_sentence(asked)
    assert hidden.is_dir()


def test_two_good_pictures_and_one_defect_are_compared_without_a_claim(tmp_path: Path) -> None:
    # the simulator learns from two at least
    result = run(contest(tmp_path, good=3, defects=1))
    assert "it stopped the one defect at 0 of 1 false rejects, at most 95 % (95 %);" in recommendation(result)
    assert "too few to halve: the figures flatter" in check_sentence(result)


def test_when_nobody_can_be_measured_it_says_why_for_each(tmp_path: Path, misbehaving: None, temporary: Path) -> None:
    with pytest.raises(TrainingError) as caught:
        run(contest(tmp_path, Candidate("many"), Candidate("fake", "", {"celsl": 3})))
    assert "None of the candidates could be measured" in caught.value.message
    assert "many: skipped, it needs 1000 good pictures" in caught.value.message
    assert "celsl" in caught.value.message
    assert nothing_in(temporary)


def test_what_is_the_same_for_several_is_said_once(tmp_path: Path) -> None:
    wrong = {"celsl": 3}
    with pytest.raises(TrainingError) as caught:
        run(contest(tmp_path, Candidate("fake", "a", wrong), Candidate("fake", "b", wrong)))
    assert "fake (a), fake (b): failed, " in caught.value.message
    assert caught.value.message.count("celsl") == 1


def test_what_does_not_fit_the_time_is_not_begun(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"fake: skipped, it would take about 1\d s, and 5\.0 s are left"):
        run(contest(tmp_path, budget_s=5.0), now=Clock())


def test_each_may_take_what_those_after_it_do_not_need(tmp_path: Path, misbehaving: None) -> None:
    clock = Clock()

    def hurry(_fraction: float, stage: str) -> None:
        if "never done" in stage:
            clock.now += 1.0

    rows: list[Row] = []
    # the greedy one says 1 s, and every training takes 10 s besides; without a word of memory it is let in
    asked = contest(tmp_path, Candidate("sluggish"), Candidate("greedy"), budget_s=100.0)
    with pytest.raises(TrainingError):
        run(asked, now=clock, progress=hurry, on_row=rows.append)
    assert [(row.candidate.label, row.state) for row in rows] == [("sluggish", "stopped"), ("greedy", "skipped")]
    assert "its share of the time, 89 s" in rows[0].reason
    assert clock.now < 100.0


def test_cancelling_says_what_was_done_and_keeps_nothing(tmp_path: Path, misbehaving: None, temporary: Path) -> None:
    rows: list[Row] = []
    begun: list[str] = []

    def show(_fraction: float, stage: str) -> None:
        if "never done" in stage:
            begun.append(stage)

    with pytest.raises(Cancelled) as caught:
        run(
            contest(tmp_path, FAKE, Candidate("sluggish")),
            on_row=rows.append,
            progress=show,
            cancelled=lambda: bool(begun),
        )
    assert [row.state for row in rows] == ["measured"]
    assert "fake had been measured, sluggish was being trained" in caught.value.message
    assert caught.value.hint == "Nothing was kept."
    assert nothing_in(temporary)
    assert multiprocessing.active_children() == []


def test_cancelling_is_heard_before_each_estimate(tmp_path: Path, misbehaving: None, temporary: Path) -> None:
    rows: list[Row] = []
    with pytest.raises(Cancelled, match="nothing had been measured"):
        run(
            contest(tmp_path, Candidate("many"), Candidate("vague"), FAKE),
            on_row=rows.append,
            cancelled=lambda: bool(rows),
        )
    assert [row.candidate.label for row in rows] == ["many"]
    assert nothing_in(temporary)


def test_when_all_are_slower_than_the_line_none_is_recommended_or_kept(
    tmp_path: Path, misbehaving: None, sqlite_records: Records
) -> None:
    asked = contest(tmp_path, Candidate("slow"), deadline_ms=10.0)
    with BakeOff(asked, models(asked)) as baking:
        result = baking.run()
        assert result.winner is None
        assert "None can be recommended: the fastest, slow, takes " in recommendation(result)
        with pytest.raises(TrainingError, match="none was kept"):
            keep(result, sqlite_records, tmp_path / "models", who="ada")
    assert list((tmp_path / "models").glob("*/*")) == []


def test_progress_rises_to_the_end(tmp_path: Path) -> None:
    seen: list[float] = []
    run(contest(tmp_path, FAKE, Candidate("fake")), progress=lambda fraction, _stage: seen.append(fraction))
    assert seen == sorted(seen)
    assert seen[-1] == pytest.approx(1.0)


def test_everybody_but_the_simulator_enters_and_presets_follow_their_detector(misbehaving: None) -> None:
    entered = candidates_for((), 100)
    detectors = {one.detector for one in entered}
    assert "patchcore" in detectors
    assert "fake" not in detectors
    assert set(bakeoff_rig.NAMES) <= detectors
    assert Candidate("patchcore") in entered
    assert PRESETS[0] in entered
    labels = [one.label for one in candidates_for(("patchcore",), 8, ("patchcore", {"input_size": 320}))]
    assert labels == ["patchcore", "patchcore (as configured)", "patchcore (whitened)", "patchcore (few-shot)"]
    assert [one.label for one in candidates_for(("patchcore", "patchcore"), 17)] == [
        "patchcore",
        "patchcore (whitened)",
    ]


def test_an_unknown_detector_is_answered_with_the_known_ones() -> None:
    with pytest.raises(DetectorError) as caught:
        candidates_for(("crystalball",), 10)
    assert "crystalball" in caught.value.message
    assert "patchcore" in caught.value.hint


def test_latency_is_the_median_of_warm_predictions_over_all_pictures() -> None:
    asked: list[int] = []

    def predict(image: Image) -> None:
        asked.append(int(image[0, 0]))

    images = [made_picture(n) for n in range(3)]
    for n, image in enumerate(images):
        image[0, 0] = n
    found = latency_of(predict, images)
    assert found.n == 50
    assert len(asked) == 53
    assert asked[:6] == [0, 1, 2, 0, 1, 2]
    assert 0 < found.p50_ms <= found.p95_ms
