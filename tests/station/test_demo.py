"""The demonstration's data and figures; the whole run on real pictures is in test_demo_run.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from station.demo_data import DATA, HELD_OUT_DEFECT, HELD_OUT_GOOD, NORMAL, deal, prepare
from station.errors import UsageError
from station.images import read_image


def silent(_fraction: float, _stage: str) -> None: ...


@pytest.mark.parametrize("name", sorted(DATA))
def test_no_picture_is_dealt_to_two_roles(name: str) -> None:
    dealt = deal(DATA[name])
    roles = [
        dealt.pool,
        dealt.development_good,
        dealt.development_defect,
        dealt.test_good,
        dealt.test_defect,
    ]
    everything = [path for role in roles for path in role]
    assert len(everything) == len(set(everything))
    assert all(path.is_file() for path in everything)
    assert min(map(len, roles)) >= 30


def test_the_deal_and_the_draw_are_the_same_each_time(tmp_path: Path) -> None:
    assert deal(DATA["solar"]) == deal(DATA["solar"])
    first = prepare(DATA["solar"], tmp_path / "a", 6, 3, silent)
    second = prepare(DATA["solar"], tmp_path / "b", 6, 3, silent)
    assert first.truth == second.truth
    assert [path.read_bytes() for path in first.parts] == [path.read_bytes() for path in second.parts]


@pytest.mark.parametrize("name", sorted(DATA))
def test_what_is_written_is_grey_and_a_third_of_the_parts_is_defective(tmp_path: Path, name: str) -> None:
    folders = prepare(DATA[name], tmp_path, 9, 0, silent)
    assert (len(folders.normal), len(folders.held_out_good), len(folders.held_out_defect)) == (
        NORMAL,
        HELD_OUT_GOOD,
        HELD_OUT_DEFECT,
    )
    assert len(folders.parts) == len(folders.truth) == 9
    assert sum(folders.truth) == 3
    assert {read_image(path).ndim for path in (*folders.parts, *folders.normal)} == {2}
    assert sorted(folders.parts) == list(folders.parts), "the emulator shows files in the order of their names"


@pytest.mark.parametrize("parts", [1, 100_000])
def test_a_number_of_parts_that_is_not_there_is_refused_with_what_is(tmp_path: Path, parts: int) -> None:
    with pytest.raises(UsageError, match=f"--parts {parts}") as caught:
        prepare(DATA["textile"], tmp_path, parts, 0, silent)
    assert caught.value.hint.startswith("Give 2 to ")
