"""The overview: everything that is kept up for the product, when and by whom it was made, and what is due."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from station.upkeep import Standing, Subject, UpkeepEntry
from ui.calibrate.section import Section, SectionPage
from ui.symbols import paint_standing
from ui.theme import GRID, Theme, set_look
from ui.told import in_words
from ui.widgets.buttons import ActionButton
from ui.widgets.card import Card
from ui.words import day_text, duration_text

_SIGN = 28


class StandingSign(QWidget):
    """The shape of a standing. The word stands beside it."""

    def __init__(self, theme: Theme, standing: Standing) -> None:
        super().__init__()
        self._theme = theme
        self.standing = standing
        self.setFixedSize(QSize(_SIGN, _SIGN))
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        colors = self._theme.colors
        fill, ink = {
            Standing.FINE: (colors.calm, colors.on_calm),
            Standing.DUE: (colors.warn, colors.on_warn),
            Standing.MISSING: (colors.faint, colors.text),
        }[self.standing]
        paint_standing(QPainter(self), QRectF(self.rect()), self.standing, QColor(fill), QColor(ink))


class StateSection(Section):
    """One row for each thing that is kept up, with a button to where it is made."""

    def __init__(self, page: SectionPage) -> None:
        super().__init__(page)
        self._entries: tuple[UpkeepEntry, ...] = ()
        self.card = Card(
            self.tr("What is kept up for this product"),
            hint=self.tr("What is due has its word and a triangle. Nothing here changes by itself."),
        )
        self.summary = QLabel()
        set_look(self.summary, "strong")
        self.summary.setWordWrap(True)
        self.buttons: dict[Subject, ActionButton] = {}
        inside = QWidget()
        self._rows = QVBoxLayout(inside)
        self._rows.setContentsMargins(0, 0, GRID, 0)
        self._rows.setSpacing(GRID)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        self.card.body.addWidget(self.summary)
        self.card.body.addWidget(area, 1)
        self.body.addWidget(self.card, 1)

    @property
    def entries(self) -> tuple[UpkeepEntry, ...]:
        return self._entries

    def entered(self) -> None:
        name, upkeep = self.page.product, self.context.station.upkeep
        if not name:
            self.summary.setText(self.tr("There are no recipes yet. Teach one on the page Teach."))
            return
        self.page.run(lambda: upkeep.of(name), lambda found: self._show(name, found))

    def _show(self, name: str, entries: tuple[UpkeepEntry, ...]) -> None:
        if name != self.page.product:
            return
        due = sum(one.standing is Standing.DUE for one in entries)
        self.summary.setText(
            self.tr("{name}: nothing is due.").format(name=name)
            if not due
            else self.tr("{name}: {count} of {total} due.").format(name=name, count=due, total=len(entries))
        )
        if entries == self._entries:
            return
        self._entries = entries
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self.buttons.clear()
        for entry in entries:
            self._rows.addWidget(self._row(entry))
        self._rows.addStretch(1)

    def _row(self, entry: UpkeepEntry) -> QWidget:
        row = Card("")
        row.setAccessibleName(self._title(entry.subject))
        title = QLabel(self._title(entry.subject))
        set_look(title, "strong")
        made = QLabel(self._made(entry))
        made.setWordWrap(True)
        word = QLabel(self._word(entry.standing))
        set_look(word, "strong" if entry.standing is Standing.DUE else "")
        why = QLabel(in_words(entry.why))
        why.setWordWrap(True)
        why.setVisible(bool(entry.why))
        set_look(why, "muted")
        button = ActionButton(self.context.theme, "right", self._act(entry.subject))
        button.setAccessibleName(f"{self._title(entry.subject)}: {button.text()}")
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda _checked=False, subject=entry.subject: self._open(subject))
        self.buttons[entry.subject] = button
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(2)
        grid.addWidget(StandingSign(self.context.theme, entry.standing), 0, 0, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(title, 0, 1)
        grid.addWidget(made, 1, 1)
        grid.addWidget(word, 0, 2)
        grid.addWidget(why, 1, 2)
        grid.addWidget(button, 0, 3, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(2, 4)
        row.body.addLayout(grid)
        return row

    def _made(self, entry: UpkeepEntry) -> str:
        age = entry.age(datetime.now(UTC))
        if entry.made_at is None or age is None:
            return self.tr("never")
        return self.tr("{day}, {who}, {age} ago").format(
            day=day_text(entry.made_at), who=entry.made_by or "–", age=duration_text(age.total_seconds())
        )

    def _title(self, subject: Subject) -> str:
        return {
            Subject.FLAT_FIELD: self.tr("Flat field"),
            Subject.WHITE_BALANCE: self.tr("White balance"),
            Subject.LENS: self.tr("Lens"),
            Subject.PLANE: self.tr("Scale on the part plane"),
            Subject.GATE: self.tr("Image gate"),
            Subject.DRIFT: self.tr("Drift of good parts"),
            Subject.REFERENCE_PARTS: self.tr("Reference parts"),
            Subject.AGREEMENT: self.tr("Agreement study"),
        }[subject]

    def _act(self, subject: Subject) -> str:
        return self.tr("To the check") if subject is Subject.REFERENCE_PARTS else self.tr("To the guide")

    def _word(self, standing: Standing) -> str:
        return {
            Standing.FINE: self.tr("not due"),
            Standing.DUE: self.tr("due"),
            Standing.MISSING: self.tr("not made"),
        }[standing]

    def _open(self, subject: Subject) -> None:
        if subject is Subject.REFERENCE_PARTS:
            self.page.wanted.emit("operate", "golden")
        else:
            self.page.open_section("lens" if subject is Subject.PLANE else subject.value)
