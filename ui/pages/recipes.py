"""Recipes and their versions: look, compare, put in force or go back, copy, carry to other stations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from station.permissions import Action
from station.queries import Activation
from station.recipe_book import Listed, Version
from station.recipe_facts import Difference, Stated
from ui.carrying import Carrying
from ui.page import Page, PageContext
from ui.theme import GRID
from ui.widgets.ask import Question
from ui.widgets.buttons import ActionButton
from ui.widgets.card import Card
from ui.widgets.name_strip import NameStrip
from ui.widgets.plain_table import PlainTable
from ui.widgets.recipe_detail import RecipeDetail, Reference
from ui.words import moment_text, score_text

_MODEL, _BY = 3, 5
_NARROW, _LOW = 1000, 680


@dataclass(frozen=True, slots=True)
class _All:
    recipes: tuple[Listed, ...]
    uses: tuple[Activation, ...]


class RecipesPage(Page):
    """Recipes on the left, the versions of the chosen one above, what the chosen version holds below.

    Everything is read off the GUI thread; an answer for what is not chosen any more is dropped.
    """

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        theme = context.theme
        self._recipes: tuple[Listed, ...] = ()
        self._versions: tuple[Version, ...] = ()
        self._uses: tuple[Activation, ...] = ()
        self._wanted: Reference | None = None
        self.recipes = PlainTable(self.tr("Recipes"), (self.tr("Recipe"), self.tr("In force")), wide=(0,), numbers=(1,))
        headings = (
            self.tr("Version"), self.tr("State"), self.tr("Threshold"), self.tr("Model"), self.tr("Made"),
            self.tr("By"), self.tr("Why"),
        )  # fmt: skip
        self.versions = PlainTable(self.tr("Versions"), headings, wide=(6,), numbers=(0, 2, 3))
        self.detail = RecipeDetail()
        self.strip = NameStrip(theme, self.tr("Name of the recipe"))
        self.activate_button = ActionButton(theme, "acknowledge", self.tr("Put in force"), key="Ctrl+Return")
        self.activate_button.set_prominent(True)
        self.duplicate_button = ActionButton(theme, "add", self.tr("Copy"))
        self.export_button = ActionButton(theme, "export", self.tr("Export"))
        self.import_button = ActionButton(theme, "import", self.tr("Import"))
        self.carrying = Carrying(self, self.strip, (self.import_button, self.export_button))
        self.carrying.done.connect(self._done)
        self._lay_out()
        self.recipes.itemSelectionChanged.connect(self._recipe_chosen)
        self.versions.itemSelectionChanged.connect(self._version_chosen)
        self.detail.wanted.connect(self._compare)
        self.activate_button.clicked.connect(self._activate)
        self.duplicate_button.clicked.connect(self._duplicate)
        self.export_button.clicked.connect(self._export)
        self.import_button.clicked.connect(self.carrying.bring_in)
        self._refresh()

    @property
    def chosen_recipe(self) -> Listed | None:
        row = self.recipes.chosen_row
        return self._recipes[row] if row is not None and row < len(self._recipes) else None

    @property
    def chosen(self) -> Version | None:
        """The version whose row is chosen."""
        row = self.versions.chosen_row
        return self._versions[row] if row is not None and row < len(self._versions) else None

    def entered(self) -> None:
        self.reload()

    def left(self) -> None:
        self.strip.close_strip()

    def session_changed(self) -> None:
        self._refresh()

    def reload(self, choose: Reference | None = None) -> None:
        """Read everything anew; the same version stays chosen, or `choose`."""
        if choose is None and self.chosen is not None:
            choose = (self.chosen.recipe.name, self.chosen.recipe.version)
        self._wanted = choose
        book = self.context.station.recipes
        self.run(lambda: _All(book.list(), book.activations()), self._show_all)

    def _lay_out(self) -> None:
        left = Card(self.tr("Recipes"))
        left.body.addWidget(self.recipes, 1)
        left.body.addWidget(self.import_button)
        left.setMinimumWidth(200)
        above = self._above = Card(
            self.tr("Versions"),
            hint=self.tr("A version never changes. Going back is putting an older one in force again."),
        )
        above.body.addWidget(self.versions, 1)
        buttons = QGridLayout()
        buttons.setSpacing(GRID)
        for column, (button, share) in enumerate(
            ((self.activate_button, 2), (self.duplicate_button, 1), (self.export_button, 1))
        ):
            buttons.addWidget(button, 0, column)
            buttons.setColumnStretch(column, share)
        above.body.addLayout(buttons)
        below = Card("")
        below.body.addWidget(self.detail, 1)
        right = QSplitter(Qt.Orientation.Vertical)
        right.setChildrenCollapsible(False)
        right.setHandleWidth(GRID)
        right.addWidget(above)
        right.addWidget(below)
        right.setStretchFactor(0, 5)
        right.setStretchFactor(1, 6)
        beside = QVBoxLayout()
        beside.setSpacing(GRID)
        beside.addWidget(self.strip)
        beside.addWidget(right, 1)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(left, 1)
        row.addLayout(beside, 4)
        self.body.addLayout(row, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a small screen the details alone say what is less important."""
        super().resizeEvent(event)
        for column in (_MODEL, _BY):
            self.versions.setColumnHidden(column, self.width() < _NARROW)
        self._above.hint.setVisible(self.height() >= _LOW)

    # what is shown

    def _show_all(self, found: _All) -> None:
        self._recipes, self._uses = found.recipes, found.uses
        self.detail.show_uses(found.uses)
        self.recipes.fill(
            [
                (
                    one.newest.name,
                    "" if one.in_force is None else str(one.in_force),
                )
                for one in found.recipes
            ],
            bold=[number for number, one in enumerate(found.recipes) if one.in_force is not None],
        )
        names = [one.newest.name for one in found.recipes]
        in_force = next((number for number, one in enumerate(found.recipes) if one.in_force is not None), 0)
        if self._wanted is not None and self._wanted[0] in names:
            self.recipes.choose(names.index(self._wanted[0]))
        elif names:
            self.recipes.choose(in_force)
        else:
            self._show_versions("", ())
            self.say(
                self.tr("There are no recipes yet."),
                self.tr("Teach one on the page Teach, or import one from another station."),
            )

    def _recipe_chosen(self) -> None:
        recipe = self.chosen_recipe
        if recipe is None:
            return
        name, book = recipe.newest.name, self.context.station.recipes
        self.run(lambda: book.versions(name), lambda versions: self._show_versions(name, versions))

    def _show_versions(self, name: str, versions: tuple[Version, ...]) -> None:
        if name and (self.chosen_recipe is None or self.chosen_recipe.newest.name != name):
            return
        self._versions = versions
        self.versions.fill(
            [self._row(one) for one in versions],
            bold=[number for number, one in enumerate(versions) if one.in_force],
        )
        numbers = [one.recipe.version for one in versions]
        if self._wanted is not None and self._wanted[0] == name and self._wanted[1] in numbers:
            self.versions.choose(numbers.index(self._wanted[1]))
        elif versions:
            self.versions.choose(next((n for n, one in enumerate(versions) if one.in_force), 0))
        else:
            self.detail.show_version(None, (), (), None)
        self._wanted = None
        self._refresh()

    def _row(self, one: Version) -> Sequence[str]:
        recipe = one.recipe
        used = self.tr("was in force") if one.uses else ""
        threshold = score_text(recipe.threshold)
        if recipe.review_from is not None:
            threshold = f"{score_text(recipe.review_from, recipe.threshold)} – {threshold}"
        model = (
            str(recipe.model.version)
            if recipe.model.name == recipe.name
            else (f"{recipe.model.name} {recipe.model.version}")
        )
        return (
            str(recipe.version),
            self.tr("in force") if one.in_force else used,
            threshold,
            model,
            moment_text(recipe.created_at).partition(" ")[0],
            recipe.created_by,
            recipe.note,
        )

    def _version_chosen(self) -> None:
        version = self.chosen
        self._refresh()
        if version is None:
            return
        recipe, book = version.recipe, self.context.station.recipes
        self.run(
            lambda: book.facts(recipe.name, recipe.version),
            lambda facts: self._show_version((recipe.name, recipe.version), facts),
        )

    def _show_version(self, shown: Reference, facts: tuple[Stated, ...]) -> None:
        if self.chosen is None or (self.chosen.recipe.name, self.chosen.recipe.version) != shown:
            return
        others = [(one.recipe.name, one.recipe.version) for one in self._versions]
        others += [
            (one.newest.name, one.in_force or one.newest.version)
            for one in self._recipes
            if one.newest.name != shown[0]
        ]
        others.remove(shown)
        in_force = next((one.recipe.version for one in self._versions if one.in_force), None)
        older = max((version for name, version in others if name == shown[0] and version < shown[1]), default=None)
        first = in_force if in_force not in (None, shown[1]) else older
        default = (shown[0], first) if first is not None else (others[0] if others else None)
        self.detail.show_version(shown, facts, others, default)

    def _compare(self, other: Reference) -> None:
        shown = self.detail.shown
        if shown is None:
            return
        book = self.context.station.recipes

        def show(found: tuple[Difference, ...]) -> None:
            if (self.detail.shown, self.detail.compared_with) == (shown, other):
                self.detail.show_differences(found)

        self.run(lambda: book.compare(other, shown), show)

    def _refresh(self) -> None:
        version, may = self.chosen, self.context.desk.may
        back = version is not None and bool(version.uses) and not version.in_force
        self.activate_button.set_text(self.tr("Go back to this version") if back else self.tr("Put in force"))
        self.activate_button.setEnabled(version is not None and not version.in_force and may(Action.ACTIVATE_RECIPE))
        self.duplicate_button.setEnabled(version is not None and may(Action.EDIT_RECIPE))
        self.export_button.setEnabled(version is not None and may(Action.EXCHANGE_RECIPE))
        self.import_button.setEnabled(may(Action.EXCHANGE_RECIPE))

    # what is done

    def _activate(self) -> None:
        version = self.chosen
        if version is None:
            return
        recipe, station = version.recipe, self.context.station
        by = self.context.desk.require(Action.ACTIVATE_RECIPE)
        text = self.tr(
            "Threshold {threshold}, model {model}. Its model is loaded and tests itself first. A line that runs changes"
            " to it between two parts."
        ).format(threshold=score_text(recipe.threshold), model=f"{recipe.model.name} {recipe.model.version}")

        def confirmed(why: str) -> None:
            self.say(self.tr("The model is being loaded and checked."))
            self.run(
                lambda: station.recipes.activate(by, recipe.name, recipe.version, why=why),
                lambda made: self._done(
                    (made.name, made.version),
                    self.tr("{name} version {version} is in force.").format(name=made.name, version=made.version),
                ),
                busy=(self.activate_button, self.duplicate_button, self.export_button, self.import_button),
            )

        title = self.tr("Put {name} version {version} in force?").format(name=recipe.name, version=recipe.version)
        self.ask(Question(title, text, self.activate_button.text(), confirmed, reason_required=True))

    def _duplicate(self) -> None:
        version = self.chosen
        if version is None:
            return
        recipe, book = version.recipe, self.context.station.recipes
        by = self.context.desk.require(Action.EDIT_RECIPE)

        def named(name: str) -> None:
            title = self.tr("Copy {old} version {version} as {new}?").format(
                old=recipe.name, version=recipe.version, new=name
            )
            self.ask(Question(title, text, self.tr("Copy"), lambda why: copy(name, why), reason_required=True))

        def copy(name: str, why: str) -> None:
            self.run(
                lambda: book.duplicate(by, recipe.name, recipe.version, name, why=why),
                lambda made: self._done(
                    (made.name, made.version),
                    self.tr("{name} was made. It is not in force.").format(name=made.name),
                ),
                busy=(self.duplicate_button,),
            )

        text = self.tr("The copy has the same model, thresholds and data set, and goes its own way from here.")
        title = self.tr("Copy {name} version {version}").format(name=recipe.name, version=recipe.version)
        self.strip.open(title, text, f"{recipe.name}-2", named)

    def _export(self) -> None:
        if self.chosen is not None:
            self.carrying.export(self.chosen.recipe)

    @Slot(object, str)
    def _done(self, choose: Reference, message: str) -> None:
        self.strip.close_strip()
        self.say(message)
        self.reload(choose)
