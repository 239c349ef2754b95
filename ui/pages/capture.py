"""Capture and label: the page on which an engineer puts a data set together."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from station.datasets import Counts, Imported
from station.hints import Hints
from station.queries import ImageLabel
from ui.bounds import at_most_text
from ui.file_choice import choose_folder
from ui.page import Page, PageContext
from ui.pages.capture_camera import CameraPanel
from ui.pages.capture_gallery import GalleryPanel
from ui.pages.capture_plan import PlanPanel
from ui.theme import GRID, SMALL, set_look
from ui.widgets.banner import Level
from ui.widgets.buttons import ActionButton
from ui.widgets.progress import ProgressPanel
from ui.widgets.text import WrappedText
from ui.words import count_text, defects_text, pictures_text


class CapturePage(Page):
    """A data set is chosen above; below it the camera or the gallery."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._station = context.station
        self._counts: Counts | None = None
        self._entered = False
        theme = context.theme
        self.sets = QComboBox()
        self.sets.setEditable(True)
        self.sets.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.sets.setMinimumWidth(200)
        self.sets.setAccessibleName(self.tr("Data set"))
        line = self.sets.lineEdit()
        if line is not None:
            line.setPlaceholderText(self.tr("Name of the data set"))
            line.editingFinished.connect(self._chosen)
        self.sets.activated.connect(lambda _index: self._chosen())
        self.numbers = WrappedText(theme, SMALL + 3, bold=True)
        self.claim = QLabel()
        self.claim.setWordWrap(True)
        set_look(self.claim, "muted")
        self.camera_button = ActionButton(theme, "capture", self.tr("Camera"), key="Ctrl+1")
        self.gallery_button = ActionButton(theme, "folder", self.tr("Pictures"), key="Ctrl+2")
        self.plan_button = ActionButton(theme, "report", self.tr("Plan"), key="Ctrl+3")
        self._views = QButtonGroup(self)
        for place, button in enumerate((self.camera_button, self.gallery_button, self.plan_button)):
            button.setCheckable(True)
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            self._views.addButton(button, place)
        self._views.idClicked.connect(self.show_view)
        self.camera = CameraPanel(self)
        self.gallery = GalleryPanel(self)
        self.plan = PlanPanel(self)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.camera)
        self.stack.addWidget(self.gallery)
        self.stack.addWidget(self.plan)
        self.progress = ProgressPanel(theme)
        top = QHBoxLayout()
        top.setSpacing(2 * GRID)
        top.addWidget(self.sets)
        top.addWidget(self.numbers, 1)
        switch = QHBoxLayout()
        switch.setSpacing(0)
        switch.addWidget(self.camera_button)
        switch.addWidget(self.gallery_button)
        switch.addWidget(self.plan_button)
        top.addLayout(switch)
        self.body.addLayout(top)
        self.body.addWidget(self.claim)
        self.body.addWidget(self.progress)
        self.body.addWidget(self.stack, 1)
        self.camera.stored.connect(self._stored)
        self.plan.stored.connect(self._planned)
        self.camera.done.connect(self.gallery.note_act)
        self.gallery.changed.connect(self._count)
        self.gallery.paint_requested.connect(lambda name, number: self.wanted.emit("masks", (name, number)))
        self.gallery.import_requested.connect(self._choose_folder)
        self.gallery.hints_requested.connect(self.look_for_hints)
        self.gallery.whole.brought.connect(self._stored)
        self.gallery.whole.started.connect(self.progress.watch)
        self.gallery.whole.region_requested.connect(lambda name: self.wanted.emit("masks", ("region", name)))
        self.show_view(0)
        self._show_counts(None)

    @property
    def name(self) -> str:
        """The data set that is shown; empty: none is chosen."""
        return self.gallery.name

    def entered(self) -> None:
        self._entered = True
        self.run(self._station.datasets.names, self._show_names)
        self._enter()
        if self.name:
            self.gallery.read_again()
            self._count()

    def left(self) -> None:
        self._entered = False
        self._leave()

    def session_changed(self) -> None:
        self.camera.session_changed()
        self.gallery.session_changed()
        self.plan.session_changed()
        self.sets.setEnabled(True)

    def unsaved(self) -> str | None:
        if self.plan.running:
            return self.tr("the rest of a capture plan, which can be gone on with")
        if self._station.capturing.status().waiting:
            return self.tr("pictures that wait for the disk")
        return None

    def shut_down(self) -> None:
        self.camera.shut_down()
        self.plan.leave()
        self.gallery.detail.stop()

    def show_view(self, place: int) -> None:
        """0: the camera; 1: the gallery; 2: the plan."""
        button = self._views.button(place)
        if button is not None:
            button.setChecked(True)
        changed = self._entered and self.stack.currentIndex() != place
        if changed:
            self._leave()
        self.stack.setCurrentIndex(place)
        if changed:
            self._enter()
            if place == 1:
                self.gallery.gallery.setFocus()

    def _enter(self) -> None:
        shown = self.stack.currentWidget()
        if shown is self.camera:
            self.camera.enter()
        elif shown is self.plan:
            self.plan.enter()

    def _leave(self) -> None:
        shown = self.stack.currentWidget()
        if shown is self.camera:
            self.camera.leave()
        elif shown is self.plan:
            self.plan.leave()

    def open_set(self, name: str) -> None:
        """Show a data set, which need not exist yet."""
        try:
            self._station.datasets.folder(name)
        except Exception as error:  # noqa: BLE001 - a name that a person typed, or a bug: `explain` tells them apart
            self.explain(error)
            return
        self.clear_message()
        self.sets.setCurrentText(name)
        self.camera.name = name
        self.gallery.show_set(name)
        self._count()

    def import_folder(self, folder: Path, label: ImageLabel, defect: str | None = None) -> None:
        """Copy the pictures of a folder into the set, as a job."""
        session, name, datasets = self.context.desk.session, self.name, self._station.datasets
        if session is None or not name:
            return
        job = self.start_job(
            self.tr("Importing {folder}").format(folder=folder.name),
            lambda progress, cancelled: datasets.import_folder(
                session, name, folder, label, defect=defect, progress=progress, cancelled=cancelled
            ),
            self._imported,
            on_error=self._import_failed,
        )
        self.progress.watch(job)

    def look_for_hints(self) -> None:
        """Look for near-duplicates and outliers, as a job."""
        name, hinting = self.name, self._station.hinting
        if not name:
            return
        job = self.start_job(
            self.tr("Looking for hints in {name}").format(name=name),
            lambda progress, cancelled: hinting.look_through(name, progress=progress, cancelled=cancelled),
            lambda hints: self._hinted(name, hints),
        )
        self.progress.watch(job)

    def _show_names(self, names: list[str]) -> None:
        current = self.name
        self.sets.blockSignals(True)
        self.sets.clear()
        self.sets.addItems(names)
        self.sets.setCurrentText(current)
        self.sets.blockSignals(False)
        if not current and names:
            active = self._station.status().recipe
            self.open_set(active.name if active is not None else names[0])

    def _chosen(self) -> None:
        name = self.sets.currentText().strip()
        if name and name != self.name:
            self.open_set(name)

    def _stored(self) -> None:
        self.gallery.read_more()
        self._count()

    def _planned(self, name: str) -> None:
        """A plan put pictures into the data set `name`."""
        if not self.name:
            self.open_set(name)
        elif name == self.name:
            self._stored()

    def _count(self) -> None:
        name, datasets = self.name, self._station.datasets
        if name:
            self.run(lambda: datasets.counts(name), lambda counts: self._show_counts(counts, name))

    def _show_counts(self, counts: Counts | None, name: str = "") -> None:
        if counts is None:
            self.numbers.set_text(self.tr("No data set chosen"))
            self.claim.setText(self.tr("Type the name of the part to be taught, or choose a set."))
            return
        if name != self.name:
            return
        self._counts = counts
        words = [
            self.tr("{count} good").format(count=count_text(counts.good)),
            defects_text(counts.defect),
        ]
        if counts.unsure:
            words.append(self.tr("{count} unsure").format(count=count_text(counts.unsure)))
        if counts.ignore:
            words.append(self.tr("{count} ignored").format(count=count_text(counts.ignore)))
        self.numbers.set_text(" · ".join(words))
        self.claim.setText(self._claim_words(counts))
        kinds = sorted(counts.kinds)
        self.gallery.set_kinds(kinds)
        self.camera.set_kinds([kind for kind in kinds if kind])

    def _claim_words(self, counts: Counts) -> str:
        claim = counts.claim
        if claim.false_rejects is None:
            first = self.tr("No good pictures to show a false-reject rate with.")
        else:
            first = self.tr(
                "At best, {held_out} of {good} good pictures held out can show false rejects of {bound}."
            ).format(held_out=claim.held_out, good=claim.good, bound=at_most_text(claim.false_rejects))
        if claim.escapes is None:
            second = self.tr("Without defects the escape rate stays unknown.")
        else:
            second = self.tr("Escapes, shown on {defects}: {bound}.").format(
                defects=defects_text(claim.defects), bound=at_most_text(claim.escapes)
            )
        if claim.next_good is None or claim.next_rate is None:
            return f"{first} {second}"
        third = self.tr("For {bound} it takes {good} good pictures.").format(
            bound=at_most_text(claim.next_rate), good=count_text(claim.next_good)
        )
        return f"{first} {third} {second}"

    def _choose_folder(self, label: ImageLabel, defect: str | None) -> None:
        title = self.tr("Choose the folder with the pictures")
        choose_folder(self, title, lambda folder: self.import_folder(folder, label, defect))

    def _imported(self, done: Imported) -> None:
        if done.act is not None:
            self.gallery.note_act(done.act)
        self._stored()
        found = pictures_text(done.found)
        words = [self.tr("Added: {new} of {pictures}.").format(new=count_text(done.new), pictures=found)]
        if done.copies:
            words.append(self.tr("{count} were in the set already.").format(count=done.copies))
        if done.refused:
            words.append(self.tr("{count} could not be taken.").format(count=done.refused))
        if done.cancelled:
            words.append(self.tr("The import was cancelled."))
        hint = " ".join(done.problems[:3])
        if done.refused > 3:
            hint += " " + self.tr("And {count} more.").format(count=done.refused - 3)
        self.say(" ".join(words), hint, Level.WARNING if done.refused else Level.NOTE)

    def _import_failed(self, error: BaseException) -> None:
        self._stored()
        self.explain(error)

    def _hinted(self, name: str, hints: Hints) -> None:
        if name != self.name:
            return
        self.gallery.set_hints(hints)
        notes = " ".join(hints.notes[:3])
        if hints.hints:
            self.say(self.tr("Look at the marked pictures before you teach."), notes)
        else:
            self.say(
                self.tr("Nothing to look at again in {pictures}.").format(pictures=pictures_text(hints.pictures)), notes
            )
