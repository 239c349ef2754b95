from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from station.errors import RecordsError, StorageError
from station.journal import Journal
from station.types import (
    DefectRegion,
    DefectRegions,
    ImageRef,
    ImageState,
    Inspection,
    ModelRef,
    Purpose,
    Reason,
    RecipeRef,
    Timings,
    Verdict,
)


class Shelf:
    """A recorder that keeps rows in a dict and can be told to refuse."""

    def __init__(self) -> None:
        self.rows: dict[str, Inspection] = {}
        self.refuse = False

    def commit_inspection(self, inspection: Inspection) -> None:
        if self.refuse:
            raise RecordsError("locked")
        assert inspection.id not in self.rows
        self.rows[inspection.id] = inspection

    def get(self, inspection_id: str) -> Inspection | None:
        return self.rows.get(inspection_id)


def inspection(number: int) -> Inspection:
    return Inspection(
        id=f"{number:032x}",
        trigger_id=f"t{number}",
        source="test",
        part_id="ä=1",
        seq=number,
        at=datetime(2026, 1, 1, 12, 0, 0, 123456, tzinfo=UTC),
        verdict=Verdict.ERROR,
        reason=Reason.COMMIT_FAILED,
        score=1.25,
        threshold=2.5,
        recipe=RecipeRef("cell", 1, "0" * 64),
        model=ModelRef("cell", 1, "1" * 64),
        timings=Timings(grab_ms=1.5),
        image=ImageRef(ImageState.FAILED),
        purpose=Purpose.REFERENCE,
        signed_in="Jörg",
        acquisition=4711,
        pose=(0.1, -0.2, 0.3, 3.1, 0.0, 0.01),
        pose_index=2,
        regions_found=DefectRegions(
            2, 30, None, math.inf, 4, 6, (DefectRegion(20, 4.5, 6.25, 3, 5, 4, 3, math.inf, 4, 6, 0.12, 1.5, 2.5),)
        ),
    )


def test_what_the_database_refused_is_moved_there_in_order_and_the_file_goes(tmp_path: Path) -> None:
    journal, shelf = Journal(tmp_path / "journal.jsonl"), Shelf()
    for number in range(3):
        journal.append(inspection(number))
    shelf.refuse = True
    with pytest.raises(RecordsError):
        journal.flush(shelf)
    assert len(journal) == 3
    shelf.refuse = False
    assert journal.flush(shelf) == 3
    assert list(shelf.rows.values()) == [inspection(number) for number in range(3)]
    assert not (tmp_path / "journal.jsonl").exists()


def test_a_crash_loses_nothing_that_was_appended_and_nothing_comes_twice(tmp_path: Path) -> None:
    path, shelf = tmp_path / "journal.jsonl", Shelf()
    before = Journal(path)
    for number in range(3):
        before.append(inspection(number))
    shelf.commit_inspection(inspection(1))
    with path.open("a") as file:
        file.write('{"id": "torn')
    assert Journal(path).replay(shelf) == 3
    assert sorted(shelf.rows) == [inspection(number).id for number in range(3)]
    assert shelf.rows[inspection(0).id] == inspection(0)
    assert not path.exists()


def test_what_an_older_program_left_is_taken_for_production_by_nobody_knows_whom(tmp_path: Path) -> None:
    path, shelf = tmp_path / "journal.jsonl", Shelf()
    Journal(path).append(inspection(0))
    values = json.loads(path.read_text(encoding="utf-8"))
    del values["purpose"], values["signed_in"], values["acquisition"], values["pose"], values["regions_found"]
    path.write_text(json.dumps(values) + "\n", encoding="utf-8")
    assert Journal(path).replay(shelf) == 1
    known = replace(inspection(0), purpose=Purpose.PRODUCTION, signed_in=None)
    assert shelf.rows[inspection(0).id] == replace(known, acquisition=None, pose=None, regions_found=None)


def test_damage_in_the_middle_is_told_and_the_file_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    Journal(path).append(inspection(0))
    text = path.read_text()
    path.write_text("not json\n" + text)
    with pytest.raises(StorageError, match="Line 1 of the emergency journal"):
        Journal(path).replay(Shelf())
    assert path.exists()


def test_without_a_writable_file_the_inspection_stays_in_memory_and_that_is_told(tmp_path: Path) -> None:
    journal, shelf = Journal(tmp_path / "missing" / "journal.jsonl"), Shelf()
    with pytest.raises(StorageError, match="in memory only"):
        journal.append(inspection(0))
    assert journal.flush(shelf) == 1
    assert list(shelf.rows) == [inspection(0).id]


def test_no_file_is_nothing_to_replay(tmp_path: Path) -> None:
    assert Journal(tmp_path / "journal.jsonl").replay(Shelf()) == 0
