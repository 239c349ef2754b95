"""The looks of Qt's own widgets in the colours of the theme. What paints itself takes the colours from the theme."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from ui.palette import BASE, GRID, LARGE, RADIUS, SMALL, TARGET, Colors


def style_sheet(colors: Colors) -> str:
    """The rules for Qt's own widgets. Widgets choose their look with the property `look`."""
    c = colors
    mark = (resources.files("ui") / "assets").joinpath
    kind = "dark" if c.dark else "light"
    up, down, tick, dot = (Path(str(mark(f"{name}-{kind}.svg"))).as_posix() for name in ("up", "down", "tick", "dot"))
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
        border: 1px solid {c.faint}; border-radius: {RADIUS}px; padding: 4px 8px; min-height: {TARGET - 10}px;
        selection-background-color: {c.accent}; selection-color: {c.on_accent}; }}
    QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus, QPlainTextEdit:focus, QAbstractItemView:focus {{
        border: 2px solid {c.accent}; }}
    QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled, QPlainTextEdit:disabled {{
        background: {c.well}; color: {c.faint}; }}
    QComboBox::drop-down {{ width: {TARGET - 8}px; border: none; }}
    QComboBox::down-arrow {{ image: url("{down}"); width: 20px; height: 20px; }}
    QAbstractSpinBox, QDateTimeEdit {{ padding: 4px {TARGET - 8}px 4px 8px; min-height: {TARGET - 13}px; }}
    QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ width: {TARGET - 10}px; border: none;
        background: transparent; }}
    QAbstractSpinBox::up-arrow {{ image: url("{up}"); width: 18px; height: 18px; }}
    QAbstractSpinBox::down-arrow {{ image: url("{down}"); width: 18px; height: 18px; }}
    QComboBox QAbstractItemView {{ background: {c.field}; color: {c.text}; border: 1px solid {c.border};
        selection-background-color: {c.accent}; selection-color: {c.on_accent}; }}
    QComboBox QAbstractItemView::item {{ min-height: {TARGET}px; }}
    QCheckBox, QRadioButton {{ spacing: {GRID}px; min-height: {TARGET}px; background: transparent; }}
    QCheckBox::indicator, QRadioButton::indicator {{ width: 22px; height: 22px; background: {c.field};
        border: 2px solid {c.muted}; border-radius: 4px; }}
    QRadioButton::indicator {{ border-radius: 13px; }}
    QCheckBox::indicator:checked, QRadioButton::indicator:checked {{ background: {c.calm}; border-color: {c.calm}; }}
    QCheckBox::indicator:checked {{ image: url("{tick}"); }}
    QRadioButton::indicator:checked {{ image: url("{dot}"); }}
    QCheckBox::indicator:focus, QRadioButton::indicator:focus, QCheckBox:focus::indicator,
    QRadioButton:focus::indicator {{ border-color: {c.accent}; }}
    QCheckBox:disabled, QRadioButton:disabled {{ color: {c.faint}; }}
    QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ border-color: {c.faint}; }}
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
        border-top-left-radius: {RADIUS}px; border-top-right-radius: {RADIUS}px; padding: 0 14px; margin-right: 4px;
        min-height: {TARGET}px; }}
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
