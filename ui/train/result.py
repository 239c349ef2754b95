"""What a recipe version can do: figures with their bounds, its hardest pictures, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from station.examining import Examination
from station.recipe import Recipe
from station.types import RecipeRef
from ui.bounds import between_text, bounded_text, counted_text
from ui.exhibit import Shown
from ui.pixel_words import aupro_text, auroc_text, measured_on_text
from ui.theme import GRID, Theme, set_look
from ui.told import figures_in_words, in_words, policy_word
from ui.widgets.buttons import ActionButton
from ui.widgets.card import Card
from ui.widgets.gallery import Pages, TileGrid
from ui.widgets.plot import TrainingPlots
from ui.widgets.progress import ProgressPanel
from ui.words import defects_text, good_pictures_text, number_text, pictures_text, score_text, verdict_word

_NARROW = 690


class Figure(QWidget):
    """A number with what it is, and what it is worth."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = QLabel(name)
        self.name.setWordWrap(True)
        set_look(self.name, "field")
        self.value = QLabel("–")
        set_look(self.value, "number")
        self.worth = QLabel()
        self.worth.setWordWrap(True)
        set_look(self.worth, "muted")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for label in (self.name, self.value, self.worth):
            rows.addWidget(label)
        rows.addStretch(1)

    def set_words(self, value: str, worth: str) -> None:
        """`worth`: how sure it is."""
        self.value.setText(value)
        self.worth.setText(worth)
        self.setAccessibleName(f"{self.name.text()}: {value}, {worth}")


