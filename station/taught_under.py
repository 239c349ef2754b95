"""Which calibration a model's pictures were corrected by: the recipe judges by the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from station.calibration_ref import CalibrationRef
from station.db import Records


@dataclass(frozen=True, slots=True)
class TaughtUnder:
    """`calibration` None: no picture was corrected. `warning`: where pictures are not alike; empty: they are."""

    calibration: CalibrationRef | None
    warning: str = ""


def taught_under(records: Records, pictures: Iterable[str]) -> TaughtUnder:
    """Choose the newest calibration that any of these pictures (hashes of their files) was corrected by.

    Raises RecordsError.
    """
    hashes = tuple(dict.fromkeys(pictures))
    known = records.corrections.of(hashes)
    if not known:
        return TaughtUnder(None)
    newest = max(known.values(), key=lambda one: (one.made_at, one.version))
    others = Counter(str(one) for one in known.values() if one.sha256 != newest.sha256)
    raw = len(hashes) - len(known)
    told = [f"{count} by {name}" for name, count in sorted(others.items())]
    if raw:
        told.append(f"{raw} by none that is known")
    if not told:
        return TaughtUnder(newest)
    odd = sum(others.values()) + raw
    return TaughtUnder(
        newest,
        f"{odd} of {len(hashes)} good pictures were not corrected by {newest}, which the recipe judges by: "
        f"{', '.join(told)}. Take them anew where scores are off.",
    )
