"""The thresholds that a recipe had: who, when, why, with which figures; and the way back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from station.tuning import PastThreshold
from ui.bounds import at_most_text
from ui.theme import BASE, GRID, Theme
from ui.told import policy_word
from ui.widgets.buttons import ActionButton
from ui.widgets.text import WrappedText
from ui.words import moment_text, score_text


class ThresholdHistory(QWidget):
    """A table, newest first. `back_wanted` carries the `PastThreshold` that is to come back."""

    back_wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._past: tuple[PastThreshold, ...] = ()
        self._may = False
        titles = [
            self.tr("Version"), self.tr("When"), self.tr("Who"), self.tr("Threshold"), self.tr("Chosen by"),
            self.tr("Why"),
        ]  # fmt: skip
        self.table = QTableWidget(0, len(titles))
        self.table.setHorizontalHeaderLabels(titles)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(40)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setAlternatingRowColors(True)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.setAccessibleName(self.tr("History of thresholds"))
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        self.note = WrappedText(theme, BASE, lines=2, muted=True)
        self.back_button = ActionButton(theme, "undo", self.tr("Go back to this threshold"))
        self.back_button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.back_button.setEnabled(False)
        bottom = QHBoxLayout()
        bottom.setSpacing(GRID)
        bottom.addWidget(self.note, 1)
        bottom.addWidget(self.back_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GRID, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self.table, 1)
        layout.addLayout(bottom)
        self.table.itemSelectionChanged.connect(self._refresh)
        self.back_button.clicked.connect(self._back)

    @property
    def selected(self) -> PastThreshold | None:
        row = self.table.currentRow()
        picked = self.table.selectionModel() is not None and self.table.selectionModel().hasSelection()
        return self._past[row] if picked and 0 <= row < len(self._past) else None

    def set_allowed(self, may: bool) -> None:
        """Whether whoever is at the desk may change thresholds."""
        self._may = may
        self._refresh()

    def show_past(self, past: Sequence[PastThreshold]) -> None:
        self._past = tuple(past)
        self.table.clearSelection()
        self.table.setRowCount(len(self._past))
        for row, one in enumerate(self._past):
            change, now = one.change, score_text(one.change.threshold)
            version = str(change.recipe.version)
            before = change.threshold_before
            cells = [
                self.tr("{version}, in force").format(version=version) if one.active else version,
                moment_text(change.at),
                change.who,
                now if before is None else f"{score_text(before)} → {now}",
                policy_word(change.reason.policy) or "–",
                change.why or "–",
            ]
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(row, column, item)
        self._refresh()

    def _refresh(self) -> None:
        one = self.selected
        self.back_button.setEnabled(self._may and one is not None and one.same_model and not one.active)
        if one is None:
            self.note.set_text(
                self.tr("Choose a line to see its figures, and to go back to its threshold as a new version.")
            )
            return
        if not one.same_model:
            words = self.tr("That threshold belongs to another model; for this one it means nothing.")
        elif one.active:
            words = self.tr("This one is in force.")
        elif not self._may:
            words = self.tr("An engineer may go back to it.")
        else:
            words = ""
        self.note.set_text(" ".join(text for text in (words, self._figures(one)) if text))

    def _figures(self, one: PastThreshold) -> str:
        """What was known of it on held-out pictures when it was chosen."""
        change = one.change
        figures = change.reason.figures
        words = []
        if change.review_from is not None:
            words.append(self.tr("Review from {score}.").format(score=score_text(change.review_from)))
        for key, text in (
            ("false_rejects", self.tr("Held-out good rejected: {counts}.")),
            ("escapes", self.tr("Defects passed: {counts}.")),
        ):
            if figures.get(key) is not None:
                words.append(text.format(counts=_counted(figures[key])))
        return " ".join(words)

    def _back(self) -> None:
        one = self.selected
        if one is not None:
            self.back_wanted.emit(one)


def _counted(rate: object) -> str:
    """A rate as the history keeps it: counts with a bound, or a bare count in old versions."""
    if not isinstance(rate, dict):
        return str(rate)
    counts = f"{rate.get('count')} / {rate.get('total')}"
    bound = rate.get("at_most")
    return f"{counts}, {at_most_text(bound)}" if isinstance(bound, float) else counts
