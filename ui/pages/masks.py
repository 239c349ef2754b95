"""Paint where a picture is defective, beginning from what the model sees; and draw what of a picture counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel

from station.mask_tools import flooded, without_holes
from station.masks import Saved
from station.permissions import Action
from station.queries import ImageLabel
from ui.labels import label_word
from ui.mask_canvas import MaskCanvas
from ui.mask_document import MaskDocument
from ui.mask_drafts import MaskDrafts
from ui.mask_figures import MaskFigures
from ui.mask_guide import MaskGuide
from ui.mask_panel import MaskPanel
from ui.mask_picker import MaskPicker
from ui.mask_work import Work
from ui.page import Page, PageContext
from ui.picture import render_image
from ui.region_editor import RegionEditor
from ui.theme import GRID, set_look
from ui.widgets.ask import Question
from ui.widgets.banner import Level
from ui.widgets.buttons import ActionButton
from ui.widgets.progress import ProgressPanel
from ui.words import count_text


class MasksPage(Page):
    """One picture of one data set at a time. What is painted and not saved is kept as a draft on the disk."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        theme = context.theme
        self._work: Work | None = None
        self._ticket = 0
        self.picker = MaskPicker(self)
        self.state = QLabel()
        set_look(self.state, "muted")
        self.undo_button = ActionButton(theme, "undo", "", name=self.tr("Undo"), key="Ctrl+Z")
        self.redo_button = ActionButton(theme, "redo", "", name=self.tr("Redo"), key="Ctrl+Y")
        self.clear_button = ActionButton(theme, "remove", "", name=self.tr("Clear the mask"))
        self.save_button = ActionButton(theme, "save", self.tr("Save"), key="Ctrl+S")
        self.save_button.set_prominent(True)
        self.canvas = MaskCanvas(theme)
        self.panel = MaskPanel(theme)
        self.progress = ProgressPanel(theme)
        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(self.picker, 1)
        for widget in (self.state, self.undo_button, self.redo_button, self.clear_button, self.save_button):
            top.addWidget(widget)
        middle = QHBoxLayout()
        middle.setSpacing(GRID)
        middle.addWidget(self.canvas, 1)
        middle.addWidget(self.panel)
        self.body.addLayout(top)
        self.body.addLayout(middle, 1)
        self.body.addWidget(self.progress)
        self.drafts = MaskDrafts(self, lambda: self._work, self._draft_taken)
        self.guide = MaskGuide(self, self.canvas, self.panel, self._change)
        self.region = RegionEditor(self, self.canvas, self.panel)
        self.figures = MaskFigures(self, self.panel, self.progress)
        self._connect()
        self.canvas.show_note(
            self.tr("No picture is open"), self.tr("Choose a data set with defects, or a picture in the gallery.")
        )
        self.guide.show(None)
        self._refresh()

    def _connect(self) -> None:
        panel, canvas = self.panel, self.canvas
        self.picker.picture_chosen.connect(self._open)
        self.picker.set_chosen.connect(self._show_set)
        self.picker.nothing_there.connect(self._show_nothing)
        self.undo_button.clicked.connect(lambda: self._go(lambda document: canvas.refresh(document.undo())))
        self.redo_button.clicked.connect(lambda: self._go(lambda document: canvas.refresh(document.redo())))
        self.clear_button.clicked.connect(self._ask_clear)
        self.save_button.clicked.connect(self._save)
        canvas.painted.connect(self._painted)
        canvas.flood_wanted.connect(self._flood)
        canvas.size_changed.connect(panel.show_size)
        panel.size_chosen.connect(canvas.set_size)
        panel.tool_chosen.connect(canvas.set_tool)
        panel.mode_chosen.connect(self._mode)
        panel.holes_button.clicked.connect(lambda: self._change(lambda _, mask: without_holes(mask)))
        for button, action in zip(
            panel.zooms, (canvas.zoom_in, canvas.zoom_out, canvas.fit, canvas.original_size), strict=True
        ):
            button.clicked.connect(action)
        panel.heat_opacity.valueChanged.connect(lambda value: canvas.set_heat_opacity(value / 100))
        panel.mask_opacity.valueChanged.connect(lambda value: canvas.set_mask_opacity(value / 100))
        self.region.changed.connect(self._refresh)
        panel.measure_button.clicked.connect(lambda: self.figures.measure(self.picker.name))
        heat = QShortcut(QKeySequence("H"), self)
        heat.setWhatsThis(self.tr("Heatmap on or off"))
        heat.activated.connect(lambda: panel.heat_opacity.setValue(0 if panel.heat_opacity.value() else 60))

    @property
    def work(self) -> Work | None:
        return self._work

    def open_picture(self, recipe: str, image_id: int) -> None:
        """Show a picture of a data set, whatever it is labelled. Call it before or after the page is shown."""
        self.picker.open(recipe, image_id)

    def show_subject(self, subject: object) -> None:
        """`subject`: the name of a data set and the number of a picture in it; or "region" and the name of one."""
        match subject:
            case (str() as recipe, int() as image_id):
                self.panel.mask_button.setChecked(True)
                self.open_picture(recipe, image_id)
            case ("region", str() as recipe):
                self.panel.region_button.setChecked(True)
                self.picker.open(recipe, None)

    def entered(self) -> None:
        self.picker.entered()

    def left(self) -> None:
        self.drafts.keep()

    def session_changed(self) -> None:
        self._refresh()

    def unsaved(self) -> str | None:
        work = self._work
        if work is not None and work.document.modified:
            return self.tr("the mask of {picture}").format(picture=work.name)
        if self.region.unsaved:
            return self.tr("the region of {name}").format(name=", ".join(self.region.unsaved))
        return None

    def shut_down(self) -> None:
        self.guide.stop()
        self.drafts.shut_down()

    def _show_set(self, name: str) -> None:
        self.figures.forget()
        self.region.open(name)

    def _show_nothing(self, name: str) -> None:
        self.drafts.keep()
        self._ticket += 1
        self._work = None
        self.guide.show(None)
        self.canvas.set_document(None)
        self.canvas.show_note(
            self.tr("Nothing to paint in {name}").format(name=name),
            self.tr("Label pictures as defects in the gallery first."),
        )
        self._refresh()

    def _open(self, recipe: str, image_id: int) -> None:
        work = self._work
        if work is not None and (work.recipe, work.id) == (recipe, image_id) and self._is_current(work):
            return  # only the list was read again
        self.drafts.keep()
        self._ticket += 1
        ticket, masks = self._ticket, self.context.station.masks

        def read() -> Work:
            opened = masks.open(recipe, image_id)
            return Work(ticket, recipe, opened, render_image(opened.image), MaskDocument(opened.mask))

        self.run(read, self._show, on_error=lambda error: self._not_opened(ticket, error))

    def _is_current(self, work: Work) -> bool:
        listed = self.picker.current
        if work.document.modified or listed is None:
            return True
        saved = work.opened.saved
        hashes = [None if mask is None else mask.sha256 for mask in (saved, listed.mask)]
        return listed.stored == work.opened.stored and hashes[0] == hashes[1]

    def _not_opened(self, ticket: int, error: BaseException) -> None:
        if ticket != self._ticket:
            return
        self._work = None
        self.canvas.set_document(None)
        self.canvas.show_note(self.tr("This picture cannot be painted"))
        self.guide.show(None)
        self._refresh()
        self.explain(error)

    def _show(self, work: Work) -> None:
        if work.ticket != self._ticket:
            return
        self._work = work
        self.clear_message()
        self.canvas.show_picture(work.picture)
        self.canvas.set_document(work.document)
        self._refresh()
        if work.opened.trouble:
            self.say(work.opened.trouble, level=Level.WARNING)
        self.drafts.offer(work)
        self.guide.show(work)

    def _draft_taken(self) -> None:
        self.canvas.update()
        self._refresh()

    def _flood(self, x: int, y: int, erase: bool) -> None:
        tolerance = self.panel.tolerance.value()
        self._change(
            lambda work, mask: flooded(work.opened.image, mask, (x, y), tolerance, 0 if erase else 255),
        )

    def _change(
        self,
        operation: Callable[[Work, NDArray[np.uint8]], NDArray[np.uint8]],
        then: Callable[[Work], None] = lambda _work: None,
    ) -> None:
        """Compute another mask off the GUI thread and take it over as one step; nothing is painted meanwhile."""
        work = self._work
        if work is None or not self._may_paint:
            return
        work.document.settle()
        mask = work.document.pixels.copy()
        self.canvas.set_editable(False)

        def done(found: NDArray[np.uint8]) -> None:
            self._refresh()
            if work is self._work:
                self.canvas.refresh(work.document.replace(found))
                then(work)
                self._painted()

        def failed(error: BaseException) -> None:
            self._refresh()
            self.explain(error)

        busy = (self.save_button, self.undo_button, self.redo_button, self.panel.refine_button, self.panel.add_button)
        self.run(lambda: operation(work, mask), done, on_error=failed, busy=busy)

    def _save(self) -> None:
        if self.panel.region_mode:
            if self._work is not None:
                self.region.save(self.picker.name, self._work.opened.stored.image, (self.save_button,))
            return
        work = self._work
        if work is None:
            return
        label = work.opened.stored.image.label
        if label is ImageLabel.DEFECT:
            self._save_mask(work, make_defect=False)
            return
        self.ask(
            Question(
                self.tr("Label this picture as a defect?"),
                self.tr("{picture} is labelled {label}, and only defects have masks.").format(
                    picture=work.name, label=label_word(label)
                ),
                self.tr("Save, label as defect"),
                lambda _: self._save_mask(work, make_defect=True),
            )
        )

    def _save_mask(self, work: Work, *, make_defect: bool) -> None:
        session = self.context.desk.require(Action.PAINT_MASK)
        document = work.document
        document.settle()
        pixels, revision = document.pixels.copy(), document.revision
        masks = self.context.station.masks
        self.drafts.wait()

        def done(saved: Saved) -> None:
            if document.revision == revision:
                document.mark_saved()
            stored = work.opened.stored
            if saved.labelled:
                stored = replace(stored, image=replace(stored.image, label=ImageLabel.DEFECT))
            work.opened = replace(work.opened, stored=stored, saved=saved.mask, draft=None)
            self.picker.replaced(stored, saved.mask)
            if saved.labelled:
                self.say(self.tr("{picture} is labelled as a defect now.").format(picture=work.name))
            self._refresh()

        self.run(
            lambda: masks.save(
                session, work.recipe, work.id, pixels, proposed_by=work.proposed_by, make_defect=make_defect
            ),
            done,
            busy=(self.save_button,),
        )

    def _ask_clear(self) -> None:
        work = self._work
        if work is None:
            return

        def clear(_: str) -> None:
            session = self.context.desk.require(Action.PAINT_MASK)

            def done(_: None) -> None:
                work.document.replace(np.zeros_like(work.document.pixels))
                work.document.mark_saved()
                work.opened = replace(work.opened, saved=None)
                work.proposed_by = None
                self.picker.replaced(work.opened.stored, None)
                self.canvas.update()
                self._refresh()

            self.run(lambda: self.context.station.masks.clear(session, work.recipe, work.id), done)

        self.ask(
            Question(
                self.tr("Clear the mask?"),
                self.tr("The mask of {picture} is taken away from the canvas and from the data set.").format(
                    picture=work.name
                ),
                self.tr("Clear"),
                clear,
                danger=True,
            )
        )

    def _painted(self) -> None:
        self.drafts.soon()
        self._refresh()

    def _go(self, move: Callable[[MaskDocument], None]) -> None:
        if self._work is not None and self._may_paint:
            move(self._work.document)
            self._painted()

    def _mode(self, region: bool) -> None:
        self.guide.refresh()
        self.region.refresh()
        self.picker.set_everything(region)

    @property
    def _may_paint(self) -> bool:
        return self.context.desk.may(Action.PAINT_MASK)

    def _refresh(self) -> None:
        work, region = self._work, self.panel.region_mode
        may = self._may_paint and work is not None
        document = work.document if work is not None else None
        self.canvas.set_editable(may)
        for widget in (self.panel.holes_button, self.panel.refine_button):
            widget.setEnabled(may)
        self.undo_button.setEnabled(may and not region and document is not None and document.can_undo)
        self.redo_button.setEnabled(may and not region and document is not None and document.can_redo)
        saved = work is not None and work.opened.saved is not None
        self.clear_button.setEnabled(may and not region and (saved or (document is not None and not document.empty)))
        changed = self.region.modified if region else document is not None and document.modified
        self.save_button.setEnabled(may and changed and (region or (document is not None and not document.empty)))
        self.panel.measure_button.setEnabled(bool(self.picker.name))
        self.state.setText("" if work is None else self._state_words(work))

    def _state_words(self, work: Work) -> str:
        if self.panel.region_mode:
            return self.tr("region not saved") if self.region.modified else ""
        if work.document.modified:
            return self.tr("not saved")
        saved = work.opened.saved
        return (
            self.tr("no mask")
            if saved is None
            else self.tr("saved: {pixels} pixels").format(pixels=count_text(saved.pixels))
        )
