"""The gallery's side of the capture page: look through a set, label, take back, and look at hints."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from station.hints import Finding, Hints
from station.permissions import Action
from station.queries import ImageLabel, StoredImage
from ui.gallery_model import GalleryModel, Order, Thumbnails, View
from ui.gallery_view import PICTURE, Gallery
from ui.labels import label_word
from ui.page import Page
from ui.pages.capture_detail import Detail
from ui.pages.capture_whole import WholeSet
from ui.theme import GRID, Theme, set_look
from ui.widgets.buttons import ActionButton
from ui.words import count_text

_FIRST, _PAGE = 300, 2000


class GalleryPanel(QWidget):
    """One data set. `changed` after anything was labelled; `paint_requested` to paint a mask on a picture."""

    changed = Signal()
    paint_requested = Signal(str, int)
    """Name of the set, number of the picture."""
    import_requested = Signal(object, object)
    """What the pictures of a folder are to be labelled: `ImageLabel`, kind of defect or None."""
    hints_requested = Signal()

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = page
        self._station = page.context.station
        theme, tasks = page.context.theme, page.context.tasks
        self._name = ""
        self._turn = 0
        self._labelling = 0
        self._undo: list[str] = []
        self._redo: list[str] = []
        self._hints: Hints | None = None
        ratio = self.devicePixelRatioF()
        box = QSize(round(PICTURE.width() * ratio), round(PICTURE.height() * ratio))
        self.thumbnails = Thumbnails(self._station.datasets.thumbnail, tasks, box, self)
        self.model = GalleryModel(self.thumbnails, tasks, self)
        self.gallery = Gallery(self.model, self.thumbnails, theme)
        self.detail = Detail(page)
        self.whole = WholeSet(page)
        self.whole.hide()
        self.empty = QLabel()
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_look(self.empty, "title")
        self.summary = QLabel()
        set_look(self.summary, "muted")
        self._make_controls(theme)
        self._lay_out()
        self.gallery.chosen.connect(self._chosen)
        self.gallery.opened.connect(lambda: self.detail.view.setFocus())
        self.model.arranged.connect(self._arranged)
        self.detail.other_wanted.connect(self._go_to)
        self._chosen()

    def _make_controls(self, theme: Theme) -> None:
        self.label_filter = QComboBox()
        self.label_filter.addItem(self.tr("All labels"), None)
        for label in ImageLabel:
            self.label_filter.addItem(label_word(label), label)
        self.label_filter.setAccessibleName(self.tr("Show pictures labelled"))
        self.kind_filter = QComboBox()
        self.kind_filter.setAccessibleName(self.tr("Show defects of the kind"))
        self.order = QComboBox()
        for text, order in (
            (self.tr("Oldest first"), Order.OLDEST),
            (self.tr("Newest first"), Order.NEWEST),
            (self.tr("By label"), Order.LABEL),
            (self.tr("Hints first"), Order.HINTS),
        ):
            self.order.addItem(text, order)
        self.order.setAccessibleName(self.tr("Sort the pictures"))
        for box in (self.label_filter, self.kind_filter, self.order):
            box.currentIndexChanged.connect(lambda _index: self._filter())
        self.hinted_button = ActionButton(theme, "filter", self.tr("Hints only"))
        self.hinted_button.setCheckable(True)
        self.hinted_button.toggled.connect(lambda _on: self._filter())
        self.import_button = ActionButton(
            theme, "import", self.tr("Import"), name=self.tr("Import folder"), key="Ctrl+I"
        )
        self.hints_button = ActionButton(theme, "search", self.tr("Look for hints"))
        self.whole_button = ActionButton(
            theme, "folder", "", name=self.tr("Whole set: MVTec, snapshots, region"), key="Ctrl+E"
        )
        self.whole_button.setCheckable(True)
        self.whole_button.toggled.connect(self.whole.setVisible)
        self.import_label = QComboBox()
        for label in (ImageLabel.GOOD, ImageLabel.DEFECT, ImageLabel.UNSURE):
            self.import_label.addItem(self.tr("as {label}").format(label=label_word(label)), label)
        self.import_label.setAccessibleName(self.tr("Label of imported pictures"))
        self.import_button.clicked.connect(self._import)
        self.hints_button.clicked.connect(self.hints_requested)
        for button in (self.hinted_button, self.import_button, self.hints_button, self.whole_button):
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.kind = QComboBox()
        self.kind.setEditable(True)
        self.kind.setAccessibleName(self.tr("Kind of defect"))
        line = self.kind.lineEdit()
        if line is not None:
            line.setPlaceholderText(self.tr("Kind of defect"))
            line.returnPressed.connect(lambda: self.label(ImageLabel.DEFECT))
        self.label_buttons = {
            ImageLabel.GOOD: ActionButton(theme, "good", self.tr("Good"), key="G"),
            ImageLabel.DEFECT: ActionButton(theme, "bad", self.tr("Defect"), key="D"),
            ImageLabel.UNSURE: ActionButton(theme, "unsure", self.tr("Unsure"), key="U"),
            ImageLabel.IGNORE: ActionButton(theme, "ignore", self.tr("Ignore"), key="I"),
        }
        for label, button in self.label_buttons.items():
            button.clicked.connect(lambda _on=False, label=label: self.label(label))
        self.undo_button = ActionButton(theme, "undo", "", name=self.tr("Take back"), key="Ctrl+Z")
        self.redo_button = ActionButton(theme, "redo", "", name=self.tr("Redo"), key="Ctrl+Y")
        self.undo_button.clicked.connect(lambda: self._take_back(self._undo, self._redo))
        self.redo_button.clicked.connect(lambda: self._take_back(self._redo, self._undo))
        self.paint_button = ActionButton(theme, "brush", self.tr("Paint mask"), key="M")
        self.paint_button.clicked.connect(self._paint)

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(GRID)
        for widget in (self.label_filter, self.kind_filter, self.order):
            tools.addWidget(widget, 1)
        tools.addWidget(self.hinted_button)
        more = QHBoxLayout()
        more.setSpacing(GRID)
        more.addWidget(self.whole_button)
        more.addWidget(self.hints_button)
        more.addStretch(1)
        more.addWidget(self.import_button)
        more.addWidget(self.import_label)
        pictures = QWidget()
        self._stack = QStackedLayout(pictures)
        self._stack.addWidget(self.gallery)
        self._stack.addWidget(self.empty)
        left = QVBoxLayout()
        left.setSpacing(GRID)
        left.addLayout(more)
        left.addWidget(self.whole)
        left.addLayout(tools)
        left.addWidget(pictures, 1)
        left.addWidget(self.summary)
        acts = QFrame()
        set_look(acts, "panel")
        grid = QGridLayout(acts)
        grid.setContentsMargins(GRID, GRID, GRID, GRID)
        grid.setSpacing(GRID)
        good, defect, unsure, ignore = self.label_buttons.values()
        grid.addWidget(good, 0, 0)
        grid.addWidget(defect, 0, 1)
        grid.addWidget(unsure, 1, 0)
        grid.addWidget(ignore, 1, 1)
        grid.addWidget(self.kind, 2, 0, 1, 2)
        last = QHBoxLayout()
        last.setSpacing(GRID)
        last.addWidget(self.undo_button)
        last.addWidget(self.redo_button)
        last.addWidget(self.paint_button, 1)
        grid.addLayout(last, 3, 0, 1, 2)
        right = QVBoxLayout()
        right.setSpacing(GRID)
        right.addWidget(self.detail, 1)
        right.addWidget(acts)
        column = QWidget()
        column.setLayout(right)
        right.setContentsMargins(0, 0, 0, 0)
        column.setFixedWidth(340)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addLayout(left, 1)
        layout.addWidget(column)

    @property
    def name(self) -> str:
        """The set that is shown."""
        return self._name

    def show_set(self, name: str) -> None:
        """Read another set, page by page."""
        self._name = name
        self._undo.clear()
        self._redo.clear()
        self._hints = None
        self.hinted_button.setChecked(False)
        self.model.clear()
        self.detail.show_one(None)
        self.whole.show_set(name)
        self._read(0, _FIRST)

    def read_more(self) -> None:
        """Read what was added since."""
        self._read(self.model.last_number, _PAGE)

    def read_again(self) -> None:
        """Read everything anew: labels may have changed."""
        self._read(0, _PAGE)

    def set_kinds(self, kinds: list[str]) -> None:
        """Offer the kinds of defects that the set knows."""
        typed, shown = self.kind.currentText(), self.kind_filter.currentData()
        self.kind.clear()
        self.kind.addItems([kind for kind in kinds if kind])
        self.kind.setCurrentText(typed)
        self.kind_filter.blockSignals(True)
        self.kind_filter.clear()
        self.kind_filter.addItem(self.tr("All kinds"), None)
        for kind in kinds:
            self.kind_filter.addItem(kind or self.tr("no kind"), kind)
        self.kind_filter.setCurrentIndex(max(0, self.kind_filter.findData(shown)))
        self.kind_filter.blockSignals(False)
        if self.kind_filter.currentData() != shown:
            self._filter()

    def set_hints(self, hints: Hints) -> None:
        """Mark what is to be looked at again, and show it first."""
        self._hints = hints
        self.model.set_hints(hints)
        if hints.hints:
            self.order.setCurrentIndex(self.order.findData(Order.HINTS))
            self.hinted_button.setChecked(True)
        self._chosen()

    def note_act(self, act: str) -> None:
        """Remember an act that Take back takes back."""
        self._undo.append(act)
        self._redo.clear()
        self._refresh()

    def label(self, label: ImageLabel) -> None:
        """Label what is chosen."""
        session, ids, name = self._page.context.desk.session, self.gallery.numbers(), self._name
        if session is None or not ids or not self.label_buttons[label].isEnabled():
            return
        kind = self.kind.currentText().strip() or None if label is ImageLabel.DEFECT else None

        def done(act: str) -> None:
            self._labelling -= 1
            self.note_act(act)
            if name == self._name:
                self.model.relabel(ids, label, kind)
            self.changed.emit()

        def failed(error: BaseException) -> None:
            self._labelling -= 1
            self._refresh()
            self._page.explain(error)

        labelling = self._station.labelling
        self._labelling += 1
        self._refresh()
        self._page.run(lambda: labelling.label(session, name, ids, label, defect=kind), done, on_error=failed)

    def session_changed(self) -> None:
        self.whole.refresh()
        self._refresh()

    def _take_back(self, acts: list[str], other: list[str]) -> None:
        session = self._page.context.desk.session
        if session is None or not acts or self._labelling:
            return
        act = acts[-1]
        self._labelling += 1

        def done(new: str) -> None:
            self._labelling -= 1
            if acts and acts[-1] == act:
                acts.pop()
                other.append(new)
            self.read_again()
            self.changed.emit()
            self._refresh()

        def failed(error: BaseException) -> None:
            self._labelling -= 1
            self._refresh()
            self._page.explain(error)

        labelling = self._station.labelling
        self._refresh()
        self._page.run(lambda: labelling.undo(session, act), done, on_error=failed)

    def _read(self, after: int, limit: int) -> None:
        self._turn += 1
        self._read_on(self._turn, self._name, after, limit)

    def _read_on(self, turn: int, name: str, after: int, limit: int) -> None:
        def done(page: list[StoredImage]) -> None:
            if turn != self._turn or name != self._name:
                return
            self.model.take(page)
            if len(page) == limit:
                self._read_on(turn, name, page[-1].id, _PAGE)

        if name:
            datasets = self._station.datasets
            self._page.run(lambda: datasets.page(name, after=after, limit=limit), done)

    def _filter(self) -> None:
        # Qt gives an enumeration of texts back as a text
        word = self.label_filter.currentData()
        label = None if word is None else ImageLabel(word)
        only_defects = label in (None, ImageLabel.DEFECT)
        self.kind_filter.setEnabled(only_defects)
        kind: str | None = self.kind_filter.currentData() if only_defects else None
        self.model.set_view(View(label, kind, self.hinted_button.isChecked(), Order(self.order.currentData())))

    def _arranged(self) -> None:
        shown, total = self.model.rowCount(), self.model.total
        self._stack.setCurrentIndex(0 if shown else 1)
        if not self._name:
            self.empty.setText(self.tr("Choose a data set above, or type the name of a new one."))
        elif not total:
            self.empty.setText(self.tr("No pictures yet. Take some with the camera, or import a folder."))
        else:
            self.empty.setText(self.tr("No picture has this label."))
        self._chosen()

    def _chosen(self) -> None:
        one = self.gallery.current()
        ids = self.gallery.numbers()
        words = [
            self.tr("{shown} of {total} pictures shown").format(
                shown=count_text(self.model.rowCount()), total=count_text(self.model.total)
            )
        ]
        if ids:
            words.append(self.tr("{count} chosen").format(count=count_text(len(ids))))
        if self._hints is not None:
            far = len({hint.image_id for hint in self._hints.hints if hint.finding is Finding.OUTLIER})
            near = len({hint.image_id for hint in self._hints.hints if hint.finding is Finding.NEAR_DUPLICATE})
            words.append(
                self.tr("{far} unlike the rest, {near} near copies").format(far=count_text(far), near=count_text(near))
            )
        self.summary.setText(" · ".join(words))
        self.detail.show_one(one, self.model.hints_of(one.id) if one is not None else ())
        self._refresh()

    def _go_to(self, number: int) -> None:
        if not self.gallery.go_to(number):
            self._page.say(self.tr("That picture is not among those shown."), self.tr("Show all labels to see it."))

    def _import(self) -> None:
        label = ImageLabel(self.import_label.currentData())
        kind = self.kind.currentText().strip() or None
        self.import_requested.emit(label, kind if label is ImageLabel.DEFECT else None)

    def _paint(self) -> None:
        one = self.gallery.current()
        if one is not None:
            self.paint_requested.emit(self._name, one.id)

    def _refresh(self) -> None:
        may = self._page.context.desk.may
        some = bool(self.gallery.selectionModel().hasSelection())
        for button in self.label_buttons.values():
            button.setEnabled(may(Action.LABEL) and some)
        self.kind.setEnabled(may(Action.LABEL))
        quiet = may(Action.LABEL) and self._labelling == 0  # else the act before the last would be taken back
        self.undo_button.setEnabled(quiet and bool(self._undo))
        self.redo_button.setEnabled(quiet and bool(self._redo))
        self.paint_button.setEnabled(may(Action.PAINT_MASK) and self.gallery.current() is not None)
        self.import_button.setEnabled(may(Action.CAPTURE) and bool(self._name))
        self.hints_button.setEnabled(bool(self._name) and self.model.total > 1)
