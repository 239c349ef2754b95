"""Cameras by name: one lazy table and one group of entry points.

A third-party package adds a camera without touching this one:

    [project.entry-points."station.cameras"]
    mycamera = "my_package.my_module:create"

`create(options: Mapping[str, Any]) -> Camera` is the factory. Beside it the module has `contract_options(folder)`,
which tells the contract suite how to build the camera; see `camera.contract`. Nothing is imported before a camera is
asked for by its name, so a broken package harms only those who use it.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any

from camera.api import Camera, CameraConfigError, CameraError

GROUP = "station.cameras"

BUILT_IN: Mapping[str, str] = MappingProxyType(
    {
        "basler": "camera.basler:create",
        "fake": "camera.fake:create",
        "folder": "camera.folder:create",
        "opencv": "camera.opencv:create",
    }
)

Factory = Callable[[Mapping[str, Any]], Camera]


def _installed() -> Iterable[EntryPoint]:
    return entry_points(group=GROUP)


@dataclass(frozen=True)
class Registry:
    """The table. `plugins` is asked at every look-up: what is installed is what counts."""

    built_in: Mapping[str, str] = field(default_factory=lambda: BUILT_IN)
    plugins: Callable[[], Iterable[EntryPoint]] = _installed

    def table(self) -> dict[str, str]:
        """Return name -> "module:factory", sorted by name.

        Raises:
            CameraError: two cameras have the same name.
        """
        table = dict(self.built_in)
        for plugin in self.plugins():
            known = table.setdefault(plugin.name, plugin.value)
            # One distribution may be found twice on the path; that is no conflict.
            if known != plugin.value or plugin.name in self.built_in:
                raise CameraError(
                    f"Two cameras are named {plugin.name}: {known} and {plugin.value}.",
                    "Uninstall one of the two packages.",
                )
        return dict(sorted(table.items()))

    def names(self) -> tuple[str, ...]:
        return tuple(self.table())

    def factory(self, name: str) -> Factory:
        """Import the driver `name` and return its factory.

        Raises:
            CameraConfigError: no such name; the hint lists the known ones.
            CameraError: the driver, or the camera SDK it needs, cannot be imported.
        """
        module, target = self._load(name)
        found = getattr(module, target.partition(":")[2], None)
        if not callable(found):
            raise CameraError(f"Camera {name}: {target} is not a function.", "The package that brings it is broken.")
        factory: Factory = found
        return factory

    def create(self, name: str, options: Mapping[str, Any] | None = None) -> Camera:
        """Build the camera `name`, closed.

        Raises:
            CameraConfigError: no such name, unknown option, bad value.
            CameraError: the driver cannot be imported.
        """
        return self.factory(name)({} if options is None else options)

    def contract_options(self, name: str, folder: Path) -> Mapping[str, Any]:
        """Return the options with which the contract suite builds the camera `name`.

        `folder` is empty and belongs to the camera: pictures to replay go there.

        Raises:
            CameraError: the module does not say.
        """
        module, target = self._load(name)
        prepare = getattr(module, "contract_options", None)
        if not callable(prepare):
            raise CameraError(
                f"Camera {name}: {target.partition(':')[0]} has no contract_options(folder).",
                "Add it beside the factory, so that the contract suite can build the camera.",
            )
        options: Mapping[str, Any] = prepare(folder)
        return options

    def _load(self, name: str) -> tuple[ModuleType, str]:
        table = self.table()
        target = table.get(name)
        if target is None:
            raise CameraConfigError(f"There is no camera named {name!r}.", f"Known cameras: {', '.join(table)}.")
        module = target.partition(":")[0]
        try:
            return importlib.import_module(module), target
        except Exception as error:
            # Whatever a foreign module does while it is imported, the person must learn which camera is broken.
            raise CameraError(
                f"Camera {name} cannot be loaded from {module}: {type(error).__name__}: {error}",
                "Install what it needs, or uninstall the package that brings this camera.",
            ) from error


_REGISTRY = Registry()


def names() -> tuple[str, ...]:
    """Return the names of all cameras, sorted."""
    return _REGISTRY.names()


def factory(name: str) -> Factory:
    """Import the driver `name` and return its factory; see `Registry.factory`."""
    return _REGISTRY.factory(name)


def create(name: str, options: Mapping[str, Any] | None = None) -> Camera:
    """Build the camera `name`, closed; see `Registry.create`."""
    return _REGISTRY.create(name, options)


def contract_options(name: str, folder: Path) -> Mapping[str, Any]:
    """Return the options for the contract suite; see `Registry.contract_options`."""
    return _REGISTRY.contract_options(name, folder)
