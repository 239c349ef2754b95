"""From a configuration to a station: the only place where objects are wired."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

import camera as cameras
from calibration.image_gate import GateLimits, check, measure
from camera import Camera
from detectors import create as create_detector
from station.accounts import Accounts
from station.alarms import AlarmKind, Alarms
from station.camera_control import CameraControl, camera_settings
from station.camera_use import CameraUse
from station.candidates import Candidates
from station.capturing import Capturing
from station.changeover import Changeover
from station.classroom import Classroom
from station.comparing import Comparing
from station.config import (
    BaslerSection,
    CameraLineOutputSection,
    CameraSection,
    Config,
    FakeSection,
    FolderSection,
    OpenCVSection,
    OutputSection,
    PluginCameraSection,
)
from station.datasets import DataSets
from station.db import Records
from station.decision import image_spec
from station.diagnosis import Diagnosis
from station.errors import StationError, StorageError
from station.golden import SOURCE, Golden
from station.health import EventLog, Health, Housekeeping
from station.hints import Hinting
from station.history import History
from station.history_exports import HistoryExports
from station.image_writer import ImageWriter
from station.images import find_interrupted
from station.instance_lock import InstanceLock
from station.journal import Journal
from station.judge import Setup
from station.labelling import Judging, Labelling
from station.line import Line
from station.mask_proposal import Proposals
from station.masks import Masks
from station.models import ModelStore
from station.mvtec import Mvtec
from station.next_part import NextPart
from station.output_test import OutputTest
from station.outputs import build_output
from station.recipe import Recipe
from station.recipe_book import RecipeBook
from station.recipe_exchange import RecipeExchange
from station.region_detector import RegionDetector
from station.regions import Regions
from station.rescoring import Rescoring
from station.retention import Retention
from station.review_queue import ReviewQueue
from station.services import Station
from station.settings import Settings
from station.shifts import Shifts
from station.staging import clean
from station.storage_forecast import Storage
from station.streaks import Streaks
from station.tuning import Tuning
from station.types import Event, EventKind, Reason, StationState
from station.watch import Watch

if TYPE_CHECKING:
    from station.doctor import Finding

Gate = Callable[[np.ndarray[Any, Any]], tuple[str, ...]]
"""Says in words what makes a picture unfit; nothing where it is fit."""


def prepare_data_dir(config: Config) -> Path:
    """Make the data folder and try to write into it.

    Raises:
        StorageError: names the folder and what to do.
    """
    folder = config.data_dir
    probe = folder / ".probe"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise StorageError(
            f"The data folder {folder} cannot be written ({error.strerror or error}).",
            "Give this user the right to write there, or set station.data_dir or STATION_DATA_DIR to another folder.",
        ) from error
    return folder


def open_records(config: Config, *, origin: str = "station") -> Records:
    """Open (and where needed create or upgrade) the database; `origin` is for the audit trail.

    Raises StorageError, RecordsError.
    """
    prepare_data_dir(config)
    return Records.open(config.database_url, busy_timeout_ms=config.database.busy_timeout_ms, origin=origin)


def build_camera(section: CameraSection, output: OutputSection) -> Camera:
    """Return the closed camera that `section` names, with the lines that `output` drives. Raises CameraConfigError."""
    lines: tuple[str, ...] = ()
    if isinstance(output, CameraLineOutputSection):
        lines = tuple(line for line in (output.line, output.heartbeat_line) if line is not None)
    options: dict[str, Any]
    match section:
        case BaslerSection():
            name = "basler"
            options = {
                "serial": section.serial,
                "emulate": section.emulate,
                "outputs": lines,
                "emulate_folder": section.emulate_folder,
                "watchdog_ms": section.watchdog_ms,
                "ready_ms": section.ready_ms,
            }
        case FolderSection():
            name = "folder"
            options = {
                "path": section.path,
                "mode": section.mode,
                "loop": section.loop,
                "interval_ms": section.interval_ms,
                "pattern": section.pattern,
                "watchdog_ms": section.watchdog_ms,
                "ready_ms": section.ready_ms,
            }
        case OpenCVSection():
            name = "opencv"
            options = {
                "source": section.source,
                "watchdog_ms": section.watchdog_ms,
                "ready_ms": section.ready_ms,
            }
        case FakeSection():
            name = "fake"
            options = {
                "width": section.width,
                "height": section.height,
                "watchdog_ms": section.watchdog_ms,
                "ready_ms": section.ready_ms,
                "outputs": lines,
            }
        case PluginCameraSection():
            name, options = section.name, dict(section.options)
    return cameras.create(name, {key: value for key, value in options.items() if value is not None})


def setup_loader(config: Config) -> Callable[[Recipe], Setup]:
    """Return the function that loads, checks and warms what a recipe needs. It takes seconds.

    It raises ModelStoreError, DetectorError, and RecipeError where the model was taught for another region.
    """
    store = ModelStore(config.models_dir, create_detector)

    def load(recipe: Recipe) -> Setup:
        detector = store.load(recipe.model, device=config.detector.device, region=recipe.region)
        detector.warm_up((recipe.image.height, recipe.image.width))
        gate = _gate(recipe.gate)
        if isinstance(detector, RegionDetector):
            return Setup(recipe, detector, _gate_on_region(gate, detector, recipe))
        return Setup(recipe, detector, gate)

    return load


def _gate_on_region(gate: Gate, detector: RegionDetector, recipe: Recipe) -> Gate:
    """What does not count must not make a picture unfit either."""

    def look(image: np.ndarray[Any, Any]) -> tuple[str, ...]:
        # one of another kind cannot be cut, and is refused for what it is
        return gate(detector.cut(image)) if image_spec(image) == recipe.image else ()

    return look


def _gate(limits: Mapping[str, Any] | None) -> Gate:
    if limits is None:
        return lambda _image: ()
    learned = GateLimits.from_dict(limits)
    return lambda image: tuple(check(measure(image, learned.full_scale), learned))


def build(config: Config, *, camera: Camera | None = None, clock: Callable[[], int] = time.monotonic_ns) -> Station:
    """Build a stopped station. `camera` replaces the configured one (a simulator with a script, say).

    `config` is what station.toml says; settings that were changed at the station go on top of it. What an earlier run
    left unfinished is put in order first: verdicts from the emergency journal go into the database, and rows that never
    heard from their output say so.

    Raises:
        ConfigError, CameraError, StorageError, RecordsError: nothing is left open.
        StateError: another program runs on this data folder.
    """
    camera = camera or build_camera(config.camera, config.output)
    lock = InstanceLock(prepare_data_dir(config))
    lock.take()
    try:
        settings = Settings(config)
        overruled = settings.drop_overruled()
        config = settings.effective()
        records = open_records(config)
    except BaseException:
        lock.release()
        raise
    try:
        events = EventLog(records)
        journal = Journal(config.data_dir / "unrecorded.jsonl")
        _clean_up(records, journal, events, config)
        for one in overruled:
            text = f"{one.key} follows station.toml again, which was changed; {one.value} of {one.who} was dropped."
            events(Event(datetime.now(UTC), EventKind.PROGRAM, text))
        load_setup = setup_loader(config)
        line: Line
        next_part = NextPart()
        alarms = Alarms(records, events, acknowledge_fault=lambda who: line.acknowledge(who))
        own_trigger = config.camera.trigger == "software"
        golden = Golden(
            records,
            config.golden,
            fire=(lambda part_id: line.trigger(part_id, source=SOURCE)) if own_trigger else None,
            running=lambda: None if line.state is StationState.STOPPED else line.setup,
        )

        def tell(event: Event) -> None:
            events(event)
            alarms.follow(event)

        def on_image_fault(message: str) -> None:
            line.raise_fault(Reason.STATION_FAULT, message, "Stop and start the station.", recheck=images.problem)

        images = ImageWriter(records, config.images_dir, config.images, on_fault=on_image_fault)
        line = Line(
            camera=camera,
            settings=camera_settings(config.camera),
            output=build_output(config.output, camera),
            recorder=records,
            journal=journal,
            images=images,
            events=tell,
            limits=config.line,
            load_setup=load_setup,
            clock=clock,
            blocked=golden.blocked,
            next_part=next_part.take,
        )
        streaks = Streaks(
            config.line,
            stop_line=lambda message, hint: line.raise_fault(Reason.STATION_FAULT, message, hint),
            too_late=lambda message: alarms.raise_alarm(
                AlarmKind.LATE, message, "Slow the line down, or look at what slows the station.", lasting=False
            ),
        )
        line.subscribe(streaks.saw)
        line.subscribe(golden.saw)
        health = Health(
            line,
            events,
            config.line,
            watchdog_ms=config.camera.watchdog_ms,
            data_dir=config.data_dir,
            clock=clock,
            watch=Watch(alarms, line, images, events, golden, config.line).look,
        )
        datasets = DataSets(records, config.datasets_dir)
        changeover = Changeover(records, line, load_setup)
        camera_use = CameraUse()
        capturing = Capturing(
            camera=camera,
            settings=camera_settings(config.camera),
            limits=config.line,
            line=line,
            datasets=datasets,
            lifecycle=changeover.lock,
            use=camera_use,
            clock=clock,
        )
        labelling = Labelling(records)
        retention = Retention(config.images_dir, config.images, records)
        housekeeping = Housekeeping(retention, events)
    except BaseException:
        records.close()
        lock.release()
        raise
    history = History(records, config.images_dir)
    station = Station(
        config=config,
        records=records,
        line=line,
        health=health,
        housekeeping=housekeeping,
        images=images,
        retention=retention,
        settings=settings,
        load_setup=load_setup,
        lock=lock,
        accounts=Accounts(records),
        labelling=labelling,
        masks=Masks(
            records, labelling, config.datasets_dir, ModelStore(config.models_dir, create_detector), load_setup
        ),
        proposals=Proposals(records, load_setup),
        regions=Regions(records, config.datasets_dir),
        mvtec=Mvtec(records, labelling, config.datasets_dir),
        judging=Judging(records),
        changeover=changeover,
        tuning=Tuning(records, config.models_dir, load_setup, changeover.keep),
        teaching=Classroom(records, config, line_runs=lambda: line.state is not StationState.STOPPED),
        comparing=Comparing(records, config, line_runs=lambda: line.state is not StationState.STOPPED),
        history=history,
        history_exports=HistoryExports(records, history, config.station.name),
        rescoring=Rescoring(
            ModelStore(config.models_dir, create_detector),
            config.images_dir,
            config.detector.device,
            lambda ref: records.recipe(ref.name, ref.version).region,
        ),
        datasets=datasets,
        capturing=capturing,
        hinting=Hinting(datasets, device=config.detector.device),
        camera_use=camera_use,
        candidates=Candidates(records, config.images_dir, config.datasets_dir),
        review_queue=ReviewQueue(records, config.images_dir),
        shifts=Shifts(records, config.shifts),
        alarms=alarms,
        golden=golden,
        next_part=next_part,
    )
    _equip(station, camera, line, load_setup)
    return station


def _equip(station: Station, camera: Camera, line: Line, load_setup: Callable[[Recipe], Setup]) -> None:
    """Put in what works on the whole station."""
    records, settings, use = station.records, station.settings, station.camera_use
    station.recipes = build_recipe_book(
        station.config,
        records,
        load_setup=load_setup,
        activate=lambda name, version, who, why: station.activate(name, version, who=who, why=why),
        running=lambda: line.state is not StationState.STOPPED,
    )
    station.camera_control = CameraControl(
        camera,
        use,
        settings,
        records,
        config=lambda: station.config,
        apply=station.reconfigure,
        last_accepted=lambda: line.acquisition.accepted,
    )
    station.output_test = OutputTest(
        lambda: build_output(station.config.output, camera), camera, use, records, config=lambda: station.config
    )
    station.storage = Storage(records, settings, config=lambda: station.config, apply=station.reconfigure)
    station.diagnosis = Diagnosis(
        lambda: station.config,
        records,
        examine=lambda: _examine(station),
        status=station.status,
    )


def _examine(station: Station) -> Iterator[Finding]:
    from station.doctor import examine  # which builds cameras with this module

    return examine(lambda: station.config, use=station.camera_use)


def build_recipe_book(
    config: Config,
    records: Records,
    *,
    load_setup: Callable[[Recipe], Setup],
    activate: Callable[[str, int, str, str], Recipe],
    running: Callable[[], bool],
) -> RecipeBook:
    """Build the book of recipes on open records."""
    store = ModelStore(config.models_dir, create_detector)
    exchange = RecipeExchange(records, store, config.models_dir, station=config.station.name)
    return RecipeBook(records, store, exchange, load_setup=load_setup, activate=activate, running=running)


def _clean_up(records: Records, journal: Journal, events: EventLog, config: Config) -> None:
    replayed = journal.replay(records)
    if replayed:
        events(
            Event(
                datetime.now(UTC),
                EventKind.PROGRAM,
                f"{replayed} verdicts were moved from the emergency journal into the database.",
            )
        )
    records.mark_interrupted(lambda inspection: find_interrupted(config.images_dir, inspection))
    try:
        ModelStore(config.models_dir, create_detector).clean()
        clean(config.datasets_dir)
    except StationError as error:
        events(Event(datetime.now(UTC), EventKind.MODEL, error.message))
