"""The live picture beside the camera settings: what another exposure or gain makes of it is seen at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from station.camera_control import CameraSettings
from station.capture_words import Source
from station.permissions import Action
from station.types import StationState
from ui.capture_words import exposure_text
from ui.image_view import ImageView
from ui.latest import Latest
from ui.live_feed import LiveFeed, LiveShot
from ui.page import Page
from ui.theme import GRID, set_look
from ui.widgets.buttons import ActionButton

PAUSE_MS = 150
"""So long nothing more is typed before it is tried."""


class LivePicture(QWidget):
    """Opens the camera when asked to, and gives it back when it is out of sight."""

    changed = Signal()
    """Somebody else may have the camera by now: it was opened or given back."""
    tried = Signal(object)
    """What the camera has now, as `CameraSettings`."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._capturing = page.context.station.capturing
        self._wanted: tuple[float | None, float | None] | None = None
        theme = page.context.theme
        self.button = ActionButton(theme, "live", self.tr("Live view"), key="F7")
        self.button.setCheckable(True)
        self.button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.light = QLabel()
        self.light.setWordWrap(True)
        set_look(self.light, "muted")
        self.view = ImageView(theme)
        self.view.setMinimumHeight(60)
        self.feed = LiveFeed(self._capturing.live_frame, page.context.tasks, self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._latest = Latest(page, self._trial, self.tried.emit)
        self._pause.timeout.connect(self._latest.wish)
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(self.button)
        head.addWidget(self.light, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addLayout(head)
        layout.addWidget(self.view, 1)
        self.button.clicked.connect(self._toggle)
        self.feed.shown.connect(self._show)
        self.feed.failed.connect(page.explain)
        self.view.zoom_changed.connect(lambda: self.feed.set_level(self.view.level))
        self._note()

    @property
    def on(self) -> bool:
        """Whether the camera is open for this picture or for the page Capture."""
        return self._capturing.source is Source.CAMERA

    def leave(self) -> None:
        """Give the camera back, unless pictures are being taken."""
        if self.feed.running:
            self._close()

    def shut_down(self) -> None:
        self._pause.stop()
        self.feed.stop()

    def want(self, exposure_us: float | None, gain_db: float | None) -> None:
        """Try this on the open camera as soon as nothing more is typed. None leaves a setting as it is."""
        if self.on and self.feed.running:
            self._wanted = exposure_us, gain_db
            self._pause.start()

    def refresh(self) -> None:
        """Follow who is signed in and who has the camera."""
        desk, line = self._page.context.desk, self._page.context.station.status().state
        stopped = line is StationState.STOPPED
        self.button.setEnabled(stopped and desk.may(Action.CAPTURE))
        if self.feed.running and not self.on:
            self.feed.stop()
            self._note()
        self.button.setChecked(self.feed.running)

    def _toggle(self) -> None:
        if not self.button.isChecked():
            self._close()
            return
        session = self._page.context.desk.require(Action.CAPTURE)
        self._page.run(
            lambda: self._capturing.open(session), lambda _none: self._opened(), on_error=self._not_open,
            busy=[self.button],
        )  # fmt: skip

    def _opened(self) -> None:
        if self.isVisible():
            self.feed.start()
            self.changed.emit()
        else:  # somebody went on before it was open
            self._close()

    def _not_open(self, error: BaseException) -> None:
        self.button.setChecked(False)
        self._page.explain(error)

    def _close(self) -> None:
        self._pause.stop()
        self.feed.stop()
        self.button.setChecked(False)
        self._note()
        self._page.run(self._capturing.release, lambda _none: self.changed.emit())

    def _trial(self) -> Callable[[], CameraSettings] | None:
        desk, control = self._page.context.desk, self._page.context.station.camera_control
        if self._wanted is None or not self.on or not desk.may(Action.CHANGE_CAMERA):
            return None
        by, (exposure_us, gain_db) = desk.require(Action.CHANGE_CAMERA), self._wanted
        return lambda: control.try_live(by, exposure_us=exposure_us, gain_db=gain_db)

    def _show(self, shot: LiveShot) -> None:
        self.view.show_picture(shot.picture)
        self.light.setText(exposure_text(shot.aids))

    def _note(self) -> None:
        self.light.setText("")
        self.view.show_note(self.tr("No live picture"), self.tr("Press Live view to see what exposure and gain do."))
