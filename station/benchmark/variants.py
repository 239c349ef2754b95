"""Rows that belong together: what is a column of the tables and a line of the plots, and how it is called."""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from detectors.patchcore_options import FEW_SHOT
from station.benchmark.store import Row


@dataclass(frozen=True, slots=True)
class Variant:
    """Everything but category and seed. `options` is JSON without the backbone."""

    detector: str
    backbone: str | None
    options: str
    shots: int | None
    part: str
    held_out: float
    device: str

    @classmethod
    def of(cls, row: Row) -> Variant:
        options = {key: value for key, value in row["options"].items() if key != "backbone"}
        return cls(
            detector=row["detector"],
            backbone=row["backbone"],
            options=json.dumps(options, sort_keys=True),
            shots=row["shots"],
            part=row["part"],
            held_out=row["held_out"],
            device=row["device"],
        )

    def order(self) -> tuple[Any, ...]:
        """All pictures come after any number of shots."""
        shots = (self.shots is None, self.shots or 0)
        options = (self.options != "{}", self.options)
        return (self.detector, self.backbone or "", *options, *shots, self.part, self.held_out, self.device)


@dataclass(frozen=True, slots=True)
class Spread:
    """Mean and sample standard deviation over `n` seeds; `std` is None for a single one."""

    mean: float
    std: float | None
    n: int

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread | None:
        if not values:
            return None
        return cls(statistics.fmean(values), statistics.stdev(values) if len(values) > 1 else None, len(values))


def labels(variants: Iterable[Variant], *, without_shots: bool = False) -> dict[Variant, str]:
    """Name each variant by its detector and by whatever else tells some of them apart."""
    known = sorted(set(variants), key=Variant.order)

    def differ(field: str) -> bool:
        return len({getattr(one, field) for one in known if getattr(one, field) is not None}) > 1

    by_detector = {one.detector: {other.options for other in known if other.detector == one.detector} for one in known}
    shown_shots = not without_shots and any(one.shots is not None for one in known)
    named = {}
    for one in known:
        pieces = [one.detector]
        if differ("backbone") and one.backbone:
            pieces.append(one.backbone)
        if len(by_detector[one.detector]) > 1:
            pieces.append(option_text(json.loads(one.options)) or "default")
        if shown_shots:
            pieces.append("all pictures" if one.shots is None else f"{one.shots} shot{'s' if one.shots > 1 else ''}")
        if differ("part"):
            pieces.append(one.part)
        if differ("held_out"):
            pieces.append(f"held out {one.held_out:g}")
        if differ("device"):
            pieces.append(one.device)
        named[one] = ", ".join(pieces)
    return named


def option_text(values: Mapping[str, Any]) -> str:
    """Write options for people; empty for none."""
    few = all(key in values and values[key] == value for key, value in FEW_SHOT.items())
    told = {key: value for key, value in values.items() if not (few and key in FEW_SHOT)}
    pieces = [f"{key}={value if isinstance(value, str) else json.dumps(value)}" for key, value in sorted(told.items())]
    return " ".join([*(["few-shot"] if few else []), *pieces])


def spread_of(rows: Iterable[Row], metric: str) -> Spread | None:
    """Return the spread of a metric over the seeds of one category; None where no row has it."""
    return Spread.of([row[metric] for row in rows if row[metric] is not None])


def mean_spread(rows: Sequence[Row], metric: str, categories: Sequence[str]) -> Spread | None:
    """Return the spread over the seeds of the mean over `categories`; None unless some seed has them all."""
    by_seed: dict[int, dict[str, float]] = {}
    for row in rows:
        if row[metric] is not None and row["category"] in categories:
            by_seed.setdefault(row["seed"], {})[row["category"]] = row[metric]
    return Spread.of([statistics.fmean(found.values()) for found in by_seed.values() if len(found) == len(categories)])
