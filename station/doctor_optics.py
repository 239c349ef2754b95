"""What `station doctor` says of calibrations."""

from __future__ import annotations

from datetime import UTC, datetime

from station.calibration_due import due_of
from station.calibration_store import CalibrationStore
from station.config import Config
from station.errors import CalibrationStoreError
from station.findings import Finding, Level


def check_calibrations(config: Config) -> Finding | None:
    """Read the newest calibration of each product, every byte checked, and say what is due; None: there is none."""
    store = CalibrationStore(config.calibrations_dir)
    names = store.products()
    if not names:
        return None
    due = []
    for name in names:
        try:
            record = store.newest(name)
            if record is None:
                continue
            store.load(record.ref)
        except CalibrationStoreError as error:
            return Finding("calibrations", Level.FAIL, error.message, error.hint)
        due += [f"{name}: {one.why}" for one in due_of(record, config.calibration, datetime.now(UTC)) if one.is_due]
    text = f"of {len(names)} {'product' if len(names) == 1 else 'products'} in {config.calibrations_dir}"
    if due:
        return Finding("calibrations", Level.WARN, f"{text}; {' '.join(due)}", "Make them again: docs/calibration.md.")
    return Finding("calibrations", Level.OK, text)
