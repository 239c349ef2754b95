"""Putting a version in force, and going back: a question with a reason, then the station does it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from station.permissions import Action
from station.recipe import Recipe
from station.types import RecipeRef
from ui.page import Page
from ui.widgets.ask import Question


class InForce(QObject):
    """Asks over a page and speaks in its banner."""

    changed = Signal()
    """Another version is in force."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._busy = False

    def ask_promote(self, name: str, version: int, active: RecipeRef | None) -> None:
        """Ask whether a version is to be put in force; `active` is the one that is."""
        before = self.tr("No recipe is in force now.")
        if active is not None:
            before = self.tr("In force now: {name} version {version}.").format(name=active.name, version=active.version)
        how = self.tr("A running line changes to it between two parts. You can go back with one click.")
        self._page.ask(
            Question(
                self.tr("Put version {version} of {name} in force?").format(version=version, name=name),
                f"{before} {how}",
                self.tr("Put in force"),
                partial(self._promote, name, version),
                reason_required=True,
            )
        )

    def ask_back(self, before: RecipeRef) -> None:
        """Ask whether the version that was in force before is to be again."""
        self._page.ask(
            Question(
                self.tr("Go back to {name} version {version}?").format(name=before.name, version=before.version),
                self.tr("It was in force before. A running line changes to it between two parts."),
                self.tr("Go back"),
                partial(self._promote, before.name, before.version),
                reason_required=True,
            )
        )

    def _promote(self, name: str, version: int, why: str) -> None:
        session = self._page.context.desk.require(Action.ACTIVATE_RECIPE)
        station = self._page.context.station
        self._do(lambda: station.recipes.activate(session, name, version, why=why))

    def _do(self, change: Callable[[], Recipe]) -> None:
        if self._busy:
            return
        self._busy = True
        self._page.run(change, self._done, on_error=self._failed)

    def _done(self, recipe: Recipe) -> None:
        self._busy = False
        self._page.say(
            self.tr("{name} version {version} is in force.").format(name=recipe.name, version=recipe.version),
            self.tr("The next part is judged by it."),
        )
        self.changed.emit()

    def _failed(self, error: BaseException) -> None:
        self._busy = False
        self._page.explain(error)
