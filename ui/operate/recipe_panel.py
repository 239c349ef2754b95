"""Which recipe runs, and the released ones to choose from."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout

from station.choosing import Released
from station.permissions import Action
from ui.operate.panel import Panel, scroll_column
from ui.page import Page
from ui.theme import GRID, set_look
from ui.widgets.buttons import ActionButton
from ui.words import moment_text, score_text

Listing = tuple[tuple[Released, ...], tuple[str, ...]]


class RecipePanel(Panel):
    """A row per recipe. Choosing changes the recipe between two parts; the line goes on."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        hint = self.tr("The line changes between two parts. Parts in hand keep the recipe they began with.")
        self.call(self.tr("Recipe"), hint)
        self.buttons: dict[str, ActionButton] = {}
        self._listing: Listing | None = None
        self._changing: str | None = None
        self.note = QLabel()
        set_look(self.note, "muted")
        self.note.setWordWrap(True)
        self._column = QVBoxLayout()
        self._column.setSpacing(GRID)
        self.body.addWidget(scroll_column(self._column), 1)
        self.body.addWidget(self.note)

    def read(self) -> None:
        choosing = self.context.station.choosing
        self.page.run(lambda: (choosing.released(), choosing.not_released()), self._show)

    def session_changed(self) -> None:
        self._enable()

    def _show(self, listing: Listing) -> None:
        if listing == self._listing:
            return
        self._listing = listing
        released, others = listing
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self.buttons.clear()
        for one in released:
            self._column.addWidget(self._row(one))
        self._column.addStretch(1)
        words = []
        if not released:
            words.append(self.tr("No recipe has been put in force yet."))
        if others:
            text = self.tr("Not released, because an engineer has not put them in force yet: {names}.")
            words.append(text.format(names=", ".join(others)))
        self.note.setText(" ".join(words))
        self.note.setVisible(bool(words))
        self._enable()

    def _row(self, one: Released) -> QFrame:
        row = QFrame()
        set_look(row, "panel")
        name = QLabel(self.tr("{name}, version {version}").format(name=one.recipe.name, version=one.recipe.version))
        set_look(name, "strong")
        facts = self.tr("threshold {threshold} · put in force {time} by {who}").format(
            threshold=score_text(one.threshold), time=moment_text(one.at), who=one.who
        )
        if one.newest_version > one.recipe.version:
            facts += self.tr(" · version {version} is newer and not released").format(version=one.newest_version)
        detail = QLabel(facts)
        set_look(detail, "muted")
        detail.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(name)
        words.addWidget(detail)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        layout.addLayout(words, 1)
        if one.in_force:
            mark = QLabel(self.tr("in force"))
            set_look(mark, "strong")
            mark.setMinimumHeight(48)
            layout.addWidget(mark)
        else:
            button = ActionButton(
                self.context.theme,
                "play",
                self.tr("Use"),
                name=self.tr("Use recipe {name}").format(name=one.recipe.name),
            )
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _checked=False, name=one.recipe.name: self._choose(name))
            self.buttons[one.recipe.name] = button
            layout.addWidget(button)
        return row

    def _enable(self) -> None:
        may = self.context.desk.may(Action.CHOOSE_RECIPE) and self._changing is None
        for button in self.buttons.values():
            button.setEnabled(may)

    def _choose(self, name: str) -> None:
        choosing = self.context.station.choosing
        session = self.context.desk.require(Action.CHOOSE_RECIPE)
        self._changing = name
        self._enable()
        self.page.say(
            self.tr("Recipe {name} is being loaded and checked.").format(name=name),
            self.tr("The line goes on with the recipe before until it is ready."),
        )

        def done(recipe: object) -> None:
            self._changing = None
            version = getattr(recipe, "version", "")
            self.page.say(self.tr("Recipe {name} version {version} is in force.").format(name=name, version=version))
            self.read()

        def failed(error: BaseException) -> None:
            self._changing = None
            self._enable()
            self.page.explain(error)
            self.read()

        self.page.run(lambda: choosing.choose(session, name), done, on_error=failed)
