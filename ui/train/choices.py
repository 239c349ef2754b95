"""The left side of the page: which pictures, which method, what it will cost, and the button that begins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from station.assignments import Assignment, Quote, SetView
from station.presets import Preset, advise, recommended
from station.queries import ImageLabel
from station.region import Region
from ui.theme import GRID, Theme, set_look
from ui.told import in_words
from ui.train.words import advice_text, measured_text, method_name, preset_word, region_text
from ui.widgets.buttons import ActionButton
from ui.widgets.card import Card
from ui.widgets.choice import ChoiceCard
from ui.widgets.forms import field
from ui.words import bytes_text, duration_text

_SETTLE_MS = 250


class TrainChoices(QWidget):
    """Holds what is chosen as an `Assignment`; knows no station."""

    changed = Signal()
    """The choice is another one: what it costs should be asked again."""
    set_chosen = Signal(str)
    """Another data set was chosen."""
    begin = Signal()
    expert_wanted = Signal()
    region_wanted = Signal()
    """The region of the data set is to be drawn."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: SetView | None = None
        self._expert: tuple[str, Mapping[str, Any]] | None = None
        self.sets = QComboBox()
        self.counts = _words("")
        self.claim = _words("muted")
        self.region = _words("")
        self.region_button = ActionButton(theme, "roi", "", name=self.tr("Draw the region"))
        self.region_button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.extend = QCheckBox()
        self.extend_why = _words("muted")
        self.learn = QCheckBox(self.tr("Learn painted defects too"))
        self.learn.setToolTip(self.tr("Half of the painted defects of each kind are learned from; the rest is counted"))
        self.cards = {preset: ChoiceCard(theme) for preset in Preset}
        self.expert = ChoiceCard(theme)
        self.cost = _words("strong")
        self.detail = _words("muted")
        self.note = QLineEdit()
        self.note.setMaxLength(200)
        self.note.setPlaceholderText(self.tr("Note, kept with the version"))
        self.note.setAccessibleName(self.tr("Note, kept with the version"))
        self.teach_button = ActionButton(theme, "train", self.tr("Teach"), key="Ctrl+T")
        self.teach_button.set_prominent(True)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self.changed)
        self._lay_out()
        self._say_presets(0)
        self.cards[recommended(0)].setChecked(True)
        self._connect()
        self._refresh()

    @property
    def view(self) -> SetView | None:
        """The data set that is shown."""
        return self._view

    def assignment(self) -> Assignment | None:
        """What is chosen now; None without a data set, or while the expert options are not valid."""
        name = self.sets.currentText()
        if not name:
            return None
        detector, options = None, {}
        if self.expert.isChecked():
            if self._expert is None:
                return None
            detector, options = self._expert[0], dict(self._expert[1])
        extend = self.extend.isChecked() and self.extend.isEnabled()
        return Assignment(
            data_set=name,
            preset=next((preset for preset, card in self.cards.items() if card.isChecked()), Preset.BALANCED),
            detector=None if extend else detector,
            options={} if extend else options,
            learn_defects=self.learn.isChecked() and self.learn.isEnabled(),
            extend=extend,
            note=self.note.text().strip(),
        )

    def set_names(self, names: list[str]) -> None:
        """Offer these data sets; keep the chosen one where it is still there."""
        keep = self.sets.currentText()
        self.sets.blockSignals(True)
        self.sets.clear()
        self.sets.addItems(names)
        self.sets.setCurrentIndex(max(0, names.index(keep) if keep in names else 0) if names else -1)
        self.sets.blockSignals(False)
        if not names:
            self._view = None
            self.counts.setText(self.tr("There is no data set yet. Capture and label some pictures first."))
            self.claim.clear()
            self.region.clear()
        self._refresh()

    def set_view(self, view: SetView) -> None:
        """Say what is in the data set."""
        self._view = view
        counts = view.counts
        good, defect = counts.get(ImageLabel.GOOD, 0), counts.get(ImageLabel.DEFECT, 0)
        words = self.tr("{good} good, {defect} defects ({painted} painted)").format(
            good=good, defect=defect, painted=view.masks
        )
        aside = counts.get(ImageLabel.UNSURE, 0) + counts.get(ImageLabel.IGNORE, 0)
        if aside:
            words += self.tr("; {count} unsure or ignored").format(count=aside)
        self.counts.setText(words)
        self.claim.setText(in_words(view.claim))
        if view.newest is not None and view.may_extend:
            self.extend.setText(self.tr("Only add the {count} new good ones").format(count=view.new_good))
            self.extend.setToolTip(
                self.tr("The model of version {version} takes them in without beginning from zero.").format(
                    version=view.newest.version
                )
            )
        self.extend_why.setText(self.tr("From zero: {why}").format(why=in_words(view.extends_why_not)))
        self._refresh()

    def set_region(self, region: Region | None, problem: str) -> None:
        """Say what of the pictures counts when they are taught, or why that is not known."""
        self.region.setText(problem or region_text(region))
        self._refresh()

    def set_expert(self, detector: str, options: Mapping[str, Any] | None) -> None:
        """Take over what the form holds; None: something in it is not valid."""
        self._expert = None if options is None else (detector, dict(options))
        if options is None:
            said = self.tr("Correct the options first.")
        elif options:
            said = self.tr("Not as by default: {names}.").format(names=", ".join(sorted(options)))
        else:
            said = self.tr("All options as by default.")
        self.expert.set_words(self.tr("Expert: {method}").format(method=method_name(detector)), said)
        self._refresh()
        if self.expert.isChecked():
            self._settle.start()

    def show_quote(self, quote: Quote) -> None:
        """Say what the choice means and costs."""
        self._say_presets(quote.n_normal)
        estimate = quote.estimate
        self.cost.setText(
            self.tr("About {time}, {memory} of memory").format(
                time=duration_text(estimate.seconds), memory=bytes_text(estimate.peak_bytes)
            )
        )
        words = self.tr("{method}: {normal} good pictures to learn from, {held} held out, {defect} defects to count.")
        text = words.format(
            method=method_name(quote.detector), normal=quote.n_normal, held=quote.n_held_out, defect=quote.n_defect
        )
        if quote.n_learned:
            text += " " + self.tr("{count} defects to learn from.").format(count=quote.n_learned)
        if quote.n_added:
            text += " " + self.tr("{count} are new to the model.").format(count=quote.n_added)
        text += " " + self.tr("Beside a running line it takes longer.")
        self.detail.setText(text)

    def show_no_quote(self, why: str) -> None:
        self.cost.setText(self.tr("Not known"))
        self.detail.setText(why)

    def set_allowed(self, teach: bool, why_not: str) -> None:
        """Whether a training may begin; `why_not` is for the tooltip."""
        self.teach_button.setEnabled(teach and self.assignment() is not None)
        self.teach_button.setToolTip(why_not)

    def _lay_out(self) -> None:
        pictures = Card(self.tr("Pictures"))
        pictures.body.addLayout(field(self.tr("Data set"), self.sets))
        region = QHBoxLayout()
        region.setSpacing(GRID)
        region.addWidget(self.region, 1)
        region.addWidget(self.region_button)
        pictures.body.addWidget(self.counts)
        pictures.body.addLayout(region)
        for widget in (self.claim, self.extend, self.extend_why, self.learn):
            pictures.body.addWidget(widget)
        method = Card(self.tr("Method"))
        for card in (*self.cards.values(), self.expert):
            method.body.addWidget(card)
        source = _words("muted")
        source.setText(
            self.tr(
                "Means over three seeds, and one answer on two processor cores, with pictures of other parts"
                " (docs/detectors.md). A bake-off tells of your own."
            )
        )
        method.body.addWidget(source)
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GRID)
        rows.addWidget(pictures)
        rows.addWidget(method)
        rows.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        foot = QFrame()
        set_look(foot, "panel")
        bottom = QVBoxLayout(foot)
        bottom.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        bottom.addWidget(self.cost)
        bottom.addWidget(self.detail)
        bottom.addWidget(self.note)
        bottom.addWidget(self.teach_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(scroll, 1)
        layout.addWidget(foot)

    def _connect(self) -> None:
        self.sets.currentTextChanged.connect(self.set_chosen)
        self.sets.currentTextChanged.connect(lambda _: self._settle.start())
        for card in self.cards.values():
            card.toggled.connect(lambda on: self._settle.start() if on else None)
        self.expert.toggled.connect(self._expert_toggled)
        self.extend.toggled.connect(lambda _: self._refresh())
        self.extend.toggled.connect(lambda _: self._settle.start())
        self.learn.toggled.connect(lambda _: self._settle.start())
        self.teach_button.clicked.connect(self.begin)
        self.region_button.clicked.connect(self.region_wanted)

    def stop(self) -> None:
        """End what waits to be asked."""
        self._settle.stop()

    def _expert_toggled(self, on: bool) -> None:
        if on:
            self.expert_wanted.emit()
            self._settle.start()

    def _say_presets(self, n_normal: int) -> None:
        for preset, card in self.cards.items():
            advice = advise(preset, n_normal) if n_normal else advise(preset, 100)
            title = self.tr("{preset}: {method}").format(
                preset=preset_word(preset), method=method_name(advice.detector)
            )
            figures = "" if advice.same_as is not None else measured_text(advice)
            card.set_words(title, advice_text(advice), figures)
        if not self.expert.text():
            self.expert.set_words(self.tr("Expert"), self.tr("Any detector, with its own options."))

    def _refresh(self) -> None:
        self.region_button.setVisible(self._view is not None)
        may_extend = self._view is not None and self._view.may_extend
        self.extend.setEnabled(may_extend)
        extending = may_extend and self.extend.isChecked()
        self.extend.setVisible(may_extend)
        self.extend_why.setVisible(self._view is not None and self._view.newest is not None and not may_extend)
        self.learn.setVisible(self._view is not None and self._view.masks > 1)
        for card in (*self.cards.values(), self.expert):
            card.setEnabled(not extending)
        self.learn.setEnabled(self._view is not None and self._view.masks > 1 and not extending)


def _words(look: str) -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    if look:
        set_look(label, look)
    return label
