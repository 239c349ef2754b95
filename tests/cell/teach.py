"""The station in its cell: a station.toml, and a small PatchCore."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from pathlib import Path

from detectors import FittedDetector, create
from station.audit import Act
from station.models import DatasetSnapshot, ModelStore
from station.queries import ModelRecord, NewVersion, ThresholdReason
from station.recipe import ImageSpec, Recipe, ThresholdChoiceRecord
from station.services import Station
from tests.cell.parts import HEIGHT, WIDTH, picture_of

GOOD = 24
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


def teach(station: Station) -> None:
    """Teach a small PatchCore from good parts, and keep it as two recipes: `cell`, and one that lets nothing pass.

    The threshold lies between good and defective parts by their geometric mean: no part of the cell comes near it.
    """
    detector = create("patchcore")
    options = detector.parse_options(station.config.detector.options)
    fitted = detector.fit([picture_of(TEACH_FROM + n, defect=False) for n in range(GOOD)], options, seed=0)
    try:
        good = _scores(fitted, range(TEACH_FROM + 100, TEACH_FROM + 100 + GOOD), defect=False)
        defective = _scores(fitted, range(TEACH_FROM + 200, TEACH_FROM + 200 + GOOD), defect=True)
        assert max(good) * 3 < min(defective), (max(good), min(defective))
        store = ModelStore(station.config.models_dir, create)
        model = store.add(RECIPE, fitted, DatasetSnapshot(RECIPE, ()))
    finally:
        fitted.close()
    now = datetime.now(UTC)
    record = ModelRecord(model.ref, "patchcore", GOOD, now, "anna", dict(station.config.detector.options))
    for name, threshold in ((RECIPE, math.sqrt(max(good) * min(defective))), (STRICT, min(good) / 10)):
        recipe = Recipe(
            name=name,
            version=1,
            image=ImageSpec(height=HEIGHT, width=WIDTH, channels=1, dtype="uint8"),
            model=model,
            threshold=threshold,
            choice=ThresholdChoiceRecord(policy="manual", n_good=GOOD, n_defect=GOOD, false_rejects=0, escapes=0),
            created_at=now,
            created_by="anna",
            note="test cell",
        )
        reason = ThresholdReason("manual", {}, {"n_good": GOOD})
        station.records.keep(
            NewVersion(recipe, Act.RECIPE_TAUGHT, "test cell", reason=reason, model=record if name == RECIPE else None)
        )
    for name in (STRICT, RECIPE):  # one that was never in force is not the PLC's to choose
        station.activate(name, 1, who="anna", why="test cell")


def _scores(fitted: FittedDetector, numbers: range, *, defect: bool) -> list[float]:
    return [float(fitted.predict([picture_of(n, defect=defect)])[0].score) for n in numbers]
