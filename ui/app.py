"""Set up Qt, show the window, and take everything down again in order."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import cast

from PySide6.QtCore import QObject, QRect, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from station.accounts import Session
from station.audit import Act
from station.audit import Entry as AuditRow
from station.errors import RecordsError
from station.permissions import Action
from station.preload import preload
from station.services import Station
from station.types import StationState
from ui.application import make_application, on_signals
from ui.bridge import Bridge, StationLike
from ui.commands import Commands
from ui.desk import Desk
from ui.idle import IdleWatch
from ui.jobs import Jobs
from ui.language import LANGUAGES, Language, choose
from ui.main_window import MainWindow
from ui.page import PageContext
from ui.reception import Reception
from ui.tasks import Tasks
from ui.theme import Theme
from ui.told import told
from ui.watchdog import Watchdog
from ui.widgets.banner import Level
from ui.widgets.entry import Blank, Entry
from ui.window_state import FILE as STATE_FILE
from ui.window_state import WindowState, on_a_screen, read_state, write_state
from ui.words import duration_text

log = logging.getLogger(__name__)

_BEATS_MISSED = 4


class WindowSession(QObject):
    """One window on one station: owns what the pages work with, and knows the order in which it ends.

    Closing the window first stops the station off the GUI thread while the window says so, then closes. Where the
    stop fails the window says why and the next attempt to close succeeds. The station itself is closed by whoever
    made it. `dark` and `full_screen` go before what the window remembers. `signed_in`: who was at the desk before.
    """

    def __init__(
        self,
        application: QApplication,
        station: StationLike,
        *,
        dark: bool | None = None,
        kiosk: bool = False,
        full_screen: bool = False,
        signed_in: Session | None = None,
    ) -> None:
        super().__init__()
        self._station = station
        self._closing, self._ended, self._leave_noted = False, False, False
        self._stop = station.stop
        self._warned: tuple[str, ...] = ()
        self._full_screen = full_screen
        self.again = False
        """Whether the window was closed only to be opened anew, in another language."""
        config = station.config
        self._state_file = config.data_dir / STATE_FILE
        self._state, self._state_problem = read_state(self._state_file)
        self.language = Language(application, choose(self._state.language or config.station.language))
        self.tasks = Tasks()
        self.theme = Theme(application, dark=self._state.dark if dark is None else dark)
        self.bridge = Bridge(station, self.tasks)
        self.desk = Desk(operator_signs_in=config.people.operator_signs_in)
        self.commands = Commands(station, self.desk)
        self.jobs = Jobs()
        self.watchdog = Watchdog()
        self.window = MainWindow(
            PageContext(
                self.theme,
                cast(Station, station),
                self.bridge,
                self.commands,
                self.tasks,
                self.desk,
                self.jobs,
                self.watchdog,
            ),
            name=config.station.name,
            late_ms=max(1000, _BEATS_MISSED * config.line.heartbeat_ms),
            kiosk=kiosk,
        )
        self.reception = Reception(station.accounts, self.desk, self.tasks, self.window.entry, parent=self)
        self.idle = IdleWatch(self.desk, idle_s=60 * config.people.idle_minutes, parent=self)
        self._connect()
        if signed_in is not None:
            self.desk.sign_in(signed_in)

    def _connect(self) -> None:
        window = self.window
        # queued: a window cannot be closed from within its own close event
        window.close_requested.connect(self._close, Qt.ConnectionType.QueuedConnection)
        window.leave_wanted.connect(self._leave_kiosk, Qt.ConnectionType.QueuedConnection)
        window.sign_in_wanted.connect(self._sign_in_for)
        window.header.person_button.clicked.connect(self.reception.attend)
        window.header.language_button.clicked.connect(self._choose_language)
        self.reception.said.connect(window.tell)
        self.reception.changed.connect(self._show_person)
        self.desk.changed.connect(self._show_person)
        self.desk.changed.connect(self._note_presence)
        self.idle.warned.connect(self._warn_idle)
        self.idle.expired.connect(self._idle_expired)
        self.theme.changed.connect(self._remember)
        self._show_person()
        self._note_presence()

    def open(self, *, welcome: bool = False) -> None:
        """Show the window at once and begin to listen; nothing slow happens here.

        `welcome`: where there is no account yet, ask for the first administrator.
        """
        self._show_window()
        self.bridge.open()
        self.watchdog.open()
        self.reception.open(welcome=welcome)
        if self._state_problem:
            self.window.tell(
                self.tr("What the window remembered could not be read: {problem}").format(problem=self._state_problem),
                self.tr("It begins as it was delivered; nothing else is touched by this."),
            )

    def end(self) -> None:
        """Stop listening, wait for what is under way, drop the window. Safe to call twice."""
        if self._ended:
            return
        self._ended = True
        self._note_end()
        self.bridge.close()
        self.watchdog.close()
        self.idle.close()
        self.reception.close()
        for page in self.window.built:
            page.shut_down()
        self.jobs.close()
        self.commands.close()
        self.tasks.close()
        self.window.allow_close()
        self.window.close()
        self.window.deleteLater()
        self.theme.deleteLater()
        self.language.close()

    def interrupt(self) -> None:
        """Close from outside the window: nobody is asked who they are or whether something is lost."""
        if self.window.may_close:
            self.window.close()
        else:
            self._stop_and_leave(self._station.stop)

    def state(self) -> WindowState:
        """What the window would remember now."""
        place = self.window.normalGeometry()
        return WindowState(
            place=(place.x(), place.y(), place.width(), place.height()) if place.isValid() else self._state.place,
            full_screen=self.window.isFullScreen() if not self.window.kiosk else self._state.full_screen,
            dark=self.theme.colors.dark,
            language=self._state.language,
        )

    def _show_window(self) -> None:
        window, state = self.window, self._state
        if state.place is not None:
            place = on_a_screen(QRect(*state.place), [one.availableGeometry() for one in QGuiApplication.screens()])
            if place is not None:
                window.setGeometry(place)
        if window.kiosk or self._full_screen or state.full_screen:
            window.showFullScreen()
        else:
            window.show()

    def _remember(self) -> None:
        """Write what the window remembers, off the GUI thread."""
        self._state = state = self.state()
        self.tasks.run(
            lambda: write_state(self._state_file, state),
            lambda _: None,
            lambda error: self.window.tell(
                self.tr("What the window should remember could not be written: {error}").format(error=error)
            ),
        )

    def _show_person(self) -> None:
        session = self.desk.session if self.desk.signed_in else None
        self.window.header.show_person(session, needs_administrator=self.reception.needs_administrator)

    def _note_presence(self) -> None:
        """Tell the line, which writes it with every inspection."""
        if self.desk.signed_in:
            self._station.presence.signed_in(self.desk.who)
        else:
            self._station.presence.signed_out()

    def _sign_in_for(self, key: str) -> None:
        self.reception.need(self.window.action_of(key), lambda: self.window.open_page(key))

    def _leave_kiosk(self) -> None:
        self.window.tell(
            self.tr("This station runs as a kiosk: its window stays."),
            self.tr("Somebody who may leave the kiosk mode has to sign in first."),
        )
        self.reception.need(Action.LEAVE_KIOSK, self._close)

    def _warn_idle(self, seconds: int) -> None:
        if seconds:
            text = self.tr("{name} will be signed out in {count} s").format(name=self.desk.who, count=seconds)
            self.window.tell(text, self.tr("Press a key, or touch the screen, to stay signed in."))
        else:
            self.window.notice.hide()

    def _idle_expired(self, name: str) -> None:
        self.window.tell(
            self.tr("{name} was signed out: nothing was done for {time}.").format(
                name=name, time=duration_text(60 * self._station.config.people.idle_minutes)
            ),
            self.tr("What was begun on the pages is kept for whoever signs in again."),
        )

    def _choose_language(self) -> None:
        self.window.entry.put(
            Entry(
                title=self.tr("Language"),
                text=self.tr("The window opens anew in that language. The line goes on meanwhile."),
                blanks=(Blank("language", self.tr("Language"), self.language.code, choices=tuple(LANGUAGES.items())),),
                confirm=self.tr("Change"),
                icon="language",
                on_confirm=self._change_language,
            )
        )

    def _change_language(self, values: Mapping[str, str]) -> None:
        entry = self.window.entry
        lost = self._would_be_lost()
        if values["language"] == self.language.code:
            entry.withdraw()
        elif lost or self.commands.busy:
            entry.refuse(self.tr("Not now: {what}.").format(what=", ".join(lost) or self.tr("an order is under way")))
        else:
            entry.withdraw()
            self._state = replace(self._state, language=values["language"])
            self.again = True
            self._leave(None)

    def _would_be_lost(self) -> tuple[str, ...]:
        running = tuple(self.tr("{job} is running").format(job=job.name) for job in self.jobs.running)
        return (*self.window.unsaved(), *running)

    def _close(self) -> None:
        if self._closing:
            return
        lost = self._would_be_lost()
        if lost and lost != self._warned:
            self._warned = lost
            self.window.tell(
                self.tr("Closing now would lose something: {what}.").format(what=", ".join(lost)),
                self.tr("Close the window again to leave all the same."),
                Level.WARNING,
            )
            return
        who = self.desk.who

        def stop() -> None:
            self.commands.orders.stop_for(who, why="The window was closed.")

        if self.window.kiosk and not self._leave_noted:
            self._leave_noted = True  # tried once: a database that fails keeps nobody in
            note = AuditRow(Act.KIOSK_LEFT, "window", who)
            self.tasks.run(
                lambda: self._station.records.audit.add(note), lambda _: self._stop_and_leave(stop), self._kiosk_unnoted
            )
        else:
            self._stop_and_leave(stop)

    def _kiosk_unnoted(self, error: BaseException) -> None:
        message, _ = told(error)
        self.window.tell(
            self.tr("That the kiosk is left cannot be noted in the audit trail: {problem}").format(problem=message),
            self.tr("Close the window again to leave all the same."),
            Level.WARNING,
        )

    def _note_end(self) -> None:
        """Note who was signed in when the window ended; not where it opens anew for them in another language."""
        session = self.desk.session
        if session is None or not self.desk.signed_in or self.again:
            return
        try:
            self._station.accounts.sign_out(session, why="The window was closed.")
        except RecordsError as error:
            log.warning("That %s was signed out is not noted in the audit trail: %s", session.name, error)

    def _stop_and_leave(self, stop: Callable[[], None]) -> None:
        if self._closing:
            return
        self._closing = True
        self._stop = stop
        if self._station.status().state is StationState.STOPPED and not self.commands.busy:
            self._leave(None)
            return
        self.window.entry.withdraw()
        self.window.open_page("operate")
        self.window.operate.set_notice(
            self.tr("Stopping the station"), self.tr("The window closes by itself when the line has come to rest.")
        )
        self.commands.changed.connect(self._stop_after_start)
        if "start" in self.commands.busy:  # it does not wait for its model then
            self.commands.halt(self._station.stop, lambda _: None, self._stop_failed)
        self._stop_after_start()

    def _stop_after_start(self) -> None:
        """Stop the station, but not beside a start: that could begin after the stop, and leave the station running."""
        if "start" not in self.commands.busy:
            self.commands.changed.disconnect(self._stop_after_start)
            self.commands.halt(self._stop, self._leave, self._stop_failed)

    def _leave(self, _: object) -> None:
        try:
            write_state(self._state_file, self.state())
        except OSError as error:
            log.warning("What the window should remember could not be written: %s", error)
        self.window.allow_close()
        self.window.close()

    def _stop_failed(self, error: BaseException) -> None:
        self.window.allow_close()
        problem = " ".join(told(error)).strip()
        if self._station.status().state is not StationState.STOPPED:
            problem = self.tr("The station could not be stopped: {error}").format(error=problem)
        self.window.operate.set_notice(
            problem,
            self.tr("Close the window again to leave all the same."),
        )


def run_window(
    station: StationLike,
    *,
    on_ready: Callable[[MainWindow], None] | None = None,
    autostart: bool = False,
    dark: bool | None = None,
    kiosk: bool = False,
    full_screen: bool = False,
    welcome: bool = False,
) -> int:
    """Run the operator window until it is closed; return the exit code. Main thread only.

    `on_ready` is called on the GUI thread once the window is on the screen. `autostart` starts the station then.
    `kiosk`: full screen without a frame, and closing it needs somebody who may. `welcome`: ask for the first
    administrator where there is no account. The station is stopped on the way out, not closed.
    """
    application = make_application()
    signed_in: Session | None = None
    while True:
        session = WindowSession(
            application, station, dark=dark, kiosk=kiosk, full_screen=full_screen, signed_in=signed_in
        )
        session.open(welcome=welcome)
        QTimer.singleShot(0, session, partial(_ready, session, autostart, on_ready))
        try:
            with on_signals(session.interrupt):
                code = application.exec()
            if not session.again:
                return code
            signed_in = session.desk.session if session.desk.signed_in else None
            dark, autostart, on_ready, welcome = None, False, None, False
        finally:
            session.end()


def _ready(session: WindowSession, autostart: bool, on_ready: Callable[[MainWindow], None] | None) -> None:
    if autostart:
        session.commands.start()
    if on_ready is not None:
        on_ready(session.window)
    session.tasks.run(preload, lambda _: None, lambda error: session.window.tell(*told(error)))
