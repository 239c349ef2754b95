"""The operating points that a factory asks for, one button each with what it would bring."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QLabel, QSlider, QVBoxLayout

from station.study import Evaluation, Suggestion, Unavailable
from ui.theme import GRID, Theme, set_look
from ui.told import figures_in_words, in_words
from ui.tuner import Tuner
from ui.widgets.card import Card
from ui.widgets.choice_button import ChoiceButton
from ui.words import count_text

_COSTS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)
_COST_AT_FIRST = 6
_RATE_AT_FIRST = 5.0


class OperatingPoints(Card):
    """Shows the suggestions it is given. `wanted` asks for all of them anew: a parameter or the study changed."""

    wanted = Signal()

    def __init__(self, theme: Theme, tuner: Tuner) -> None:
        super().__init__("")
        self.setAccessibleName(self.tr("Operating points"))
        self._tuner = tuner
        self._suggestions: dict[str, Suggestion] = {}
        names = {
            "zero_escape": self.tr("Zero escape"),
            "zero_false_reject": self.tr("Zero false reject"),
            "best_f1": self.tr("Best F1"),
            "youden": self.tr("Youden"),
            "min_cost": self.tr("Least cost"),
            "target_false_reject": self.tr("Target rate"),
            "good_only": self.tr("Good parts only"),
            "cautious": self.tr("Cautious"),
        }
        self._said = {
            "zero_escape": self.tr("Every defect here is stopped, with as few false rejects as that allows."),
            "zero_false_reject": self.tr("No good picture here is rejected, with as few escapes as that allows."),
            "min_cost": self.tr("Escapes and false rejects together cost least, at the price set below."),
            "best_f1": self.tr("The best balance of precision and recall."),
            "youden": self.tr("The largest distance between defects caught and good parts rejected."),
            "target_false_reject": self.tr("At most the share set below of these good pictures is rejected."),
            "good_only": self.tr("At most the share set below of all good parts is rejected; needs no defects."),
            "cautious": self.tr("From good parts only, lowered until every defect here is stopped."),
        }
        self.buttons = {policy: ChoiceButton(theme, name) for policy, name in names.items()}
        grid = QGridLayout()
        grid.setSpacing(GRID // 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        for index, (policy, button) in enumerate(self.buttons.items()):
            row, column = divmod(index, 2)
            # the parameters of a row stand below its buttons
            grid.addWidget(button, row + (row > 2), column)
            button.clicked.connect(lambda _checked=False, policy=policy: self._choose(policy))
            button.setEnabled(False)
        self.cost = QSlider(Qt.Orientation.Horizontal)
        self.cost.setRange(0, len(_COSTS) - 1)
        self.cost.setValue(_COST_AT_FIRST)
        self.cost.setPageStep(1)
        self.cost.setAccessibleName(self.tr("What one escape costs, in false rejects"))
        self.cost_words = QLabel()
        set_look(self.cost_words, "muted")
        self.rate = QDoubleSpinBox()
        self.rate.setRange(0.1, 99.0)
        self.rate.setDecimals(1)
        self.rate.setSingleStep(0.5)
        self.rate.setValue(_RATE_AT_FIRST)
        self.rate.setSuffix(self.tr(" %"))
        self.rate.setAccessibleName(self.tr("False rejects that are allowed"))
        self.rate.setKeyboardTracking(False)
        rate_words = QLabel(self.tr("False rejects allowed"))
        set_look(rate_words, "muted")
        rate_words.setBuddy(self.rate)
        price = QVBoxLayout()
        price.setSpacing(0)
        price.addWidget(self.cost_words)
        price.addWidget(self.cost)
        share = QVBoxLayout()
        share.setSpacing(2)
        share.addWidget(rate_words)
        share.addWidget(self.rate)
        share.addStretch(1)
        grid.addLayout(price, 3, 0)
        grid.addLayout(share, 3, 1)
        self.body.addLayout(grid)
        self.cost.valueChanged.connect(self._cost_moved)
        self.rate.valueChanged.connect(lambda _value: self.wanted.emit())
        tuner.moved.connect(self._show_chosen)
        self._cost_words()

    @property
    def params(self) -> dict[str, dict[str, float]]:
        """The policies with the parameters that are set."""
        rate = {"rate": self.rate.value() / 100.0}
        own: dict[str, dict[str, float]] = {
            "min_cost": {"escape_cost": float(_COSTS[self.cost.value()])},
            "target_false_reject": rate,
            "good_only": rate,
            "cautious": rate,
        }
        return {policy: own.get(policy, {}) for policy in self.buttons}

    def show_suggestions(self, found: Mapping[str, Suggestion | Unavailable]) -> None:
        """Put the counts on the buttons. One that was chosen follows its parameter."""
        chosen = self._tuner.suggestion
        self._suggestions = {policy: one for policy, one in found.items() if isinstance(one, Suggestion)}
        for policy, one in found.items():
            button = self.buttons[policy]
            button.setEnabled(isinstance(one, Suggestion))
            if isinstance(one, Suggestion):
                more = [
                    self._said[policy],
                    figures_in_words(one.choice.sentence),
                    in_words(one.crossed),
                    *map(in_words, one.choice.notes),
                ]
                button.set_detail(self._counts(one.evaluation), "\n".join(text for text in more if text))
            else:
                button.set_detail(self.tr("not possible"), in_words(one.why))
        if chosen is not None and chosen.policy in self._suggestions:
            now = self._suggestions[chosen.policy]
            if now.choice.params != chosen.choice.params:
                self._tuner.choose(now)
        self._show_chosen()

    def clear(self) -> None:
        """There is nothing to choose from."""
        self._suggestions = {}
        for button in self.buttons.values():
            button.setEnabled(False)
            button.set_detail("")

    def _counts(self, evaluation: Evaluation) -> str:
        rejected, escapes = evaluation.false_rejects, evaluation.escapes
        words = []
        if rejected is not None:
            words.append(self.tr("{count} rejected").format(count=count_text(rejected.count)))
        if escapes is not None:
            words.append(self.tr("{count} pass").format(count=count_text(escapes.count)))
        return " · ".join(words)

    def _choose(self, policy: str) -> None:
        if policy in self._suggestions:
            self._tuner.choose(self._suggestions[policy])
            self._show_chosen()

    def _show_chosen(self) -> None:
        chosen = self._tuner.suggestion
        for policy, button in self.buttons.items():
            button.setChecked(chosen is not None and chosen.policy == policy)

    def _cost_moved(self) -> None:
        self._cost_words()
        self.wanted.emit()

    def _cost_words(self) -> None:
        words = self.tr("1 escape = {count} rejects").format(count=_COSTS[self.cost.value()])
        self.cost_words.setText(words)
        self.cost.setAccessibleDescription(words)
