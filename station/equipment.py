"""What works beside the line on one station: the services of the window's pages and of the commands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from camera import Camera
from detectors import create as create_detector
from station.accounts import Accounts
from station.calibration_store import CalibrationStore
from station.calibrations import Calibrations
from station.camera_control import CameraControl, camera_settings
from station.candidates import Candidates
from station.changeover import Changeover
from station.choosing import Choosing
from station.classroom import Classroom
from station.comparing import Comparing
from station.config import Config
from station.datasets import DataSets
from station.db import Records
from station.diagnosis import Diagnosis
from station.drift import DriftMonitor
from station.gates import Gates
from station.guide import Guide
from station.hints import Hinting
from station.history import History
from station.history_exports import HistoryExports
from station.judge import Setup
from station.labelling import Judging, Labelling
from station.line import Line
from station.mask_proposal import Proposals
from station.masks import Masks
from station.models import ModelStore
from station.mvtec import Mvtec
from station.output_test import OutputTest
from station.outputs import build_output
from station.plan_capture import PlanCapture
from station.plan_words import Mover
from station.queries import NewVersion
from station.recipe import Recipe
from station.recipe_book import RecipeBook
from station.recipe_exchange import RecipeExchange
from station.regions import Regions
from station.rescoring import Rescoring
from station.review_queue import ReviewQueue
from station.shifts import Shifts
from station.storage_forecast import Storage
from station.trail import Trail
from station.tuning import Tuning
from station.types import StationState
from station.upkeep import Upkeep

if TYPE_CHECKING:
    from station.doctor import Finding
    from station.services import Station


class Equipment:
    """The services of a station. `equip` puts them in once the station itself is there."""

    accounts: Accounts
    labelling: Labelling
    judging: Judging
    datasets: DataSets
    hinting: Hinting
    masks: Masks
    proposals: Proposals
    regions: Regions
    mvtec: Mvtec
    teaching: Classroom
    comparing: Comparing
    tuning: Tuning
    history: History
    history_exports: HistoryExports
    trail: Trail
    rescoring: Rescoring
    candidates: Candidates
    review_queue: ReviewQueue
    shifts: Shifts
    choosing: Choosing
    recipes: RecipeBook
    camera_control: CameraControl
    output_test: OutputTest
    storage: Storage
    diagnosis: Diagnosis
    plans: PlanCapture
    upkeep: Upkeep
    gates: Gates
    guide: Guide
    drift: DriftMonitor
    calibrations: Calibrations


def equip(
    station: Station,
    camera: Camera,
    line: Line,
    datasets: DataSets,
    load_setup: Callable[[Recipe], Setup],
    changeover: Changeover,
    calibrations: Calibrations,
) -> None:
    """Put in everything that works beside the line."""
    config, records, settings, use = station.config, station.records, station.settings, station.camera_use
    store = ModelStore(config.models_dir, create_detector)

    def line_runs() -> bool:
        return line.state is not StationState.STOPPED

    station.accounts = Accounts(records)
    station.labelling = Labelling(records)
    station.judging = Judging(records)
    station.datasets = datasets
    station.hinting = Hinting(datasets, device=config.detector.device)
    station.masks = Masks(records, station.labelling, config.datasets_dir, store, load_setup)
    station.proposals = Proposals(records, load_setup)
    station.regions = Regions(records, config.datasets_dir)
    station.mvtec = Mvtec(records, station.labelling, config.datasets_dir)
    station.teaching = Classroom(records, config, line_runs=line_runs)
    station.comparing = Comparing(records, config, line_runs=line_runs)
    station.tuning = Tuning(records, config, load_setup, changeover.keep)
    station.history = History(records, config.images_dir)
    station.history_exports = HistoryExports(records, station.history, config.station.name)
    station.trail = Trail(records)
    station.rescoring = Rescoring(
        store,
        config.images_dir,
        config.detector.device,
        lambda ref: records.recipe(ref.name, ref.version).region,
    )
    station.candidates = Candidates(records, config.images_dir, config.datasets_dir)
    station.review_queue = ReviewQueue(records)
    station.shifts = Shifts(records, config.shifts)
    station.choosing = Choosing(
        records, station.activate, refusal=lambda: station.golden.under_way() or station.agreement.under_way()
    )
    station.recipes = build_recipe_book(config, records, changeover)
    station.camera_control = CameraControl(
        camera,
        use,
        settings,
        records,
        config=lambda: station.config,
        apply=station.reconfigure,
        last_accepted=lambda: line.acquisition.accepted,
        taking=lambda: station.capturing.status().plan is not None,
    )
    station.output_test = OutputTest(
        lambda: build_output(station.config.output, camera), camera, use, records, config=lambda: station.config
    )
    station.plans = PlanCapture(
        camera=camera,
        settings=lambda: camera_settings(station.config.camera),
        limits=config.line,
        line_state=lambda: line.state,
        new_trigger=line.new_trigger,
        capturing=station.capturing,
        datasets=datasets,
        records=records,
        store=store,
        calibrations=calibrations,
        lifecycle=changeover.lock,
        use=use,
        robot=lambda: _robot_of(station),
        home=config.data_dir / "captures",
        station=config.station.name,
    )
    station.storage = Storage(records, settings, config=lambda: station.config, apply=station.reconfigure)
    station.gates = Gates(records, store, config.data_dir, changeover.keep, correction=calibrations.correction)
    station.calibrations = calibrations
    station.guide = Guide(station.capturing, calibrations)
    station.upkeep = Upkeep(
        records,
        station.golden,
        config.golden,
        due=calibrations.due,
        drift=lambda recipe: station.drift.report(recipe),
    )
    station.diagnosis = Diagnosis(
        lambda: station.config,
        records,
        examine=lambda: _examine(station),
        status=station.status,
    )


def _robot_of(station: Station) -> Mover | None:
    return next((one for one in station.partners if isinstance(one, Mover)), None)


def build_calibrations(config: Config, records: Records, keep: Callable[[NewVersion], None]) -> Calibrations:
    """Build the calibrations on open records; `keep` stores recipe versions and puts them in force."""
    store = CalibrationStore(config.calibrations_dir)
    return Calibrations(records, store, lambda: config.calibration, station=config.station.name, keep=keep)


def _examine(station: Station) -> Iterator[Finding]:
    from station.doctor import examine  # which builds cameras with this module

    return examine(lambda: station.config, use=station.camera_use)


def build_recipe_book(config: Config, records: Records, changeover: Changeover) -> RecipeBook:
    """Build the book of recipes on open records."""
    store = ModelStore(config.models_dir, create_detector)
    calibrations = CalibrationStore(config.calibrations_dir)
    exchange = RecipeExchange(records, store, config.models_dir, calibrations, station=config.station.name)
    return RecipeBook(records, store, exchange, changeover)
