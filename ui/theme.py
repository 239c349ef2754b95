"""Colours, sizes and fonts of the window, after ISA-101: grey base, saturated colour only for the abnormal."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from station.types import StationState, Verdict

GRID = 8
"""Every margin and gap is a multiple of this, in logical pixels."""
TARGET = 48
"""Smallest side of anything that is pressed, in logical pixels: for gloves."""
RADIUS = 6

SMALL, BASE, LARGE, HUGE = 12, 14, 18, 40
"""Font heights in logical pixels."""

FAMILIES = ["Inter", "Segoe UI", "Noto Sans", "DejaVu Sans"]


@dataclass(frozen=True, slots=True)
class Colors:
    """One palette. `on_*` is the ink that is readable on the colour of that name."""

    dark: bool
    window: str
    panel: str
    border: str
    well: str
    field: str
    text: str
    muted: str
    faint: str
    control: str
    control_hover: str
    control_pressed: str
    accent: str
    on_accent: str
    viewport: str
    on_viewport: str
    calm: str
    on_calm: str
    bad: str
    on_bad: str
    warn: str
    on_warn: str
    fail: str
    on_fail: str

    def verdict(self, verdict: Verdict) -> tuple[QColor, QColor]:
        """Fill and ink of a verdict. OK is normal, so it is grey."""
        match verdict:
            case Verdict.OK:
                return QColor(self.calm), QColor(self.on_calm)
            case Verdict.NOK:
                return QColor(self.bad), QColor(self.on_bad)
            case Verdict.REVIEW:
                return QColor(self.warn), QColor(self.on_warn)
            case Verdict.ERROR:
                return QColor(self.fail), QColor(self.on_fail)

    def state(self, state: StationState) -> tuple[QColor, QColor]:
        """Fill and ink of a station state."""
        match state:
            case StationState.FAULT:
                return QColor(self.bad), QColor(self.on_bad)
            case StationState.RECOVERING:
                return QColor(self.warn), QColor(self.on_warn)
            case StationState.READY:
                return QColor(self.calm), QColor(self.on_calm)
            case _:
                return QColor(self.control), QColor(self.text)


LIGHT = Colors(
    dark=False,
    window="#d5d8db",
    panel="#e9ebed",
    border="#bfc4c9",
    well="#dcdfe2",
    field="#f6f7f8",
    text="#1d2227",
    muted="#505860",
    faint="#a2a9b0",
    control="#d9dde0",
    control_hover="#cdd2d6",
    control_pressed="#bcc2c8",
    accent="#33587d",
    on_accent="#ffffff",
    viewport="#8f959b",
    on_viewport="#15181b",
    calm="#4c555e",
    on_calm="#ffffff",
    bad="#c3221f",
    on_bad="#ffffff",
    warn="#f0b429",
    on_warn="#241a00",
    fail="#8e2f9e",
    on_fail="#ffffff",
)

DARK = Colors(
    dark=True,
    window="#1b1e21",
    panel="#262a2e",
    border="#3b4147",
    well="#1f2326",
    field="#16191b",
    text="#e3e6e9",
    muted="#a3abb3",
    faint="#5c646c",
    control="#363c42",
    control_hover="#414850",
    control_pressed="#2b3035",
    accent="#86aed6",
    on_accent="#10161c",
    viewport="#111315",
    on_viewport="#c6ccd2",
    calm="#aeb6be",
    on_calm="#16191c",
    bad="#d93234",
    on_bad="#ffffff",
    warn="#f0b429",
    on_warn="#241a00",
    fail="#a54ab8",
    on_fail="#ffffff",
)


class Theme(QObject):
    """The colours in use. Widgets that paint themselves listen to `changed`; the rest follow the style sheet."""

    changed = Signal()

    def __init__(self, application: QApplication, *, dark: bool = False, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._application = application
        self.colors = DARK if dark else LIGHT
        application.setStyle("Fusion")
        application.setFont(font(BASE))
        self._apply()

    def set_dark(self, dark: bool) -> None:
        if dark != self.colors.dark:
            self.colors = DARK if dark else LIGHT
            self._apply()
            self.changed.emit()

    def _apply(self) -> None:
        self._application.setPalette(_palette(self.colors))
        self._application.setStyleSheet(style_sheet(self.colors))


def font(pixels: int, *, bold: bool = False) -> QFont:
    """The window's font at a height in logical pixels."""
    result = QFont()
    result.setFamilies(FAMILIES)
    result.setPixelSize(pixels)
    result.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    return result


def _palette(colors: Colors) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for key, value in (
        (role.Window, colors.window),
        (role.WindowText, colors.text),
        (role.Base, colors.field),
        (role.AlternateBase, colors.well),
        (role.Text, colors.text),
        (role.Button, colors.control),
        (role.ButtonText, colors.text),
        (role.Highlight, colors.accent),
        (role.HighlightedText, colors.on_accent),
        (role.ToolTipBase, colors.panel),
        (role.ToolTipText, colors.text),
        (role.PlaceholderText, colors.muted),
    ):
        palette.setColor(key, QColor(value))
    for key in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, key, QColor(colors.faint))
    return palette


