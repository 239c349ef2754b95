"""What leaves the station by the history page: table, pictures, report."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.ui.history_page_rig import (
    WAIT_MS,
    quiet,
)
from ui.app import WindowSession
from ui.pages.history import HistoryPage


def test_export_writes_table_pictures_and_report(
    qtbot: QtBot, session: WindowSession, page: HistoryPage, tmp_path: Path
) -> None:
    page.exports.export_to("zip", tmp_path / "all.zip")
    assert not page.exports.zip_button.isEnabled()
    qtbot.waitUntil(page.exports.zip_button.isEnabled, timeout=WAIT_MS)
    assert "all.zip: 3 parts, 3 pictures" in page.banner.message.text
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("inspections.csv").decode("utf-8-sig"))))
        assert len(rows) == 3
        assert all(archive.read(f"images/{row['image_path']}") for row in rows)
    page.exports.export_to("csv", tmp_path / "all.csv")
    qtbot.waitUntil(page.exports.csv_button.isEnabled, timeout=WAIT_MS)
    assert len((tmp_path / "all.csv").read_text().splitlines()) == 4
    page.exports.export_to("pdf", tmp_path / "all.pdf")
    qtbot.waitUntil(page.exports.report_button.isEnabled, timeout=WAIT_MS)
    assert (tmp_path / "all.pdf").read_bytes().startswith(b"%PDF-")
    page.exports.export_to("csv", tmp_path / "nowhere" / "all.csv")
    qtbot.waitUntil(lambda: "cannot be written" in page.banner.message.text, timeout=WAIT_MS)


def test_the_file_is_chosen_in_the_window(
    qtbot: QtBot, session: WindowSession, page: HistoryPage, tmp_path: Path
) -> None:
    page.exports.csv_button.click()
    dialog = page.findChild(QFileDialog)
    assert dialog is not None
    dialog.selectFile(str(tmp_path / "chosen.csv"))
    dialog.accept()
    qtbot.waitUntil((tmp_path / "chosen.csv").exists, timeout=WAIT_MS)
    quiet(qtbot, session, page)
