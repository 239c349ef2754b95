"""The PDF report: pages, what is told, and that nothing half-written stays."""

from __future__ import annotations

import re
import zlib
from base64 import a85decode
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import cv2
import numpy as np
import pytest

from detectors import Cancelled
from station.charts import Bar, Finding
from station.errors import NotPermitted, StorageError, UsageError
from station.history import History
from station.labelling import Judging
from station.queries import InspectionQuery
from station.report import drift_sentence, person_words, write_report
from station.report_charts import pareto_chart
from station.report_parts import printable, thumbnail_jpeg
from station.types import ImageRef, ImageState, Purpose, Verdict
from tests.station.cli_rig import CommandLine
from tests.station.history_rig import BEGIN, ENGINEER, OPERATOR, Place, fill


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path / "station")
    yield made
    made.close()


@pytest.fixture
def history(place: Place) -> History:
    return History(place.records, place.images_dir)


def streams(pdf: bytes) -> list[bytes]:
    """The page contents of a PDF as reportlab writes it."""
    found = []
    for raw in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        data = raw.strip()
        try:
            found.append(zlib.decompress(a85decode(data, adobe=False) if data.endswith(b"~>") else data))
        except (ValueError, zlib.error):
            try:
                found.append(zlib.decompress(a85decode(data[:-2])))
            except (ValueError, zlib.error):
                continue
    return found


def test_a_report_has_counts_charts_and_pictures_of_rejects(place: Place, history: History, tmp_path: Path) -> None:
    for number in range(20):
        place.inspect(number, defect=number % 5 == 0)
    Judging(place.records).review(ENGINEER, "part-0000", Verdict.OK, why="dust <b> & more", defect=None)
    stages: list[str] = []
    made = write_report(
        history,
        InspectionQuery(),
        tmp_path / "report.pdf",
        by=ENGINEER,
        station="Line 7 & co",
        progress=lambda _fraction, stage: stages.append(stage),
    )
    assert (made.parts, made.rejects, made.shown) == (20, 4, 4)
    assert made.pages >= 2
    data = made.path.read_bytes()
    assert data.startswith(b"%PDF-")
    assert data.rstrip().endswith(b"%%EOF")
    assert len(re.findall(rb"/Type /Page\b", data)) == made.pages
    assert len(re.findall(rb"/Subtype /Image", data)) == 4
    contents = b"".join(streams(data))
    assert contents.count(b" Tj") + contents.count(b" TJ") > 50
    assert contents.count(b" l S") + contents.count(b" l\n") > 20  # the lines of the charts are vectors
    assert any("pictures" in stage for stage in stages)


def test_figures_and_rejects_of_a_report_leave_reference_parts_out(
    place: Place, history: History, tmp_path: Path
) -> None:
    for number in range(6):
        place.inspect(number, defect=number % 2 == 0, purpose=Purpose.REFERENCE if number < 4 else Purpose.PRODUCTION)
    made = write_report(history, InspectionQuery(purpose=None), tmp_path / "r.pdf", by=ENGINEER, station="Line")
    assert (made.parts, made.rejects, made.shown) == (2, 1, 1)


@pytest.mark.parametrize(("signed_in", "words"), [("eva", "signed in: eva"), ("", "signed in: nobody"), (None, "")])
def test_the_report_says_of_a_part_who_was_signed_in(place: Place, signed_in: str | None, words: str) -> None:
    assert person_words(place.inspect(1, signed_in=signed_in)) == words


def test_rejects_beyond_the_limit_are_counted(place: Place, history: History, tmp_path: Path) -> None:
    base = place.inspect(0, defect=True)
    fill(
        place.records,
        [
            replace(base, id=f"r{n}", at=BEGIN + timedelta(minutes=n), image=ImageRef(ImageState.EXPIRED))
            for n in range(30)
        ],
    )
    made = write_report(
        history, InspectionQuery(), tmp_path / "report.pdf", by=ENGINEER, station="Line", most_rejects=10
    )
    assert (made.rejects, made.shown) == (31, 10)


@pytest.mark.parametrize("count", [1, 2])
def test_a_report_of_a_part_or_two_is_whole(place: Place, history: History, tmp_path: Path, count: int) -> None:
    for number in range(count):
        place.inspect(number, defect=True)
    made = write_report(history, InspectionQuery(), tmp_path / "one.pdf", by=ENGINEER, station="Line")
    assert made.parts == count


