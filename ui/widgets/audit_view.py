"""The audit trail on a page: filter, table, one row in full, the check of the chain, and taking it out as a table."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from station.audit import AuditEntry, AuditQuery, Verification
from station.permissions import Action
from station.trail import TrailPage
from ui.history_words import act_words
from ui.jobs import Job
from ui.page import Page
from ui.theme import GRID, TARGET, set_look
from ui.told import in_words
from ui.widgets.audit_filter import AuditFilter
from ui.widgets.audit_table import AuditModel, AuditTable
from ui.widgets.banner import Level
from ui.widgets.buttons import ActionButton
from ui.widgets.progress import ProgressPanel
from ui.words import count_text, moment_text

AT_ONCE = 20_000
"""A chain of so many rows is checked without being asked for: that takes about a second."""


class AuditView(QWidget):
    """The table with the chosen row in full below it. The page lays out `filter`, `count` and `foot`.

    Reads when it is shown, when a filter changes and when asked; late answers are dropped.
    """

    def __init__(self, page: Page, progress: ProgressPanel) -> None:
        super().__init__(page)
        self._page, self._progress = page, progress
        self._asked = 0
        self._query = AuditQuery()
        self._job: Job | None = None
        theme = page.context.theme
        self.filter = AuditFilter(theme, lambda: datetime.now(UTC))
        self.count = QLabel()
        set_look(self.count, "strong")
        self.model = AuditModel(self)
        self.table = AuditTable(self.model)
        self.detail = QLabel()
        self.detail.setWordWrap(True)
        self.detail.setTextFormat(Qt.TextFormat.PlainText)
        self.detail.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.chain = QLabel()
        self.chain.setWordWrap(True)
        self.check_button = ActionButton(theme, "lock", self.tr("Check the chain"))
        self.csv_button = ActionButton(theme, "export", self.tr("Table (CSV)"))
        self.foot = QWidget(page)
        self._lay_out()
        self._show_chain(None)
        self.filter.changed.connect(self.refresh)
        self.model.wanted.connect(self._read_more)
        self.table.chosen.connect(self._show_entry)
        self.check_button.clicked.connect(self.check)
        self.csv_button.clicked.connect(self._choose_file)

    @property
    def _may(self) -> bool:
        return self._page.context.desk.may(Action.READ_AUDIT)

    def enter(self) -> None:
        """Read what is there now, and check a chain that is short."""
        if not self._may:
            return
        by, trail = self._page.context.desk.require(Action.READ_AUDIT), self._page.context.station.trail
        self._page.run(lambda: trail.people(by), self.filter.set_people)
        self._page.run(lambda: trail.count(by, AuditQuery()), lambda rows: self.check() if rows <= AT_ONCE else None)
        self.refresh()

    def session_changed(self) -> None:
        """Show nothing to who may not read it."""
        if not self._may:
            self._asked += 1
            self.model.begin(None)
            self.count.clear()
            self._show_chain(None)
        self._enable()

    def refresh(self) -> None:
        """Read the first page and the count."""
        if not self._may:
            return
        by, trail = self._page.context.desk.require(Action.READ_AUDIT), self._page.context.station.trail
        self._asked += 1
        asked, query = self._asked, self.filter.query()
        self._query = query
        self._page.run(lambda: (trail.page(by, query), trail.count(by, query)), lambda found: self._show(asked, *found))

    def check(self) -> None:
        """Check the whole chain, as a job."""
        if self._job is not None:
            return
        by, trail = self._page.context.desk.require(Action.READ_AUDIT), self._page.context.station.trail
        self._watch(
            self._page.start_job(
                self.tr("Checking the audit trail"),
                lambda progress, cancelled: trail.check(by, progress, cancelled),
                self._checked,
                on_error=self._failed,
            )
        )

    def export_to(self, path: Path) -> None:
        """Write what the filter asks for as a table, as a job."""
        if self._job is not None:
            return
        by, trail = self._page.context.desk.require(Action.READ_AUDIT), self._page.context.station.trail
        query = self.filter.query()
        self._watch(
            self._page.start_job(
                self.tr("Writing {name}").format(name=path.name),
                lambda progress, cancelled: trail.csv(by, query, path, progress, cancelled),
                lambda rows: self._written(path, rows),
                on_error=self._failed,
            )
        )

    def _watch(self, job: Job) -> None:
        self._job = job
        self._progress.watch(job)
        self._enable()

    def _enable(self) -> None:
        for button in (self.check_button, self.csv_button):
            button.setEnabled(self._may and self._job is None)

    def _show(self, asked: int, page: TrailPage, count: int) -> None:
        if asked != self._asked:
            return
        self.model.begin(page)
        words = self.tr("Entries: {count}") if count else self.tr("No entry matches")
        self.count.setText(words.format(count=count_text(count)))
        if page.entries:
            self.table.setCurrentIndex(self.model.index(0, 0))

    def _read_more(self, before: int) -> None:
        asked, query = self._asked, self._query
        if not self._may:
            return
        by, trail = self._page.context.desk.require(Action.READ_AUDIT), self._page.context.station.trail

        def failed(error: BaseException) -> None:
            self.model.stop_waiting()
            self._page.explain(error)

        def done(page: TrailPage) -> None:
            if asked == self._asked:
                self.model.add(page)

        self._page.run(lambda: trail.page(by, query, before=before), done, on_error=failed)

    def _show_entry(self, entry: AuditEntry | None) -> None:
        if entry is None:
            self.detail.clear()
            return
        lines = [
            self.tr("Entry {number}, {time}: {act}, {who}, from {origin}").format(
                number=entry.number,
                time=moment_text(entry.at, seconds=True),
                act=act_words(entry.action),
                who=entry.who,
                origin=in_words(entry.origin),
            )
        ]
        if entry.why:
            lines.append(self.tr("Reason: {why}").format(why=entry.why))
        if entry.before is not None:
            lines.append(self.tr("Before: {values}").format(values=_plain(entry.before)))
        if entry.after is not None:
            lines.append(self.tr("After: {values}").format(values=_plain(entry.after)))
        self.detail.setText("\n".join(lines))

    def _checked(self, found: Verification) -> None:
        self._job = None
        self._enable()
        if self._may:
            self._show_chain(found)

    def _show_chain(self, found: Verification | None) -> None:
        """The chain in words; one that is broken is abnormal, and told across the top as well."""
        if found is None:
            self.chain.setText(self.tr("The chain has not been checked yet."))
        elif found.whole:
            words = self.tr("The chain is unbroken: {count} entries, checked {time}.")
            self.chain.setText(words.format(count=count_text(found.rows), time=moment_text(datetime.now(UTC))))
        else:
            words = self.tr("The chain is broken at entry {number}: {problem}.").format(
                number=found.broken, problem=in_words(found.problem)
            )
            whole = self.tr("The {count} entries before it are whole.").format(count=count_text(found.rows))
            self.chain.setText(f"{words} {whole}")
            self._page.say(words, whole, Level.ALARM)

    def _written(self, path: Path, rows: int) -> None:
        self._job = None
        self._enable()
        self._page.say(
            self.tr("Written: {path}").format(path=path), self.tr("Entries: {count}").format(count=count_text(rows))
        )

    def _failed(self, error: BaseException) -> None:
        self._job = None
        self._enable()
        self._page.explain(error)

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Where to write"), str(Path.home()), self.tr("Table (*.csv)"))
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(f"audit-{datetime.now():%Y-%m-%d}.csv")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.export_to(Path(path)))
        dialog.open()

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(GRID + 4, GRID, GRID + 4, GRID)
        column.addWidget(self.detail)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFixedHeight(2 * TARGET + GRID)
        scroll.setAccessibleName(self.tr("The chosen entry"))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, GRID, 0, 0)
        rows.setSpacing(GRID)
        rows.addWidget(self.table, 1)
        rows.addWidget(scroll)
        foot = QHBoxLayout(self.foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(GRID)
        foot.addWidget(self.chain, 1)
        for button in (self.check_button, self.csv_button):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            foot.addWidget(button)


def _plain(values: Mapping[str, Any]) -> str:
    """One line of what was before or after, without the brackets around it."""
    return ", ".join(
        f"{name} {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
        for name, value in values.items()
    )
