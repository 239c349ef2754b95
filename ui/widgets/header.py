"""The bar that every page keeps: which station, which recipe, its state and whether it is alive."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from station.accounts import Session
from station.types import StationState, StationStatus
from ui.symbols import paint_state
from ui.theme import BASE, GRID, LARGE, RADIUS, SMALL, Theme, font, set_look
from ui.widgets.buttons import ActionButton
from ui.widgets.text import WrappedText
from ui.words import role_word, state_word

_PERSON = 300
_ALIVE_STATES = (StationState.READY, StationState.BLOCKED, StationState.RECOVERING, StationState.FAULT)


class StatePill(QWidget):
    """The station's state: shape and word, coloured only when it is abnormal."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._state = StationState.STOPPED
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def state(self) -> StationState:
        return self._state

    def set_state(self, state: StationState) -> None:
        if state is self._state and self.accessibleName():
            return
        self._state = state
        self.setAccessibleName(self.tr("Station state: {word}").format(word=state_word(state)))
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(font(BASE + 2, bold=True))
        widest = max(metrics.horizontalAdvance(state_word(state)) for state in StationState)
        return QSize(round(widest) + 7 * GRID, 40)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        colors = self._theme.colors
        fill, ink = colors.state(self._state)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colors.border) if fill == QColor(colors.control) else fill, 1))
        painter.setBrush(fill)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        paint_state(painter, QRectF(1.5 * GRID, self.height() / 2 - 9, 18, 18), self._state, ink)
        painter.setFont(font(BASE + 2, bold=True))
        painter.setPen(ink)
        words = QRectF(self.rect()).adjusted(5 * GRID, 0, -GRID, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, state_word(self._state))


class Heartbeat(QWidget):
    """Beats with the station: filled and hollow in turn. A cross and the word when it has stopped beating."""

    def __init__(self, theme: Theme, *, late_ms: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._late_ms = late_ms
        self._beat, self._expected, self._late = False, False, False
        self.setFixedSize(124, 40)
        theme.changed.connect(self.update)

    @property
    def late(self) -> bool:
        """Whether a heartbeat is expected and is missing."""
        return self._late

    def show_status(self, status: StationStatus) -> None:
        before = self._beat, self._expected, self._late
        self._beat = status.heartbeat
        self._expected = status.state in _ALIVE_STATES
        self._late = self._expected and status.heartbeat_age_ms > self._late_ms
        self.setToolTip(self.tr("Last heartbeat {age} ms ago").format(age=round(status.heartbeat_age_ms)))
        if (self._beat, self._expected, self._late) != before or not self.accessibleName():
            self.setAccessibleName(self._word())
            self.update()

    def _word(self) -> str:
        if self._late:
            return self.tr("No heartbeat")
        return self.tr("Heartbeat") if self._expected else self.tr("At rest")

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        colors = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mark = QRectF(4, self.height() / 2 - 6, 12, 12)
        color = QColor(colors.bad if self._late else colors.calm if self._expected else colors.faint)
        painter.setPen(QPen(color, 2.2))
        if self._late:
            painter.drawLine(mark.topLeft(), mark.bottomRight())
            painter.drawLine(mark.topRight(), mark.bottomLeft())
        else:
            painter.setBrush(color if self._beat and self._expected else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(mark)
        painter.setFont(font(SMALL, bold=self._late))
        painter.setPen(QColor(colors.text if self._late else colors.muted))
        words = QRectF(self.rect()).adjusted(24, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._word())


class Header(QFrame):
    """Station name, recipe and model, state, heartbeat, who is there, and the switches of language and light."""

    def __init__(self, theme: Theme, name: str, *, late_ms: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("State of the station"))
        set_look(self, "bar")
        self.setFixedHeight(56)
        self.name = WrappedText(theme, LARGE - 1, bold=True)
        self.name.set_text(name)
        self.recipe = WrappedText(theme, SMALL + 1, muted=True)
        self.state = StatePill(theme)
        self.heartbeat = Heartbeat(theme, late_ms=late_ms)
        self.dark_button = ActionButton(theme, "dark", "", name=self.tr("Light or dark"), key="F10", height=44)
        self.dark_button.clicked.connect(lambda: theme.set_dark(not theme.colors.dark))
        self.language_button = ActionButton(theme, "language", "", name=self.tr("Language"), height=44)
        self.help_button = ActionButton(theme, "unsure", "", name=self.tr("Keys of this page"), key="F1", height=44)
        self.person_button = ActionButton(theme, "people", self.tr("Sign in"), key="F12", height=44)
        self.person_button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.person_button.setMaximumWidth(_PERSON)
        self.person_button.explain_key(self.tr("Sign in, sign out, change the own password"))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.name)
        words.addWidget(self.recipe)
        words.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        layout.setSpacing(2 * GRID)
        layout.addLayout(words, 1)
        layout.addWidget(self.heartbeat)
        layout.addWidget(self.state)
        layout.addWidget(self.person_button)
        tools = QHBoxLayout()
        tools.setSpacing(GRID // 2)
        for button in (self.help_button, self.language_button, self.dark_button):
            tools.addWidget(button)
        layout.addLayout(tools)

    def show_person(self, session: Session | None, *, needs_administrator: bool) -> None:
        """Who is signed in; None: nobody."""
        if needs_administrator:
            text = self.tr("Set up accounts")
        elif session is None:
            text = self.tr("Sign in")
        else:
            text = f"{session.name} · {role_word(session.role)}"
        self.person_button.set_text(text)
        self.person_button.set_prominent(needs_administrator)

    def show_status(self, status: StationStatus) -> None:
        self.state.set_state(status.state)
        self.heartbeat.show_status(status)
        if status.recipe is None:
            self.recipe.set_text(self.tr("no recipe"))
            return
        text = self.tr("Recipe {name} version {version}").format(name=status.recipe.name, version=status.recipe.version)
        if status.model is not None:
            # most have the name of their recipe: what is said twice leaves less room for what is not
            own = status.model.name == status.recipe.name
            words = self.tr("model version {version}") if own else self.tr("model {name} version {version}")
            text += " · " + words.format(name=status.model.name, version=status.model.version)
        self.recipe.set_text(text)