class Result(QWidget):
    """The tab of one version's result. Knows no station: it says what is wanted."""

    version_chosen = Signal(int)
    examine_wanted = Signal()
    compare_wanted = Signal()
    promote_wanted = Signal()
    back_wanted = Signal()
    looked_at = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.examination: Examination | None = None
        self._is_narrow: bool | None = None
        self._in_a_row = 0
        self.progress = ProgressPanel(theme)
        self.versions = QComboBox()
        self.versions.setAccessibleName(self.tr("Version of the recipe"))
        self.versions.setMinimumWidth(200)
        self.examine_button = ActionButton(theme, "search", self.tr("Examine"))
        self.compare_button = ActionButton(theme, "compare", self.tr("Compare"))
        self.promote_button = ActionButton(theme, "up", self.tr("Put in force"))
        self.back_button = ActionButton(theme, "undo", self.tr("Go back"))
        self.headline = QLabel()
        self.headline.setWordWrap(True)
        set_look(self.headline, "title")
        self.claim = QLabel()
        self.claim.setWordWrap(True)
        set_look(self.claim, "muted")
        self.auroc = Figure(self.tr("Image AUROC"))
        self.fpr = Figure(self.tr("False rejects if no defect passes"))
        self.false_rejects = Figure(self.tr("False rejects at the threshold"))
        self.escapes = Figure(self.tr("Escapes at the threshold"))
        self.pixel = Figure(self.tr("Pixel AUROC"))
        self.aupro = Figure(self.tr("AUPRO up to 30 %"))
        self.worst_good = TileGrid(theme, self.tr("Good pictures with the highest scores"))
        self.best_hidden = TileGrid(theme, self.tr("Defects with the lowest scores"))
        self.curve = TrainingPlots(theme)
        self.curve.setMinimumHeight(360)
        self.curve_card = Card(self.tr("How it learned"))
        self.sheet = QWidget()
        self._lay_out(theme)
        self._connect()
        self._place(narrow=False)
        self.show_nothing()

    def show_versions(self, recipes: Sequence[Recipe], active: RecipeRef | None, chosen: int | None = None) -> None:
        """Offer the versions, newest first; `chosen` or the one that was chosen before stays."""
        keep = chosen or self.versions.currentData()
        self.versions.blockSignals(True)
        self.versions.clear()
        for recipe in reversed(recipes):
            in_force = active is not None and active == recipe.ref
            words = self.tr("Version {number}, in force") if in_force else self.tr("Version {number}")
            self.versions.addItem(words.format(number=recipe.version), recipe.version)
        place = self.versions.findData(keep)
        self.versions.setCurrentIndex(max(0, place) if recipes else -1)
        self.versions.blockSignals(False)

    def choose(self, version: int) -> None:
        self.versions.setCurrentIndex(max(0, self.versions.findData(version)))

    @property
    def version(self) -> int | None:
        found = self.versions.currentData()
        return None if found is None else int(found)

    def show_nothing(self) -> None:
        self.examination = None
        self.headline.setText(self.tr("No version has been examined yet."))
        self.claim.setText(
            self.tr("Teach one, or choose a version and examine it on the labelled pictures it did not learn from.")
        )
        self._figures.hide()
        for grid in (self.worst_good, self.best_hidden):
            grid.show_all((), lambda _: ())
        self.curve_card.hide()
        self.pages.show_sheet()

    def show_examination(self, found: Examination, good: Sequence[Shown], hidden: Sequence[Shown]) -> None:
        """Show figures and gallery of a version."""
        self.examination = found
        recipe, figures = found.recipe, found.figures
        self.headline.setText(
            self.tr("{name}, version {version}: tried on {good} and {defects}").format(
                name=recipe.name,
                version=recipe.version,
                good=good_pictures_text(figures.n_good),
                defects=defects_text(figures.n_defect),
            )
        )
        words = []
        if recipe.choice is not None:
            words.append(
                self.tr("Threshold chosen by {policy}: {sentence}.").format(
                    policy=policy_word(recipe.choice.policy), sentence=figures_in_words(recipe.choice.sentence)
                )
            )
        if figures.refused:
            words.append(
                self.tr("Not fit to be scored, and not counted: {pictures}.").format(
                    pictures=pictures_text(figures.refused)
                )
            )
        if found.left_out:
            words.append(
                self.tr("Gone or changed since they were labelled, and not counted: {pictures}.").format(
                    pictures=pictures_text(len(found.left_out))
                )
            )
        self.claim.setText(" ".join(words))
        self._show_figures(found)
        self._figures.show()
        for grid, tiles in ((self.worst_good, good), (self.best_hidden, hidden)):
            grid.show_all(tiles, self.words_of)
        self.curve.clear()
        for epoch in found.curve:
            self.curve.add(epoch.number, epoch.loss, epoch.separation, epoch.auroc)
        self.curve_card.setVisible(bool(found.curve))
        self.pages.show_sheet()

    def words_of(self, shown: Shown) -> tuple[str, ...]:
        """The lines under a tile."""
        (said,) = shown.exhibit.said
        threshold = self.examination.recipe.threshold if self.examination is not None else None
        first = self.tr("{score} · {verdict}").format(
            score=score_text(said.score, threshold), verdict=verdict_word(said.verdict)
        )
        candidate = shown.exhibit.candidate
        return first, candidate.kind or candidate.path.name

    def _show_figures(self, found: Examination) -> None:
        figures, unknown = found.figures, self.tr("unknown: it needs good pictures and defects")
        if figures.image is not None and figures.auroc is not None:
            self.auroc.set_words(
                number_text(figures.image.auroc, 3),
                between_text(figures.auroc),
            )
            rate = figures.image.fpr_at_100_tpr
            self.fpr.set_words(counted_text(rate), bounded_text(rate))
        else:
            for figure in (self.auroc, self.fpr):
                figure.set_words("–", unknown)
        point = figures.point
        for figure, rate_of, nothing in (
            (self.false_rejects, None if point is None else point.false_rejects, self.tr("no good picture was scored")),
            (self.escapes, None if point is None else point.escapes, self.tr("unknown: no defect was scored")),
        ):
            if rate_of is None:
                figure.set_words("–", nothing)
            else:
                figure.set_words(counted_text(rate_of), bounded_text(rate_of))
        pixel = found.pixel
        for figure in (self.pixel, self.aupro):
            figure.setVisible(pixel is not None)
        if pixel is not None:
            measured_on = in_words(pixel.reason) or measured_on_text(pixel)
            for figure, (value, sure) in ((self.pixel, auroc_text(pixel)), (self.aupro, aupro_text(pixel))):
                figure.set_words(value, f"{sure}\n{measured_on}")

    def _lay_out(self, theme: Theme) -> None:
        self._head = QGridLayout()
        self._head.setSpacing(GRID)
        self._figures = Card("")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(GRID)
        self._figures.body.addLayout(self._grid)
        self.curve_card.body.addWidget(self.curve)
        rows = QVBoxLayout(self.sheet)
        rows.setContentsMargins(0, 0, GRID, 0)
        rows.setSpacing(GRID)
        for widget in (
            self.headline, self._figures, self.claim, self.best_hidden, self.worst_good, self.curve_card,
        ):  # fmt: skip
            rows.addWidget(widget)
        rows.addStretch(1)
        self.pages = Pages(theme, self.sheet)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GRID, 0, 0)
        layout.setSpacing(GRID)
        layout.addLayout(self._head)
        layout.addWidget(self.progress)
        layout.addWidget(self.pages, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place(narrow=event.size().width() < _NARROW)
        self.fit_buttons()

    def fit_buttons(self) -> None:
        """Where the buttons do not fit into one row, they take two."""
        head = (self.versions, self.examine_button, self.compare_button, self.promote_button, self.back_button)
        needed = sum(max(one.sizeHint().width(), one.minimumWidth()) + GRID for one in head)
        in_a_row = len(head) if needed <= self.width() else 3
        if in_a_row == self._in_a_row:
            return
        self._in_a_row = in_a_row
        # in two rows they fill their columns
        place = Qt.AlignmentFlag.AlignLeft if in_a_row == len(head) else Qt.AlignmentFlag(0)
        for number, widget in enumerate(head):
            self._head.addWidget(widget, *divmod(number, in_a_row), place)
        for column in (3, len(head)):
            self._head.setColumnStretch(column, 1 if column == in_a_row else 0)

    def _place(self, *, narrow: bool) -> None:
        """Where there is little room the figures take two columns."""
        if narrow == self._is_narrow:
            return
        self._is_narrow = narrow
        columns = 2 if narrow else 4
        figures = (self.auroc, self.fpr, self.false_rejects, self.escapes, self.pixel, self.aupro)
        for number, figure in enumerate(figures):
            self._grid.addWidget(figure, *divmod(number, columns))
        for column in range(4):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def _connect(self) -> None:
        self.versions.currentIndexChanged.connect(
            lambda _: self.version_chosen.emit(self.version) if self.version is not None else None
        )
        self.examine_button.clicked.connect(self.examine_wanted)
        self.compare_button.clicked.connect(self.compare_wanted)
        self.promote_button.clicked.connect(self.promote_wanted)
        self.back_button.clicked.connect(self.back_wanted)
        self.worst_good.chosen.connect(self.looked_at)
        self.best_hidden.chosen.connect(self.looked_at)
