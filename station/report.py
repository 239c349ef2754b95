"""A PDF report of a period: counts with their bounds, charts, and the rejected parts with small pictures."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any

from reportlab.lib.colors import HexColor, white
from reportlab.lib.units import mm
from reportlab.platypus import Image, KeepTogether, Paragraph, Spacer, Table, TableStyle

from calibration import Rate, between
from detectors.api import Cancelled
from station.accounts import Session
from station.charts import Charts, Drift, Finding
from station.errors import UsageError
from station.history import FLAW_TEXT, Flaw, History, HistoryRow, read_picture
from station.images import whole_file
from station.permissions import Action
from station.picture_check import Progress
from station.queries import InspectionQuery
from station.report_charts import CALM, INK, drift_chart, pareto_chart, yield_chart
from station.report_pages import BODY, CELL, HEAD, SMALL, STATION, TITLE, WIDTH, write_pages
from station.report_parts import BOLD, FONT, cut, printable, register_fonts, thumbnail_jpeg
from station.types import REASON_TEXT, Inspection, Purpose, Reason, Verdict

MOST_REJECTS = 60
"""Parts shown with a picture; the report says how many there were."""
_SHOWN = frozenset({Verdict.NOK, Verdict.REVIEW, Verdict.ERROR})
_NAMES = {Verdict.OK: "OK", Verdict.NOK: "NOK (rejected)", Verdict.REVIEW: "REVIEW", Verdict.ERROR: "ERROR"}


@dataclass(frozen=True, slots=True)
class Reported:
    """`rejects`: parts that were not OK; `shown` of them are in the table."""

    path: Path
    parts: int
    rejects: int
    shown: int
    pages: int


def write_report(
    history: History,
    query: InspectionQuery,
    path: Path,
    *,
    by: Session,
    station: str,
    zone: tzinfo | None = None,
    most_rejects: int = MOST_REJECTS,
    progress: Progress = lambda _fraction, _stage: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Reported:
    """Write the report of what `query` says of period, recipe and model; an older file is replaced at the end.

    Raises:
        NotPermitted: before anything is read.
        UsageError: nothing was inspected then.
        StorageError: the file cannot be written. Nothing is left behind.
        Cancelled: nothing is left behind.
    """
    by.require(Action.EXPORT_HISTORY)
    progress(0.0, "counting")
    charts = history.charts(query, zone=zone, cancelled=cancelled)
    if charts is None or charts.whole.total == 0:
        raise UsageError("Nothing was inspected in this period.", "Choose another period or recipe.")
    progress(0.3, "reading the rejected parts")
    scope = InspectionQuery(
        since=query.since, until=query.until, recipe=query.recipe, recipe_version=query.recipe_version,
        model=query.model, model_version=query.model_version, verdicts=_SHOWN,
    )  # fmt: skip
    rejects = history.page(scope, limit=max(1, most_rejects)).rows[:most_rejects]
    reference = history.total(replace(scope, verdicts=frozenset(), purpose=Purpose.REFERENCE)).count
    maker = _Maker(history, charts, query, rejects, reference, station, by.name, zone, progress, cancelled)
    with whole_file(path) as file:
        pages = maker.write(file)
    progress(1.0, "written")
    whole = charts.whole
    return Reported(path, whole.total, whole.total - whole.ok, len(rejects), pages)


def drift_sentence(drift: Drift) -> str:
    """What the drift chart says, and what to do about it."""
    latest, reference = drift.latest, drift.reference
    if reference is None:
        return (
            f"Too few OK parts yet ({drift.found:,} of {drift.needed:,}): there are no limits before there are"
            f" {drift.needed:,} to make them of."
        )
    before = reference.spread
    if latest is None:
        return f"Too few OK parts beside the {before.n:,} that the limits are made of to say anything of a drift."
    now = latest.spread
    told = (
        f"The newest {now.n:,} OK parts: mean {now.mean:.4g}, standard deviation {now.sd:.3g};"
        f" the reference, {before.n:,} parts: {before.mean:.4g} and {before.sd:.3g}."
    )
    if drift.outside:
        told += f" Of the newest {len(drift.compared):,} single scores {drift.outside:,} are outside the limits."
    advice = "Look at light, lens and lot. A higher threshold would only hide the change."
    match drift.finding:
        case Finding.SHIFTED:
            how = f"{abs(drift.shift_sd):.1f} standard deviations {'higher' if drift.shift_sd > 0 else 'lower'}"
            return f"Shifted: OK parts score {how} than at first. {told} {advice}"
        case Finding.WIDER:
            return f"Wider: the scores of OK parts spread at least twice as much as at first. {told} {advice}"
        case Finding.NARROWER:
            return f"Narrower: the scores of OK parts spread half as much as at first, or less. {told} {advice}"
        case _:
            return f"Steady: no shift by a standard deviation, and no change of the spread by a factor of two. {told}"


def person_words(inspection: Inspection) -> str:
    """Who was signed in at the station; empty where the records did not keep it then."""
    return "" if inspection.signed_in is None else f"signed in: {inspection.signed_in or 'nobody'}"


class _Maker:
    def __init__(
        self,
        history: History,
        charts: Charts,
        query: InspectionQuery,
        rejects: Sequence[HistoryRow],
        reference: int,
        station: str,
        who: str,
        zone: tzinfo | None,
        progress: Progress,
        cancelled: Callable[[], bool],
    ) -> None:
        register_fonts()
        self._history, self._charts, self._query, self._rejects = history, charts, query, rejects
        self._reference = reference
        self._station, self._who, self._zone = station, who, zone
        self._progress, self._cancelled = progress, cancelled
        self._made = datetime.now(UTC)

    def write(self, file: Any) -> int:
        """Write the pages; returns how many."""
        foot = f"{self._station} · made {self._time(self._made)}"
        title = f"Inspection report: {self._station}"
        return write_pages(file, self._story(), title=title, author=self._who, foot=foot)

    def _story(self) -> list[Any]:
        charts, width = self._charts, WIDTH
        story: list[Any] = [
            Paragraph("Inspection report", TITLE),
            Paragraph(printable(self._station), STATION),
            Spacer(1, 6),
            self._facts(),
            Paragraph("Verdicts", HEAD),
            self._counts(),
            Paragraph(
                "The range holds the true share with 95 % confidence (Clopper-Pearson, exact, two-sided). It covers"
                " chance only, not a change of light, lens or lot. An OK that was withheld from the line counts as OK.",
                SMALL,
            ),
            KeepTogether(
                [
                    Paragraph(f"Yield per {charts.step.value}", HEAD),
                    yield_chart(charts, width, 150, FONT, self._zone),
                    Paragraph(
                        "Points: share of OK verdicts, with its exact range (95 %, two-sided). Bars: number of parts.",
                        SMALL,
                    ),
                ]
            ),
            self._drift(),
            self._paretos(),
        ]
        return [*story, *self._reject_table()]

    def _facts(self) -> Any:
        query, charts = self._query, self._charts
        recipe = "all" if query.recipe is None else query.recipe
        if query.recipe_version is not None:
            recipe += f" version {query.recipe_version}"
        model = "all" if query.model is None else query.model
        if query.model_version is not None:
            model += f" version {query.model_version}"
        rows = [
            ("Period", f"{self._time(query.since or charts.since)} to {self._time(query.until or charts.until)}"),
            ("Recipe", recipe),
            ("Model", model),
            ("Reference parts", f"{self._reference:,} inspected; they are in none of the figures"),
            ("Made", f"{self._time(self._made)} by {self._who}"),
        ]
        cells = [[Paragraph(name, SMALL), Paragraph(printable(text), CELL)] for name, text in rows]
        table = Table(cells, colWidths=[34 * mm, WIDTH - 34 * mm], hAlign="LEFT")
        table.setStyle(
            TableStyle(
                [
                    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                    ("LINEBELOW", (0, 0), (-1, -2), 0.3, HexColor("#d5d9dd")),
                    ("LEFTPADDING", (0, 0), (0, -1), 0),
                    ("TOPPADDING", (0, 0), (-1, -1), 2),
                    ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
                ]
            )
        )
        return table

    def _counts(self) -> Any:
        whole = self._charts.whole
        rows: list[list[Any]] = [["Verdict", "Parts", "Share", "Range"]]
        for verdict, count in zip(
            (Verdict.OK, Verdict.NOK, Verdict.REVIEW, Verdict.ERROR),
            (whole.ok, whole.nok, whole.review, whole.error),
            strict=True,
        ):
            rate = Rate.of(count, whole.total)
            low, high = rate.interval
            least, most = (
                math.floor(low * 1e4) / 100,
                math.ceil(high * 1e4) / 100,
            )  # outwards: no claim beyond the count
            share = f"{100 * rate.value:.2f} %"
            rows.append([_NAMES[verdict], f"{count:,}", share, between(f"{least:.2f} %", f"{most:.2f} %")])
        rows.append(["All", f"{whole.total:,}", "", ""])
        table = Table(rows, colWidths=[46 * mm, 30 * mm, 30 * mm, 48 * mm], hAlign="LEFT")
        table.setStyle(
            TableStyle(
                [
                    ("FONT", (0, 0), (-1, 0), BOLD, 7.5),
                    ("FONT", (0, 1), (-1, -1), FONT, 8.5),
                    ("TEXTCOLOR", (0, 0), (-1, -1), INK),
                    ("ALIGN", (1, 0), (-1, -1), "RIGHT"),
                    ("LINEBELOW", (0, 0), (-1, 0), 0.8, CALM),
                    ("LINEABOVE", (0, -1), (-1, -1), 0.5, CALM),
                    ("LEFTPADDING", (0, 0), (0, -1), 2),
                    ("TOPPADDING", (0, 0), (-1, -1), 2.5),
                    ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
                ]
            )
        )
        return table

    def _drift(self) -> Any:
        drift = self._charts.drift
        title = Paragraph("Scores of OK parts", HEAD)
        if drift is None:
            return KeepTogether([title, Paragraph("There are no OK parts with a score in this period.", BODY)])
        points = "single scores" if drift.singles else "mean, with one standard deviation as a line"
        broken = "lie outside the limits" if drift.singles else "break the rule"
        band = ""
        if drift.reference is not None:
            band = (
                f" Band: one standard deviation around the reference, the first {drift.reference.spread.n:,} OK parts"
                " of the model. Dashed: three."
            )
        of_what = printable(f"Recipe {drift.recipe}, model {drift.model} version {drift.model_version}.")
        return KeepTogether(
            [
                title,
                drift_chart(drift, self._charts, WIDTH, 150, FONT, self._zone),
                Paragraph(
                    f"{of_what} Points: {points}; red squares {broken}.{band}",
                    SMALL,
                ),
                Spacer(1, 3),
                Paragraph(drift_sentence(drift), BODY),
            ]
        )

    def _paretos(self) -> Any:
        left_width, right_width = 0.57 * WIDTH, 0.43 * WIDTH
        charts = self._charts
        left = [
            Paragraph("Why parts were not OK", HEAD),
            pareto_chart(charts.reasons, left_width - 10, FONT, lambda name: REASON_TEXT[Reason(name)], names=0.58),
        ]
        right = [
            Paragraph("Defects that people found", HEAD),
            pareto_chart(
                charts.defects,
                right_width - 10,
                FONT,
                lambda name: printable(name, mark_up=False) or "not named",
                names=0.4,
            ),
        ]
        table = Table([[left, right]], colWidths=[left_width, right_width])
        table.setStyle(
            TableStyle(
                [
                    ("VALIGN", (0, 0), (-1, -1), "TOP"),
                    ("LEFTPADDING", (0, 0), (-1, -1), 0),
                    ("RIGHTPADDING", (0, 0), (-1, -1), 6),
                ]
            )
        )
        note = Paragraph("In brackets: the share of all that this cause and those above it have together.", SMALL)
        return KeepTogether([table, note])

    def _reject_table(self) -> list[Any]:
        whole = self._charts.whole
        rejected = whole.total - whole.ok
        story: list[Any] = [Paragraph("Parts that were not OK", HEAD)]
        if not self._rejects:
            words = "None." if rejected == 0 else f"{rejected:,}; none is shown here."
            return [*story, Paragraph(words, BODY)]
        words = (
            f"All {rejected:,}"
            if rejected <= len(self._rejects)
            else f"The newest {len(self._rejects):,} of {rejected:,}"
        )
        story.append(
            Paragraph(
                f"{words}. Pictures are small copies, with boxes around the largest defect"
                " regions. Heatmaps are not stored: scoring a part again shows its own.",
                SMALL,
            )
        )
        story.append(Spacer(1, 4))
        rows: list[list[Any]] = [["Picture", "Part and time", "Verdict", "Score", "Decision"]]
        for number, row in enumerate(self._rejects):
            if self._cancelled():
                raise Cancelled("The report was cancelled.", "Nothing was written.")
            self._progress(0.4 + 0.5 * number / len(self._rejects), f"pictures, {number} of {len(self._rejects)}")
            rows.append(self._reject(row))
        table = Table(rows, colWidths=[33 * mm, 44 * mm, 41 * mm, 26 * mm, WIDTH - 144 * mm], repeatRows=1)
        table.setStyle(
            TableStyle(
                [
                    ("FONT", (0, 0), (-1, 0), BOLD, 7.5),
                    ("TEXTCOLOR", (0, 0), (-1, 0), white),
                    ("BACKGROUND", (0, 0), (-1, 0), CALM),
                    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                    ("LINEBELOW", (0, 1), (-1, -1), 0.3, HexColor("#bfc4c9")),
                    ("TOPPADDING", (0, 0), (-1, -1), 3),
                    ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
                ]
            )
        )
        return [*story, table]

    def _reject(self, row: HistoryRow) -> list[Any]:
        one = row.inspection
        part = printable(one.part_id or f"no. {one.seq}")
        recipe = f"{one.recipe.name} version {one.recipe.version}" if one.recipe else "no recipe"
        person = printable(person_words(one))
        why = printable(cut(one.detail or REASON_TEXT[one.reason]))
        score = "none" if one.score is None else f"{one.score:.5g}"
        limit = "" if one.threshold is None else f"threshold {one.threshold:.5g}"
        if one.regions_found is not None and one.regions_found.n:
            found = one.regions_found
            area = f"{found.area_px} px" if found.area_mm2 is None else f"{found.area_mm2:.3g} mm²"
            limit += f"<br/>{found.n} {'region' if found.n == 1 else 'regions'}, {area}"
        decided = "–"
        if row.review is not None:
            review = row.review
            defect = f" ({printable(review.defect)})" if review.defect else ""
            decided = f"<b>{review.verdict.value.upper()}</b>{defect}, {printable(review.who)}"
            decided += f"<br/>{printable(cut(review.why))}"
        return [
            self._thumbnail(one),
            Paragraph(f"<b>{part}</b><br/>{self._time(one.at)}<br/>{printable(recipe)}<br/>{person}", CELL),
            Paragraph(f"<b>{one.verdict.value.upper()}</b><br/>{why}", CELL),
            Paragraph(f"{score}<br/><font color='#505860'>{limit}</font>", CELL),
            Paragraph(decided, CELL),
        ]

    def _thumbnail(self, inspection: Inspection) -> Any:
        picture = read_picture(self._history.images_dir, inspection)
        if picture.image is None:
            flaw = picture.flaw or Flaw.GONE
            return Paragraph(FLAW_TEXT[flaw], SMALL)
        data, aspect = thumbnail_jpeg(picture.image, regions=inspection.defect_regions)
        width = min(28 * mm, 21 * mm * aspect)
        image = Image(io.BytesIO(data), width=width, height=width / aspect)
        image.hAlign = "LEFT"
        if picture.flaw is Flaw.CHANGED:
            return [image, Paragraph("changed after the inspection", SMALL)]
        return image

    def _time(self, moment: datetime) -> str:
        return moment.astimezone(self._zone).strftime("%Y-%m-%d %H:%M:%S %Z")
