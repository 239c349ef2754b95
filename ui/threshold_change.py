"""Changes the threshold of the recipe that is looked at, or goes back to an earlier one: asked first, with a reason."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from station.accounts import Session
from station.errors import NotPermitted
from station.permissions import Action
from station.study import Evaluation, Study, Suggestion
from station.tuning import PastThreshold
from ui.page import Page
from ui.threshold_words import escapes_text, rejected_text, review_text
from ui.tuner import Tuner
from ui.widgets.ask import Question
from ui.words import score_text


class ThresholdChange(QObject):
    """Asks on `page`, which says what goes wrong; `busy` cannot be used meanwhile."""

    done = Signal(object)
    """A `station.tuning.Applied`."""

    def __init__(self, page: Page, tuner: Tuner, busy: tuple[QWidget, ...]) -> None:
        super().__init__(page)
        self._page, self._tuner, self._busy = page, tuner, busy
        self._tuning = page.context.station.tuning

    def ask_apply(self) -> None:
        study, now, suggestion = self._tuner.study, self._tuner.evaluation, self._tuner.suggestion
        if study is None or now is None or not self._tuner.changed:
            return
        in_force = study.active == study.recipe.ref
        lines = [
            self.tr("Threshold {before} → {after}.").format(
                before=score_text(study.recipe.threshold, now.threshold), after=score_text(now.threshold)
            )
        ]
        if now.review_from is not None:
            lines.append(self.tr("Review from {score}.").format(score=score_text(now.review_from, now.threshold)))
        texts = [rejected_text(now), escapes_text(now)]
        if now.review_from is not None:
            texts.append(review_text(now))  # without it a defect in the band seems to be stopped
        lines += [f"{text}." for text in texts]
        lines.append(
            self.tr("It counts from the next part on.")
            if in_force
            else self.tr("The recipe is not in force; the new version waits until it is.")
        )
        self._page.ask(
            Question(
                self.tr("Change the threshold of {recipe}?").format(recipe=study.recipe.name),
                "\n".join(lines),
                self.tr("Apply"),
                lambda why: self._apply(study, now, suggestion, why),  # what was asked, wherever the tuner stands then
                reason_required=True,
            )
        )

    def ask_back(self, past: PastThreshold) -> None:
        study = self._tuner.study
        if study is None:
            return
        words = self.tr("Threshold {before} → {after}, as version {version} had it. A new version is made.")
        self._page.ask(
            Question(
                self.tr("Go back to the threshold of version {version}?").format(version=past.change.recipe.version),
                words.format(
                    before=score_text(study.recipe.threshold), after=score_text(past.change.threshold),
                    version=past.change.recipe.version,
                ),
                self.tr("Go back"),
                lambda why: self._go_back(study, past, why),
                reason_required=True,
            )
        )  # fmt: skip

    def _apply(self, study: Study, now: Evaluation, suggestion: Suggestion | None, why: str) -> None:
        by, tuning = self._by(), self._tuning
        if by is None:
            return
        self._page.run(
            lambda: tuning.apply(by, study, now.threshold, now.review_from, why=why, suggestion=suggestion),
            self.done.emit,
            busy=self._busy,
        )

    def _go_back(self, study: Study, past: PastThreshold, why: str) -> None:
        by = self._by()
        if by is None:
            return
        version, tuning = past.change.recipe.version, self._tuning
        self._page.run(
            lambda: tuning.roll_back(by, study.recipe, study.active, version, why=why, study=study),
            self.done.emit,
            busy=self._busy,
        )

    def _by(self) -> Session | None:
        try:
            return self._page.context.desk.require(Action.CHANGE_THRESHOLD)
        except NotPermitted as error:
            self._page.explain(error)
            return None
