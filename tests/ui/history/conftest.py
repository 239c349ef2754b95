"""Every test of the history page looks at the same station with inspected parts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from station.services import Station
from tests.ui.history_page_rig import inspecting, opened
from ui.app import WindowSession
from ui.pages.history import HistoryPage


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with inspecting(tmp_path) as made:
        yield made


@pytest.fixture
def page(qtbot: QtBot, session: WindowSession) -> HistoryPage:
    return opened(qtbot, session)
