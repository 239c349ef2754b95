"""The thresholds that a recipe had: who, when, why, with which figures; and the way back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QSizePolicy, QVBoxLayout, QWidget

from station.tuning import PastThreshold
from ui.bounds import at_most_text
from ui.theme import GRID, SMALL, Theme
from ui.told import policy_word
from ui.widgets.buttons import ActionButton
from ui.widgets.plain_table import PlainTable
from ui.widgets.text import WrappedText
from ui.words import moment_text, score_text


class ThresholdHistory(QWidget):
    """A table, newest first. `back_wanted` carries the `PastThreshold` that is to come back."""

    back_wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._past: tuple[PastThreshold, ...] = ()
        self._may = False
        titles = (self.tr("Version"), self.tr("When"), self.tr("Who"), self.tr("Threshold"), self.tr("Why"))
        self.table = PlainTable(self.tr("History of thresholds"), titles, wide=(4,))
        self.table.setWordWrap(True)  # a row has room for two lines: date and time take both
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        self.table.setColumnWidth(1, 104)
        self.note = WrappedText(theme, SMALL + 1, lines=3, muted=True)
        self.back_button = ActionButton(theme, "undo", self.tr("Go back to this threshold"))
        self.back_button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
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
        row = self.table.chosen_row
        return None if row is None else self._past[row]

    def set_allowed(self, may: bool) -> None:
        """Whether whoever is at the desk may change thresholds."""
        self._may = may
        self._refresh()

    def show_past(self, past: Sequence[PastThreshold]) -> None:
        self._past = tuple(past)
        self.table.fill([self._row(one) for one in past])
        self._refresh()

    def _row(self, one: PastThreshold) -> tuple[str, ...]:
        change, now = one.change, score_text(one.change.threshold)
        version, before = str(change.recipe.version), change.threshold_before
        return (
            self.tr("{version}, in force").format(version=version) if one.active else version,
            moment_text(change.at),
            change.who,
            now if before is None else f"{score_text(before)} → {now}",
            ": ".join(text for text in (policy_word(change.reason.policy), change.why) if text) or "–",
        )

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