def test_a_report_takes_any_name_that_a_part_can_have(place: Place, history: History, tmp_path: Path) -> None:
    place.inspect(0, defect=True, part_id="<para>&零件-\U0001f600", detail="<b>unclosed & 'odd'")
    made = write_report(history, InspectionQuery(), tmp_path / "odd.pdf", by=ENGINEER, station="Línea <7>")
    assert made.shown == 1
    assert printable("a<b") == "a&lt;b"
    assert printable("é 零") == "é \\u96f6"


def test_who_may_not_and_what_is_empty_is_refused(place: Place, history: History, tmp_path: Path) -> None:
    path = tmp_path / "no.pdf"
    with pytest.raises(NotPermitted):
        write_report(history, InspectionQuery(), path, by=OPERATOR, station="Line")
    with pytest.raises(UsageError, match="Nothing was inspected"):
        write_report(history, InspectionQuery(), path, by=ENGINEER, station="Line")
    place.inspect(0)
    with pytest.raises(UsageError, match="Nothing was inspected"):
        write_report(history, InspectionQuery(recipe="nobody"), path, by=ENGINEER, station="Line")
    with pytest.raises(StorageError):
        write_report(history, InspectionQuery(), tmp_path / "nowhere" / "no.pdf", by=ENGINEER, station="Line")
    assert not path.exists()


def test_a_cancelled_report_leaves_nothing(place: Place, history: History, tmp_path: Path) -> None:
    for number in range(4):
        place.inspect(number, defect=True)
    asked = iter([False] * 6)
    with pytest.raises(Cancelled):
        write_report(
            history,
            InspectionQuery(),
            tmp_path / "no.pdf",
            by=ENGINEER,
            station="Line",
            cancelled=lambda: next(asked, True),
        )
    assert [file.name for file in tmp_path.iterdir()] == ["station"]


def test_the_drift_is_told_with_what_to_do(place: Place, history: History) -> None:
    base = place.inspect(0)
    for begin, count, mean in ((0, 220, 1.0), (3, 30, 1.5)):
        fill(
            place.records,
            [
                replace(
                    base,
                    id=f"d{begin}-{k}",
                    at=BEGIN + timedelta(days=begin, minutes=k),
                    score=mean + 0.1 * (-1) ** k,
                )
                for k in range(count)
            ],
        )
    charts = history.charts(InspectionQuery())
    assert charts is not None
    assert charts.drift is not None
    assert charts.drift.finding is Finding.SHIFTED
    told = drift_sentence(charts.drift)
    assert "light, lens and lot" in told
    assert "higher threshold would only hide" in told


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("shape", [(480, 640), (50, 900, 3), (7, 5)])
def test_a_thumbnail_is_small_and_keeps_its_shape(dtype: type, shape: tuple[int, ...]) -> None:
    data, aspect = thumbnail_jpeg(np.full(shape, 100, dtype))
    image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert max(image.shape[:2]) <= 220
    assert aspect == pytest.approx(max(0.2, min(image.shape[1] / image.shape[0], 6.0)))


def test_the_command_line_writes_a_report(station: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(exist_ok=True)
    made = Place(tmp_path / "data")
    made.inspect(1, defect=True)
    made.close()
    answer = station("records", "report", "--since", "2026-03-01", str(tmp_path / "march.pdf"))
    assert answer.code == 0, answer.err
    assert "1 parts" in answer.out
    assert (tmp_path / "march.pdf").read_bytes().startswith(b"%PDF-")
    empty = station("records", "report", "--since", "2030-01-01", str(tmp_path / "never.pdf"))
    assert empty.code == 2
    assert "Nothing was inspected" in empty.err


def test_a_cause_has_its_own_share_of_all_beside_its_count() -> None:
    bars = (Bar("a", 6, 0.6), Bar("b", 3, 0.9), Bar("c", 1, 1.0))
    drawing = pareto_chart(bars, 400, "Helvetica", str, names=0.3, most=2)
    told = [one.text for one in drawing.contents if hasattr(one, "text")]
    assert told == ["a", "6  (60 %)", "b", "3  (30 %)", "others", "1  (10 %)"]
