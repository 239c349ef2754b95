"""The threshold that is being tried: one place that all plots, figures and buttons of the page follow."""

from __future__ import annotations

import math

from PySide6.QtCore import QObject, Signal

from station.study import Evaluation, Study, Suggestion


class Tuner(QObject):
    """Holds a study and the thresholds that are tried on it. GUI thread only; nothing here takes longer than a frame.

    Whoever moves a threshold calls a method; everybody hears `moved` and draws what `evaluation` says.
    """

    study_changed = Signal()
    moved = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._study: Study | None = None
        self._evaluation: Evaluation | None = None
        self._suggestion: Suggestion | None = None

    @property
    def study(self) -> Study | None:
        return self._study

    @property
    def evaluation(self) -> Evaluation | None:
        """What the thresholds that are tried do; None without a study."""
        return self._evaluation

    @property
    def suggestion(self) -> Suggestion | None:
        """The operating point that the threshold comes from, while it is the one that it gave."""
        return self._suggestion

    @property
    def changed(self) -> bool:
        """Whether something else is tried than what the recipe has."""
        study, now = self._study, self._evaluation
        if study is None or now is None:
            return False
        return (now.threshold, now.review_from) != _thresholds(study)

    def set_study(self, study: Study | None) -> None:
        """Begin with the thresholds that the recipe has."""
        self._study = study
        self._suggestion = None
        self._evaluation = None
        if study is not None:
            self._evaluation = study.at(*_thresholds(study))
        self.study_changed.emit()
        self.moved.emit()

    def reset(self) -> None:
        """Back to what the recipe has."""
        if self._study is not None:
            self._suggestion = None
            self._put(*_thresholds(self._study))

    def set_threshold(self, threshold: float) -> None:
        """Move the threshold; a review band that would begin above it is pushed down with it."""
        now = self._evaluation
        if now is None or not math.isfinite(threshold) or threshold == now.threshold:
            return
        self._suggestion = None
        self._put(threshold, now.review_from)

    def set_review_from(self, review_from: float | None) -> None:
        """Move the start of the review band, None for no band; it stays below the threshold."""
        now = self._evaluation
        if (
            now is None
            or review_from == now.review_from
            or (review_from is not None and not math.isfinite(review_from))
        ):
            return
        self._put(now.threshold, review_from)

    def step(self, by: int, *, review: bool = False) -> None:
        """Move a handle over `by` different scores."""
        study, now = self._study, self._evaluation
        if study is None or now is None:
            return
        if not review:
            self.set_threshold(study.step(now.threshold, by))
        elif now.review_from is not None:
            self.set_review_from(study.step(now.review_from, by))

    def choose(self, suggestion: Suggestion) -> None:
        """Take the threshold of an operating point; a review band below it stays."""
        now = self._evaluation
        if now is None:
            return
        self._suggestion = suggestion
        self._put(suggestion.threshold, now.review_from)

    def _put(self, threshold: float, review_from: float | None) -> None:
        study = self._study
        assert study is not None
        if review_from is not None and review_from >= threshold:
            below = study.step(threshold, -1)
            review_from = below if below < threshold else None
        before = self._evaluation
        self._evaluation = study.at(threshold, review_from)
        if self._evaluation != before:
            self.moved.emit()


def _thresholds(study: Study) -> tuple[float, float | None]:
    """Those of the recipe; a band of no width is none."""
    recipe = study.recipe
    return recipe.threshold, None if recipe.review_from == recipe.threshold else recipe.review_from
