"""What is done with a data set as a whole: from and to MVTec layout, its region, and keeping it as a snapshot."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QLineEdit, QWidget

from station.mvtec import Brought, Written
from station.permissions import Action
from station.queries import Snapshot, SnapshotRef
from ui.file_choice import choose_folder
from ui.jobs import Job
from ui.page import Page
from ui.theme import GRID, Theme, set_look
from ui.widgets.buttons import ActionButton
from ui.words import count_text, defects_text, good_pictures_text, pictures_text, year_day_text

_NAMED = 3
"""Snapshots that are listed; the line must not push the pictures away."""


class WholeSet(QFrame):
    """A panel of buttons for one data set. What takes long is a job of the page, told by `started`."""

    brought = Signal()
    """Pictures were added, or may have been."""
    started = Signal(object)
    """The `Job` that now runs."""
    region_requested = Signal(str)
    """The region of this set is to be drawn."""

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "panel")
        self._page = page
        self._station = page.context.station
        self._name = ""
        self._job: Job | None = None
        self._keeping = False
        self._make(page.context.theme)
        self.refresh()

    def _make(self, theme: Theme) -> None:
        self.import_button = ActionButton(theme, "import", self.tr("Import MVTec folder"))
        self.import_button.setToolTip(self.tr("One category: train/good, test/..., ground_truth/... with its masks"))
        self.export_button = ActionButton(theme, "export", self.tr("Export as MVTec"))
        self.export_button.setToolTip(self.tr("The pictures labelled good and defect, with their masks"))
        self.region_button = ActionButton(theme, "roi", self.tr("Draw the region"))
        self.snapshot_name = QLineEdit()
        self.snapshot_name.setMaxLength(100)
        self.snapshot_name.setPlaceholderText(self.tr("Name of the snapshot"))
        self.snapshot_name.setAccessibleName(self.tr("Name of the snapshot"))
        self.snapshot_button = ActionButton(theme, "save", self.tr("Keep as snapshot"))
        self.snapshot_button.setToolTip(self.tr("Keeps which pictures there are and how they are labelled now"))
        self.snapshots = QLabel()
        self.snapshots.setWordWrap(True)
        set_look(self.snapshots, "muted")
        grid = QGridLayout(self)
        grid.setContentsMargins(GRID, GRID, GRID, GRID)
        grid.setSpacing(GRID)
        grid.addWidget(self.import_button, 0, 0)
        grid.addWidget(self.export_button, 0, 1)
        grid.addWidget(self.snapshot_name, 1, 0)
        grid.addWidget(self.snapshot_button, 1, 1)
        grid.addWidget(self.snapshots, 2, 0)
        grid.addWidget(self.region_button, 2, 1)
        for column in range(2):
            grid.setColumnStretch(column, 1)
        self.import_button.clicked.connect(self._choose_import)
        self.export_button.clicked.connect(self._choose_export)
        self.region_button.clicked.connect(lambda: self.region_requested.emit(self._name))
        self.snapshot_name.textChanged.connect(lambda _text: self.refresh())
        self.snapshot_name.returnPressed.connect(self._keep)
        self.snapshot_button.clicked.connect(self._keep)

    def show_set(self, name: str) -> None:
        """Another set from now on; it need not exist yet."""
        self._name = name
        self.snapshot_name.clear()
        self._read()
        self.refresh()

    def bring(self, folder: Path) -> None:
        """Copy a category in MVTec layout into the set, as a job."""
        session, name, bring = self._page.context.desk.session, self._name, self._station.mvtec.bring
        if session is None or not name or self._job is not None:
            return
        self._start(
            self._page.start_job(
                self.tr("Importing {folder}").format(folder=folder.name),
                lambda progress, cancelled: bring(session, name, folder, progress=progress, cancelled=cancelled),
                self._brought,
                on_error=self._failed,
            )
        )

    def write(self, parent: Path) -> None:
        """Write the set as a folder of its own name below `parent`, as a job."""
        session, name, write = self._page.context.desk.session, self._name, self._station.mvtec.write
        if session is None or not name or self._job is not None:
            return
        self._start(
            self._page.start_job(
                self.tr("Exporting {name}").format(name=name),
                lambda progress, cancelled: write(session, name, parent / name, progress=progress, cancelled=cancelled),
                self._written,
                on_error=self._failed,
            )
        )

    def refresh(self) -> None:
        """Enable what whoever is at the desk may do."""
        may, named = self._page.context.desk.may, bool(self._name)
        free = named and self._job is None
        brings = all(may(action) for action in (Action.CAPTURE, Action.LABEL, Action.PAINT_MASK))
        self.import_button.setEnabled(free and brings)
        self.export_button.setEnabled(free and may(Action.LABEL))
        self.region_button.setEnabled(named and may(Action.EDIT_RECIPE))
        self.snapshot_name.setEnabled(named and may(Action.LABEL))
        typed = bool(self.snapshot_name.text().strip())
        self.snapshot_button.setEnabled(named and may(Action.LABEL) and typed and not self._keeping)

    def _start(self, job: Job) -> None:
        self._job = job
        self._page.clear_message()
        self.refresh()
        self.started.emit(job)

    def _choose_import(self) -> None:
        choose_folder(self, self.tr("Choose the folder of a category in MVTec layout"), self.bring)

    def _choose_export(self) -> None:
        choose_folder(self, self.tr("Choose where the folder {name} is to be").format(name=self._name), self.write)

    def _brought(self, done: Brought) -> None:
        self._job = None
        self.refresh()
        self.brought.emit()
        words = [
            self.tr("Added to {name}: {good}, {defects}, masks: {masks}.").format(
                good=good_pictures_text(done.good),
                defects=defects_text(sum(done.defects.values())),
                masks=count_text(done.masks),
                name=done.recipe,
            )
        ]
        if done.copies:
            words.append(self.tr("{count} were in the set already.").format(count=count_text(done.copies)))
        self._page.say(" ".join(words))

    def _written(self, done: Written) -> None:
        self._job = None
        self.refresh()
        words = self.tr("{folder}: to learn from {train}; to test with {test} and {defects}; masks: {masks}.").format(
            folder=done.folder,
            train=good_pictures_text(done.train),
            test=good_pictures_text(done.test_good),
            defects=defects_text(sum(done.defects.values())),
            masks=count_text(done.masks),
        )
        left = self.tr("Left out, because labelled unsure or ignore: {pictures}.").format(
            pictures=pictures_text(done.left_out)
        )
        self._page.say(words, left if done.left_out else "")

    def _failed(self, error: BaseException) -> None:
        self._job = None
        self.refresh()
        self.brought.emit()  # where only the database failed, what it took stays
        self._page.explain(error)

    def _keep(self) -> None:
        session, name, word = self._page.context.desk.session, self._name, self.snapshot_name.text().strip()
        if session is None or not self.snapshot_button.isEnabled():
            return
        self._keeping = True
        self.refresh()
        labelling = self._station.labelling

        def done(kept: Snapshot) -> None:
            self._keeping = False
            if name == self._name:
                self.snapshot_name.clear()
                self._read()
            self.refresh()
            self._page.say(
                self.tr("Kept as {snapshot}: {pictures} of {name}.").format(
                    pictures=pictures_text(len(kept.images)), name=kept.recipe, snapshot=kept.name
                )
            )

        def failed(error: BaseException) -> None:
            self._keeping = False
            self.refresh()
            self._page.explain(error)

        self._page.run(lambda: labelling.take_snapshot(session, name, word), done, on_error=failed)

    def _read(self) -> None:
        name, labelling = self._name, self._station.labelling
        self.snapshots.setText(self.tr("No snapshots."))
        if name:
            self._page.run(lambda: labelling.snapshots(name), lambda found: self._show(name, found))

    def _show(self, name: str, found: tuple[SnapshotRef, ...]) -> None:
        if name != self._name or not found:
            return
        words = [
            self.tr("{snapshot} ({pictures}, {day})").format(
                snapshot=one.name, pictures=pictures_text(one.n_images), day=year_day_text(one.at.astimezone().date())
            )
            for one in found[:_NAMED]
        ]
        if len(found) > _NAMED:
            words.append(self.tr("{count} older").format(count=count_text(len(found) - _NAMED)))
        self.snapshots.setText(self.tr("Snapshots: {names}").format(names="; ".join(words)))
