"""Carrying recipes out of the station and into it: from the choice of a file to the words at the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from station.permissions import Action
from station.recipe import Recipe
from station.recipe_exchange import Exported, Imported, Plan
from station.recipe_file import SUFFIX
from ui.file_choice import choose_file
from ui.page import Page
from ui.widgets.ask import Question
from ui.widgets.name_strip import NameStrip
from ui.words import bytes_text, moment_text, score_text


class Carrying(QObject):
    """Exports and imports for one page. `done` tells which recipe version is there now, and a sentence."""

    done = Signal(object, str)

    def __init__(self, page: Page, strip: NameStrip, busy: Sequence[QWidget]) -> None:
        """`strip` asks for the name; `busy` widgets are disabled while a file is read or written."""
        super().__init__(page)
        self._page = page
        self._strip = strip
        self._busy = busy
        self._exchange = page.context.station.recipes.exchange
        self.dialog: QFileDialog | None = None

    def export(self, recipe: Recipe) -> None:
        """Ask for a file and write a version into it."""
        self.dialog = choose_file(
            self._page,
            self.tr("Export {name} version {version}").format(name=recipe.name, version=recipe.version),
            self._kinds(),
            lambda path: self.export_to(recipe, path),
            suggested=f"{recipe.name}-{recipe.version}{SUFFIX}",
            save=True,
        )

    def export_to(self, recipe: Recipe, path: Path) -> None:
        """Write a version into a file; one that is there already is asked about first."""
        by = self._page.context.desk.require(Action.EXCHANGE_RECIPE)
        path = path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)

        def write(_: str = "") -> None:
            self._page.run(
                lambda: self._exchange.export(by, recipe.name, recipe.version, path), self._exported, busy=self._busy
            )

        self._page.run(path.exists, lambda there: self._page.ask(self._replace(path, write)) if there else write())

    def bring_in(self) -> None:
        """Ask for a file and import what it holds."""
        self.dialog = choose_file(self._page, self.tr("Import a recipe"), self._kinds(), self.look_into)

    def look_into(self, path: Path) -> None:
        """Check a file and say what importing it would do."""
        self._page.run(lambda: self._exchange.plan(path), self._planned, busy=self._busy)

    def _replace(self, path: Path, write: Callable[[str], None]) -> Question:
        return Question(
            self.tr("Replace {file}?").format(file=path.name),
            self.tr("There is a file of this name in {folder} already.").format(folder=path.parent),
            self.tr("Replace"),
            write,
            danger=True,
        )

    def _exported(self, done: Exported) -> None:
        text = self.tr("{name} version {version} was exported: {file}, {size}.")
        self._page.say(
            text.format(
                name=done.recipe.name, version=done.recipe.version, file=done.path.name, size=bytes_text(done.bytes)
            ),
            self.tr("SHA-256 {sha256}").format(sha256=done.sha256),
        )

    def _planned(self, plan: Plan) -> None:
        source = plan.carried.recipe
        self._page.clear_message()
        if plan.same_as is not None:
            self._here_already(plan)
            return
        title = self.tr("Import {name} version {version} of {station}")
        self._strip.open(
            title.format(name=source.name, version=source.version, station=plan.carried.manifest.station),
            self._plan_text(plan),
            plan.name,
            lambda name: self._import_as(plan, name),
        )

    def _plan_text(self, plan: Plan) -> str:
        source = plan.carried.recipe
        made = self.tr("Made by {who} on {day}, for pictures {pictures}, threshold {threshold}; the model has {size}.")
        words = [
            made.format(
                who=source.created_by,
                day=moment_text(source.created_at),
                pictures=source.image,
                threshold=score_text(source.threshold),
                size=bytes_text(plan.carried.model_bytes),
            )
        ]
        if plan.newest_here is not None:
            taken = self.tr("There is a recipe {name} here already: it becomes its version {version}.")
            words.append(taken.format(name=plan.name, version=plan.version))
        if source.calibration is not None:
            lens = self.tr("It judges by the calibration of the camera of {station}; another camera needs its own.")
            words.append(lens.format(station=plan.carried.manifest.station))
        if plan.other_pictures is not None:
            other = self.tr("The recipe in force is for other pictures ({pictures}): look at the camera first.")
            words.append(other.format(pictures=plan.other_pictures))
        return " ".join(words)

    def _import_as(self, plan: Plan, name: str) -> None:
        if name == plan.name:
            self._confirm(plan)
            return
        # under another name something else may happen
        self._page.run(lambda: self._exchange.plan(plan.carried.path, name=name), self._confirm, busy=self._busy)

    def _confirm(self, plan: Plan) -> None:
        if plan.same_as is not None:
            self._here_already(plan)
            return
        by = self._page.context.desk.require(Action.EXCHANGE_RECIPE)

        def confirmed(why: str) -> None:
            self._page.say(self.tr("The model is being checked and tested."))
            self._page.run(lambda: self._exchange.carry_in(by, plan, why=why), self._imported, busy=self._busy)

        title = self.tr("Import as {name} version {version}?").format(name=plan.name, version=plan.version)
        text = self.tr("It is not put in force. Its model tests itself first.")
        self._page.ask(Question(title, text, self.tr("Import"), confirmed, reason_required=True))

    def _imported(self, done: Imported) -> None:
        if not done.is_new:
            self._here_already(done.plan)
            return
        text = self.tr("{name} version {version} was imported. It is not in force.")
        reference = (done.recipe.name, done.recipe.version)
        self.done.emit(reference, text.format(name=done.recipe.name, version=done.recipe.version))

    def _here_already(self, plan: Plan) -> None:
        text = self.tr("This recipe is here already: {name} version {version}.")
        self.done.emit((plan.name, plan.same_as), text.format(name=plan.name, version=plan.same_as))

    def _kinds(self) -> str:
        return self.tr("Recipes ({pattern})").format(pattern=f"*{SUFFIX}")