def style_sheet(colors: Colors) -> str:
    """The rules for Qt's own widgets. Widgets choose their look with the property `look`."""
    c = colors
    return f"""
    QWidget {{ color: {c.text}; }}
    QMainWindow, QWidget[look="window"] {{ background: {c.window}; }}
    QFrame[look="panel"] {{ background: {c.panel}; border: 1px solid {c.border}; border-radius: {RADIUS}px; }}
    QFrame[look="bar"] {{ background: {c.panel}; border: none; border-bottom: 1px solid {c.border}; }}
    QFrame[look="column"] {{ background: {c.panel}; border: none; border-right: 1px solid {c.border}; }}
    QLabel {{ background: transparent; border: none; }}
    QLabel[look="field"] {{ color: {c.muted}; font-size: {SMALL}px; }}
    QLabel[look="good"] {{ color: {c.text}; font-weight: bold; }}
    QLabel[look="warn"] {{ background: {c.warn}; color: {c.on_warn}; border-radius: {RADIUS}px; padding: 4px 8px; }}
    QLabel[look="bad"] {{ background: {c.bad}; color: {c.on_bad}; border-radius: {RADIUS}px; padding: 4px 8px; }}
    QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit, QDateTimeEdit {{ background: {c.field}; color: {c.text};
        border: 1px solid {c.border}; border-radius: {RADIUS}px; padding: 4px 8px; min-height: {TARGET - 10}px;
        selection-background-color: {c.accent}; selection-color: {c.on_accent}; }}
    QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus, QPlainTextEdit:focus, QAbstractItemView:focus {{
        border: 2px solid {c.accent}; }}
    QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus, QPlainTextEdit:focus {{ padding: 3px 7px; }}
    QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled, QPlainTextEdit:disabled {{
        background: {c.well}; color: {c.faint}; }}
    QComboBox::drop-down {{ width: {TARGET - 8}px; border: none; }}
    QComboBox QAbstractItemView {{ background: {c.field}; color: {c.text}; border: 1px solid {c.border};
        selection-background-color: {c.accent}; selection-color: {c.on_accent}; }}
    QComboBox QAbstractItemView::item {{ min-height: {TARGET - 8}px; }}
    QCheckBox, QRadioButton {{ spacing: {GRID}px; min-height: {TARGET - 8}px; background: transparent; }}
    QCheckBox::indicator, QRadioButton::indicator {{ width: 22px; height: 22px; }}
    QCheckBox:focus, QRadioButton:focus {{ color: {c.accent}; }}
    QProgressBar {{ background: {c.control_pressed}; border: none; border-radius: 4px;
        min-height: 8px; max-height: 8px; }}
    QProgressBar::chunk {{ background: {c.accent}; border-radius: 4px; }}
    QAbstractItemView {{ background: {c.field}; alternate-background-color: {c.well}; color: {c.text};
        border: 1px solid {c.border}; border-radius: {RADIUS}px; gridline-color: {c.border};
        selection-background-color: {c.accent}; selection-color: {c.on_accent}; }}
    QTableView::item, QListView::item, QTreeView::item {{ padding: 4px 8px; }}
    QHeaderView {{ background: {c.panel}; border: none; }}
    QHeaderView::section {{ background: {c.panel}; color: {c.muted}; border: none; border-bottom: 1px solid {c.border};
        padding: 6px 8px; font-size: {SMALL}px; }}
    QTabWidget::pane {{ border: none; border-top: 1px solid {c.border}; }}
    QTabBar {{ background: transparent; }}
    QTabBar::tab {{ background: {c.control}; color: {c.text}; border: 1px solid {c.border}; border-bottom: none;
        border-top-left-radius: {RADIUS}px; border-top-right-radius: {RADIUS}px; padding: 0 18px; margin-right: 4px;
        min-height: {TARGET - 6}px; }}
    QTabBar::tab:selected {{ background: {c.calm}; color: {c.on_calm}; font-weight: bold; }}
    QTabBar::tab:focus {{ border: 2px solid {c.accent}; }}
    QTabBar::tab:disabled {{ color: {c.faint}; }}
    QScrollArea {{ background: transparent; border: none; }}
    QScrollArea > QWidget > QWidget {{ background: transparent; }}
    QScrollBar:vertical {{ background: transparent; width: 16px; margin: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: 16px; margin: 0; }}
    QScrollBar::handle {{ background: {c.faint}; border-radius: 5px; margin: 3px; min-height: 40px; min-width: 40px; }}
    QScrollBar::handle:hover {{ background: {c.muted}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QSplitter::handle {{ background: transparent; }}
    QLabel[look="muted"] {{ color: {c.muted}; font-size: {SMALL}px; }}
    QLabel[look="title"] {{ font-size: {LARGE}px; font-weight: bold; }}
    QLabel[look="strong"] {{ font-size: {BASE + 1}px; font-weight: bold; }}
    QLabel[look="number"] {{ font-size: {LARGE + 4}px; font-weight: bold; }}
    QToolTip {{ background: {c.panel}; color: {c.text}; border: 1px solid {c.border}; padding: 6px; }}
    QSlider {{ background: transparent; min-height: {TARGET}px; }}
    QSlider::groove:horizontal {{ height: 6px; background: {c.control_pressed}; border-radius: 3px; }}
    QSlider::sub-page:horizontal {{ background: {c.accent}; border-radius: 3px; }}
    QSlider::handle:horizontal {{ width: 24px; margin: -9px 0; border-radius: 12px; background: {c.panel};
        border: 2px solid {c.accent}; }}
    QSlider::handle:horizontal:focus {{ background: {c.accent}; }}
    QSlider::handle:horizontal:disabled {{ border-color: {c.faint}; }}
    QSlider::sub-page:horizontal:disabled {{ background: {c.faint}; }}
    """


def set_look(widget: QObject, look: str) -> None:
    """Choose one of the looks of `style_sheet`."""
    widget.setProperty("look", look)


def numbers_alignment() -> Qt.AlignmentFlag:
    """Numbers that change stand on the right, so that their digits keep their places."""
    return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
