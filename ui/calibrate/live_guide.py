"""What guides with a live picture have in common: the camera on the left, the steps on the right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numpy.typing import NDArray
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout

from station.capture_words import Source
from station.errors import EXPLAINED, Cancelled
from station.permissions import Action
from station.types import RecipeRef
from ui.calibrate.section import Section, SectionPage
from ui.capture_words import exposure_text
from ui.image_view import ImageView
from ui.live_feed import LiveFeed, LiveShot, prepare
from ui.theme import GRID, say_in
from ui.told import in_words, told
from ui.widgets.ask import Question
from ui.widgets.banner import Level
from ui.widgets.buttons import ActionButton
from ui.widgets.card import Card
from ui.widgets.panels import PicturePanel, ScrollColumn
from ui.widgets.progress import ProgressPanel

COLUMN = 348
_LOOK_MS = 200
Array = NDArray[Any]


class Step(Card):
    """One step of a guide: a numbered title, what to do, its buttons, and what came of it."""

    def __init__(self, number: int, title: str, text: str) -> None:
        super().__init__(f"{number}  {title}", hint=text)
        self.found = QLabel()
        self.found.setWordWrap(True)
        self.found.hide()
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(GRID)
        self.body.addLayout(self.buttons)
        self.body.addWidget(self.found)

    def say(self, text: str, look: str = "") -> None:
        """What came of the step; `look` "warn" for what has to be put right."""
        say_in(self.found, text, look)
        self.found.setVisible(bool(text))


class LiveGuide(Section):
    """Shows the camera's raw picture, or pictures of a result. Subclasses add `Step`s to `steps`.

    The camera is opened by a button only, and given back when the section is left.
    """

    def __init__(self, page: SectionPage) -> None:
        super().__init__(page)
        theme = self.context.theme
        self.guide = self.context.station.guide
        self._capturing = self.context.station.capturing
        self._on = False
        self._shown = "live"
        self._pictures: dict[str, Array] = {}
        self.view = ImageView(theme)
        self.feed = LiveFeed(self.guide.raw_frame, self.context.tasks, self)
        self.feed.shown.connect(self._show_shot)
        self.feed.failed.connect(page.explain)
        self.live_button = ActionButton(theme, "live", self.tr("Live view"), key="F7")
        self.live_button.setCheckable(True)
        self.live_button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.live_button.clicked.connect(self._toggle_live)
        self.state = QLabel()
        self.state.setWordWrap(True)
        self.progress = ProgressPanel(theme)
        self.take_over_button = ActionButton(theme, "acknowledge", self.tr("Take over into the recipe"))
        self.take_over_button.clicked.connect(self._ask_take_over)
        self.steps = QVBoxLayout()
        self.steps.setContentsMargins(0, 0, 0, 0)
        self.steps.setSpacing(GRID)
        self._shows = QButtonGroup(self)
        self._show_row = QHBoxLayout()
        self._show_row.setSpacing(GRID)
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self.view.zoom_changed.connect(lambda: self.feed.set_level(self.view.level))
        self._note()

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(GRID)
        tools.addWidget(self.live_button)
        tools.addStretch(1)
        theme = self.context.theme
        for icon, words, act in (
            ("zoom_out", self.tr("Zoom out"), self.view.zoom_out),
            ("zoom_in", self.tr("Zoom in"), self.view.zoom_in),
            ("fit", self.tr("Fit the picture into the window"), self.view.fit),
        ):
            button = ActionButton(theme, icon, "", name=words)
            button.clicked.connect(act)
            tools.addWidget(button)
        picture = PicturePanel(tools, self.view)
        picture.inside.addLayout(self._show_row)
        picture.inside.addWidget(self.state)
        picture.inside.addWidget(self.progress)
        column = ScrollColumn(COLUMN)
        column.rows.addLayout(self.steps)
        column.rows.addStretch(1)
        beside = QHBoxLayout()
        beside.setSpacing(GRID)
        beside.addWidget(picture, 1)
        beside.addWidget(column)
        self.body.addLayout(beside, 1)

    # what subclasses use

    def add_show(self, key: str, icon: str, words: str) -> ActionButton:
        """Add a button that shows one of the pictures of the result in the place of the live one."""
        button = ActionButton(self.context.theme, icon, words)
        button.setCheckable(True)
        button.setEnabled(False)
        button.clicked.connect(lambda: self.show_result(key))
        button.setProperty("shows", key)
        self._shows.addButton(button)
        self._show_row.addWidget(button)
        return button

    def set_result(self, pictures: dict[str, Array], first: str) -> None:
        """Keep the pictures of a result, and show one of them; none: back to the live one."""
        self._pictures = pictures
        for button in self._shows.buttons():
            button.setEnabled(button.property("shows") in pictures)
        if pictures:
            self.show_result(first)
        else:
            self._show_live()

    def show_result(self, key: str) -> None:
        picture = self._pictures.get(key)
        if picture is None:
            return
        self._shown = key
        for button in self._shows.buttons():
            button.setChecked(button.property("shows") == key)
        self.feed.stop()
        self.page.run(lambda: prepare(picture, 0, False), lambda shot: self._show_picture(key, shot))

    def take(self, count: int, words: str, done: Callable[[tuple[Array, ...]], None]) -> None:
        """Take raw pictures as a job, then go on with them."""
        by = self.context.desk.require(Action.CALIBRATE)
        self._show_live()
        job = self.page.start_job(
            words,
            lambda progress, cancelled: self.guide.take(by, count, progress=progress, cancelled=cancelled),
            done,
        )
        self.progress.watch(job)

    def try_out(self, words: str, operation: Callable[[], Any], done: Callable[[Any], None], step: Step) -> None:
        """Try a calibration as a job; what is wrong with its pictures is said in the step, with the remedy."""

        def failed(error: BaseException) -> None:
            if isinstance(error, EXPLAINED) and not isinstance(error, Cancelled):
                step.say(told(error)[0], "warn")
            self.page.explain(error)

        step.say("")
        job = self.page.start_job(words, lambda _progress, _cancelled: operation(), done, on_error=failed)
        self.progress.watch(job)

    def ask_keep(self, title: str, text: str, keep: Callable[[str], Any], done: Callable[[Any], None]) -> None:
        """Ask for the reason, then store a calibration."""

        def confirmed(why: str) -> None:
            job = self.page.start_job(self.tr("Storing the calibration"), lambda _p, _c: keep(why), done)
            self.progress.watch(job)

        self.page.ask(Question(title, text, self.tr("Keep"), confirmed, reason_required=True))

    def kept(self, record: Any) -> None:
        """Say what was stored, and what is left to do."""
        self.page.say(
            self.tr("{name} calibration version {version} is stored.").format(
                name=self.page.product, version=record.ref.version
            ),
            self.tr("New pictures of the product are corrected by it. The line corrects by it once it is taken over."),
        )
        self.refresh()

    # the life of a section

    def entered(self) -> None:
        if self._shown == "live":
            self.feed.start()
        self._timer.start()
        self.look()

    def left(self) -> None:
        self.feed.stop()
        self._timer.stop()
        if self._on and self._capturing.source is Source.CAMERA:
            self.page.run(self._capturing.release, lambda _none: None)
        self._on = False

    def session_changed(self) -> None:
        self.refresh()

    def shut_down(self) -> None:
        self.feed.stop()
        self._timer.stop()

    def look(self) -> None:
        """Read where the camera stands. Quick."""
        status = self._capturing.status()
        match status.source:
            case Source.LINE:
                text, look = self.tr("The line runs: stop it first. Calibrations need raw pictures."), "warn"
            case Source.NONE:
                text, look = self.tr("The camera is closed."), "muted"
            case Source.CAMERA if status.message:
                text, look = f"{in_words(status.message)} {in_words(status.hint)}".strip(), "warn"
            case _:
                text, look = self.state_text(status.camera_id), "muted"
        if text != self.state.text():
            say_in(self.state, text, look)
        if status.source is not Source.CAMERA:
            self._on = False
        self.refresh()

    def state_text(self, camera_id: str) -> str:
        """What is said of an open camera."""
        return self.tr("Camera {name}, raw pictures. {light}").format(name=camera_id, light=self._light)

    @property
    def live(self) -> bool:
        """Whether raw pictures come now, and whoever is at the desk may take them."""
        return self._capturing.source is Source.CAMERA and self.context.desk.may(Action.CALIBRATE)

    def refresh(self) -> None:
        """Enable what can be done now; subclasses add their buttons."""
        may = self.context.desk.may(Action.CALIBRATE)
        self.live_button.setChecked(self._capturing.source is Source.CAMERA)
        self.live_button.setEnabled(may and self._capturing.source is not Source.LINE)
        self.take_over_button.setEnabled(may and bool(self.page.product))

    # the camera

    _light = ""

    def _toggle_live(self) -> None:
        session = self.context.desk.require(Action.CAPTURE)
        if self.live_button.isChecked():
            self._on = True
            self._show_live()
            self.page.run(
                lambda: self._capturing.open(session),
                lambda _none: self.look(),
                on_error=self._not_open,
                busy=(self.live_button,),
            )
        else:
            self._on = False
            self.page.run(lambda: self._capturing.close(session), lambda _none: self.look(), busy=(self.live_button,))
            self._note()

    def _not_open(self, error: BaseException) -> None:
        self._on = False
        self.live_button.setChecked(False)
        self.page.explain(error)

    def _show_live(self) -> None:
        self._shown = "live"
        self._shows.setExclusive(False)
        for button in self._shows.buttons():
            button.setChecked(False)
        self._shows.setExclusive(True)
        self.feed.start()

    def _show_shot(self, shot: LiveShot) -> None:
        if self._shown == "live":
            self._light = exposure_text(shot.aids)
            self.view.show_picture(shot.picture)

    def _show_picture(self, key: str, shot: LiveShot) -> None:
        if self._shown == key:
            self.view.show_picture(shot.picture)

    def _note(self) -> None:
        self.view.show_note(self.tr("No live picture"), self.tr("Press Live view to open the camera."))

    def _ask_take_over(self) -> None:
        product, calibrations = self.page.product, self.context.station.calibrations
        by = self.context.desk.require(Action.CALIBRATE)
        text = self.tr(
            "A new version of the recipe corrects pictures by the newest calibration. It is refused where the model was"
            " taught from pictures that were corrected otherwise: then teach again from new pictures."
        )

        def confirmed(why: str) -> None:
            self.page.run(
                lambda: calibrations.take_over(by, product, why=why),
                lambda made: self._taken_over(made.ref),
                busy=(self.take_over_button,),
            )

        title = self.tr("Correct pictures of {name} by its newest calibration?").format(name=product)
        self.page.ask(Question(title, text, self.tr("Take over"), confirmed, reason_required=True))

    def _taken_over(self, made: RecipeRef) -> None:
        self.page.say(
            self.tr("{name} version {version} corrects by the newest calibration.").format(
                name=made.name, version=made.version
            ),
            level=Level.NOTE,
        )
