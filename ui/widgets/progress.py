"""What a job is doing, how far it is, how long it will take, and the button that cancels it."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from ui.jobs import Job
from ui.theme import GRID, Theme, set_look
from ui.told import in_words
from ui.widgets.buttons import ActionButton
from ui.words import duration_text

_STEPS = 1000


class ProgressPanel(QFrame):
    """Shows one job at a time; hidden while there is none."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "panel")
        self._job: Job | None = None
        self.name = QLabel()
        set_look(self.name, "strong")
        self.stage = QLabel()
        set_look(self.stage, "muted")
        self.bar = QProgressBar()
        self.bar.setRange(0, _STEPS)
        self.bar.setTextVisible(False)
        self.cancel_button = ActionButton(theme, "close", self.tr("Cancel"))
        self.cancel_button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.cancel_button.clicked.connect(self._cancel)
        words = QVBoxLayout()
        words.setSpacing(GRID // 2)
        words.addWidget(self.name)
        words.addWidget(self.bar)
        words.addWidget(self.stage)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        layout.setSpacing(2 * GRID)
        layout.addLayout(words, 1)
        layout.addWidget(self.cancel_button)
        self.hide()

    @property
    def job(self) -> Job | None:
        return self._job

    def watch(self, job: Job) -> None:
        """Show `job` until it ends."""
        self._job = job
        self.name.setText(job.name)
        self.bar.setAccessibleName(job.name)
        self.cancel_button.setEnabled(not job.cancelling)
        self._show(job.fraction, job.stage, job.eta_s)
        job.progressed.connect(lambda *values: self._show(*values) if job is self._job else None)
        job.ended.connect(lambda: self._ended(job))
        self.show()

    def _show(self, fraction: float, stage: str, eta_s: float | None) -> None:
        self.bar.setValue(round(_STEPS * min(max(fraction, 0.0), 1.0)))
        words = [in_words(stage)] if stage else []
        words.append(self.tr("{percent} %").format(percent=round(100 * fraction)))
        if self._job is not None and self._job.cancelling:
            words.append(self.tr("being cancelled"))
        elif eta_s is not None:
            words.append(self.tr("about {time} to go").format(time=duration_text(eta_s)))
        self.stage.setText(" · ".join(words))

    def _cancel(self) -> None:
        job = self._job
        if job is not None:
            job.cancel()
            self.cancel_button.setEnabled(False)
            self._show(job.fraction, job.stage, job.eta_s)

    def _ended(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self.hide()
