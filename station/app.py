"""From a configuration to a station: the only place where objects are wired."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import camera as cameras
from camera import Camera
from detectors import create as create_detector
from station.acquisitions import Acquisitions
from station.agreement import SOURCE as STUDY_SOURCE
from station.agreement import AgreementStudies
from station.alarms import AlarmKind, Alarms
from station.camera_control import camera_settings
from station.camera_use import CameraUse
from station.capturing import Capturing
from station.cell import Host
from station.changeover import Changeover
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
from station.drift import DriftMonitor
from station.equipment import build_calibrations, equip
from station.errors import StationError, StorageError
from station.golden import SOURCE as GOLDEN_SOURCE
from station.golden import Golden
from station.health import EventLog, Health, Housekeeping
from station.image_writer import ImageWriter
from station.images import find_interrupted
from station.instance_lock import InstanceLock
from station.journal import Journal
from station.line import Line
from station.models import ModelStore
from station.next_part import NextPart
from station.outputs import build_output
from station.outputs.combined import CombinedOutput
from station.part_claim import Claim
from station.partners import build_partners
from station.plain import plain
from station.presence import Presence
from station.publishers import build_publishers
from station.retention import Retention
from station.services import Station
from station.settings import Settings
from station.setups import setup_loader
from station.staging import clean
from station.streaks import Streaks
from station.types import Event, EventKind, Purpose, Reason, StationState
from station.watch import Watch


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
        station: Station
        next_part = NextPart()
        presence = Presence()
        alarms = Alarms(
            records,
            events,
            acknowledge_fault=lambda who: line.acknowledge(who),
            in_fault=lambda: line.fault_now is not None,
        )

        def claim(source: str) -> Claim:
            return Claim(
                source,
                lambda *args, **more: line.new_trigger(*args, **more),
                lambda trigger: line.ask(trigger),
                outside=lambda: line.acquisition.accepted.trigger != "software",
            )

        golden = Golden(
            records,
            config.golden,
            claim(GOLDEN_SOURCE),
            running=lambda: None if line.state is StationState.STOPPED else line.setup,
            others=lambda: agreement.under_way(),
        )
        agreement = AgreementStudies(
            records,
            claim(STUDY_SOURCE),
            running=lambda: None if line.state is StationState.STOPPED else line.setup,
            fault=lambda: None if (now := line.fault_now) is None else now.message,
            conditions=lambda: plain(
                {"camera": line.acquisition.camera.camera_id, "accepted": line.acquisition.accepted}
            ),
            others=golden.under_way,
        )

        def tell(event: Event) -> None:
            events(event)
            alarms.follow(event)

        def tell_of_partner(event: Event) -> None:
            tell(event)
            if line.state is StationState.STOPPED:  # nobody else writes events then
                with suppress(StationError):
                    events.drain()

        def on_image_fault(message: str) -> None:
            line.raise_fault(
                Reason.STATION_FAULT, message, "Stop and start the station, then acknowledge.", recheck=images.problem
            )

        images = ImageWriter(records, config.images_dir, config.images, on_fault=on_image_fault)
        cell = build_partners(
            config,
            Host(
                new_trigger=lambda *args, **more: line.new_trigger(*args, **more),
                ask=lambda trigger: line.ask(trigger),
                state=lambda: line.state,
                tell=tell_of_partner,
                subscribe=lambda on_result: line.subscribe(on_result),
                choose=lambda name, who, why: station.choosing.change(name, who=who, why=why),
                activate=lambda name, version, who, why: station.choosing.change_to(name, version, who=who, why=why),
                recipe=lambda: golden.recipe_now,
                in_force=lambda: active.ref if (active := records.active()) is not None else None,
                alarm=lambda key, message, hint, lasting: alarms.raise_alarm(
                    AlarmKind.PARTNER, message, hint, key=key, lasting=lasting
                ),
                end_alarm=lambda key: alarms.end(AlarmKind.PARTNER, key),
            ),
        )
        line = Line(
            camera=camera,
            settings=camera_settings(config.camera),
            output=CombinedOutput(build_output(config.output, camera), cell.outputs),
            pose=cell.pose,
            next_acquisition=Acquisitions(records.last_acquisition()).next,
            recorder=records,
            journal=journal,
            images=images,
            events=tell,
            limits=config.line,
            load_setup=load_setup,
            clock=clock,
            blocked=lambda setup: agreement.blocked(setup) or golden.blocked(setup),
            # the id that waits is that of the next part of production
            next_part=lambda token: None if golden.takes(token) or agreement.takes(token) else next_part.take(),
            purpose=lambda inspection: (
                Purpose.REFERENCE if agreement.holds(inspection) else golden.purpose_of(inspection)
            ),
            signed_in=lambda: presence.name,
            write_down=alarms.write_down,
        )
        for fault in alarms.recall():
            line.recall_fault(fault)
        streaks = Streaks(
            config.line,
            stop_line=lambda message, hint: line.raise_fault(Reason.STATION_FAULT, message, hint),
            too_late=lambda message: alarms.raise_alarm(
                AlarmKind.LATE, message, "Slow the line down, or look at what slows the station.", lasting=False
            ),
        )
        line.subscribe(streaks.saw)
        line.subscribe(golden.saw)
        line.subscribe(agreement.saw)
        health = Health(
            line,
            events,
            config.line,
            watchdog_ms=config.camera.watchdog_ms,
            data_dir=config.data_dir,
            clock=clock,
            watch=Watch(alarms, line, images, events, golden, config.line, cell.partners).look,
        )
        datasets = DataSets(records, config.datasets_dir)
        changeover = Changeover(records, line, load_setup)
        calibrations = build_calibrations(config, records, changeover.keep)
        camera_use = CameraUse(lambda: line.acquisition.hangs)
        capturing = Capturing(
            camera=camera,
            settings=camera_settings(config.camera),
            limits=config.line,
            line=line,
            datasets=datasets,
            lifecycle=changeover.lock,
            use=camera_use,
            calibrations=calibrations,
            clock=clock,
            pose=cell.pose,
        )
        retention = Retention(config.images_dir, config.images, records)
        drift = DriftMonitor(
            records,
            ModelStore(config.models_dir, create_detector).folder,
            alarms,
            running=lambda: None if line.state is StationState.STOPPED or line.setup is None else line.setup.recipe,
            good_parts=lambda: line.counters().ok,
        )
        housekeeping = Housekeeping(retention, events, look=drift.look)
    except BaseException:
        records.close()
        lock.release()
        raise
    station = Station(
        config=config,
        records=records,
        line=line,
        health=health,
        housekeeping=housekeeping,
        images=images,
        retention=retention,
        settings=settings,
        lock=lock,
        changeover=changeover,
        camera_use=camera_use,
        capturing=capturing,
        alarms=alarms,
        golden=golden,
        agreement=agreement,
        next_part=next_part,
        presence=presence,
        load_setup=load_setup,
    )
    equip(station, camera, line, datasets, load_setup, changeover, calibrations)
    station.partners = (*cell.partners, *build_publishers(config, records, station.status, tell))
    station.drift = drift
    station.robot = cell.robot
    return station


def open_station(config: Config) -> Station:
    """Build a station and begin to keep its links to the cell.

    Raises what `build` and `Station.open_partners` raise: nothing is left open.
    """
    station = build(config)
    try:
        station.open_partners()
    except BaseException:
        station.close()
        raise
    return station


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
        clean(config.calibrations_dir)
    except StationError as error:
        events(Event(datetime.now(UTC), EventKind.MODEL, error.message))
