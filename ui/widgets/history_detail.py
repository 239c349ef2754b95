"""One past inspection in full: picture and heatmap, numbers, what people decided, and what was done around it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from station.heatmap import HeatScale
from station.history import Detail, Flaw
from station.queries import ModelRecord
from station.rescoring import Agreement, Rescored
from station.types import Inspection, Purpose, Verdict
from ui.history_words import (
    agreement_sentences,
    audit_line,
    feedback_line,
    flaw_sentence,
    output_text,
    pictures_text,
    review_line,
    sentence,
)
from ui.image_view import ImageView
from ui.region_words import place_facts, region_lines, regions_sentence
from ui.symbols import paint_verdict
from ui.theme import GRID, SMALL, Theme, say_in, set_look
from ui.told import in_words
from ui.widgets.buttons import ActionButton
from ui.widgets.legend import HeatLegend
from ui.widgets.text import WrappedText
from ui.words import bytes_text, milliseconds_text, moment_text, part_name, reason_sentence, score_text, verdict_word

_HASH = 12


class VerdictMark(QWidget):
    """The shape of a verdict."""

    def __init__(self, theme: Theme, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._verdict: Verdict | None = None
        self.setFixedSize(side, side)
        theme.changed.connect(self.update)

    def show_verdict(self, verdict: Verdict | None) -> None:
        self._verdict = verdict
        self.setAccessibleName("" if verdict is None else verdict_word(verdict))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        colors = self._theme.colors
        if self._verdict is None:
            fill, ink = QColor(colors.faint), QColor(colors.panel)
        else:
            fill, ink = colors.verdict(self._verdict)
        paint_verdict(QPainter(self), self.rect().toRectF(), self._verdict, fill, ink)


class HistoryDetail(QFrame):
    """Shows a `Detail`; asks for a score by signal, and for a decision."""

    rescore_wanted = Signal()
    decided = Signal(object, str)
    """`Verdict` OK or NOK, and the kind of defect ("" for none)."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "panel")
        self._detail: Detail | None = None
        self.mark = VerdictMark(theme, 36)
        self.title = QLabel()
        set_look(self.title, "title")
        self.subtitle = WrappedText(theme, SMALL, lines=2, muted=True)
        self.view = ImageView(theme)
        self.view.setAccessibleName(self.tr("Picture of the part"))
        self.legend = HeatLegend(theme)
        self.rescore_button = ActionButton(theme, "refresh", self.tr("Score again"), key="Ctrl+R")
        self.heat_button = ActionButton(theme, "heatmap", "", name=self.tr("Heatmap"), key="F4")
        self.heat_button.setCheckable(True)
        self.heat_button.setChecked(True)
        self.fit_button = ActionButton(theme, "fit", "", name=self.tr("Fit the picture into the window"))
        self.original_button = ActionButton(theme, "original", "", name=self.tr("Original size, 1 to 1"))
        self.heat_button.toggled.connect(self.view.set_heat_shown)
        self.fit_button.clicked.connect(self.view.fit)
        self.original_button.clicked.connect(self.view.original_size)
        self.rescore_button.clicked.connect(self.rescore_wanted)
        self.picture_note = _words(look="muted")
        self.score_note = _words()
        self.facts = QGridLayout()
        self.facts.setHorizontalSpacing(2 * GRID)
        self.facts.setVerticalSpacing(3)
        self.facts.setColumnStretch(1, 1)
        self.reviews = _words()
        self.feedback = _words()
        self.audit = _words()
        self.events = _words()
        self.defect = QComboBox()
        self.defect.setEditable(True)
        self.defect.setAccessibleName(self.tr("Kind of defect"))
        line = self.defect.lineEdit()
        if line is not None:
            line.setPlaceholderText(self.tr("Kind of defect, if it is one"))
            line.setMaxLength(64)
        self.good_button = ActionButton(theme, "good", self.tr("It is good"))
        self.bad_button = ActionButton(theme, "bad", self.tr("It is bad"))
        self.good_button.clicked.connect(lambda: self.decided.emit(Verdict.OK, ""))
        self.bad_button.clicked.connect(lambda: self.decided.emit(Verdict.NOK, self.defect.currentText().strip()))
        self._lay_out()
        self.show_nothing()

    @property
    def detail(self) -> Detail | None:
        return self._detail

    def show_nothing(self) -> None:
        """No row is chosen."""
        self._detail = None
        self._content.hide()
        self._head.hide()
        self._none.show()

    def show_waiting(self, inspection: Inspection) -> None:
        """Another row is chosen: show what is known of it at once, and nothing of the one before."""
        self._detail = None
        self._show_head(inspection)
        self.view.show_note(self.tr("Reading the picture"))
        self.score_note.hide()
        self.legend.setVisible(False)
        self.picture_note.setText("")
        self.defect.setCurrentText("")
        self._fill_facts(inspection, None)
        for words in (self.reviews, self.feedback, self.audit, self.events):
            words.setText("…")
        self._show_content()

    def show_detail(self, detail: Detail) -> None:
        """Show an inspection; its picture comes by `view.show_picture`."""
        same = self._detail is not None and self._detail.inspection.id == detail.inspection.id
        self._detail = detail
        one = self._show_head(detail.inspection)
        if not same:
            self.score_note.hide()
            self.legend.set_scale(HeatScale.of(one.threshold, one.review_from))
            self.legend.setVisible(False)
            self.picture_note.setText(self._picture_words(detail))
            if detail.picture.image is None:
                flaw = detail.picture.flaw or Flaw.GONE
                self.view.show_note(self.tr("No picture"), flaw_sentence(flaw))
            self.defect.setCurrentText("")
            self._scroll.verticalScrollBar().setValue(0)
        self._fill_facts(detail.inspection, detail.model)
        self.reviews.setText(
            "\n".join(map(review_line, detail.reviews)) or self.tr("Nobody has decided; the station's verdict stands.")
        )
        self.feedback.setText("\n".join(map(feedback_line, detail.feedback)) or self.tr("No feedback."))
        self.audit.setText("\n".join(map(audit_line, detail.audit)) or self.tr("No entries."))
        events = (f"{event.at.astimezone():%H:%M:%S}  {in_words(event.message)}" for event in detail.events)
        self.events.setText("\n".join(events) or self.tr("Nothing within two minutes."))
        self._show_content()

    def _show_head(self, inspection: Inspection) -> Inspection:
        """Say which part it is; returns it as the line saw it."""
        one = inspection.as_seen_by_line
        self.mark.show_verdict(one.verdict)
        self.title.setText(
            self.tr("{verdict}, part {part}").format(verdict=verdict_word(one.verdict), part=part_name(one))
        )
        self.subtitle.set_text(f"{moment_text(one.at, seconds=True)}, {one.detail or reason_sentence(one.reason)}")
        return one

    def _show_content(self) -> None:
        self._none.hide()
        self._head.show()
        self._content.show()
        self._fit()

    def show_rescored(self, again: Rescored) -> None:
        """Tell how the score of now compares with the stored one."""
        off = again.agreement is Agreement.DIFFERS or again.other_verdict
        say_in(self.score_note, agreement_sentences(again), "warn" if off else "good")
        self.score_note.show()
        self.legend.setVisible(self.legend.scale is not None)
        self.picture_note.setText(self.tr("The heatmap is of the score of now; it is not stored."))
        self._fit()

    def set_allowed(self, *, rescore: bool, may_decide: bool, ready: bool) -> None:
        """`ready`: the picture of the part is there; nobody decides before that."""
        self.rescore_button.setEnabled(rescore)
        for widget in (self.good_button, self.bad_button, self.defect):
            widget.setEnabled(may_decide and ready)
        self.decide_hint.setVisible(not may_decide)
        self._fit()

    def set_room(self, width: int, page_height: int) -> None:
        """Take this width; the picture gets what lets the score stand below it without scrolling."""
        self.setFixedWidth(width)
        self.view.setFixedHeight(min(max(round(page_height * 0.27), 170), 420))
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._scroll.viewport() and event.type() is QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """Give the content the height that its words take at this width; a scroll area guesses too much."""
        layout = self._content.layout()
        if layout is not None:
            layout.invalidate()
            layout.activate()
            self._content.setFixedHeight(max(0, layout.heightForWidth(self._scroll.viewport().width())))

    def offer_defects(self, names: tuple[str, ...]) -> None:
        """Known kinds of defects of this recipe, to choose from."""
        text = self.defect.currentText()
        self.defect.clear()
        self.defect.addItems(list(names))
        self.defect.setCurrentText(text)

    def _picture_words(self, detail: Detail) -> str:
        if detail.picture.flaw is None:
            return self.tr("Heatmaps are not stored: score again to see it.")
        words = flaw_sentence(detail.picture.flaw)
        return f"{words} {detail.picture.detail}".strip()

    def _fill_facts(self, one: Inspection, model: ModelRecord | None) -> None:
        while (item := self.facts.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        hashes = self._hashes(one)
        for number, (name, value) in enumerate(self._facts(one, model)):
            label, words = QLabel(name), QLabel(value)
            set_look(label, "muted")
            words.setWordWrap(True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            words.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            words.setAccessibleName(name)
            words.setToolTip(hashes.get(name, ""))
            self.facts.addWidget(label, number, 0, Qt.AlignmentFlag.AlignTop)
            self.facts.addWidget(words, number, 1)
            for widget in (label, words):
                widget.show()  # else it has no height before the next turn of the event loop

    def _facts(self, one: Inspection, model: ModelRecord | None) -> list[tuple[str, str]]:
        limits = score_text(one.threshold)
        if one.review_from is not None:
            limits = self.tr("{threshold}, review from {review_from}").format(
                threshold=limits, review_from=score_text(one.review_from, one.threshold)
            )
        facts = [
            (self.tr("Score"), score_text(one.score, one.threshold)),
            (self.tr("Threshold then"), limits),
            (self.tr("Reason"), sentence(reason_sentence(one.reason))),
            (self.tr("Output"), output_text(one.output)),
        ]
        if one.regions_found is not None:
            facts.append((self.tr("Defect regions"), "\n".join([regions_sentence(one), *region_lines(one)])))
        if one.recipe is not None:
            facts.append((self.tr("Recipe"), self._version(one.recipe.name, one.recipe.version, one.recipe.sha256)))
        if one.model is not None:
            words = self._version(one.model.name, one.model.version, one.model.sha256)
            if model is not None:
                words += self.tr(", {detector}, taught from {pictures}").format(
                    detector=model.detector, pictures=pictures_text(model.n_images)
                )
            facts.append((self.tr("Model"), words))
        reference = one.purpose is Purpose.REFERENCE
        person = self.tr("not recorded then") if one.signed_in is None else one.signed_in or self.tr("nobody")
        facts += [
            (self.tr("Inspected for"), self.tr("a check of reference parts") if reference else self.tr("production")),
            (self.tr("Signed in then"), person),
            (self.tr("Times"), self._times(one)),
            (self.tr("Camera"), one.camera_id or "–"),
            (self.tr("Trigger"), self.tr("{id} from {source}").format(id=one.trigger_id, source=one.source)),
            *place_facts(one),
            (self.tr("Inspection"), one.id),
        ]
        if one.image.sha256 is not None:
            size = f", {bytes_text(one.image.bytes)}" if one.image.bytes is not None else ""
            facts.append((self.tr("Picture"), f"sha256 {one.image.sha256[:_HASH]}…{size}"))
        return facts

    def _hashes(self, one: Inspection) -> dict[str, str]:
        """The whole hashes, for the tooltips of what shows only their beginning."""
        owners = ((self.tr("Recipe"), one.recipe), (self.tr("Model"), one.model), (self.tr("Picture"), one.image))
        return {name: owner.sha256 for name, owner in owners if owner is not None and owner.sha256 is not None}

    def _version(self, name: str, version: int, sha256: str) -> str:
        words = self.tr("{name} version {version} (sha256 {hash}…)")
        return words.format(name=name, version=version, hash=sha256[:_HASH])

    def _times(self, one: Inspection) -> str:
        times = one.timings
        steps = (
            (self.tr("grab"), times.grab_ms),
            (self.tr("queue"), times.queue_ms),
            (self.tr("inference"), times.inference_ms),
            (self.tr("commit"), times.commit_ms),
            (self.tr("output"), times.output_ms),
            (self.tr("total"), times.total_ms),
        )
        return ", ".join(f"{name} {milliseconds_text(ms)}" for name, ms in steps if ms is not None) or "–"

    def _lay_out(self) -> None:
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(GRID + 4)
        words = QVBoxLayout()
        words.setSpacing(0)
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        head.addWidget(self.mark)
        head.addLayout(words, 1)
        tools = QHBoxLayout()
        tools.setSpacing(GRID // 2)
        tools.addWidget(self.rescore_button, 1)
        for button in (self.heat_button, self.fit_button, self.original_button):
            tools.addWidget(button)
        decide = QHBoxLayout()
        decide.setSpacing(GRID)
        decide.addWidget(self.good_button)
        decide.addWidget(self.bad_button)
        self.decide_hint = _words(
            self.tr("An engineer may change a verdict; the station's own stays beside it."), "muted"
        )
        self._content = QWidget()
        rows = QVBoxLayout(self._content)
        rows.setContentsMargins(0, 0, GRID, 0)
        rows.setSpacing(GRID)
        rows.addWidget(self.view)
        rows.addLayout(tools)
        rows.addWidget(self.legend)
        rows.addWidget(self.picture_note)
        rows.addWidget(self.score_note)
        rows.addLayout(self.facts)
        for title, widgets in (
            (self.tr("Decisions of people"), (self.reviews, self.defect)),
            (self.tr("Feedback"), (self.feedback,)),
            (self.tr("Audit trail"), (self.audit,)),
            (self.tr("Events around it"), (self.events,)),
        ):
            heading = QLabel(title)
            set_look(heading, "strong")
            rows.addSpacing(GRID // 2)
            rows.addWidget(heading)
            for widget in widgets:
                rows.addWidget(widget)
            if self.defect in widgets:
                rows.addLayout(decide)
                rows.addWidget(self.decide_hint)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._content)
        self._scroll.viewport().installEventFilter(self)
        self._none = QLabel(self.tr("Choose a part to see all of it."))
        set_look(self._none, "muted")
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID + 4, GRID, 4, GRID)
        layout.setSpacing(GRID)
        layout.addWidget(self._head)
        layout.addWidget(self._none)
        layout.addWidget(self._scroll, 1)


def _words(text: str = "", look: str = "") -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if look:
        set_look(label, look)
    return label
