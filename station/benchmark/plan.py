"""What is to be run: every combination of category, detector, backbone, shots and seed, each with a lasting key."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import detectors
from station.benchmark.variants import option_text
from station.errors import UsageError

NOT_BY_DEFAULT = frozenset({"fake"})
"""The simulated detector is measured only when it is asked for."""


_NOT_IN_KEY = frozenset({"fingerprint", "curves", "timing_s"})


@dataclass(frozen=True, slots=True)
class Run:
    """One row to be. `options` is JSON with sorted keys: what the detector is told, `backbone` included.

    `backbone` is what the options come to; None where the detector has no such option. `device` is what was resolved.
    """

    category: str
    fingerprint: str
    detector: str
    backbone: str | None
    options: str
    shots: int | None
    seed: int
    part: str
    held_out: float
    curves: bool
    timing_s: float
    device: str

    @property
    def key(self) -> str:
        """16 hex digits that say what is run. Changed pictures, curves and time for timing do not make it another."""
        asked = {key: value for key, value in dataclasses.asdict(self).items() if key not in _NOT_IN_KEY}
        fields = json.dumps(asked, sort_keys=True)
        return hashlib.sha256(fields.encode()).hexdigest()[:16]

    @property
    def told(self) -> dict[str, Any]:
        options: dict[str, Any] = json.loads(self.options)
        return options

    @property
    def title(self) -> str:
        """Name it for people, in one line."""
        pieces = [self.category, self.detector]
        if self.backbone:
            pieces.append(self.backbone)
        told = option_text({key: value for key, value in self.told.items() if key != "backbone"})
        pieces += [told] if told else []
        if self.shots is not None:
            pieces.append(f"{self.shots} shot{'' if self.shots == 1 else 's'}")
        if self.part != "all":
            pieces.append(f"{self.part} half")
        return ", ".join([*pieces, f"seed {self.seed}"])


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line asks for. `options`: (detector or "" for all, key, value)."""

    detectors: tuple[str, ...] = ()
    backbones: tuple[str, ...] = ()
    shots: tuple[int | None, ...] = (None,)
    seeds: int = 1
    options: tuple[tuple[str, str, Any], ...] = ()
    part: str = "all"
    held_out: float = 0.2
    curves: bool = False
    timing_s: float = 10.0
    device: str = "cpu"


def read_option(text: str) -> tuple[str, str, Any]:
    """Read DETECTOR.KEY=VALUE or KEY=VALUE. The value is JSON; what is not, is taken as text.

    Raises:
        UsageError: there is no key or no value.
    """
    name, equals, value = text.partition("=")
    detector, dot, key = name.strip().rpartition(".")
    if not equals or not key or (dot and not detector):
        raise UsageError(f"--option {text}: is not DETECTOR.KEY=VALUE.", 'For example patchcore.scaling="whiten".')
    try:
        return detector, key, json.loads(value)
    except json.JSONDecodeError:
        return detector, key, value


def make_plan(categories: Mapping[str, str], wish: Wish) -> tuple[Run, ...]:
    """Combine everything; `categories` maps names to fingerprints. Order: category, detector, backbone, shots, seed.

    Raises:
        UsageError: an option that no detector knows, or a detector that is not there.
        DetectorError: a detector that cannot be loaded, an option with an impossible value.
    """
    if wish.seeds < 1:
        raise UsageError(f"--seeds {wish.seeds} asks for nothing.", "Give at least 1.")
    for shots in wish.shots:
        if shots is not None and shots < 1:
            raise UsageError(f"--shots {shots}: nothing can be taught from {shots} pictures.", "Give at least 1.")
    chosen = wish.detectors or tuple(name for name in detectors.names() if name not in NOT_BY_DEFAULT)
    settings = _settings(tuple(dict.fromkeys(chosen)), wish)
    runs = [
        Run(
            category=category,
            fingerprint=fingerprint,
            detector=name,
            backbone=backbone,
            options=options,
            shots=shots,
            seed=seed,
            part=wish.part,
            held_out=wish.held_out,
            curves=wish.curves,
            timing_s=wish.timing_s,
            device=wish.device,
        )
        for category, fingerprint in categories.items()
        for name, backbone, options in settings
        for shots in dict.fromkeys(wish.shots)
        for seed in range(wish.seeds)
    ]
    return tuple(runs)


def _settings(names: Sequence[str], wish: Wish) -> list[tuple[str, str | None, str]]:
    """Return (detector, backbone, options as JSON), and check all options before anything is run."""
    known = {name: _option_names(name) for name in names}
    for detector, key, _ in wish.options:
        if detector and detector not in known:
            raise UsageError(
                f"--option {detector}.{key}: {detector} is not among the detectors.", f"Chosen: {', '.join(names)}."
            )
        if not detector and not any(key in keys for keys in known.values()):
            raise UsageError(f"--option {key}: none of {', '.join(names)} has this option.", "Check its name.")
    settings = []
    for name in names:
        told = {key: value for at, key, value in wish.options if at == name or (not at and key in known[name])}
        with_backbone = "backbone" in known[name]
        for backbone in wish.backbones if with_backbone and wish.backbones else (None,):
            one = dict(told) if backbone is None else {**told, "backbone": backbone}
            parsed = detectors.create(name).parse_options(one)
            resolved = str(parsed.backbone) if with_backbone else None
            settings.append((name, resolved, json.dumps(one, sort_keys=True)))
    return list(dict.fromkeys(settings))


def _option_names(name: str) -> frozenset[str]:
    parsed = detectors.create(name).parse_options({})
    return frozenset(field.name for field in dataclasses.fields(parsed))
