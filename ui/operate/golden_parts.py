"""Which parts are reference parts of the running recipe, for engineers."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from station.permissions import Action
from station.queries import GoldenPart
from station.types import Inspection, Verdict
from ui.page import Page
from ui.theme import GRID, TARGET, set_look
from ui.widgets.ask import Question
from ui.widgets.buttons import ActionButton
from ui.widgets.forms import field
from ui.words import part_name, score_text, verdict_word

_EXPECTED = (Verdict.OK, Verdict.NOK, Verdict.REVIEW)


class GoldenParts(QWidget):
    """The list, and a form that makes the part on the page a reference part."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        theme = page.context.theme
        self._inspection: Inspection | None = None
        self._parts: tuple[GoldenPart, ...] = ()
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Reference parts of the running recipe"))
        self.remove_button = ActionButton(theme, "remove", self.tr("Remove"))
        self.remove_button.clicked.connect(self._remove)
        self.list.currentRowChanged.connect(lambda _: self._enable())
        self.part = QLabel()
        self.part.setWordWrap(True)
        set_look(self.part, "muted")
        self.name = QLineEdit()
        self.name.setMaxLength(40)
        self.name.setPlaceholderText(self.tr("As written on the part, such as G1"))
        self.name.textChanged.connect(lambda _: self._enable())
        self.expected = QComboBox()
        for verdict in _EXPECTED:
            self.expected.addItem(verdict_word(verdict), verdict)
        self.band = QDoubleSpinBox()
        self.band.setDecimals(4)
        self.band.setRange(0.0, 1e9)
        self.add_button = ActionButton(theme, "add", self.tr("Make it a reference part"))
        self.add_button.clicked.connect(self._add)
        left = QVBoxLayout()
        left.setSpacing(GRID)
        left.addWidget(self.list, 1)
        left.addWidget(self.remove_button)
        form = QVBoxLayout()
        form.setSpacing(GRID)
        form.addWidget(self.part)
        form.addLayout(field(self.tr("Name"), self.name))
        expected = QHBoxLayout()
        expected.setSpacing(GRID)
        expected.addLayout(field(self.tr("Expected verdict"), self.expected), 1)
        expected.addLayout(field(self.tr("Score may differ by"), self.band), 1)
        form.addLayout(expected)
        form.addWidget(self.add_button)
        form.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * GRID)
        row.addLayout(left, 2)
        row.addLayout(form, 3)
        self.set_part(None)

    def set_part(self, inspection: Inspection | None) -> None:
        """The part that can become a reference part; one that was not scored cannot."""
        scored = inspection is not None and inspection.score is not None
        self._inspection = inspection if scored else None
        if inspection is None or not scored:
            self.part.setText(self.tr("Inspect a part, or choose one below the picture, to make it a reference part."))
        else:
            words = self.tr("Part {part}: {verdict}, score {score}")
            limit = inspection.threshold
            self.part.setText(
                words.format(
                    part=part_name(inspection),
                    verdict=verdict_word(inspection.verdict),
                    score=score_text(inspection.score, limit),
                )
            )
            if inspection.verdict in _EXPECTED and not self.name.text():
                self.expected.setCurrentIndex(_EXPECTED.index(inspection.verdict))
            if self.band.value() == 0.0 and limit:
                self.band.setValue(abs(limit) / 10)
        self._enable()

    def read(self) -> None:
        """Read the list again, off the GUI thread."""
        recipe = self._recipe()
        if recipe is not None:
            golden = self._page.context.station.golden
            self._page.run(lambda: golden.parts(recipe), self._show)

    def _recipe(self) -> str | None:
        recipe = self._page.context.station.status().recipe
        return None if recipe is None else recipe.name

    def _show(self, parts: tuple[GoldenPart, ...]) -> None:
        if parts == self._parts:
            return
        self._parts = parts
        self.list.clear()
        for part in parts:
            text = f"{part.name}: {verdict_word(part.verdict)}"
            if part.score_from is not None and part.score_to is not None:
                text += f", {score_text(part.score_from)} – {score_text(part.score_to)}"
            item = QListWidgetItem(text)
            item.setSizeHint(QSize(0, TARGET))
            self.list.addItem(item)
        self._enable()

    def _enable(self) -> None:
        may = self._page.context.desk.may(Action.SET_GOLDEN_PARTS)
        self.add_button.setEnabled(may and self._inspection is not None and bool(self.name.text().strip()))
        self.remove_button.setEnabled(may and 0 <= self.list.currentRow() < len(self._parts))

    def _add(self) -> None:
        inspection = self._inspection
        if inspection is None:
            return
        golden = self._page.context.station.golden
        name, verdict, band = self.name.text(), self.expected.currentData(), self.band.value()

        def done(_: object) -> None:
            self.name.clear()
            self.read()

        def make(why: str) -> None:
            session = self._page.context.desk.require(Action.SET_GOLDEN_PARTS)
            self._page.run(
                lambda: golden.make_part(session, inspection.id, name, Verdict(verdict), band=band, why=why),
                done,
                busy=(self.add_button,),
            )

        if name.strip() not in {part.name for part in self._parts}:
            make("")
            return
        self._page.ask(
            Question(
                self.tr("Change what is expected of {name}?").format(name=name.strip()),
                self.tr("There is a reference part of this name. From now on this part is expected of it."),
                self.tr("Change"),
                make,
                reason_required=True,
            )
        )

    def _remove(self) -> None:
        part = self._parts[self.list.currentRow()]
        golden = self._page.context.station.golden

        def remove(why: str) -> None:
            session = self._page.context.desk.require(Action.SET_GOLDEN_PARTS)
            self._page.run(
                lambda: golden.remove_part(session, part.recipe, part.name, why=why),
                lambda _: self.read(),
                busy=(self.remove_button,),
            )

        self._page.ask(
            Question(
                self.tr("Remove reference part {name}?").format(name=part.name),
                self.tr("The check of the reference parts does not ask for it any more."),
                self.tr("Remove"),
                remove,
                reason_required=True,
            )
        )
