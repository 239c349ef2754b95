"""A barcode scanner that types like a keyboard, whatever has the focus.

Keys that could be part of a scan are held back for `max_gap_ms`. Where more come that fast, and Enter or Tab ends them,
they were a scan: no text field and no button ever sees them. Otherwise they were somebody's typing, and go where they
were going, in their order, a few hundredths of a second late. With a prefix only what follows the prefix is held back.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from station.config import ScannerSection

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SUFFIXES = {"enter": _ENTER, "tab": (Qt.Key.Key_Tab,), "any": (*_ENTER, Qt.Key.Key_Tab)}
_MODIFIERS = (
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_CapsLock,
)
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_CLICKS = (QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin)
_KEYS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride)
STX = "\x02"
MOST = 256
"""Characters of a scan; a key that somebody leans on is no scan."""


@dataclass(frozen=True, slots=True)
class _Held:
    """A key that waits. `text` is empty for what is no character (the prefix, Enter, a release)."""

    event: QKeyEvent
    target: QWidget | None  # what had the focus when it was pressed
    text: str = ""


class Wedge(QObject):
    """Filters the keys of the whole application while it is installed. GUI thread only."""

    scanned = Signal(str)
    """A code, without prefix and ending."""
    repeated = Signal(str)
    """A code that came again within `duplicate_ms`, and is not taken again."""

    def __init__(
        self, config: ScannerSection, *, clock: Callable[[], float] = time.monotonic, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._config = config
        self._clock = clock
        self._held: list[_Held] = []
        self._last_s = 0.0
        self._replaying = False
        self._swallow_release: set[int] = set()
        self._last_code: tuple[str, float] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(config.max_gap_ms)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._let_go)
        self._installed = False

    def install(self) -> None:
        """Begin to filter, if a scanner is configured."""
        application = QApplication.instance()
        if self._config.enabled and not self._installed and application is not None:
            application.installEventFilter(self)
            self._installed = True

    def remove(self) -> None:
        """Stop filtering; what is held goes where it was going. Safe to call twice."""
        application = QApplication.instance()
        if self._installed and application is not None:
            application.removeEventFilter(self)
            self._installed = False
        self._let_go()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002 - Qt's signature
        kind = event.type()
        if self._replaying:
            return False
        if kind in _CLICKS:
            self._let_go()
            return False
        if kind not in _KEYS or not isinstance(event, QKeyEvent):
            return False
        if kind == QEvent.Type.ShortcutOverride:
            if not self._wants(event):
                return False
            event.accept()  # no shortcut may fire for it: the key press comes next
            return True
        if kind == QEvent.Type.KeyRelease:
            return self._release(event)
        return self._press(event)

    def _wants(self, event: QKeyEvent) -> bool:
        """Whether a key press would be held back or taken."""
        if event.isAutoRepeat() or event.key() in _MODIFIERS:
            return False
        if self._is_prefix(event) or (self._collecting and event.key() in _SUFFIXES[self._config.suffix]):
            return True
        return bool(_character(event)) and (self._collecting or not self._config.prefix)

    @property
    def _collecting(self) -> bool:
        return bool(self._held)

    def _press(self, event: QKeyEvent) -> bool:
        if event.key() in _MODIFIERS:
            return False  # a scanner presses Shift for capital letters
        now_s = self._clock()
        if self._collecting and (now_s - self._last_s) * 1000 > self._config.max_gap_ms:
            self._let_go()
        if not self._wants(event):
            self._let_go()
            return False
        self._last_s = now_s
        if self._collecting and event.key() in _SUFFIXES[self._config.suffix]:
            return self._end(event)
        if self._is_prefix(event):
            self._let_go()
            self._hold(event)
            return True
        self._hold(event, _character(event))
        if len(self._held) > 2 * MOST:
            self._let_go()
        return True

    def _release(self, event: QKeyEvent) -> bool:
        if event.isAutoRepeat():
            return False
        if event.key() in self._swallow_release:
            self._swallow_release.discard(event.key())
            return True
        pressed = any(one.event.type() == QEvent.Type.KeyPress and one.event.key() == event.key() for one in self._held)
        if pressed:
            self._held.append(_Held(_copy(event), _focus()))
        return pressed

    def _hold(self, event: QKeyEvent, text: str = "") -> None:
        self._held.append(_Held(_copy(event), _focus(), text))
        self._timer.start()

    def _end(self, event: QKeyEvent) -> bool:
        """Enter or Tab came fast enough. Returns whether it belongs to a scan."""
        code = "".join(one.text for one in self._held).strip()
        if len(code) < self._config.min_length:
            self._let_go()
            return False
        self._timer.stop()
        released = {one.event.key() for one in self._held if one.event.type() == QEvent.Type.KeyRelease}
        pressed = {one.event.key() for one in self._held if one.event.type() == QEvent.Type.KeyPress}
        self._swallow_release |= (pressed - released) | {event.key()}
        self._held.clear()
        now_s = self._clock()
        last, self._last_code = self._last_code, (code, now_s)
        if last is not None and last[0] == code and (now_s - last[1]) * 1000 < self._config.duplicate_ms:
            self.repeated.emit(code)
        else:
            self.scanned.emit(code)
        return True

    def _is_prefix(self, event: QKeyEvent) -> bool:
        prefix = self._config.prefix
        if not prefix:
            return False
        if prefix == "STX":
            return event.text() == STX
        if len(prefix) == 1:
            return event.text() == prefix
        return bool(event.key() == getattr(Qt.Key, f"Key_{prefix}"))

    def _let_go(self) -> None:
        """It was no scan: every held key goes where it was going."""
        self._timer.stop()
        if not self._held or self._replaying:
            return
        held, self._held = self._held, []
        self._replaying = True
        try:
            for one in held:
                if one.target is not None and shiboken6.isValid(one.target):
                    _deliver(one.event, one.target)
        finally:
            self._replaying = False


def _character(event: QKeyEvent) -> str:
    """The character that a key types; empty for commands and for keys that type none."""
    text = event.text()
    if event.modifiers() & _COMMANDS and not event.modifiers() & Qt.KeyboardModifier.GroupSwitchModifier:
        return ""
    return text if len(text) == 1 and text.isprintable() else ""


def _copy(event: QKeyEvent) -> QKeyEvent:
    return QKeyEvent(event.type(), event.key(), event.modifiers(), event.text(), False, event.count())


def _focus() -> QWidget | None:
    return QApplication.focusWidget() or QApplication.activeWindow()


def _deliver(event: QKeyEvent, target: QWidget) -> None:
    """Do with a key what Qt would have done: offer it to whatever has the focus, then to shortcuts, then type it."""
    if event.type() == QEvent.Type.KeyPress:
        offer = QKeyEvent(QEvent.Type.ShortcutOverride, event.key(), event.modifiers(), event.text())
        offer.ignore()
        QCoreApplication.sendEvent(target, offer)
        if not offer.isAccepted() and (shortcut := _shortcut(target, event)) is not None:
            shortcut.activated.emit()
            return
    QCoreApplication.sendEvent(target, event)


def _shortcut(target: QWidget, event: QKeyEvent) -> QShortcut | None:
    """The one shortcut of the window that a key fires now."""
    keys = QKeySequence(event.keyCombination())
    found = [
        one
        for one in target.window().findChildren(QShortcut)
        if one.isEnabled() and keys in list(one.keys()) and _reaches(one, target)
    ]
    return found[0] if len(found) == 1 else None


def _reaches(shortcut: QShortcut, target: QWidget) -> bool:
    owner = shortcut.parent()
    if not isinstance(owner, QWidget) or not owner.isVisible() or not owner.isEnabled():
        return False
    match shortcut.context():
        case Qt.ShortcutContext.WidgetShortcut:
            return owner is target
        case Qt.ShortcutContext.WidgetWithChildrenShortcut:
            return owner is target or owner.isAncestorOf(target)
        case _:
            return True
