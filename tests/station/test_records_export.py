"""CSV export: complete, exact, safe for spreadsheets, whole or absent."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from station.db import Records
from station.db.export import COLUMNS
from station.errors import Cancelled, StorageError
from station.queries import InspectionQuery
from station.recipe import Recipe
from station.types import (
    DefectRegion,
    DefectRegions,
    ImageRef,
    ImageState,
    Inspection,
    ModelRef,
    Purpose,
    Reason,
    Timings,
    Verdict,
)

Make = Callable[..., Inspection]
REGION = DefectRegion(20, 4.5, 6.25, 3, 5, 4, 3, 2.5, 4, 6, 0.2, 1.5, 2.5)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_column_is_filled(
    records: Records, make_inspection: Make, make_recipe: Callable[..., Recipe], tmp_path: Path
) -> None:
    recipe = make_recipe()
    records.add_recipe(recipe)
    inspection = make_inspection(
        1,
        score=0.1 + 0.2,
        review_from=0.9,
        detail='says "so", twice\nand more',
        part_id="Größe 5",
        recipe=recipe.ref,
        model=ModelRef("cell", 3, "b" * 64),
        camera_id="cam",
        timings=Timings(1.0, 2.0, 3.0, 4.0, 5.0, 6.0),
        image=ImageRef(ImageState.STORED, "2025/03/01/x.png", "c" * 64, 77),
        purpose=Purpose.REFERENCE,
        signed_in="Ada",
        acquisition=4711,
        pose=(-0.1, 0.2, 0.3, 0.0, 3.1, 0.0),
        pose_index=2,
        setup=1,
        regions_found=DefectRegions(3, 40, 0.4, 2.5, 4, 6, (REGION,)),
    )
    records.commit_inspection(inspection)
    path = tmp_path / "out.csv"
    assert records.export_csv(InspectionQuery(purpose=None), path) == 1
    (row,) = read(path)
    assert tuple(row) == COLUMNS
    assert (row["purpose"], row["signed_in"]) == ("reference", "Ada")
    assert (row["acquisition"], row["pose_index"], row["setup"]) == ("4711", "2", "1")
    assert json.loads(row["pose"]) == [-0.1, 0.2, 0.3, 0.0, 3.1, 0.0]
    assert (row["n_regions"], row["regions_px"], row["regions_mm2"], row["peak"]) == ("3", "40", "0.4", "2.5")
    assert all(row.values())
    assert row["at_utc"] == "2025-03-01T12:01:00.000000Z"
    assert float(row["score"]) == inspection.score
    assert row["part_id"] == "Größe 5"
    assert row["detail"] == inspection.detail
    assert row["recipe_sha256"] == recipe.sha256
    assert row["total_ms"] == "6.0"


@pytest.mark.parametrize("text", ["=1+1", "+49", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_begins_like_a_formula(records: Records, make_inspection: Make, tmp_path: Path, text: str) -> None:
    records.commit_inspection(make_inspection(1, part_id=text, detail=text, camera_id=text, source=text))
    records.export_csv(None, tmp_path / "out.csv")
    (row,) = read(tmp_path / "out.csv")
    for column in ("part_id", "detail", "camera_id", "source"):
        assert row[column] == f"'{text}"


def test_only_what_matches_is_exported_over_many_pages_with_progress(
    sqlite_records: Records, make_inspection: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("station.db.records._PAGE", 50)
    for n in range(390):
        nok = {"verdict": Verdict.NOK, "reason": Reason.ABOVE_THRESHOLD} if n % 13 == 0 else {}
        sqlite_records.commit_inspection(make_inspection(n, **nok))
    seen: list[int] = []
    path = tmp_path / "out.csv"
    query = InspectionQuery(verdicts=frozenset({Verdict.OK}))
    assert sqlite_records.export_csv(query, path, progress=seen.append) == 360
    assert [int(row["seq"]) for row in read(path)] == [n for n in range(389, -1, -1) if n % 13]
    assert seen == sorted(seen)
    assert seen[-1] == 360
    assert len(seen) == 2


def test_a_cancelled_export_leaves_the_older_file(records: Records, make_inspection: Make, tmp_path: Path) -> None:
    records.commit_inspection(make_inspection(1))
    path = tmp_path / "out.csv"
    path.write_text("older")
    with pytest.raises(Cancelled):
        records.export_csv(None, path, cancelled=lambda: True)
    assert path.read_text() == "older"
    assert [one.name for one in tmp_path.iterdir() if one.name.endswith(".tmp")] == []


def test_a_folder_that_is_not_there_is_named(sqlite_records: Records, make_inspection: Make, tmp_path: Path) -> None:
    sqlite_records.commit_inspection(replace(make_inspection(1)))
    with pytest.raises(StorageError, match=r"nowhere.*cannot be written"):
        sqlite_records.export_csv(None, tmp_path / "nowhere" / "out.csv")
