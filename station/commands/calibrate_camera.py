"""Pictures for a calibration on the command line: from image files, or from the camera of the configuration."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from station.commands.terminal import note, progress, stop_on_signals
from station.errors import UsageError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from station.config import Config
    from station.gathering import Gathered
    from station.live_camera import LiveCamera


def read_pictures(paths: Sequence[Path]) -> tuple[NDArray[Any], ...]:
    """Read files, and all pictures of folders in natural order. Raises ImageFileError."""
    from station.images import list_images, read_image

    files = [file for path in paths for file in (list_images(path) if path.is_dir() else [path])]
    return tuple(read_image(file) for file in files)


class CameraPictures:
    """The open camera: takes some pictures whenever the person has made everything ready."""

    def __init__(self, live: LiveCamera, *, ask: bool) -> None:
        self._live = live
        self._ask = ask

    def take(self, what: str, count: int) -> Gathered:
        """Ask the person for `what`, wait for Enter, then take the pictures. Raises StateError, Cancelled."""
        from station.gathering import gather

        if self._ask:
            wait_for_enter(what)
        else:
            note(what)
        with stop_on_signals() as stop, progress("taking pictures") as show:
            return gather(lambda: self._live.frame, count, progress=show, cancelled=stop.is_set)


@contextmanager
def camera_of(config: Config, *, ask: bool) -> Iterator[CameraPictures]:
    """The camera with the settings that the station uses, closed at the end. Raises CameraError."""
    from station.app import build_camera
    from station.camera_control import camera_settings
    from station.live_camera import LiveCamera
    from station.settings import Settings

    config = Settings(config).effective()
    camera = build_camera(config.camera, config.output)
    live = LiveCamera(camera, camera_settings(config.camera), config.line, on_frame=lambda _frame: None)
    live.open("software" if "software" in camera.capabilities.triggers else "free_run")
    try:
        yield CameraPictures(live, ask=ask)
    finally:
        live.close()


def wait_for_enter(what: str) -> None:
    """Raises UsageError: nobody can press Enter here."""
    try:
        typer.prompt(f"{what} Then press Enter", default="", show_default=False, err=True)
    except typer.Abort as error:
        raise UsageError(
            "Nobody is there to press Enter.", "Give the pictures as files, or --yes where everything is ready."
        ) from error


def each_found(
    pictures: Sequence[NDArray[Any]], find: Callable[[NDArray[Any]], Any], show: Callable[[float, str], None]
) -> tuple[list[Any], list[str]]:
    """Look for the board in all pictures; return what was found, and why it was not in the others."""
    from calibration import CalibrationError

    found, problems = [], []
    for number, picture in enumerate(pictures, 1):
        try:
            found.append(find(picture))
        except CalibrationError as error:
            problems.append(f"Picture {number}: {error.message}.")
        show(number / len(pictures), "looking for the board")
    return found, problems
