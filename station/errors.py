"""Errors for people.

    StationError                message for the person in front of the machine, hint what to do, exit code
    |-- ConfigError             station.toml: the dotted key and what is allowed                       (exit 2)
    |-- UsageError              a command that cannot be meant                                         (exit 2)
    |-- ImageFileError          an image file that is missing, unreadable or of the wrong kind         (exit 3)
    |-- RecipeError             no such recipe or version; a recipe that does not fit the model        (exit 3)
    |-- ModelStoreError         no such model version; a model that fails its self-test                (exit 3)
    |-- CalibrationStoreError   no such calibration version; one that is damaged                       (exit 3)
    |-- RecordsError            the database cannot be opened, written or understood                   (exit 4)
    |-- StorageError            read-only folder, disk full                                            (exit 4)
    |-- OutputError             the verdict output cannot be opened or driven                          (exit 5)
    |   |-- PartnerLost         the robot or PLC that should take the verdict is not there             (exit 5)
    |   `-- OkPassed            robot or PLC went by an OK that had been taken back                    (exit 5)
    |-- TrainingError           the training process died (exit 6), or met an error: with the code of that
    |-- StateError              not possible in the station's present state                            (exit 7)
    `-- ExportRefused           an exported model would change a verdict, or nothing shows that not     (exit 1)

The leaves have their own trees with the same two fields (`camera.CameraError`, `detectors.DetectorError`,
`calibration.CalibrationError`). `EXPLAINED` names all four roots; anything else is a bug: traceback, FAULT.
"""

from __future__ import annotations

from calibration.api import CalibrationError
from camera.api import CameraError
from detectors.api import Cancelled as Cancelled
from detectors.api import DetectorError

INTERRUPTED = 130
_LEAF, _CAMERA = 3, 5


class StationError(Exception):
    """Something the person in front of the machine can act on."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class ConfigError(StationError):
    exit_code = 2


class UsageError(StationError):
    exit_code = 2


class ImageFileError(StationError):
    exit_code = 3


class RecipeError(StationError):
    exit_code = 3


class ModelStoreError(StationError):
    exit_code = 3


class CalibrationStoreError(StationError):
    exit_code = 3


class RecordsError(StationError):
    exit_code = 4


class StorageError(StationError):
    exit_code = 4


class OutputError(StationError):
    exit_code = 5


class PartnerLost(OutputError):
    """Who asked for the verdict is not there to take it: for the cell the part is a reject, and no fault of ours."""


class OkPassed(OutputError):
    """A robot or PLC went by an OK that had been taken back, or nobody knows: a fault, whatever else is going on."""


class TrainingError(StationError):
    """`code` is the exit code of the error that the training process met, where it met one that has its own."""

    exit_code = 6

    def __init__(self, message: str, hint: str = "", code: int | None = None) -> None:
        super().__init__(message, hint)
        if code is not None:
            self.exit_code = code


class StateError(StationError):
    exit_code = 7


class AccountError(StationError):
    exit_code = 8


class NotPermitted(AccountError):
    pass


class ExportRefused(StationError):
    """`findings` names every picture whose verdict would change."""

    def __init__(self, message: str, hint: str = "", findings: tuple[str, ...] = ()) -> None:
        super().__init__(message, hint)
        self.findings = findings


EXPLAINED: tuple[type[Exception], ...] = (StationError, CameraError, DetectorError, CalibrationError)
Explained = StationError | CameraError | DetectorError | CalibrationError


def exit_code(error: BaseException) -> int:
    """The exit code for an error of `EXPLAINED`; docs/command-line.md says the same."""
    if isinstance(error, Cancelled):
        return INTERRUPTED
    if isinstance(error, StationError):
        return error.exit_code
    return _CAMERA if isinstance(error, CameraError) else _LEAF


def explain(error: BaseException) -> str:
    """One paragraph for a person: what happened and what to do."""
    message = getattr(error, "message", None) or f"{type(error).__name__}: {error}"
    hint = getattr(error, "hint", "")
    return f"{message} {hint}".strip()
