"""The station in its cell: a station.toml, and a small PatchCore taught by the command line."""

from __future__ import annotations

from pathlib import Path

from station.cli import main
from station.images import write_image
from tests.cell.parts import picture_of

GOOD, DEFECTS = 24, 6
RECIPE, STRICT = "cell", "strict"
TEACH_FROM = 900_000

TOML = """
schema = 1

[station]
name = "test cell"
data_dir = "data"

[camera]
kind = "basler"
emulate_folder = "under the camera"
trigger = "software"
pixel_format = "Mono8"
watchdog_ms = 1500
ready_ms = 1000

[output]
kind = "camera_line"
line = "Line2"
pulse_ms = 30.0
heartbeat_line = "Line3"

[line]
min_free_mb = 0
warn_free_mb = 0
heartbeat_ms = 50
deadline_ms = 5000
hang_ms = 2500
reconnect_first_ms = 50
reconnect_most_ms = 400

[images]
queue = 1024

[detector]
name = "patchcore"
device = "cpu"

[detector.options]
input_size = 64
layers = [1, 2]
bank_ratio = 0.1
"""


def write_config(folder: Path, sections: str) -> Path:
    file = folder / "station.toml"
    file.write_text(TOML + sections, encoding="utf-8")
    return file


def teach(file: Path, folder: Path) -> None:
    """Teach the recipe `cell` from good parts, as an engineer does."""
    good, defects = folder / "good", folder / "defects"
    for n in range(GOOD):
        write_image(good / f"{n:03d}.png", picture_of(TEACH_FROM + n, defect=False))
    for n in range(DEFECTS):
        write_image(defects / f"{n:03d}.png", picture_of(TEACH_FROM + 500 + n, defect=True))
    command = [
        "train",
        RECIPE,
        "--good",
        good,
        "--defect",
        defects,
        "--activate",
        "--config",
        file,
        "--why",
        "test cell",
    ]
    assert main([str(one) for one in command]) == 0
