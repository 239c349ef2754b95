"""What guides have in common that try one calibration, show the picture before and after it, and keep it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from station.accounts import Session
from station.permissions import Action
from ui.calibrate.live_guide import Array, LiveGuide, Step
from ui.calibrate.section import SectionPage
from ui.widgets.buttons import ActionButton


class TrialGuide(LiveGuide):
    """Holds the newest trial until it is kept, or pictures for another are taken. Subclasses say how to keep it."""

    def __init__(self, page: SectionPage) -> None:
        super().__init__(page)
        self._trial: Any = None

    def add_button(self, step: Step, icon: str, words: str) -> ActionButton:
        button = ActionButton(self.context.theme, icon, words)
        step.buttons.addWidget(button)
        return button

    def add_steps(self, *steps: Step, keep: str) -> None:
        """Show the steps; in the last the trial is kept, by a button with the words `keep`."""
        self.keep_button = self.add_button(steps[-1], "save", keep)
        self.keep_button.clicked.connect(self._ask)
        steps[-1].body.addWidget(self.take_over_button)
        for step in steps:
            self.steps.addWidget(step)
        self.refresh()

    def ask_words(self, product: str) -> tuple[str, str]:
        """The question before the trial is kept, and what is said below it."""
        raise NotImplementedError

    def keep_trial(self, by: Session, product: str, trial: Any, why: str) -> Any:
        """Store it. Called off the GUI thread."""
        raise NotImplementedError

    def refresh(self) -> None:
        super().refresh()
        there = self._trial is not None
        self.keep_button.setEnabled(there and bool(self.page.product) and self.context.desk.may(Action.CALIBRATE))
        self.keep_button.set_prominent(there)

    def begin_trial(self, words: str, operation: Callable[[], Any], done: Callable[[Any], None], step: Step) -> None:
        """Forget the trial before, and try anew."""
        self._trial = None
        self.set_result({}, "")
        self.try_out(words, operation, done, step)

    def show_trial(self, trial: Any, **more: Array) -> None:
        """Show the picture after it; the others are a press away."""
        self._trial = trial
        self.set_result({"before": trial.before, "after": trial.after, **more}, "after")
        self.refresh()

    def _ask(self) -> None:
        trial, product = self._trial, self.page.product
        if trial is None:
            return
        by = self.context.desk.require(Action.CALIBRATE)
        title, text = self.ask_words(product)
        self.ask_keep(title, text, lambda why: self.keep_trial(by, product, trial, why), self._kept)

    def _kept(self, record: Any) -> None:
        self._trial = None
        self.kept(record)
