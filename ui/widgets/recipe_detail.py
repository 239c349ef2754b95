"""One recipe version: what it holds, how it differs from another one, and when which version was in force."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QTabWidget, QVBoxLayout, QWidget

from station.queries import Activation
from station.recipe_facts import Difference, Stated
from ui.recipe_words import fact_label, fact_text
from ui.theme import GRID, set_look
from ui.widgets.plain_table import PlainTable
from ui.words import moment_text

Reference = tuple[str, int]
"""Name and version of a recipe."""


class RecipeDetail(QTabWidget):
    """Three tabs. `wanted` asks for the comparison of the version that is shown with another one."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Reference | None = None
        self._differences: tuple[Difference, ...] = ()
        self.setDocumentMode(True)
        self.tabBar().setDrawBase(False)
        self.facts = PlainTable(
            self.tr("What the version holds"), (self.tr("What"), self.tr("Value")), wide=(1,), choosing=False
        )
        headings = (self.tr("What"), self.tr("That version"), self.tr("This version"))
        self.differences = PlainTable(self.tr("Differences of two versions"), headings, wide=(1, 2), choosing=False)
        self.other = QComboBox()
        self.other.setAccessibleName(self.tr("Compare with"))
        self.other.setMinimumWidth(220)
        self.also_same = QCheckBox(self.tr("Also what is the same"))
        self.verdict = QLabel()
        set_look(self.verdict, "muted")
        uses = (self.tr("In force from"), self.tr("Version"), self.tr("By"), self.tr("Why"))
        self.uses = PlainTable(self.tr("What was in force when"), uses, wide=(3,), choosing=False)
        self.addTab(_padded(self.facts), self.tr("What it holds"))
        self.addTab(self._comparison(), self.tr("Compare"))
        self.addTab(_padded(self.uses), self.tr("In force"))
        self.other.currentIndexChanged.connect(self._ask)
        self.also_same.toggled.connect(self._show_differences)

    @property
    def shown(self) -> Reference | None:
        """The version that is shown."""
        return self._shown

    @property
    def compared_with(self) -> Reference | None:
        """The version that it is compared with."""
        found: Reference | None = self.other.currentData()
        return found

    def show_version(
        self, shown: Reference | None, facts: Sequence[Stated], others: Sequence[Reference], default: Reference | None
    ) -> None:
        """Show a version; `others` can be compared with it, `default` is the one to begin with."""
        self._shown = shown
        self.facts.fill([(fact_label(one), fact_text(one)) for one in facts])
        self.other.blockSignals(True)
        self.other.clear()
        for name, version in others:
            self.other.addItem(self.tr("{name} version {version}").format(name=name, version=version), (name, version))
        place = others.index(default) if default in others else -1
        self.other.setCurrentIndex(place)
        self.other.blockSignals(False)
        self.show_differences(())
        self._ask()

    def show_differences(self, differences: tuple[Difference, ...]) -> None:
        self._differences = differences
        self._show_differences()

    def show_uses(self, uses: Sequence[Activation]) -> None:
        """Show what was in force when, of all recipes, newest first."""
        rows = [
            (
                moment_text(one.at),
                self.tr("{name} version {version}").format(name=one.recipe.name, version=one.recipe.version),
                one.who,
                one.why,
            )
            for one in uses
        ]
        self.uses.fill(rows, bold=(0,) if rows else ())

    def _comparison(self) -> QWidget:
        tab = QWidget()
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        label = QLabel(self.tr("Compare with"))
        label.setBuddy(self.other)
        row.addWidget(label)
        row.addWidget(self.other)
        row.addWidget(self.also_same)
        row.addStretch(1)
        row.addWidget(self.verdict)
        layout = QVBoxLayout(tab)
        layout.setContentsMargins(0, GRID, 0, 0)
        layout.setSpacing(GRID)
        layout.addLayout(row)
        layout.addWidget(self.differences, 1)
        return tab

    def _ask(self) -> None:
        if self._shown is not None and self.compared_with is not None:
            self.wanted.emit(self.compared_with)

    def _show_differences(self) -> None:
        changed = [one for one in self._differences if one.changed]
        shown = self._differences if self.also_same.isChecked() else changed
        self.differences.fill(
            [(fact_label(one.stated), fact_text(one.before), fact_text(one.after)) for one in shown],
            bold=[number for number, one in enumerate(shown) if one.changed] if self.also_same.isChecked() else (),
        )
        text = self.tr("{changed} of {all} differ").format(changed=len(changed), all=len(self._differences))
        self.verdict.setText(text if self._differences else "")


def _padded(inside: QWidget) -> QWidget:
    tab = QWidget()
    layout = QVBoxLayout(tab)
    layout.setContentsMargins(0, GRID, 0, 0)
    layout.addWidget(inside)
    return tab
