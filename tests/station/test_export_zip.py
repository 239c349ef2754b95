"""The zip of past inspections: whole or absent, everything in it accounted for."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from detectors import Cancelled
from station.audit import AuditEntry, AuditQuery
from station.db import Records
from station.errors import NotPermitted, RecordsError, StorageError, UsageError
from station.export_zip import Zipped, export_zip
from station.history import History
from station.history_exports import HistoryExports
from station.labelling import Judging
from station.queries import InspectionQuery, Said
from station.types import ImageRef, ImageState, Inspection, Verdict
from tests.station.cli_rig import CommandLine
from tests.station.history_rig import ENGINEER, OPERATOR, THRESHOLD, Place


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path / "station")
    for number in range(6):
        made.inspect(number, defect=number % 2 == 1)
    yield made
    made.close()


def export(place: Place, path: Path, **options: Any) -> Zipped:
    query = options.pop("query", InspectionQuery())
    return export_zip(place.records, place.images_dir, query, path, **{"by": ENGINEER, **options})


def table(archive: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"))))


def recorded(place: Place, inspection_id: str) -> Inspection:
    found = place.records.get(inspection_id)
    assert found is not None
    return found


def test_the_zip_holds_rows_pictures_words_of_people_and_hashes(place: Place, tmp_path: Path) -> None:
    judging = Judging(place.records)
    judging.review(ENGINEER, "part-0001", Verdict.OK, why="=dust")
    judging.say(OPERATOR, "part-0002", Said.BAD, reason="a crack")
    made = export(place, tmp_path / "all.zip", station="Line 7")
    assert (made.rows, made.pictures, made.missing, made.changed) == (6, 6, 0, 0)
    assert made.bytes == (tmp_path / "all.zip").stat().st_size
    with zipfile.ZipFile(made.path) as archive:
        assert archive.testzip() is None
        rows = table(archive, "inspections.csv")
        assert [row["id"] for row in rows] == [f"part-{n:04d}" for n in (5, 4, 3, 2, 1, 0)]
        for row in rows:
            picture = archive.read(f"images/{row['image_path']}")
            assert hashlib.sha256(picture).hexdigest() == row["image_sha256"]
            assert picture == (place.images_dir / row["image_path"]).read_bytes()
        [review] = table(archive, "reviews.csv")
        assert (review["id"], review["verdict"], review["instead_of"], review["why"]) == (
            "part-0001",
            "OK",
            "NOK",
            "'=dust",
        )
        [feedback] = table(archive, "feedback.csv")
        assert (feedback["id"], feedback["said"], feedback["reason"]) == ("part-0002", "bad", "a crack")
        assert table(archive, "missing.csv") == []
        regions = table(archive, "defect_regions.csv")
        assert [one["id"] for one in regions] == ["part-0005", "part-0003", "part-0001"]
        (stored,) = recorded(place, "part-0005").defect_regions
        first = regions[0]
        assert (first["number"], int(first["area_px"])) == ("1", stored.area_px)
        assert stored.area_px >= 64
        assert (float(first["x_px"]), float(first["y_px"])) == (stored.x, stored.y) == (7.5, 11.5)
        assert float(first["peak"]) == stored.peak >= THRESHOLD
        manifest = json.loads(archive.read("manifest.json"))
        assert (manifest["station"], manifest["made_by"], manifest["inspections"]) == ("Line 7", "engineer", 6)
        sums = dict(line.split("  ")[::-1] for line in archive.read("SHA256SUMS").decode().splitlines())
        assert set(sums) == set(archive.namelist()) - {"SHA256SUMS"}
        assert all(hashlib.sha256(archive.read(name)).hexdigest() == sha256 for name, sha256 in sums.items())


def test_missing_and_changed_pictures_are_listed_with_why(place: Place, tmp_path: Path) -> None:
    rows = {one.id: one for one in place.records.inspections(limit=10).items}
    place.file(rows["part-0000"]).unlink()
    place.file(rows["part-0001"]).write_bytes(b"something else")
    place.inspect(7, image=ImageRef(ImageState.EXPIRED, "2026/03/01/x.png", "0" * 64, 5))
    place.inspect(8, image=ImageRef(ImageState.NONE))
    made = export(place, tmp_path / "some.zip")
    assert (made.rows, made.pictures, made.missing, made.changed) == (8, 5, 2, 1)
    with zipfile.ZipFile(made.path) as archive:
        flaws = {row["id"]: (row["flaw"], row["in_zip"]) for row in table(archive, "missing.csv")}
        changed = rows["part-0001"].image.path
        assert archive.read(f"images/{changed}") == b"something else"
    assert flaws == {"part-0000": ("gone", "no"), "part-0001": ("changed", "yes"), "part-0007": ("expired", "no")}


def test_only_what_the_filter_matches_is_in_it(place: Place, tmp_path: Path) -> None:
    made = export(place, tmp_path / "nok.zip", query=InspectionQuery(verdicts=frozenset({Verdict.NOK})))
    assert (made.rows, made.pictures) == (3, 3)


def test_an_operator_may_not_export(place: Place, tmp_path: Path) -> None:
    with pytest.raises(NotPermitted):
        export(place, tmp_path / "no.zip", by=OPERATOR)
    assert list(tmp_path.glob("*.zip")) == []


@pytest.mark.parametrize("limit", [0, 1])
def test_a_cancelled_export_leaves_what_was_there(place: Place, tmp_path: Path, limit: int) -> None:
    path = tmp_path / "old.zip"
    path.write_bytes(b"old")
    asked = iter([False] * limit)
    with pytest.raises(Cancelled):
        export(place, path, cancelled=lambda: next(asked, True))
    assert path.read_bytes() == b"old"
    assert {file.name for file in tmp_path.iterdir()} == {"station", "old.zip"}


def test_a_disk_without_room_is_refused_before_the_pictures(place: Place, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="disk has"):
        export(place, tmp_path / "full.zip", free_bytes=lambda _folder: 1000)
    assert [file.name for file in tmp_path.iterdir()] == ["station"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_disk_that_fills_up_on_the_way_leaves_nothing(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Path.open

    def on_full_disk(self: Path, mode: str = "r", *rest: Any, **options: Any) -> Any:
        if mode == "w+b":
            opened(self, "xb").close()
            return opened(Path("/dev/full"), "wb", *rest, **options)
        return opened(self, mode, *rest, **options)

    monkeypatch.setattr(Path, "open", on_full_disk)
    with pytest.raises(StorageError, match="disk is full"):
        export(place, tmp_path / "full.zip")
    assert [file.name for file in tmp_path.iterdir()] == ["station"]


def test_too_many_and_nothing_are_refused_in_words(place: Place, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="6 inspections match; a zip with pictures takes 5"):
        export(place, tmp_path / "no.zip", most=5)
    with pytest.raises(UsageError, match="Nothing matches"):
        export(place, tmp_path / "no.zip", query=InspectionQuery(part_id="nobody"))


def test_a_folder_that_is_not_there_is_told(place: Place, tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        export(place, tmp_path / "nowhere" / "no.zip")


def exported(records: Records) -> list[AuditEntry]:
    return list(records.audit.entries(AuditQuery(action="history.exported")))


def test_every_export_leaves_who_took_out_what(place: Place, tmp_path: Path) -> None:
    exports = HistoryExports(place.records, History(place.records, place.images_dir), "Line 7")
    query = InspectionQuery(verdicts=frozenset({Verdict.NOK}))
    rest = (lambda _fraction, _stage: None, lambda: False)
    exports.csv(ENGINEER, query, tmp_path / "rejects.csv", *rest)
    exports.zip(ENGINEER, query, tmp_path / "rejects.zip", *rest)
    exports.report(ENGINEER, InspectionQuery(), tmp_path / "all.pdf", *rest)
    pdf, packed, table_ = exported(place.records)
    assert {one.who for one in (pdf, packed, table_)} == {ENGINEER.name}
    assert table_.after == {"file": "rejects.csv", "rows": 3, "filter": {"purpose": "production", "verdicts": ["NOK"]}}
    assert packed.after is not None
    assert (packed.after["file"], packed.after["rows"], packed.after["pictures"]) == ("rejects.zip", 3, 3)
    assert pdf.after == {"file": "all.pdf", "parts": 6, "rejects": 3, "shown": 3, "filter": {"purpose": "production"}}
    assert place.records.audit.verify().whole


def test_an_export_that_came_to_nothing_leaves_no_row(place: Place, tmp_path: Path) -> None:
    exports = HistoryExports(place.records, History(place.records, place.images_dir), "")
    with pytest.raises(Cancelled):
        exports.csv(ENGINEER, InspectionQuery(), tmp_path / "no.csv", lambda _fraction, _stage: None, lambda: True)
    with pytest.raises(NotPermitted):
        exports.csv(OPERATOR, InspectionQuery(), tmp_path / "no.csv", lambda _fraction, _stage: None, lambda: False)
    assert exported(place.records) == []
    assert list(tmp_path.glob("*.csv")) == []


def test_what_the_audit_trail_does_not_take_is_not_handed_out(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exports = HistoryExports(place.records, History(place.records, place.images_dir), "")

    def full(*_: object) -> None:
        raise RecordsError("The disk is full.", "Make room.")

    monkeypatch.setattr(place.records.audit, "add", full)
    with pytest.raises(RecordsError):
        exports.csv(ENGINEER, InspectionQuery(), tmp_path / "no.csv", lambda _fraction, _stage: None, lambda: False)
    assert list(tmp_path.glob("*.csv")) == []


def test_the_command_line_writes_the_same_zip(station: CommandLine, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir(exist_ok=True)
    made = Place(data)
    made.inspect(1, defect=True)
    made.close()
    path = tmp_path / "out.zip"
    answer = station("records", "export", "--zip", str(path))
    assert answer.code == 0, answer.err
    assert "1 inspections with 1 pictures" in answer.out
    with zipfile.ZipFile(path) as archive:
        assert len(table(archive, "inspections.csv")) == 1
    assert station("records", "export", "--zip", str(path)).code == 2
    assert station("records", "export", str(tmp_path / "out.csv"), "--who", "Ada").code == 0
    assert station("records", "report", str(tmp_path / "out.pdf"), "--who", "Ada").code == 0
    rows = station("audit", "list", "--action", "history.exported", "--json").json["entries"]
    assert [(row["who"], row["after"]["file"]) for row in rows[:2]] == [("Ada", "out.pdf"), ("Ada", "out.csv")]
    assert [row["after"]["file"] for row in rows[2:]] == ["out.zip"]
