"""The whole demonstration, as a stranger would run it, on few parts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from station import config
from station.db import Records
from station.demo_data import DATA
from station.images import read_image, sha256_file
from station.types import OutputState, Verdict


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("demo")
    environment = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    environment.pop("QT_QPA_PLATFORM", None)
    done = subprocess.run(
        [sys.executable, "-m", "station", "demo", "--parts", "9", "--seed", "1", "--data-dir", str(folder), "--json"],
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    assert "no display" in done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


pytestmark = pytest.mark.timeout(450)


def test_every_part_was_inspected_and_the_figures_add_up(run: dict[str, Any]) -> None:
    assert run["inspected"] == run["asked"] == sum(run["verdicts"].values()) == 9
    assert (run["n_good"], run["n_defect"]) == (6, 3)
    assert run["verdicts"]["ERROR"] == 0
    assert 0.5 < run["image_auroc"] <= 1.0
    low, high = run["image_auroc_interval"]
    assert low <= run["image_auroc"] <= high
    assert run["escapes"]["count"] <= run["escapes"]["total"] == 3
    assert run["scored_again"] == [9, 9]
    assert {"grab", "inference", "commit", "output"} <= run["latency_ms"].keys()


def test_rows_pictures_and_outputs_agree(run: dict[str, Any]) -> None:
    folder = Path(run["folder"])
    read = config.load(folder / "station.toml", {})
    records = Records.open(read.database_url)
    try:
        rows = records.inspections(limit=50).items
    finally:
        records.close()
    assert sorted(row.part_id or "" for row in rows) == [f"solar-{number:05d}" for number in range(1, 10)]
    for row in rows:
        assert row.output is OutputState.SENT
        assert sha256_file(read.images_dir / str(row.image.path)) == row.image.sha256
    calls = [json.loads(line) for line in (read.data_dir / "outputs.jsonl").read_text().splitlines()]
    passed = {call["inspection"] for call in calls if call["signal"] == "ok"}
    assert passed == {row.id for row in rows if row.verdict is Verdict.OK}


def test_the_report_has_its_pictures(run: dict[str, Any]) -> None:
    folder = Path(run["folder"])
    report = Path(run["report"]).read_text(encoding="utf-8")
    assert "image AUROC" in report
    assert report.count("<svg") == 2
    assert len(list((folder / "overlays").glob("*.png"))) == 9
    window = read_image(folder / "window.png")
    assert window.shape == (1000, 1600, 3)
    assert window.std() > 20, "a window that shows something is not one colour"


def test_the_configuration_that_is_left_behind_teaches_with_the_same_options(run: dict[str, Any]) -> None:
    read = config.load(Path(run["folder"]) / "station.toml", {})
    assert read.detector.options == DATA["solar"].options
