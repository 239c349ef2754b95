"""Look at everything a station needs: one finding each, with what to do."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import platform
import re
import shutil
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue

from camera.api import Camera, CameraError, Frame, Trigger
from detectors import create as create_detector
from station import app
from station.acquisition import Acquisition
from station.camera_control import camera_settings
from station.camera_use import CHECK, CameraUse
from station.config import Config, FolderSection
from station.db import Records
from station.db.diagnose import diagnose
from station.doctor_cell import check_robot
from station.doctor_optics import check_calibrations
from station.errors import EXPLAINED, StateError, explain
from station.findings import Finding, Level
from station.ids import new_id
from station.images import storage_error
from station.ledger import Ticket
from station.models import ModelStore
from station.mqtt.doctor import check_mqtt
from station.picture_check import some
from station.plc.doctor import check_plc
from station.setups import setup_loader
from station.staging import leftovers
from station.types import EventKind, Reason
from station.window import has_display

__all__ = ["Finding", "Level", "examine"]

_SLOW_SYNC_MS = 25.0
_SYNCS = 9
_FRAME_WAIT_S = 15.0


def examine(read_config: Callable[[], Config], *, use: CameraUse | None = None) -> Iterator[Finding]:
    """Check one thing after the other; each finding comes as soon as it is known.

    A broken configuration is a finding too: what depends on it is left out then. `use` is that of the station in this
    program: a camera that somebody uses is left alone.
    """
    yield check_python()
    yield check_packages()
    config: Config | None = None
    try:
        config = read_config()
    except EXPLAINED as error:
        yield _failed("configuration", error)
    if config is not None:
        yield Finding("configuration", Level.OK, f"station {config.station.name}, camera {config.camera.kind}")
    yield check_device(config.detector.device if config else "auto")
    yield check_weights()
    if config is not None:
        yield check_data_folder(config.data_dir)
        yield check_disk(config)
        yield check_database(config)
        yield check_audit(config)
        yield check_recipe(config)
        yield check_models(config)
        if (calibrations := check_calibrations(config)) is not None:
            yield calibrations
        yield check_camera(config) if use is None else _check_own_camera(config, use)
        if config.mqtt is not None:
            yield check_mqtt(config.mqtt, config.station.name)
        if config.robot is not None and use is None:
            yield check_robot(config.robot)
        if config.plc is not None and use is None:
            yield check_plc(config.plc)
    yield check_display()


def check_python() -> Finding:
    return Finding("python", Level.OK, f"{platform.python_version()} on {platform.platform(terse=True)}")


def needed_packages() -> tuple[str, ...]:
    """The packages that the installed station asks for, without those of its extras."""
    asked = importlib.metadata.requires("inspection-station") or []
    names = (re.match(r"[\w.-]+", line) for line in asked if "extra ==" not in line)
    return tuple(dict.fromkeys(name.group() for name in names if name is not None))


def check_packages(names: tuple[str, ...] | None = None) -> Finding:
    found, missing = [], []
    for name in names if names is not None else needed_packages():
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        return Finding(
            "packages", Level.FAIL, f"not installed: {', '.join(missing)}", "Install the station again with pip."
        )
    return Finding("packages", Level.OK, ", ".join(found[:4]) + f" and {len(found) - 4} more")


def check_device(wanted: str) -> Finding:
    from detectors.devices import report

    try:
        found = report(wanted)
    except EXPLAINED as error:
        return _failed("device", error)
    gpu = "" if found.cuda_devices else "; no CUDA device, detectors run on the processor"
    return Finding("device", Level.OK, f"{found.device}: {found.text}{gpu}")


def check_data_folder(folder: Path) -> Finding:
    """Write and sync small blocks, as a durable commit does."""
    probe = folder / f".doctor-{new_id()}"
    times_ms = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with probe.open("wb") as file:
            for _ in range(_SYNCS):
                started = time.perf_counter()
                file.write(bytes(4096))
                file.flush()
                os.fsync(file.fileno())
                times_ms.append((time.perf_counter() - started) * 1e3)
        probe.unlink()
    except OSError as error:
        probe_error = storage_error(folder, error)
        return _failed("data folder", probe_error)
    median_ms = statistics.median(times_ms)
    text = f"{folder}, a durable write takes {median_ms:.1f} ms"
    if median_ms > _SLOW_SYNC_MS:
        return Finding("data folder", Level.WARN, text, "Every verdict waits for one: use a local SSD.")
    return Finding("data folder", Level.OK, text)


def check_disk(config: Config) -> Finding:
    folder = config.data_dir
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    try:
        free_mb = shutil.disk_usage(folder).free / 1e6
    except OSError as error:
        return _failed("disk", storage_error(folder, error))
    least_mb, wanted_mb = config.line.min_free_mb, config.images.max_gb * 1e3
    text = f"{free_mb / 1e3:.1f} GB free"
    if free_mb < least_mb:
        return Finding(
            "disk",
            Level.FAIL,
            f"{text}; below line.min_free_mb = {least_mb} the line goes to fault",
            "Free some space.",
        )
    if free_mb < least_mb + wanted_mb:
        return Finding(
            "disk",
            Level.WARN,
            f"{text}, but images.max_gb allows {config.images.max_gb:g} GB of pictures",
            "Free some space, or lower images.max_gb.",
        )
    return Finding("disk", Level.OK, text)


def check_database(config: Config) -> Finding:
    try:
        app.prepare_data_dir(config)
        health = diagnose(config.database_url, busy_timeout_ms=config.database.busy_timeout_ms)
    except EXPLAINED as error:
        return _failed("database", error)
    size = "" if health.bytes is None else f", {health.bytes / 1e6:.1f} MB"
    text = f"{health.place}: {health.server}, version {health.version}, {health.inspections:,} inspections{size}"
    return Finding("database", Level.OK, text)


def check_audit(config: Config) -> Finding:
    """Check the whole chain of the audit trail."""
    try:
        records = Records.open(config.database_url, busy_timeout_ms=config.database.busy_timeout_ms)
        try:
            found = records.audit.verify()
        finally:
            records.close()
    except EXPLAINED as error:
        return _failed("audit trail", error)
    if not found.whole:
        return Finding(
            "audit trail",
            Level.FAIL,
            f"broken at row {found.broken}: {found.problem}",
            "Keep a copy of the database as it is, and find out who changed it; the rows before are whole.",
        )
    return Finding("audit trail", Level.OK, f"{found.rows:,} rows, the chain is whole")


def check_recipe(config: Config) -> Finding:
    """Load the model of the active recipe, with its self-test, as a start would."""
    try:
        records = Records.open(config.database_url, busy_timeout_ms=config.database.busy_timeout_ms)
        try:
            recipe = records.active()
        finally:
            records.close()
        if recipe is None:
            return Finding(
                "recipe", Level.WARN, "none is active", "Teach one: station train NAME --good FOLDER --activate"
            )
        setup_loader(config)(recipe).detector.close()
    except EXPLAINED as error:
        return _failed("recipe", error)
    text = f"{recipe.name} version {recipe.version} is active; its model loads and passes its self-test"
    return Finding("recipe", Level.OK, text)


def check_models(config: Config) -> Finding:
    """Count the models, those that no recipe knows, and what programs that died left half-made."""
    root = config.models_dir
    store = ModelStore(root, create_detector)
    try:
        records = Records.open(config.database_url, busy_timeout_ms=config.database.busy_timeout_ms)
        try:
            used = {store.folder(one.model) for newest in records.recipes() for one in records.versions(newest.name)}
        finally:
            records.close()
        there = sorted(folder for folder in root.glob("*/[0-9][0-9][0-9][0-9]*") if folder.is_dir())
        half = leftovers(root)
    except EXPLAINED as error:
        message = getattr(error, "message", str(error))
        return Finding("models", Level.WARN, f"{root}: cannot be compared with the recipes", message)
    except OSError as error:
        return _failed("models", storage_error(root, error))
    unknown = [folder for folder in there if folder not in used]
    text, remedies = f"{len(there)} in {root}", []
    if unknown:
        text += f"; {len(unknown)} that no recipe knows: {some(str(folder) for folder in unknown)}"
        remedies.append("Remove by hand the models that no recipe knows.")
    if half:
        text += f"; {len(half)} left half-made by programs that died: {some(str(folder) for folder in half)}"
        remedies.append("The next station train, bake-off or start removes what is half-made.")
    return Finding("models", Level.WARN if remedies else Level.OK, text, " ".join(remedies))


def check_camera(config: Config) -> Finding:
    """Open and set up the camera, and where nobody else pulls its trigger, take one picture."""
    try:
        camera = app.build_camera(config.camera, config.output)
        accepted = _try_camera(camera, config)
    except EXPLAINED as error:
        return _failed("camera", error)
    return accepted


def _check_own_camera(config: Config, use: CameraUse) -> Finding:
    try:
        with use.taken(CHECK):
            return check_camera(config)
    except StateError as error:
        return Finding("camera", Level.OK, f"not tried: {error.message}")
    except EXPLAINED as error:
        return _failed("camera", error)


class _Arrivals:
    """Takes the tickets of an acquisition outside a line."""

    def __init__(self) -> None:
        self.tickets: SimpleQueue[Ticket] = SimpleQueue()

    def enqueue(self, ticket: Ticket) -> None:
        self.tickets.put(ticket)

    def note(self, kind: EventKind, message: str) -> None: ...

    def raise_fault(self, reason: Reason, message: str, hint: str = "") -> None: ...

    def camera_reopened(self) -> None: ...


def _try_camera(camera: Camera, config: Config) -> Finding:
    section = config.camera
    arrivals = _Arrivals()
    acquisition = Acquisition(camera, camera_settings(section), config.line, arrivals, time.monotonic_ns)
    acquisition.open()
    try:
        name = camera.camera_id
        waits = section.trigger == "line" or (isinstance(section, FolderSection) and section.mode == "watch")
        if waits:
            return Finding("camera", Level.OK, f"{name} opens and takes its settings; it waits for its own triggers")
        acquisition.start()
        try:
            if section.trigger == "software":
                acquisition.fire(Trigger(new_id(), "doctor"))
            token = arrivals.tickets.get(timeout=max(_FRAME_WAIT_S, 2 * section.watchdog_ms / 1e3)).token
        except Empty:
            raise CameraError(
                f"Camera {name} opens, but no picture came.", "Check its trigger settings and its cable."
            ) from None
        finally:
            acquisition.stop()
        if not isinstance(token, Frame):
            raise CameraError(
                f"Camera {name} opens, but the picture was lost: {token.detail or token.reason}", acquisition.message
            )
        height, width = token.image.shape[:2]
        kind = "grey" if token.image.ndim == 2 else "colour"
        return Finding("camera", Level.OK, f"{name}: one picture taken, {width} x {height} {kind} {token.image.dtype}")
    finally:
        camera.close()


def check_display() -> Finding:
    if importlib.util.find_spec("PySide6") is None:
        return Finding(
            "display", Level.FAIL, "PySide6 is not installed", "Install it, or use `station run --headless` only."
        )
    if not has_display():
        return Finding(
            "display",
            Level.WARN,
            "there is none: no window can be seen",
            "Log in on a screen (DISPLAY or WAYLAND_DISPLAY), or use `station run --headless`.",
        )
    where = next(
        (
            f"{name}={os.environ[name]}"
            for name in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY")
            if name in os.environ
        ),
        sys.platform,
    )
    return Finding("display", Level.OK, where)


@dataclass(frozen=True, slots=True)
class WeightsOnDisk:
    """Weights that should be on this machine. `problem` is empty where file and hash are right."""

    name: str
    source: str
    sha256: str = ""
    problem: str = ""
    remedy: str = ""


def weights_on_disk() -> list[WeightsOnDisk]:
    """Hash the packaged weights and those that were fetched."""
    from detectors.weights import PACKAGED, find_weights, weights_folder

    found = []
    names = [(name, "package") for name in sorted(PACKAGED)]
    names += [(path.stem, "fetched") for path in sorted(weights_folder().glob("*.safetensors"))]
    for name, source in names:
        try:
            found.append(WeightsOnDisk(name, source, find_weights(name).sha256))
        except EXPLAINED as error:
            message, hint = getattr(error, "message", str(error)), getattr(error, "hint", "")
            found.append(WeightsOnDisk(name, source, problem=message, remedy=hint))
    return found


def check_weights() -> Finding:
    found = weights_on_disk()
    wrong = [one for one in found if one.problem]
    if wrong:
        return Finding("weights", Level.FAIL, wrong[0].problem, wrong[0].remedy)
    return Finding("weights", Level.OK, ", ".join(one.name for one in found) + ": files and hashes are right")


def _failed(name: str, error: BaseException) -> Finding:
    message, hint = getattr(error, "message", "") or explain(error), getattr(error, "hint", "")
    return Finding(name, Level.FAIL, message, hint)
