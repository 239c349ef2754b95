"""`station threshold`, and going back to an older version: new versions with who, when and why."""

from __future__ import annotations

import pytest

from station.types import EventKind
from tests.station.cli_rig import CommandLine, defect_folder, good_folder, good_picture, make_folder

pytestmark = pytest.mark.timeout(300)  # each training starts an interpreter


def test_teaching_a_threshold_and_going_back_are_in_the_audit_trail_and_the_histories(station: CommandLine) -> None:
    good, defect = good_folder(station.folder / "good"), defect_folder(station.folder / "defect")
    new = good_folder(station.folder / "new", 8, first=100)
    taught = station(
        "train", "cell", "--good", good, "--defect", defect, "--activate", "--why", "new lamp", "--who", "ada"
    )
    assert taught.code == 0, taught.err
    changed = station(
        "threshold", "cell", "--good", new, "--defect", defect, "--policy", "zero_escape", "--activate",
        "--why", "an escape", "--who", "bo",
    )  # fmt: skip
    assert changed.code == 0, changed.err
    assert station("recipes", "activate", "cell@1", "--why", "too strict", "--who", "cy").code == 0

    records = station.records()
    entries = records.audit.entries()[::-1]
    assert [(one.action, one.who) for one in entries] == [
        ("labels.changed", "ada"),
        ("recipe.taught", "ada"),
        ("recipe.activated", "ada"),
        ("threshold.changed", "bo"),
        ("recipe.activated", "bo"),
        ("recipe.rolled_back", "cy"),
    ]
    assert {one.origin for one in entries} == {"command line"}
    assert [one.why for one in entries] == ["new lamp", "new lamp", "new lamp", "an escape", "an escape", "too strict"]
    assert entries[3].before is not None
    assert entries[3].after is not None
    second, first = records.thresholds("cell")
    assert (entries[3].before["threshold"], entries[3].after["threshold"]) == (first.threshold, second.threshold)
    assert second.reason.policy == "zero_escape"
    assert second.reason.figures["escapes"]["count"] == 0
    assert second.reason.figures["escapes"]["at_most"] > 0.5
    assert records.audit.verify().whole

    snapshot = records.pictures.taught_from(records.models("cell")[0].ref)
    assert snapshot is not None
    uses = [one.use for one in snapshot.images]
    assert (uses.count("normal"), uses.count("held_out"), uses.count("defect")) == (9, 3, 4)
    assert {one.sha256 for one in snapshot.images} == {one.sha256 for one in records.images("cell")}
    (one,) = records.pictures.history(records.pictures.stored("cell")[0].id)
    assert (one.who, one.why) == ("ada", "new lamp")
    records.close()


def test_a_threshold_is_a_new_version_with_an_event_that_says_who_when_and_why(taught: CommandLine) -> None:
    fresh = good_folder(taught.folder / "fresh", 10, first=500)
    answer = taught(
        "threshold", "cell", "--good", fresh, "--defect", taught.folder / "defect", "--policy", "min_cost",
        "--param", "escape_cost=20", "--review", "zero_false_reject", "--why", "fewer escapes", "--who", "grace",
        "--activate", "--json",
    )  # fmt: skip
    assert answer.code == 0, answer.err
    before, after = answer.json["before_threshold"], answer.json["recipe"]["threshold"]
    assert before != after
    assert answer.json["threshold"]["point"]["n_good"] == 10
    assert answer.json["threshold"]["point"]["escapes"]["count"] == 0
    assert answer.json["left_out"] == []

    records = taught.records()
    active = records.active()
    assert active is not None
    assert (active.version, active.threshold, active.created_by) == (2, after, "grace")
    (event,) = records.events(kinds=frozenset({EventKind.THRESHOLD}))
    assert event.who == "grace"
    assert "fewer escapes" in event.message
    assert event.details["before"] == {"version": 1, "threshold": before, "review_from": None}
    assert event.details["threshold"] == after
    assert records.activations(limit=1)[0].why == "fewer escapes"
    records.close()


def test_pictures_the_model_was_taught_from_are_left_out_of_the_threshold(taught: CommandLine) -> None:
    answer = taught("threshold", "cell", "--good", taught.folder / "good", "--policy", "good_only", "--json")
    assert answer.code == 0
    assert len(answer.json["left_out"]) == 9
    assert all("the model was taught from it" in text for text in answer.json["left_out"])
    assert answer.json["threshold"]["point"]["n_good"] == 3


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--policy", "magic"], 3, "there is no threshold policy 'magic'. Known: best_f1"),
        (["--policy", "youden"], 3, "no scores of defect parts"),
        (["--policy", "min_cost"], 3, "min_cost needs the parameter 'escape_cost'"),
        (["--policy", "good_only", "--param", "speed=1"], 3, "good_only has no parameter 'speed'"),
        (["--policy", "good_only", "--param", "review=1"], 3, "good_only has no parameter 'review'"),
        (["--policy", "good_only", "--param", "rate=much"], 2, "rate=much is not a number"),
        (["--policy", "good_only", "--review-param", "rate=0.1"], 3, "no policy for it"),
        (["--policy", "good_only", "--defect", "nowhere"], 3, "nowhere: there is no such folder"),
    ],
)
def test_a_threshold_that_cannot_be_chosen_leaves_the_recipe_as_it_was(
    taught: CommandLine, arguments: list[str], code: int, words: str
) -> None:
    answer = taught("threshold", "cell", "--good", taught.folder / "good", *arguments)
    assert answer.code == code, answer.err
    assert words in answer.err
    assert taught.versions() == [1]


def test_a_picture_of_another_kind_stops_the_choice_of_a_threshold(taught: CommandLine) -> None:
    odd = make_folder(taught.folder / "odd", [good_picture(0, width=32)])
    answer = taught("threshold", "cell", "--good", odd, "--policy", "good_only")
    assert answer.code == 3
    assert "000.png" in answer.err
    assert "32 x 48" in answer.err
    assert taught.versions() == [1]


def test_going_back_is_activating_an_older_version(taught: CommandLine) -> None:
    fresh = good_folder(taught.folder / "fresh", 4, first=500)
    assert taught("threshold", "cell", "--good", fresh, "--policy", "good_only", "--activate").code == 0
    answer = taught("recipes", "activate", "cell@1", "--why", "too many rejects", "--who", "grace", "--json")
    assert answer.code == 0
    assert (answer.json["active"]["version"], answer.json["before"]["version"]) == (1, 2)
    shown = taught("recipes", "show", "cell@1", "--json").json
    assert shown["active"] is True
    assert [use["why"] for use in shown["activations"]] == ["too many rejects", "first"]
    assert "too many rejects" in taught("recipes", "show", "cell@1").out
    rows = taught("recipes", "versions", "cell", "--json").json
    assert [row["version"] for row in rows["versions"]] == [1, 2]
    assert rows["active"]["version"] == 1
    assert "active" in taught("recipes", "versions", "cell").out
    assert "version 1" in taught("recipes", "list").out


def test_activating_needs_a_version_that_is_there(taught: CommandLine) -> None:
    answer = taught("recipes", "activate", "cell@7", "--why", "x")
    assert answer.code == 3
    assert "no version 7" in answer.err
    assert taught("recipes", "activate", "cell@1").code == 2  # --why is not optional
