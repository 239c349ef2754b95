"""The PDF report of an attribute agreement study: verdict, figures, plot of every part, conditions, every reading."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any

from reportlab.lib.colors import HexColor, white
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, Paragraph, Spacer, Table, TableStyle

from calibration import between
from station.accounts import Session
from station.agreement_charts import detection_chart, limits_chart
from station.agreement_result import (
    Detection,
    Grade,
    Reading,
    StudyResult,
    bound_text,
    claims,
    grade_text,
    in_order,
    kappa_text,
    limit_text,
    needed_text,
    result_of,
    seen_text,
)
from station.agreement_study import Study
from station.db import Records
from station.images import whole_file
from station.permissions import Action
from station.recipe import Recipe
from station.report_charts import BAD, CALM, INK, MUTED
from station.report_pages import BODY, CELL, HEAD, SMALL, STATION, TITLE, WIDTH, write_pages
from station.report_parts import BOLD, FONT, cut, printable, register_fonts

_RULE = HexColor("#d5d9dd")
_SHORT = {Reading.OK: "OK", Reading.NOK: "NOK", Reading.REVIEW: "REV", Reading.ERROR: "ERR"}


def write_agreement_report(
    records: Records, study: Study, path: Path, *, by: Session, station: str, zone: tzinfo | None = None
) -> int:
    """Write the report of a study that has ended; an older file is replaced at the end. Returns how many pages.

    Raises:
        NotPermitted, StateError: the study has not ended.
        CalibrationError: nothing was read.
        StorageError: the file cannot be written. Nothing is left behind.
        RecordsError: the audit trail cannot take it; nothing is written.
    """
    by.require(Action.RUN_AGREEMENT_STUDY)
    result = result_of(study)
    recipe = records.recipe(study.plan.recipe.name, study.plan.recipe.version)
    made = datetime.now(UTC)
    with whole_file(path) as file:
        pages = _Maker(result, recipe, station, by.name, zone, made).write(file)
        records.agreement.reported(study, path.name, who=by.name, at=made)
    return pages


class _Maker:
    def __init__(
        self, result: StudyResult, recipe: Recipe, station: str, who: str, zone: tzinfo | None, made: datetime
    ) -> None:
        register_fonts()
        self._result, self._recipe, self._station, self._who, self._zone = result, recipe, station, who, zone
        self._made = made

    def write(self, file: Any) -> int:
        """Write the pages; returns how many."""
        name = self._result.study.plan.name
        foot = f"{self._station} · agreement study {name} · made {self._time(self._made)}"
        title = f"Agreement study {name}: {self._station}"
        return write_pages(file, self._story(), title=title, author=self._who, foot=foot)

    def _story(self) -> list[Any]:
        result = self._result
        plan, figures = result.study.plan, result.figures
        return [
            Paragraph("Attribute agreement study", TITLE),
            Paragraph(
                printable(f"{self._station} · {plan.name}"),
                STATION,
            ),
            Spacer(1, 8),
            self._verdict(),
            Paragraph("Figures against their limits", HEAD),
            self._criteria(),
            Spacer(1, 5),
            limits_chart(result.judgement.criteria, WIDTH, FONT),
            Paragraph(
                "Point: what was seen. Tip of the line: what is claimed, the one-sided 95 % bound. White: acceptable;"
                " light: conditional; grey: not acceptable. Seen are readings (effectiveness: parts), as AIAG counts"
                " them; claimed are parts, because readings of one part are not independent. Limits: AIAG, Measurement"
                " Systems Analysis, 4th edition (2010), for one appraiser; in brackets the conditional ones.",
                SMALL,
            ),
            KeepTogether(
                [
                    Paragraph("What may be claimed", HEAD),
                    *(Paragraph(f"· {printable(text)}", BODY) for text in claims(result)),
                    Spacer(1, 3),
                    Paragraph(
                        "This holds for parts chosen like these, with this recipe version, camera and light. Showing a"
                        " part more often says how steadily it is read; it adds nothing about other parts. Kappa"
                        " depends on the mix of good and defective parts.",
                        SMALL,
                    ),
                ]
            ),
            KeepTogether(
                [
                    Paragraph("How often each part was rejected", HEAD),
                    detection_chart(figures.detections, WIDTH, FONT),
                    Paragraph(
                        "Share of the readings with a judgement that held the part back (NOK or REVIEW), with its exact"
                        " 95 % interval. Circles: good; squares: defective; ringed: at least one reading was not right;"
                        " cross: nothing judged it. The band is Knapp's grey zone, 30 to 70 %: parts that are a matter"
                        " of chance.",
                        SMALL,
                    ),
                ]
            ),
            self._confusion(),
            *self._conditions(),
            *self._readings(),
        ]

    def _verdict(self) -> Any:
        result, judged = self._result, self._result.judgement
        words = grade_text(judged)
        title = judged.grade.value.capitalize()
        if not result.complete:
            study = result.study
            title = "Cancelled: no result"
            why = study.end.why if study.end else ""
            words = f"{study.done} of {study.plan.presentations} presentations were done. {why}"
        fill = {Grade.ACCEPTABLE: CALM, Grade.NOT_ACCEPTABLE: BAD}.get(judged.grade, HexColor("#8a6100"))
        if not result.complete:
            fill = MUTED
        inside = [
            Paragraph(title, ParagraphStyle("grade", HEAD, fontSize=13, leading=17, textColor=white, spaceBefore=0)),
            Paragraph(printable(words), ParagraphStyle("why", BODY, textColor=white)),
        ]
        return _table([[inside]], [WIDTH], [("BACKGROUND", (0, 0), (-1, -1), fill), *_PADDED])

    def _criteria(self) -> Any:
        figures = self._result.figures
        rows: list[list[Any]] = [["Figure", "Seen", "Claimed", "Limit", "Shown", "Would take"]]
        for one in self._result.judgement.criteria:
            cells = (
                one.figure.value,
                seen_text(one, figures),
                bound_text(one, figures.confidence),
                limit_text(one),
                one.grade.value,
                needed_text(one),
            )
            rows.append([Paragraph(printable(text.replace(" %", "\u00a0%")), CELL) for text in cells])
        widths = [25 * mm, 36 * mm, 32 * mm, 27 * mm, 28 * mm]
        return _table(rows, [*widths, WIDTH - sum(widths)], _RULED)

    def _confusion(self) -> Any:
        figures = self._result.figures
        rows: list[list[Any]] = [["Reference", *(one.value for one in Reading), "Readings", "Parts"]]
        for bad in (False, True):
            counts = [figures.confusion[bad, one] for one in Reading]
            parts = figures.defective if bad else figures.good
            rows.append(["defective" if bad else "good", *counts, sum(counts), parts])
        story: list[Any] = [
            Paragraph("Readings", HEAD),
            _table(rows, [30 * mm, *[20 * mm] * 6], [*_RULED, ("ALIGN", (1, 0), (-1, -1), "RIGHT")]),
            Paragraph(
                "REVIEW holds a part back: right for a defective part, a false alarm for a good one. ERROR judged"
                " nothing: it is never right, and on a defective part it is no miss either, because nothing passed.",
                SMALL,
            ),
            Spacer(1, 4),
        ]
        if figures.kappa is not None:
            error = figures.kappa.standard_error
            told = f"Cohen's kappa against the reference: {kappa_text(figures.kappa)}, exact and conservative"
            told += f"; large-sample standard error {error:.3f}, by parts." if error is not None else "."
            story.append(Paragraph(told, BODY))
        if figures.within is not None:
            how = "from the exact bound of parts with two answers"
            if figures.within.standard_error is not None:
                how = "large-sample"
            story.append(
                Paragraph(f"Fleiss' kappa of the repeats: {kappa_text(figures.within)}, {how}, by parts.", BODY)
            )
        if figures.by_defect:
            told = "; ".join(
                f"{one.defect}: {one.missed.count} of {one.missed.total} parts, {one.missed.bounded}"
                for one in figures.by_defect
            )
            story.append(Paragraph(f"Missed at least once, by defect: {printable(told)}.", BODY))
        return KeepTogether(story)

    def _conditions(self) -> list[Any]:
        study, recipe = self._result.study, self._recipe
        plan = study.plan
        cameras = sorted({one.camera_id for one in study.readings if one.camera_id})
        times = [one.at for one in study.readings]
        review = "" if recipe.review_from is None else f", review from {recipe.review_from:.6g}"
        rows = [
            ("Study", f"{study.id}, planned {self._time(study.at)} by {study.who}; sha256 of the plan {study.sha256}"),
            ("Recipe", f"{plan.recipe.name} version {plan.recipe.version}; sha256 {plan.recipe.sha256}"),
            ("Model", f"{plan.model.name} version {plan.model.version}; sha256 {plan.model.sha256}"),
            ("Threshold", f"{recipe.threshold:.6g}{review}"),
            ("Camera", ", ".join(cameras) or "unknown"),
            ("Parts", f"{len(plan.parts)}, each {plan.repeats} times; random order in each repeat, seed {plan.seed}"),
            ("Read", f"{self._time(min(times))} to {self._time(max(times))}" if times else "never"),
            *((("Remark", plan.note),) if plan.note else ()),
            *(
                (
                    "Sitting",
                    f"{self._time(one.at)}, {one.who}, triggers from the {one.conditions.get('trigger', 'station')};"
                    f" camera settings {json.dumps(one.conditions.get('accepted', {}), sort_keys=True)}",
                )
                for one in study.sittings
            ),
            *(
                (
                    "Set aside",
                    f"{one.part}, repeat {one.trial}, {one.verdict.value} at {self._time(one.at)}, by"
                    f" {one.set_aside.who}: {one.set_aside.why}",
                )
                for one in study.readings
                if one.set_aside is not None
            ),
            ("Made", f"{self._time(self._made)} by {self._who}"),
        ]
        cells = [[Paragraph(name, SMALL), Paragraph(printable(text), CELL)] for name, text in rows]
        table = _table(cells, [24 * mm, WIDTH - 24 * mm], _FACTS)
        story = [Paragraph("Conditions", HEAD), table]
        return [KeepTogether(story)] if len(rows) < 16 else story

    def _readings(self) -> list[Any]:
        trials = self._result.study.plan.repeats
        rows: list[list[Any]] = [["Part", "Reference", "Readings in the order of the repeats", "Rejected", "Interval"]]
        marks: list[tuple[Any, ...]] = []
        for number, one in enumerate(in_order(self._result.figures.detections), start=1):
            rows.append(self._part(one))
            if one.part.wrong:
                marks.append(("TEXTCOLOR", (0, number), (-1, number), BAD))
                marks.append(("FONT", (0, number), (0, number), BOLD, 7.5))
        widths = [34 * mm, 34 * mm, WIDTH - 118 * mm, 20 * mm, 30 * mm]
        note = f"Every part was to be read {trials} times. Bold and red: not right every time."
        return [
            Paragraph("Every part", HEAD),
            Paragraph(note, SMALL),
            _table(rows, widths, [*_RULED, *marks], repeat=1),
        ]

    def _part(self, one: Detection) -> list[Any]:
        part = one.part
        reference = f"defective{f' ({part.defect})' if part.defect else ''}" if part.defective else "good"
        readings: Sequence[str] = [_SHORT[reading] for reading in part.readings]
        interval = "" if one.interval is None else between(f"{one.interval[0]:.0%}", f"{one.interval[1]:.0%}")
        return [
            printable(cut(part.name, 22), mark_up=False),
            printable(cut(reference, 24), mark_up=False),
            Paragraph(" ".join(readings), CELL),
            f"{part.rejected} of {part.judged}",
            interval.replace("%", " %").replace(" (95  %)", ""),
        ]

    def _time(self, moment: datetime) -> str:
        return moment.astimezone(self._zone).strftime("%Y-%m-%d %H:%M:%S %Z")


_PADDED = [
    ("LEFTPADDING", (0, 0), (-1, -1), 8),
    ("TOPPADDING", (0, 0), (-1, -1), 6),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 7),
]
_RULED = [
    ("FONT", (0, 0), (-1, 0), BOLD, 7.5),
    ("FONT", (0, 1), (-1, -1), FONT, 7.5),
    ("TEXTCOLOR", (0, 0), (-1, -1), INK),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ("LINEBELOW", (0, 0), (-1, 0), 0.8, CALM),
    ("LINEBELOW", (0, 1), (-1, -1), 0.3, _RULE),
    ("LEFTPADDING", (0, 0), (0, -1), 2),
    ("TOPPADDING", (0, 0), (-1, -1), 2.5),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
]
_FACTS = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LINEBELOW", (0, 0), (-1, -2), 0.3, _RULE),
    ("LEFTPADDING", (0, 0), (0, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 2),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
]


def _table(rows: Sequence[Sequence[Any]], widths: Sequence[float], style: Sequence[Any], *, repeat: int = 0) -> Any:
    table = Table([list(row) for row in rows], colWidths=list(widths), hAlign="LEFT", repeatRows=repeat)
    table.setStyle(TableStyle(list(style)))
    return table
