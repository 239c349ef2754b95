"""The filters of the history: a row for the frequent ones, a second one for the rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import QLocale, Signal
from PySide6.QtGui import QDoubleValidator, QIntValidator
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from station.history import today
from station.queries import InspectionQuery
from station.recipe import Recipe
from station.shifts import Shift
from station.types import Purpose, Reason, Verdict
from ui.theme import GRID, Theme, set_look
from ui.widgets.buttons import ActionButton
from ui.widgets.forms import field, moment_edit, moment_in
from ui.words import reason_sentence, verdict_word

TODAY, SHIFT, WEEK, MONTH, ALL, FROM_TO = range(6)
_NOT_OK = frozenset({Verdict.NOK, Verdict.REVIEW, Verdict.ERROR})


class HistoryFilter(QFrame):
    """Gives the query that the inputs mean. `changed` comes when it means something else."""

    changed = Signal()
    refresh_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        now: Callable[[], datetime],
        shift: Callable[[datetime], Shift],
        parent: QWidget | None = None,
    ) -> None:
        """`shift` gives the shift that a moment is in."""
        super().__init__(parent)
        set_look(self, "panel")
        self._now = now
        self._shift = shift
        self._quiet = False
        self._recipes: tuple[Recipe, ...] = ()
        self.period = QComboBox()
        self.period.addItems(
            [
                self.tr("Today"),
                self.tr("This shift"),
                self.tr("Last 7 days"),
                self.tr("Last 30 days"),
                self.tr("All"),
                self.tr("From – to"),
            ]
        )
        self.period.setCurrentIndex(WEEK)
        end = now()
        self.since, self.until = moment_edit(end - timedelta(days=7)), moment_edit(end)
        self.verdict = QComboBox()
        self.verdict.addItem(self.tr("All"), frozenset())
        self.verdict.addItem(self.tr("Not OK"), _NOT_OK)
        for verdict in Verdict:
            self.verdict.addItem(verdict_word(verdict), frozenset({verdict}))
        self.recipe = QComboBox()
        self.part = QLineEdit()
        self.part.setPlaceholderText(self.tr("SN0042 or SN00*"))
        self.part.setClearButtonEnabled(True)
        self.more_button = ActionButton(theme, "filter", self.tr("More"), key="Ctrl+F")
        self.more_button.setCheckable(True)
        self.refresh_button = ActionButton(theme, "refresh", "", name=self.tr("Read again"), key="F5")
        self.reason = QComboBox()
        self.reason.addItem(self.tr("All"), frozenset())
        for reason in Reason:
            self.reason.addItem(reason_sentence(reason), frozenset({reason}))
        self.model = QComboBox()
        self.decided = QComboBox()
        self.decided.addItem(self.tr("Either way"), frozenset())
        for verdict in (Verdict.OK, Verdict.NOK):
            self.decided.addItem(
                self.tr("Decided {verdict}").format(verdict=verdict_word(verdict)), frozenset({verdict})
            )
        self.purpose = QComboBox()
        for words, purpose in (
            (self.tr("All"), None),
            (self.tr("Production"), Purpose.PRODUCTION),
            (self.tr("Reference parts"), Purpose.REFERENCE),
        ):
            self.purpose.addItem(words, purpose)
        self.score_from, self.score_to = QLineEdit(), QLineEdit()
        numbers = QDoubleValidator(self)
        numbers.setLocale(QLocale.c())
        for line in (self.score_from, self.score_to):
            line.setValidator(numbers)
            line.setMinimumWidth(72)
            line.setMaximumWidth(110)
        self.acquisition = QLineEdit()
        self.acquisition.setValidator(QIntValidator(1, 2**31 - 1, self))
        self.acquisition.setMinimumWidth(72)
        self.acquisition.setMaximumWidth(110)
        self.acquisition.setToolTip(self.tr("The number under which robot and PLC know the picture"))
        self.feedback = QCheckBox(self.tr("Feedback open"))
        self.reset_button = ActionButton(theme, "undo", "", name=self.tr("Reset"))
        for combo in (self.period, self.verdict, self.recipe, self.reason, self.model, self.decided, self.purpose):
            # the longest entry must not decide how narrow the window can be
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(8)
        self._lay_out()
        self.set_recipes(())
        for box in (self.period, self.verdict, self.recipe, self.reason, self.model, self.decided, self.purpose):
            box.currentIndexChanged.connect(self._told)
        for edit in (self.since, self.until):
            edit.dateTimeChanged.connect(self._told)
        for line in (self.part, self.score_from, self.score_to, self.acquisition):
            line.editingFinished.connect(self._typed)
        self.part.textChanged.connect(lambda text: None if text else self._told())
        self.feedback.toggled.connect(self._told)
        self.more_button.toggled.connect(self._second.setVisible)
        self.refresh_button.clicked.connect(self.refresh_wanted)
        self.reset_button.clicked.connect(self.reset)
        self._last = self.query()
        self._told()

    def set_recipes(self, recipes: Sequence[Recipe]) -> None:
        """Offer these recipe versions and their models; what was chosen stays chosen where it is still there."""
        self._quiet = True
        self._recipes = tuple(recipes)
        chosen, model = self.recipe.currentData(), self.model.currentData()
        self.recipe.clear()
        self.recipe.addItem(self.tr("All"), None)
        names = sorted({recipe.name for recipe in recipes})
        for name in names:
            self.recipe.addItem(name, (name, None))
            versions = sorted((one for one in recipes if one.name == name), key=lambda one: -one.version)
            for one in versions:
                self.recipe.addItem(
                    self.tr("{name} version {version}").format(name=name, version=one.version), (name, one.version)
                )
        self.model.clear()
        self.model.addItem(self.tr("All"), None)
        for name, version in sorted({(one.model.name, one.model.version) for one in recipes}):
            self.model.addItem(self.tr("{name} version {version}").format(name=name, version=version), (name, version))
        for box, before in ((self.recipe, chosen), (self.model, model)):
            box.setCurrentIndex(max(0, _index_of(box, before)))
        self._quiet = False

    def query(self) -> InspectionQuery:
        """What is asked for now. A period that ends before it begins, and a score that is no number, ask for nothing
        special."""
        since, until = self._period()
        name, version = self.recipe.currentData() or (None, None)
        model, model_version = self.model.currentData() or (None, None)
        text = self.part.text().strip()
        prefix = text[:-1] if text.endswith("*") else ""
        purpose = self.purpose.currentData()  # Qt gives the text of it
        low, high = _number(self.score_from.text()), _number(self.score_to.text())
        return InspectionQuery(
            since=since,
            until=until,
            verdicts=self.verdict.currentData(),
            reasons=self.reason.currentData(),
            part_id=text if text and not text.endswith("*") else None,
            part_prefix=prefix or None,
            recipe=name,
            recipe_version=version,
            score_from=low,
            score_to=high,
            model=model,
            model_version=model_version,
            reviewed=self.decided.currentData(),
            feedback_open=self.feedback.isChecked(),
            purpose=None if purpose is None else Purpose(purpose),
            acquisition=int(number) if (number := self.acquisition.text()).isdecimal() else None,
        )

    def reset(self) -> None:
        """All parts of the last seven days."""
        self._quiet = True
        self.period.setCurrentIndex(WEEK)
        for box in (self.verdict, self.recipe, self.reason, self.model, self.decided, self.purpose):
            box.setCurrentIndex(0)
        for line in (self.part, self.score_from, self.score_to, self.acquisition):
            line.clear()
        self.feedback.setChecked(False)
        self._quiet = False
        self._told()

    def _period(self) -> tuple[datetime | None, datetime | None]:
        now = self._now()
        match self.period.currentIndex():
            case 0:
                return today(now)
            case 1:
                running = self._shift(now)
                return running.since, running.until
            case 2:
                return today(now - timedelta(days=6))[0], None
            case 3:
                return today(now - timedelta(days=29))[0], None
            case 4:
                return None, None
        since, until = moment_in(self.since), moment_in(self.until)
        return (since, until) if since < until else (since, None)

    def _typed(self) -> None:
        if self.query() != self._last:
            self._told()

    def _told(self, *_: object) -> None:
        between = self.period.currentIndex() == FROM_TO
        self._dates.setVisible(between)
        if not self._quiet:
            self._last = self.query()
            self.changed.emit()

    def _lay_out(self) -> None:
        self._dates = QWidget()
        dates = QHBoxLayout(self._dates)
        dates.setContentsMargins(0, 0, 0, 0)
        dates.setSpacing(GRID)
        dates.addLayout(field(self.tr("From"), self.since))
        dates.addLayout(field(self.tr("To"), self.until))
        first = QHBoxLayout()
        first.setSpacing(GRID)
        first.addLayout(field(self.tr("Period"), self.period), 2)
        first.addLayout(field(self.tr("Verdict"), self.verdict), 2)
        first.addLayout(field(self.tr("Recipe"), self.recipe), 3)
        first.addLayout(field(self.tr("Part"), self.part), 3)
        self.more_button.setSizePolicy(self.refresh_button.sizePolicy())
        for button in (self.more_button, self.refresh_button):
            column = QVBoxLayout()
            column.addStretch(1)
            column.addWidget(button)
            first.addLayout(column)
        self._second = QWidget()
        more = QVBoxLayout(self._second)
        more.setContentsMargins(0, 0, 0, 0)
        more.setSpacing(GRID // 2)
        second, third = QHBoxLayout(), QHBoxLayout()
        for row in (second, third):
            row.setSpacing(GRID)
            more.addLayout(row)
        second.addLayout(field(self.tr("Reason"), self.reason), 3)
        second.addLayout(field(self.tr("Model"), self.model), 2)
        second.addLayout(field(self.tr("Decided by people"), self.decided), 2)
        second.addLayout(field(self.tr("Inspected for"), self.purpose), 2)
        second.addLayout(field(self.tr("Score from"), self.score_from))
        second.addLayout(field(self.tr("to"), self.score_to))
        third.addLayout(field(self.tr("Acquisition"), self.acquisition))
        self.reset_button.setSizePolicy(self.refresh_button.sizePolicy())
        for widget in (self.feedback, self.reset_button):
            column = QVBoxLayout()
            column.addStretch(1)
            column.addWidget(widget)
            if widget is self.reset_button:
                third.addStretch(1)
            third.addLayout(column)
        self._second.hide()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(GRID + 4, GRID, GRID + 4, GRID)
        rows.setSpacing(GRID // 2)
        rows.addLayout(first)
        rows.addWidget(self._dates)
        rows.addWidget(self._second)


def _index_of(box: QComboBox, data: Any) -> int:
    return next((n for n in range(box.count()) if box.itemData(n) == data), -1)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
