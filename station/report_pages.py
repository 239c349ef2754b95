"""The pages of a PDF report: their size, their styles, and what stands at the foot of each."""

from __future__ import annotations

from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import SimpleDocTemplate

from station.report_charts import INK, MUTED
from station.report_parts import BOLD, FONT, printable

WIDTH = A4[0] - 36 * mm
"""Of what is on a page."""
_PAD = 6  # of the frame around it


BODY = ParagraphStyle("body", fontName=FONT, fontSize=8.5, leading=12, textColor=INK)
SMALL = ParagraphStyle("small", BODY, fontSize=7, leading=9.5, textColor=MUTED)
CELL = ParagraphStyle("cell", BODY, fontSize=7.5, leading=10)
HEAD = ParagraphStyle("head", BODY, fontName=BOLD, fontSize=11, leading=15, spaceBefore=10, spaceAfter=3)
TITLE = ParagraphStyle("title", BODY, fontName=BOLD, fontSize=19, leading=24)
STATION = ParagraphStyle("station", BODY, fontSize=11, leading=15)


def write_pages(file: Any, story: list[Any], *, title: str, author: str, foot: str) -> int:
    """Write a report; returns how many pages it has."""

    def draw_foot(canvas: Any, document: Any) -> None:
        canvas.saveState()
        canvas.setFont(FONT, 7)
        canvas.setFillColor(MUTED)
        canvas.drawString(18 * mm, 9 * mm, printable(foot, mark_up=False))
        canvas.drawRightString(A4[0] - 18 * mm, 9 * mm, f"page {document.page}")
        canvas.restoreState()

    document = SimpleDocTemplate(
        file, pagesize=A4, leftMargin=18 * mm - _PAD, rightMargin=18 * mm - _PAD,
        topMargin=17 * mm, bottomMargin=17 * mm,
        title=title, author=author, creator="inspection-station",
    )  # fmt: skip
    document.build(story, onFirstPage=draw_foot, onLaterPages=draw_foot)
    return int(document.page)
