"""The Qt binding itself: a build of it that loses references kills the process after some thousand calls."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject


def test_calls_into_qt_do_not_use_up_references_to_none() -> None:
    target = QObject()
    before = sys.getrefcount(None)
    for _ in range(500):
        target.setObjectName("name")
    lost = before - sys.getrefcount(None)
    assert lost < 100, "this PySide6 drops a reference to None on every call: use another version (see pyproject.toml)"
