"""Signing in and out at the window: the panel, who may, being asked for somebody who may, and that sessions end."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QTimer, Signal

from station.accounts import Accounts, Session
from station.errors import EXPLAINED, AccountError
from station.permissions import LEAST, Action, Role, may
from ui.desk import Desk
from ui.tasks import Tasks
from ui.told import told
from ui.widgets.entry import Blank, Entry, EntryPanel, Other
from ui.words import action_word, clock_text, role_word

RENEW_MS = 15_000


class Reception(QObject):
    """Lives on the GUI thread; passwords are checked off it. A session is looked at again every `renew_ms`."""

    said = Signal(str, str)
    """Message and hint for the window: somebody was signed out, or something could not be done."""
    changed = Signal()
    """Whether there is an account at all became known, or changed."""

    def __init__(
        self,
        accounts: Accounts,
        desk: Desk,
        tasks: Tasks,
        panel: EntryPanel,
        *,
        renew_ms: int | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._accounts, self._desk, self._tasks, self._panel = accounts, desk, tasks, panel
        self._has_accounts: bool | None = None
        self._renewing = False
        self._timer = QTimer(self)
        self._timer.setInterval(RENEW_MS if renew_ms is None else renew_ms)
        self._timer.timeout.connect(self.renew)
        desk.changed.connect(self._session_changed)
        desk.left.connect(self._note_left)

    @property
    def needs_administrator(self) -> bool:
        """Whether the station has no account yet: then it is for operators only."""
        return self._has_accounts is False

    def open(self, *, welcome: bool) -> None:
        """Ask whether there is an account; with `welcome`, where there is none, ask for the administrator's."""
        self._look(lambda: self.create_first() if welcome and self.needs_administrator else None)

    def close(self) -> None:
        """Look at no session any more. Safe to call twice."""
        self._timer.stop()

    def attend(self) -> None:
        """Do what fits whoever is at the desk: make the administrator, sign in, or sign out and change the password."""
        session = self._desk.session
        if self.needs_administrator:
            self.create_first()
        elif not self._desk.signed_in or session is None:
            self.sign_in()
        else:
            words = self.tr("Signed in as {role} since {time}. Whatever you do is noted under your name.")
            self._panel.put(
                Entry(
                    title=session.name,
                    text=words.format(role=role_word(session.role), time=clock_text(session.since)),
                    blanks=(),
                    confirm="",
                    on_confirm=lambda _: None,
                    others=(
                        Other("lock", self.tr("Sign out"), self.sign_out),
                        Other("settings", self.tr("Change own password"), self.change_password),
                        Other("people", self.tr("Somebody else signs in"), self.sign_in),
                    ),
                )
            )

    def sign_out(self) -> None:
        self._desk.sign_out()

    def need(self, action: Action, then: Callable[[], object]) -> None:
        """Call `then`: at once where whoever is at the desk may do `action`, else when somebody signed in who may."""
        if self._desk.may(action):
            then()
        elif self.needs_administrator:
            self.create_first(then)
        else:
            self.sign_in(action, then)

    def sign_in(self, action: Action | None = None, then: Callable[[], object] | None = None) -> None:
        """Ask for name and password; for `action`, of somebody who may do it."""
        text = ""
        if action is not None:
            text = self.tr("To {action}, somebody has to sign in as {role}.").format(
                action=action_word(action), role=role_word(LEAST[action] or Role.OPERATOR)
            )

        def confirm(values: Mapping[str, str]) -> None:
            def done(session: Session) -> None:
                if action is not None and not may(session.role, action):
                    self._note_left(session, f"An {session.role.value} may not {action.value}.")
                    self._panel.refuse(
                        self.tr("{name} is {role} and may not {action}.").format(
                            name=session.name, role=role_word(session.role), action=action_word(action)
                        )
                    )
                    return
                self._arrive(session, then)

            self._check(lambda: self._accounts.sign_in(values["name"], values["password"]), done)

        self._panel.put(
            Entry(
                title=self.tr("Sign in"),
                text=text,
                blanks=(
                    Blank("name", self.tr("Name")),
                    Blank("password", self.tr("Password"), secret=True),
                ),
                confirm=self.tr("Sign in"),
                icon="people",
                on_confirm=confirm,
            )
        )

    def create_first(self, then: Callable[[], object] | None = None) -> None:
        """Ask for the first administrator."""

        def confirm(values: Mapping[str, str]) -> None:
            if values["password"] != values["again"]:
                self._panel.refuse(self.tr("The two passwords are not the same."))
                return

            def done(session: Session) -> None:
                self._has_accounts = True
                self.changed.emit()
                self._arrive(session, then)

            self._check(lambda: self._accounts.create_first_administrator(values["name"], values["password"]), done)

        self._panel.put(
            Entry(
                title=self.tr("Who administers this station?"),
                text=self.tr(
                    "There is no account yet. The administrator adds the others, and may do everything. Until then this"
                    " station is for operators only: nobody can teach it, change a threshold or settings."
                ),
                blanks=(
                    Blank("name", self.tr("Name")),
                    Blank("password", self.tr("Password"), secret=True, hint=self.tr("At least 8 characters.")),
                    Blank("again", self.tr("The same password again"), secret=True),
                ),
                confirm=self.tr("Create"),
                icon="add",
                on_confirm=confirm,
                cancel=self.tr("Later"),
            )
        )

    def change_password(self) -> None:
        """Ask whoever is signed in for the old and a new password."""
        session = self._desk.session
        if session is None or not self._desk.signed_in:
            self.sign_in()
            return

        def confirm(values: Mapping[str, str]) -> None:
            if values["new"] != values["again"]:
                self._panel.refuse(self.tr("The two passwords are not the same."))
                return

            def done(renewed: Session) -> None:
                self._arrive(renewed, None)
                self.said.emit(self.tr("The password of {name} is changed.").format(name=renewed.name), "")

            self._check(lambda: self._accounts.change_own_password(session, values["old"], values["new"]), done)

        self._panel.put(
            Entry(
                title=self.tr("Change own password"),
                text=session.name,
                blanks=(
                    Blank("old", self.tr("Password of now"), secret=True),
                    Blank("new", self.tr("New password"), secret=True, hint=self.tr("At least 8 characters.")),
                    Blank("again", self.tr("The new password again"), secret=True),
                ),
                confirm=self.tr("Change"),
                on_confirm=confirm,
            )
        )

    def renew(self) -> None:
        """Look whether whoever is signed in still may: sign out who was disabled, take over a changed role."""
        session = self._desk.session
        if session is None or not self._desk.signed_in or self._renewing:
            return
        self._renewing = True

        def done(renewed: Session) -> None:
            self._renewing = False
            if self._desk.session is session and renewed != session:
                self._desk.sign_in(renewed)
                self.said.emit(
                    self.tr("{name} is {role} from now on.").format(name=renewed.name, role=role_word(renewed.role)), ""
                )

        def failed(error: BaseException) -> None:
            self._renewing = False
            if isinstance(error, AccountError) and self._desk.session is session:
                self._desk.sign_out(error.message)
                self.said.emit(*told(error))
            # a database that does not answer for a moment signs nobody out; the line says what is wrong with it

        self._tasks.run(lambda: self._accounts.renew(session), done, failed)

    def _arrive(self, session: Session, then: Callable[[], object] | None) -> None:
        self._panel.withdraw()
        self._desk.sign_in(session)
        if then is not None:
            then()

    def _check(self, operation: Callable[[], Session], done: Callable[[Session], None]) -> None:
        entry = self._panel.open

        def arrived(session: Session) -> None:
            if self._panel.open is entry:
                done(session)
            elif not self._desk.signed_in or self._desk.who != session.name:
                self._note_left(session, "The panel was left meanwhile.")

        def failed(error: BaseException) -> None:
            if self._panel.open is entry:
                self._panel.refuse(*told(error))
            if isinstance(error, EXPLAINED):
                self._look(lambda: None)

        self._tasks.run(operation, arrived, failed)

    def _note_left(self, session: Session, why: str) -> None:
        """Note in the audit trail that somebody is not signed in any more, also where they never came to act."""

        def failed(error: BaseException) -> None:
            message, hint = told(error)
            words = self.tr("{name} was signed out, but not noted in the audit trail: {problem}")
            self.said.emit(words.format(name=session.name, problem=message), hint)

        self._tasks.run(lambda: self._accounts.sign_out(session, why=why), lambda _: None, failed)

    def _look(self, then: Callable[[], None]) -> None:
        def done(there_is: bool) -> None:
            self._has_accounts = there_is
            self.changed.emit()
            then()

        self._tasks.run(self._accounts.any, done, lambda error: self.said.emit(*told(error)))

    def _session_changed(self) -> None:
        if self._desk.signed_in:
            self._timer.start()
        else:
            self._timer.stop()
