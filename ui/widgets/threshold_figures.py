"""What the threshold that is tried does, in counts and exact bounds."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QDoubleValidator
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QLineEdit

from ui.theme import GRID, Theme, set_look
from ui.threshold_words import counted_as, escapes_text, rejected_text, review_text
from ui.tuner import Tuner
from ui.widgets.card import Card
from ui.words import score_text


class ThresholdFigures(Card):
    """Fields for both thresholds, and what they mean. Every rate with its count and its bound."""

    def __init__(self, theme: Theme, tuner: Tuner) -> None:
        super().__init__("")
        self.setAccessibleName(self.tr("What this threshold does"))
        self._tuner = tuner
        self.threshold = QLineEdit()
        self.threshold.setAccessibleName(self.tr("Threshold: from this score on a part is rejected"))
        self.review = QLineEdit()
        self.review.setAccessibleName(self.tr("Start of the review band"))
        for field in (self.threshold, self.review):
            field.setValidator(QDoubleValidator(field))
            field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.with_review = QCheckBox(self.tr("Review from"))
        label = QLabel(self.tr("Threshold"))
        label.setBuddy(self.threshold)
        set_look(label, "strong")
        self.rejected, self.escapes, self.reviewed, self.full = (QLabel() for _ in range(4))
        self.warning = QLabel()
        for words in (self.rejected, self.escapes, self.full):
            set_look(words, "strong")
        set_look(self.reviewed, "muted")
        set_look(self.warning, "warn")
        grid = QGridLayout()
        grid.setSpacing(GRID // 2)
        grid.setHorizontalSpacing(GRID)
        grid.addWidget(label, 0, 0)
        grid.addWidget(self.with_review, 0, 1)
        grid.addWidget(self.threshold, 1, 0)
        grid.addWidget(self.review, 1, 1)
        self.body.setSpacing(GRID // 2 + 2)
        self.body.addLayout(grid)
        for words in (self.rejected, self.escapes, self.reviewed, self.full, self.warning):
            words.setWordWrap(True)
            self.body.addWidget(words)
        self.threshold.editingFinished.connect(self._typed_threshold)
        self.review.editingFinished.connect(self._typed_review)
        self.with_review.toggled.connect(self._toggled)
        tuner.study_changed.connect(self._show_study)
        tuner.moved.connect(self._show)
        theme.changed.connect(self.update)
        self._show_study()
        self._show()

    def _show_study(self) -> None:
        study = self._tuner.study
        for widget in (self.threshold, self.review, self.with_review):
            widget.setEnabled(study is not None)
        self.full.setVisible(study is not None and study.fpr_at_full_tpr is not None)
        if study is None:
            return
        if study.fpr_at_full_tpr is not None:
            self.full.setText(
                self.tr("At 100 % TPR: {rate}").format(
                    rate=counted_as(study.fpr_at_full_tpr, self.tr("{count} of {total} good rejected"))
                )
            )
        self.full.setToolTip(self.tr("What it costs in good parts to stop every one of these defects"))
        self.warning.setToolTip(
            self.tr("It looks better than it is. Check it on pictures that did not choose it, best from another time.")
        )
        self.warning.setText(self.tr("Chosen on these pictures, so it flatters."))

    def _show(self) -> None:
        now = self._tuner.evaluation
        self.warning.setVisible(self._tuner.changed)
        if now is None:
            for words in (self.rejected, self.escapes, self.reviewed):
                words.setText("")
            return
        if not self.threshold.hasFocus() or not self.threshold.isModified():
            self.threshold.setText(score_text(now.threshold))
        with_review = now.review_from is not None
        before = self.with_review.blockSignals(True)
        self.with_review.setChecked(with_review)
        self.with_review.blockSignals(before)
        self.review.setEnabled(with_review)
        self.review.setText(score_text(now.review_from) if with_review else "")
        self.rejected.setText(rejected_text(now))
        self.escapes.setText(escapes_text(now))
        self.reviewed.setVisible(with_review)
        self.reviewed.setText(review_text(now))

    def _typed_threshold(self) -> None:
        now = self._tuner.evaluation
        typed = _number(self.threshold)
        self.threshold.setModified(False)
        # what is shown is rounded: leaving the field must not move the threshold
        if now is not None and typed is not None and self.threshold.text() != score_text(now.threshold):
            self._tuner.set_threshold(typed)
        self._show()

    def _typed_review(self) -> None:
        now = self._tuner.evaluation
        typed = _number(self.review)
        if now is not None and typed is not None and self.review.text() != score_text(now.review_from):
            self._tuner.set_review_from(typed)
        self._show()

    def _toggled(self, on: bool) -> None:
        now, study = self._tuner.evaluation, self._tuner.study
        if now is None or study is None:
            return
        # a first band: down to the score below the threshold
        self._tuner.set_review_from(study.step(now.threshold, -1) if on else None)
        self._show()


def _number(field: QLineEdit) -> float | None:
    value, fine = field.locale().toDouble(field.text())
    if not fine:
        try:
            return float(field.text())
        except ValueError:
            return None
    return value
