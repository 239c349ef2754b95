"""Capture plans: what they mean, and what is said of each mistake."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from station.capture_plan import Key, Plan, canonical, difference, load, parse
from station.errors import ConfigError

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "glass-fibre-plan.toml"


def values(*setups: dict[str, Any], **changes: Any) -> dict[str, Any]:
    blocks = setups or ({"number": 1, "title": "Good sheet", "label": "good", "poses": [1, 2]},)
    return {"schema": 1, "name": "sheets", "setup": [dict(one) for one in blocks], **changes}


def plan(*setups: dict[str, Any], **changes: Any) -> Plan:
    return parse(values(*setups, **changes), base=Path())


def setup(**changes: Any) -> dict[str, Any]:
    return {"number": 1, "title": "Sheet", "label": "fold", **changes}


def test_the_shipped_example_is_a_plan() -> None:
    made = load(EXAMPLE)
    assert made.notes() == []
    assert made.output == EXAMPLE.parent / "glass-fibre-faults"
    assert len(made.pictures()) == 4 * 3 + 4 * 3 + 2 * 3 + 2 * 5 + 3 + 3
    assert made.light_of(made.setup[4]).exposure_us == 12000.0
    assert made.light_of(made.setup[0]).exposure_us == 8000.0
    assert {wanted.split for wanted in made.pictures() if wanted.setup.number == 2} == {"test"}


def test_pictures_come_set_up_by_set_up_pose_by_pose_the_first_shot_exactly_there() -> None:
    made = plan(setup(number=7, poses=[3, 1], shots=2), setup(number=2, label="good"), jitter_mm=0.5)
    assert [(wanted.key, wanted.jitter_mm) for wanted in made.pictures()] == [
        (Key(7, 3, 1), 0.0),
        (Key(7, 3, 2), 0.5),
        (Key(7, 1, 1), 0.0),
        (Key(7, 1, 2), 0.5),
        (Key(2, None, 1), 0.0),
        (Key(2, None, 2), 0.5),
        (Key(2, None, 3), 0.5),
    ]
    assert [wanted.file for wanted in made.pictures()][::3] == [
        "test/fold/s007-p003-01.png",
        "test/fold/s007-p001-02.png",
        "train/good/s002-hand-03.png",
    ]


def test_every_picture_has_a_file_of_its_own() -> None:
    files = [wanted.file for wanted in load(EXAMPLE).pictures()]
    assert len({one.casefold() for one in files}) == len(files)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (values(shot=3), "shot: unknown key; known are by_hand, camera, data_set, jitter_mm"),
        (values(setup(lable="x")), "setup.1.lable: unknown key; known are camera, jitter_mm, label"),
        (values(camera={"gain": 1.0}), "camera.gain: unknown key; known are exposure_us, gain_db"),
        (values(setup(), setup(number=1)), "setup: number 1 is there twice"),
        (values(setup(), setup(number=2, poses=[0])), "setup.2.poses.1: input should be greater than or equal to 1"),
        (values(setup(poses=[1, 2, 1])), "setup.1.poses: 1 is there twice"),
        (values(setup(label="Good")), "setup.1.label: 'Good' is neither 'good' nor a class of defects"),
        (values(setup(label="a fold")), "setup.1.label: 'a fold' cannot be a label; write 'good', or a class"),
        (values(setup(label="../up")), "setup.1.label: '../up' cannot be a label"),
        (values(setup(), setup(number=2, label="Fold")), "setup: 'fold' and 'Fold' would be one folder"),
        (values(setup(use="train")), "setup.1.use: a model is taught from good pictures only"),
        (values(setup(use="trian")), "setup.1.use: input should be 'train' or 'test', not 'trian'"),
        (values(setup(shots=0)), "setup.1.shots: input should be greater than or equal to 1, not 0"),
        (values(setup(jitter_mm=12)), "setup.1.jitter_mm: input should be less than or equal to 9.9, not 12"),
        (values(setup(camera={"exposure_us": -1.0})), "setup.1.camera.exposure_us: input should be greater than 0"),
        (values(shots="three"), "shots: input should be a valid integer, not 'three'"),
        (values(unfit="skip"), "unfit: input should be 'retake' or 'ask', not 'skip'"),
        (values(by_hand=True), "by_hand: input should be 'confirm' or 'moved', not True"),
        (values(product="a b"), "product: 'a b' cannot be the name of a recipe"),
        (values(data_set=True), "data_set: the data set has the name of the product"),
        (values(schema=2), "schema: 2 is not known; this program reads schema 1"),
        ({"schema": 1, "name": "x"}, "setup: missing"),
        ({"schema": 1, "name": "x", "setup": []}, "setup: there is none; a plan has at least one block [[setup]]"),
        ({"schema": 1, "name": "x", "setup": [{"number": 1}]}, "setup.1.title: missing (and 1 more)"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_line_with_its_key_and_what_is_allowed(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse(wrong, base=Path(), origin="plan.toml")
    assert caught.value.message.startswith(f"plan.toml: {said}"), caught.value.message
    assert "\n" not in caught.value.message
    assert caught.value.hint


def test_a_file_that_is_not_there_or_no_toml_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="there is no such file"):
        load(tmp_path / "plan.toml")
    (tmp_path / "plan.toml").write_text("schema = ")
    with pytest.raises(ConfigError, match="is not TOML"):
        load(tmp_path / "plan.toml")
    (tmp_path / "plan.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="is not TOML"):
        load(tmp_path / "plan.toml")
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path)


def test_the_hash_is_over_what_the_plan_says() -> None:
    one = plan(setup(), output=Path("here"))
    assert one.sha256 == plan(setup(), output=Path("there")).sha256, "where the pictures go is not what they are"
    assert one.sha256 != plan(setup(shots=4)).sha256
    assert one.sha256 != plan(setup(note="cut by hand")).sha256


def test_what_differs_between_two_plans_is_said() -> None:
    old = json.loads(canonical(plan(setup(poses=[1, 2]), shots=3)))
    assert difference(old, plan(setup(poses=[1, 2]), shots=5)) == "shots was 3, now it is 5"
    assert difference(old, plan(setup(poses=[1, 3]))) == "setup.1.poses was [1, 2], now it is [1, 3]"
    assert "setup.2" in difference(old, plan(setup(poses=[1, 2]), setup(number=2)))


def test_a_plan_without_training_or_defects_says_so() -> None:
    assert [note[:12] for note in plan(setup()).notes()] == ["No set-up is"]
    assert [note[:15] for note in plan(setup(label="good")).notes()] == ["No set-up shows"]
