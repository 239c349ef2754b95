"""The row of buttons that write past inspections to a file, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSizePolicy, QWidget

from station.export_zip import Zipped
from station.permissions import Action
from station.queries import InspectionQuery
from ui.history_words import parts_text, pictures_text
from ui.jobs import Job
from ui.page import Page
from ui.theme import GRID, SMALL
from ui.widgets.buttons import ActionButton
from ui.widgets.progress import ProgressPanel
from ui.widgets.text import WrappedText
from ui.words import count_text


class HistoryExports(QWidget):
    """Table, zip or report of what `query` gives at that moment; one at a time, as a job that `progress` shows."""

    def __init__(self, page: Page, query: Callable[[], InspectionQuery], progress: ProgressPanel) -> None:
        super().__init__(page)
        self._page = page
        self._query = query
        self._progress = progress
        self._job: Job | None = None
        theme = page.context.theme
        self.csv_button = ActionButton(theme, "export", self.tr("Table (CSV)"))
        self.zip_button = ActionButton(theme, "export", self.tr("With pictures (zip)"))
        self.report_button = ActionButton(theme, "report", self.tr("Report (PDF)"))
        self.buttons = (self.csv_button, self.zip_button, self.report_button)
        self.note = WrappedText(theme, SMALL, lines=2, muted=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self.note, 1)
        for button, kind in zip(self.buttons, ("csv", "zip", "pdf"), strict=True):
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _checked=False, kind=kind: self._choose_file(kind))
            row.addWidget(button)

    def refresh(self) -> None:
        """Enable what whoever is at the desk may do."""
        allowed = self._page.context.desk.may(Action.EXPORT_HISTORY)
        for button in self.buttons:
            button.setEnabled(allowed and self._job is None)
        # masks belong to data sets: they leave the station with those
        self.note.set_text(
            self.tr("Table: a row for each part. Zip: with pictures, decisions, feedback. No masks, no heatmaps.")
            if allowed
            else self.tr("An engineer may export.")
        )

    def export_to(self, kind: str, path: Path) -> None:
        """Write "csv", "zip" or "pdf" of what the filter asks for."""
        session = self._page.context.desk.session
        if self._job is not None or session is None:
            return
        exports, query = self._page.context.station.history_exports, self._query()
        write: Any = {"csv": exports.csv, "zip": exports.zip, "pdf": exports.report}[kind]
        self._job = self._page.start_job(
            self.tr("Writing {name}").format(name=path.name),
            lambda progress, cancelled: write(session, query, path, progress, cancelled),
            lambda made: self._written(path, made),
            on_error=self._failed,
        )
        self._progress.watch(self._job)
        self.refresh()

    def _choose_file(self, kind: str) -> None:
        names = {
            "csv": self.tr("Table (*.csv)"),
            "zip": self.tr("Table with pictures (*.zip)"),
            "pdf": self.tr("Report (*.pdf)"),
        }
        dialog = QFileDialog(self, self.tr("Where to write"), str(Path.home()), names[kind])
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(kind)
        dialog.selectFile(f"inspections-{datetime.now():%Y-%m-%d}.{kind}")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.export_to(kind, Path(path)))
        dialog.open()

    def _written(self, path: Path, made: object) -> None:
        self._job = None
        self.refresh()
        if not isinstance(made, Zipped):
            self._page.say(self.tr("Written: {path}").format(path=path))
            return
        words = self.tr("Written: {path}: {parts}, {pictures}").format(
            parts=parts_text(made.rows), pictures=pictures_text(made.pictures), path=path
        )
        hint = ""
        if made.missing or made.changed:
            hint = self.tr("Pictures missing: {missing}, changed: {changed}; missing.csv says why.").format(
                missing=count_text(made.missing), changed=count_text(made.changed)
            )
        self._page.say(words, hint)

    def _failed(self, error: BaseException) -> None:
        self._job = None
        self.refresh()
        self._page.explain(error)
