"""Detectors by name: one lazy table and one group of entry points.

A third-party package adds a detector without touching this one:

    [project.entry-points."station.detectors"]
    mymethod = "my_package.my_module:MyMethod"

`MyMethod()`, called without arguments, returns a `Detector`. Beside it the module may have `CONTRACT_OPTIONS`, plain
options with which the contract suite fits it quickly; see `detectors.contract`. Nothing is imported before a detector
is asked for by its name, so a broken package harms only those who use it.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from types import MappingProxyType, ModuleType
from typing import Any

from detectors.api import Detector, DetectorError

GROUP = "station.detectors"

BUILT_IN: Mapping[str, str] = MappingProxyType(
    {
        "efficientad": "detectors.efficientad:EfficientAd",
        "fake": "detectors.fake:FakeDetector",
        "patchcore": "detectors.patchcore:PatchCore",
        "simplenet": "detectors.simplenet:SimpleNet",
        "supersimplenet": "detectors.supersimplenet:SuperSimpleNet",
    }
)


def _installed() -> Iterable[EntryPoint]:
    return entry_points(group=GROUP)


@dataclass(frozen=True)
class Registry:
    """The table. `plugins` is asked at every look-up: what is installed is what counts."""

    built_in: Mapping[str, str] = field(default_factory=lambda: BUILT_IN)
    plugins: Callable[[], Iterable[EntryPoint]] = _installed

    def table(self) -> dict[str, str]:
        """Return name -> "module:attribute", sorted by name.

        Raises:
            DetectorError: two detectors have the same name.
        """
        table = dict(self.built_in)
        for plugin in self.plugins():
            known = table.setdefault(plugin.name, plugin.value)
            # One distribution may be found twice on the path; that is no conflict.
            if known != plugin.value or plugin.name in self.built_in:
                raise DetectorError(
                    f"Two detectors are named {plugin.name}: {known} and {plugin.value}.",
                    "Uninstall one of the two packages.",
                )
        return dict(sorted(table.items()))

    def names(self) -> tuple[str, ...]:
        return tuple(self.table())

    def create(self, name: str) -> Detector:
        """Import the method `name` and return its detector.

        Raises:
            DetectorError: no such name (the hint lists the known ones), or the package that brings it is broken.
        """
        module, target = self._load(name)
        make = getattr(module, target.partition(":")[2], None)
        made = make() if callable(make) else None
        if not isinstance(made, Detector):
            raise DetectorError(
                f"Detector {name}: {target} does not make a detector.", "The package that brings it is broken."
            )
        if made.name != name:
            raise DetectorError(
                f"Detector {name}: {target} calls itself {made.name}.", "The package that brings it is broken."
            )
        return made

    def contract_options(self, name: str) -> Mapping[str, Any]:
        """Return the plain options with which the contract suite fits the detector `name`."""
        module, _ = self._load(name)
        options: Mapping[str, Any] = getattr(module, "CONTRACT_OPTIONS", {})
        return options

    def _load(self, name: str) -> tuple[ModuleType, str]:
        table = self.table()
        target = table.get(name)
        if target is None:
            raise DetectorError(f"There is no detector named {name!r}.", f"Known detectors: {', '.join(table)}.")
        module = target.partition(":")[0]
        try:
            return importlib.import_module(module), target
        except Exception as error:
            # Whatever a foreign module does while it is imported, the person must learn which detector is broken.
            raise DetectorError(
                f"Detector {name} cannot be loaded from {module}: {type(error).__name__}: {error}",
                "Install what it needs, or uninstall the package that brings this detector.",
            ) from error


_REGISTRY = Registry()


def names() -> tuple[str, ...]:
    """Return the names of all detectors, sorted."""
    return _REGISTRY.names()


def create(name: str) -> Detector:
    """Import the method `name` and return its detector; see `Registry.create`."""
    return _REGISTRY.create(name)
