"""Who is at the station: the one place in the window that knows who is signed in."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QObject, Signal

from station.accounts import Session
from station.errors import NotPermitted
from station.permissions import Action, Role
from ui.words import action_word

OPERATOR = "operator"
"""The name under which the records keep what was done while nobody was signed in."""


class Desk(QObject):
    """Holds the session. GUI thread only.

    While nobody is signed in, whoever stands there is an operator without a name, unless `operator_signs_in`.
    """

    changed = Signal()
    left = Signal(object, str)
    """The `Session` of somebody who is not signed in any more, and why; "" where they signed out themselves."""

    def __init__(self, *, operator_signs_in: bool = False, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._nobody = None if operator_signs_in else Session(OPERATOR, Role.OPERATOR, datetime.now(UTC))
        self._session: Session | None = None

    @property
    def session(self) -> Session | None:
        """Who acts; None: nobody may do more than look at the line."""
        return self._session or self._nobody

    @property
    def signed_in(self) -> bool:
        """Whether somebody signed in with a name and a password."""
        return self._session is not None

    @property
    def who(self) -> str:
        session = self.session
        return session.name if session is not None else OPERATOR

    @property
    def role(self) -> Role | None:
        session = self.session
        return session.role if session is not None else None

    def may(self, action: Action) -> bool:
        session = self.session
        return session.may(action) if session is not None else action is Action.SEE_LINE

    def require(self, action: Action) -> Session:
        """Return the session that may do `action`. Raises NotPermitted."""
        session = self.session
        if session is None:
            raise NotPermitted(
                self.tr("Somebody who has not signed in may not {action}.").format(action=action_word(action)),
                self.tr("Sign in."),
            )
        session.require(action)
        return session

    def sign_in(self, session: Session) -> None:
        """Let `session` act from now on; whoever was signed in is not any more."""
        before, self._session = self._session, session
        if before is not None and before.name != session.name:
            self.left.emit(before, f"{session.name} signed in.")
        self.changed.emit()

    def sign_out(self, why: str = "") -> None:
        """End the session; `why`, for the records, where it was not its owner who did."""
        before, self._session = self._session, None
        if before is not None:
            self.left.emit(before, why)
            self.changed.emit()
