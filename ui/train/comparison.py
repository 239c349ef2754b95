"""What would change if one version replaced another: counts, figures side by side, and every changed verdict."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QSpinBox, QVBoxLayout, QWidget

from station.comparing import LAST, Compared
from station.examining import Figures
from station.recipe import Recipe
from station.types import RecipeRef
from ui.bounds import between_text, rate_text
from ui.exhibit import Shown
from ui.labels import label_word
from ui.theme import GRID, Theme, set_look
from ui.widgets.buttons import ActionButton
from ui.widgets.card import Card
from ui.widgets.forms import field
from ui.widgets.gallery import Pages, TileGrid
from ui.widgets.progress import ProgressPanel
from ui.words import number_text, score_text, verdict_word

_NAMED = 8


class Comparison(QWidget):
    """The tab of a comparison. Knows no station."""

    wanted = Signal(int, int, int)
    """Old version, new version, parts of history."""
    looked_at = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.compared: Compared | None = None
        self.progress = ProgressPanel(theme)
        self.old, self.new = QComboBox(), QComboBox()
        self.last = QSpinBox()
        self.last.setRange(0, 100_000)
        self.last.setSingleStep(100)
        self.last.setValue(LAST)
        self.button = ActionButton(theme, "compare", self.tr("Compare"))
        self.button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.headline = QLabel()
        self.headline.setWordWrap(True)
        set_look(self.headline, "title")
        self.what = QLabel()
        self.what.setWordWrap(True)
        self.left_out = QLabel()
        self.left_out.setWordWrap(True)
        set_look(self.left_out, "muted")
        self.table = Card(self.tr("On labelled pictures that neither learned from"))
        self.table.title.setWordWrap(True)
        self._cells: list[QLabel] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(2 * GRID)
        self.table.body.addLayout(self._grid)
        self.changed = TileGrid(theme, self.tr("Verdicts that would change, the gravest first"))
        sheet = QWidget()
        rows = QVBoxLayout(sheet)
        rows.setContentsMargins(0, 0, GRID, 0)
        rows.setSpacing(GRID)
        for widget in (self.headline, self.what, self.left_out, self.table, self.changed):
            rows.addWidget(widget)
        rows.addStretch(1)
        self.pages = Pages(theme, sheet)
        head = QHBoxLayout()
        head.setSpacing(GRID)
        self.last.setMinimumWidth(110)  # not as wide as the largest number
        head.addLayout(field(self.tr("From version"), self.old), 2)
        head.addLayout(field(self.tr("To version"), self.new), 2)
        head.addLayout(field(self.tr("Last parts of history"), self.last), 1)
        beside = QVBoxLayout()
        beside.addStretch(1)
        beside.addWidget(self.button)
        head.addLayout(beside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GRID, 0, 0)
        layout.setSpacing(GRID)
        layout.addLayout(head)
        layout.addWidget(self.progress)
        layout.addWidget(self.pages, 1)
        self.button.clicked.connect(self._ask)
        self.changed.chosen.connect(self.looked_at)
        self.show_nothing()

    def show_versions(self, recipes: Sequence[Recipe], active: RecipeRef | None) -> None:
        """Offer the versions: the one in force (else the one before the newest) against the newest."""
        numbers = [recipe.version for recipe in reversed(recipes)]
        in_force = active.version if active is not None and any(one.ref == active for one in recipes) else None
        newest = numbers[0] if numbers else None
        old = in_force if in_force != newest else None
        for box, wanted in ((self.old, old or (numbers[1] if len(numbers) > 1 else newest)), (self.new, newest)):
            box.clear()
            for number in numbers:
                words = self.tr("{number}, in force") if number == in_force else "{number}"
                box.addItem(words.format(number=number), number)
            box.setCurrentIndex(box.findData(wanted))

    def choose_new(self, version: int) -> None:
        self.new.setCurrentIndex(self.new.findData(version))

    def show_nothing(self) -> None:
        self.compared = None
        self.headline.setText(self.tr("Nothing has been compared yet."))
        self.what.setText(
            self.tr(
                "Both versions are tried on the same pictures, beside the line. Every verdict that differs is shown."
            )
        )
        self.left_out.hide()
        self.table.hide()
        self.changed.show_all((), lambda _: ())

    def show_compared(self, done: Compared, shown: Sequence[Shown]) -> None:
        """Show the outcome of a comparison."""
        self.compared = done
        changed, total = len(done.record.changed), len(done.record.pictures)
        if changed == 1:
            self.headline.setText(self.tr("1 verdict would change, of {total}").format(total=total))
        else:
            self.headline.setText(
                self.tr("{changed} verdicts would change, of {total}").format(changed=changed, total=total)
            )
        kinds = [
            self.tr("{count} from {old} to {new}").format(count=count, old=verdict_word(old), new=verdict_word(new))
            for (old, new), count in sorted(done.changes.items())
        ]
        words = self.tr("Version {old} and version {new}. Labelled pictures: {labelled}, parts of history: {parts}.")
        text = words.format(
            old=done.old_recipe.version, new=done.new_recipe.version, labelled=done.labelled, parts=done.parts
        )
        if kinds:
            text += " " + ", ".join(kinds) + "."
        if done.taught:
            text += " " + self.tr("Not used, because one of the models learned from them: {count}.").format(
                count=done.taught
            )
        if changed > len(shown):
            text += " " + self.tr("The first {count} are shown; the record holds all.").format(count=len(shown))
        self.what.setText(text)
        self._say_left_out(done)
        self._fill(done.old, done.new, done.old_recipe.version, done.new_recipe.version)
        self.changed.show_all(shown, self.words_of)
        self.pages.show_sheet()

    def words_of(self, shown: Shown) -> tuple[str, ...]:
        """The lines under a pair of pictures."""
        old, new = shown.exhibit.said
        done = self.compared
        limits = (None, None) if done is None else (done.old_recipe.threshold, done.new_recipe.threshold)
        verdicts = self.tr("{old} → {new}").format(old=verdict_word(old.verdict), new=verdict_word(new.verdict))
        scores = self.tr("{old} → {new}").format(
            old=score_text(old.score, limits[0]), new=score_text(new.score, limits[1])
        )
        candidate = shown.exhibit.candidate
        name = candidate.kind or (
            label_word(candidate.label) if candidate.label is not None else self.tr("from history")
        )
        return f"{verdicts} · {name}", scores

    def _say_left_out(self, done: Compared) -> None:
        self.left_out.setVisible(bool(done.left_out))
        named = "; ".join(self.tr("{name}: {why}").format(name=one.name, why=one.why) for one in done.left_out[:_NAMED])
        more = len(done.left_out) - _NAMED
        if more > 0:
            named += self.tr("; and {count} more").format(count=more)
        self.left_out.setText(
            self.tr("Could not be compared: {count}. {named}").format(count=len(done.left_out), named=named)
        )

    def _fill(self, old: Figures, new: Figures, old_version: int, new_version: int) -> None:
        for cell in self._cells:
            self._grid.removeWidget(cell)
            cell.deleteLater()
        self._cells = []
        self.table.setVisible(new.point is not None)
        rows = [
            ("", self.tr("Version {number}").format(number=old_version),
             self.tr("Version {number}").format(number=new_version)),
            (self.tr("Image AUROC"), self._auroc(old), self._auroc(new)),
            (self.tr("False rejects"), self._rate(old, "false_rejects"), self._rate(new, "false_rejects")),
            (self.tr("Escapes"), self._rate(old, "escapes"), self._rate(new, "escapes")),
        ]  # fmt: skip
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                cell = QLabel(text)
                cell.setWordWrap(number > 0 and column > 0)  # a bound must not be cut off where there is little room
                set_look(cell, "strong" if number == 0 else "field" if column == 0 else "")
                self._grid.addWidget(cell, number, column)
                self._cells.append(cell)
        for column in (1, 2):
            self._grid.setColumnStretch(column, 1)

    def _auroc(self, figures: Figures) -> str:
        if figures.image is None or figures.auroc is None:
            return "–"
        return self.tr("{value}, {interval}").format(
            value=number_text(figures.image.auroc, 3), interval=between_text(figures.auroc)
        )

    def _rate(self, figures: Figures, name: str) -> str:
        rate = None if figures.point is None else getattr(figures.point, name)
        return "–" if rate is None else rate_text(rate)

    def _ask(self) -> None:
        old, new = self.old.currentData(), self.new.currentData()
        if old is not None and new is not None:
            self.wanted.emit(int(old), int(new), self.last.value())
