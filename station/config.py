"""`station.toml` as frozen models.

Every mistake is one `ConfigError` line with the dotted key. Relative paths count from the folder of the file.
Environment: `STATION_CONFIG` (the file), `STATION_DATA_DIR` (overrides `station.data_dir`),
`STATION_DATABASE_URL` (overrides `database.url`).
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import platformdirs
from pydantic import Field, ValidationError, model_validator

from station.config_cell import CalibrationSection, MqttSection, PlcSection, RobotSection, Section
from station.config_problem import first_problem, read_toml
from station.errors import ConfigError

SCHEMA = 1
DEFAULT_FILE = "station.toml"


class StationSection(Section):
    """Who the station is and where it keeps its data."""

    name: str = Field(default="station-1", min_length=1, max_length=64)
    data_dir: Path | None = Field(default=None, strict=False)
    language: Literal["auto", "en", "de"] = "auto"


class PeopleSection(Section):
    """How long somebody stays signed in without doing anything, and who has to sign in at all."""

    idle_minutes: float = Field(default=10.0, ge=1, le=1440)
    operator_signs_in: bool = False


class RoiSection(Section):
    x: int = Field(ge=0)
    y: int = Field(ge=0)
    width: int = Field(gt=0)
    height: int = Field(gt=0)


class _CameraSection(Section):
    trigger: Literal["software", "line", "free_run"] = "software"
    exposure_us: float | None = Field(default=None, gt=0, le=60_000_000)
    gain_db: float | None = Field(default=None, ge=0, le=60)
    pixel_format: str | None = None
    roi: RoiSection | None = None
    line: str | None = None
    watchdog_ms: int = Field(default=2000, ge=50, le=600_000)
    ready_ms: int = Field(default=1000, ge=0, le=60_000)


class BaslerSection(_CameraSection):
    """A Basler camera, or the emulator of its SDK replaying a folder of pictures."""

    kind: Literal["basler"]
    serial: str | None = None
    emulate_folder: Path | None = Field(default=None, strict=False)
    emulate: bool = False


class FolderSection(_CameraSection):
    """Image files as a camera: replay a folder, or take what another program puts there."""

    kind: Literal["folder"]
    path: Path = Field(strict=False)
    mode: Literal["replay", "watch"] = "replay"
    loop: bool = False
    interval_ms: int = Field(default=200, ge=0, le=3_600_000)
    pattern: str = "*"


class OpenCVSection(_CameraSection):
    """Webcam (index), RTSP stream (URL) or video file (path) through OpenCV."""

    kind: Literal["opencv"]
    source: int | str


class FakeSection(_CameraSection):
    """The scripted simulator: grey pictures of the given size, for trying out outputs and records."""

    kind: Literal["fake"]
    width: int = Field(default=64, gt=0, le=8192)
    height: int = Field(default=48, gt=0, le=8192)


class PluginCameraSection(_CameraSection):
    """A camera that another package registered under the entry points `station.cameras`."""

    kind: Literal["plugin"]
    name: str
    options: dict[str, Any] = Field(default_factory=dict)


CameraSection = Annotated[
    BaslerSection | FolderSection | OpenCVSection | FakeSection | PluginCameraSection, Field(discriminator="kind")
]


class NoOutputSection(Section):
    """Verdicts go to the database and the window only."""

    kind: Literal["none"]


class RecordingOutputSection(Section):
    """Every output call is appended to a text file: for commissioning and for demonstrations."""

    kind: Literal["recording"]
    path: Path = Field(default=Path("outputs.jsonl"), strict=False)
    pulse_ms: float = Field(default=50.0, gt=0, le=10_000)


class CameraLineOutputSection(Section):
    """OK is a pulse on a digital output of the camera; everything else leaves the line at rest."""

    kind: Literal["camera_line"]
    line: str = "Line2"
    pulse_ms: float = Field(default=50.0, gt=0, le=10_000)
    heartbeat_line: str | None = None


OutputSection = Annotated[
    NoOutputSection | RecordingOutputSection | CameraLineOutputSection, Field(discriminator="kind")
]


class LineSection(Section):
    """Limits of the line."""

    deadline_ms: int = Field(default=2000, ge=1, le=600_000)
    queue_images: int = Field(default=8, ge=1, le=1024)
    hang_ms: int = Field(default=5000, ge=50, le=600_000)
    heartbeat_ms: int = Field(default=250, ge=20, le=10_000)
    faults_in_a_row: int = Field(default=3, ge=1, le=100)
    reconnect_first_ms: int = Field(default=200, ge=1, le=60_000)
    reconnect_most_ms: int = Field(default=5000, ge=1, le=600_000)
    min_free_mb: int = Field(default=500, ge=0)
    warn_free_mb: int = Field(default=2000, ge=0)
    rejects_in_a_row: int = Field(default=0, ge=0, le=1000)
    late_in_a_row: int = Field(default=3, ge=0, le=1000)

    @property
    def driver_patience_s(self) -> float:
        """How long a camera driver is waited for before it is given up; not too short: it may have its turn late."""
        return max(self.hang_ms / 1e3, 2.0)

    @model_validator(mode="after")
    def _check_back_off(self) -> Self:
        if self.reconnect_most_ms < self.reconnect_first_ms:
            raise ValueError("reconnect_most_ms must not be below reconnect_first_ms")
        return self


class DatabaseSection(Section):
    """SQLite beside the images by default; any SQLAlchemy URL otherwise."""

    url: str | None = None
    busy_timeout_ms: int = Field(default=250, ge=0, le=60_000)


class ImagesSection(Section):
    """Which pictures are kept, and for how long. Rejects are kept always until retention takes them, with an event."""

    keep_passes: float = Field(default=1.0, ge=0, le=1)
    max_gb: float = Field(default=50.0, gt=0)
    max_age_days: float = Field(default=365.0, gt=0)
    keep_rejects_days: float = Field(default=3650.0, gt=0)
    queue: int = Field(default=64, ge=1, le=4096)


class DetectorSection(Section):
    """What runs the detector and with what options a new recipe is trained."""

    device: str = Field(default="auto", pattern=r"^(auto|cpu|cuda(:\d+)?)$")
    name: str = "patchcore"
    options: dict[str, Any] = Field(default_factory=dict)


class ScannerSection(Section):
    """A barcode scanner that types like a keyboard. `prefix` is a single character, or the name of a key."""

    enabled: bool = False
    prefix: str = Field(default="", pattern=r"^(|[!-~]|STX|F([1-9]|1\d|2\d|3[0-5]))$")
    suffix: Literal["enter", "tab", "any"] = "any"
    max_gap_ms: int = Field(default=35, ge=5, le=500)
    min_length: int = Field(default=4, ge=1, le=256)
    duplicate_ms: int = Field(default=2000, ge=0, le=600_000)
    triggers: bool = False


_TIME_OF_DAY = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class ShiftsSection(Section):
    """When shifts begin, in the local time of the computer."""

    starts: tuple[str, ...] = Field(default=("06:00", "14:00", "22:00"), min_length=1, max_length=24, strict=False)

    @model_validator(mode="after")
    def _check_starts(self) -> Self:
        for start in self.starts:
            if not _TIME_OF_DAY.fullmatch(start):
                raise ValueError(f'starts: {start!r} is not a time such as "06:00"')
        if list(self.starts) != sorted(set(self.starts)):
            raise ValueError("starts must be in order, each once")
        return self


class GoldenSection(Section):
    """When the reference parts are to be checked. As shipped: only when somebody asks for it."""

    at_start: bool = False
    after_recipe_change: bool = False
    every_hours: float = Field(default=0.0, ge=0, le=8760)
    grace_minutes: float = Field(default=30.0, ge=0, le=1440)

    @property
    def required(self) -> bool:
        return self.at_start or self.after_recipe_change or self.every_hours > 0


class Config(Section):
    """The whole of `station.toml`."""

    schema_: int = Field(alias="schema")
    station: StationSection = StationSection()
    people: PeopleSection = PeopleSection()
    camera: CameraSection
    output: OutputSection = NoOutputSection(kind="none")
    line: LineSection = LineSection()
    database: DatabaseSection = DatabaseSection()
    images: ImagesSection = ImagesSection()
    detector: DetectorSection = DetectorSection()
    scanner: ScannerSection = ScannerSection()
    shifts: ShiftsSection = ShiftsSection()
    golden: GoldenSection = GoldenSection()
    robot: RobotSection | None = None
    plc: PlcSection | None = None
    mqtt: MqttSection | None = None
    calibration: CalibrationSection = CalibrationSection()

    @model_validator(mode="after")
    def _check_schema(self) -> Self:
        if self.schema_ != SCHEMA:
            raise ValueError(f"schema {self.schema_} is not known; this program reads schema {SCHEMA}")
        return self

    @model_validator(mode="after")
    def _check_robot(self) -> Self:
        if self.robot is not None and self.robot.mode == "robot_leads" and self.camera.trigger != "software":
            raise ValueError(
                'robot.mode: robot_leads needs camera.trigger = "software": the robot asks for each picture'
            )
        return self

    @property
    def data_dir(self) -> Path:
        if self.station.data_dir is not None:
            return self.station.data_dir
        return Path(platformdirs.user_data_dir("inspection-station", appauthor=False))

    @property
    def database_url(self) -> str:
        if self.database.url is not None:
            return self.database.url
        return f"sqlite:///{(self.data_dir / 'records.sqlite').as_posix()}"

    @property
    def images_dir(self) -> Path:
        return self.data_dir / "images"

    @property
    def models_dir(self) -> Path:
        return self.data_dir / "models"

    @property
    def calibrations_dir(self) -> Path:
        return self.data_dir / "calibrations"

    @property
    def datasets_dir(self) -> Path:
        return self.data_dir / "datasets"


def find_file(given: Path | None, environ: Mapping[str, str] = os.environ) -> Path:
    """The configuration file to read: the given one, else `STATION_CONFIG`, else station.toml in this folder."""
    return given or Path(environ.get("STATION_CONFIG") or DEFAULT_FILE)


def load(path: Path, environ: Mapping[str, str] = os.environ) -> Config:
    """Read and check `path`.

    Raises:
        ConfigError: one line: the file, the dotted key, what is wrong and what is allowed.
    """
    values = read_toml(path, absent="Give one with --config, or set STATION_CONFIG.")
    return parse(values, base=path.parent, origin=str(path), environ=environ)


def parse(
    values: Mapping[str, Any], *, base: Path, origin: str = "config", environ: Mapping[str, str] = os.environ
) -> Config:
    """Check already-read `values`. Relative paths count from `base`. Raises ConfigError."""
    values = _with_environment(values, environ)
    try:
        config = Config.model_validate(values)
    except ValidationError as error:
        raise ConfigError(f"{origin}: {first_problem(error, _key)}") from None
    return _resolve_paths(config, base.resolve())


def _with_environment(values: Mapping[str, Any], environ: Mapping[str, str]) -> dict[str, Any]:
    result = dict(values)
    for variable, section, key in (
        ("STATION_DATA_DIR", "station", "data_dir"),
        ("STATION_DATABASE_URL", "database", "url"),
    ):
        value = environ.get(variable)
        if value and isinstance(result.get(section, {}), dict):
            result[section] = {**result.get(section, {}), key: value}
    return result


_PATHS = (
    ("station", "data_dir"),
    ("camera", "emulate_folder"),
    ("camera", "path"),
    ("mqtt", "password_file"),
    ("mqtt", "ca_file"),
    ("mqtt", "cert_file"),
    ("mqtt", "key_file"),
)


def _resolve_paths(config: Config, base: Path) -> Config:
    updates: dict[str, Any] = {}
    for section, key in _PATHS:
        part = updates.get(section, getattr(config, section))
        value = getattr(part, key, None)
        if isinstance(value, Path):
            updates[section] = part.model_copy(update={key: base / value.expanduser()})
    config = config.model_copy(update=updates)
    if isinstance(config.output, RecordingOutputSection):
        output = config.output.model_copy(update={"path": config.data_dir / config.output.path})
        config = config.model_copy(update={"output": output})
    return config


_UNION_TAGS = {"basler", "folder", "opencv", "fake", "plugin", "none", "recording", "camera_line"}


def _key(location: Sequence[int | str]) -> list[str]:
    parts = [str(part) for part in location]
    # a discriminated union puts its tag into the location; the file has no such key
    if len(parts) > 1 and parts[0] in ("camera", "output") and parts[1] in _UNION_TAGS:
        del parts[1]
    return parts
