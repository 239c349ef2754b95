"""What a run of a capture plan has taken: one line per picture in `manifest.jsonl`, each on the disk before the next.

The first line says which plan it is, with its hash. A picture is written first and its line after it: what a program
that was killed left is a picture without a line, which is taken again under the same name, or half a line, which is
cut off. Where a picture has two lines the later one counts.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from station.capture_plan import Key, Plan, Wanted, canonical, difference
from station.errors import ImageFileError, StateError, StorageError, UsageError
from station.images import make_folder, sha256_file, storage_error, write_file
from station.instance_lock import lock_file
from station.plain import to_json

MANIFEST = "manifest.jsonl"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Taken:
    """One picture that is on the disk.

    `jitter_mm` is what was asked for, `moved_mm` how far the tool stood beside the first shot of the pose; None by
    hand. `tcp_pose` is x, y, z in m and a rotation vector in rad. `fit`: None where there was no image gate; False with
    what it found in `unfit`, for a picture that somebody kept. `calibration`: name, version and hash of what the
    picture was corrected by; None: it is as the camera gave it.
    """

    file: str
    sha256: str
    bytes: int
    setup: int
    title: str
    label: str
    note: str
    pose_index: int | None
    shot: int
    jitter_mm: float
    moved_mm: float | None
    tcp_pose: tuple[float, ...] | None
    exposure_us: float | None
    gain_db: float | None
    at: datetime
    camera_id: str
    trigger_id: str
    acquisition: int | None
    fit: bool | None
    unfit: tuple[str, ...]
    retakes: int
    by: str
    calibration: str | None = None

    @property
    def key(self) -> Key:
        return Key(self.setup, self.pose_index, self.shot)


class Manifest:
    """The manifest of one folder, held open so that nobody else writes it. For one thread.

    Raises:
        StorageError: read-only, disk full. StateError: another program writes it.
    """

    def __init__(self, folder: Path, file: IO[bytes], taken: Mapping[Key, Taken]) -> None:
        self.folder = folder
        self._file = file
        self.taken = dict(taken)

    def append(self, one: Taken) -> None:
        """Add a line; durable when it returns. After an error the line is not there."""
        line = (to_json(one, indent=None) + "\n").encode()
        end = self._file.tell()
        try:
            self._file.write(line)
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            self._cut(end)
            raise storage_error(self.folder / MANIFEST, error) from error
        self.taken[one.key] = one

    def _cut(self, end: int) -> None:
        try:
            self._file.seek(end)
            self._file.truncate()
        except OSError:
            pass  # what is left is half a line, which the next run cuts off

    def close(self) -> None:
        """Safe to call twice."""
        self._file.close()


def begin(folder: Path, plan: Plan, *, by: str, station: str, program: str) -> Manifest:
    """Begin a run in a folder that is not there, or empty.

    Raises:
        UsageError: it holds something already. StorageError, StateError.
    """
    if folder.exists():
        if not folder.is_dir():
            raise UsageError(f"{folder} is a file.", "Give a folder that is not there yet.")
        if (folder / MANIFEST).exists():
            raise UsageError(
                f"{folder} holds pictures of a plan already.", "Go on with it (--resume), or give another folder."
            )
        if any(folder.iterdir()):
            raise UsageError(f"{folder} holds other files.", "Give a folder that is not there yet, or an empty one.")
    head = {
        "manifest": VERSION,
        "plan": json.loads(canonical(plan)),
        "plan_sha256": plan.sha256,
        "began_at": datetime.now(UTC),
        "began_by": by,
        "station": station,
        "program": program,
    }
    try:
        make_folder(folder)
    except OSError as error:
        raise storage_error(folder, error) from error
    write_file(folder / MANIFEST, (to_json(head, indent=None) + "\n").encode())
    return _opened(folder, {})


def resume(folder: Path, plan: Plan) -> Manifest:
    """Go on in the folder of an earlier run.

    Raises:
        UsageError: nothing to go on with. StateError: it is the run of another plan. StorageError: it cannot be read.
    """
    path = folder / MANIFEST
    if not path.exists():
        raise UsageError(f"{folder} holds no run of a plan to go on with.", "Begin one, without --resume.")
    head, taken, whole = read(path)
    if head.get("plan_sha256") != plan.sha256:
        raise StateError(
            f"{folder} holds a run of another plan: {difference(head.get('plan', {}), plan)}.",
            "Give the plan back its old words, or begin a run in another folder.",
        )
    manifest = _opened(folder, taken)
    manifest._file.truncate(whole)
    manifest._file.seek(whole)
    return manifest


def read(path: Path) -> tuple[dict[str, Any], dict[Key, Taken], int]:
    """Return the first line, what was taken, and how many bytes of the file are whole. Raises StorageError."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise storage_error(path, error) from error
    lines = data.split(b"\n")
    rest = lines.pop()  # what is behind the last line end: nothing, or half a line
    whole = len(data) - len(rest)
    taken: dict[Key, Taken] = {}
    head: dict[str, Any] = {}
    for number, line in enumerate(lines):
        try:
            values = json.loads(line)
            if number == 0:
                head = values
                if head["manifest"] != VERSION:
                    raise KeyError
            else:
                one = _taken(values)
                taken[one.key] = one
        except (ValueError, KeyError, TypeError) as error:
            if number == len(lines) - 1 > 0:
                whole -= len(line) + 1  # the power failed while the last line was written
                break
            raise StorageError(
                f"{path}: line {number + 1} is not one that this program wrote.", "Put the file back from a copy."
            ) from error
    if not head:
        raise StorageError(f"{path}: is empty.", "Delete it and begin the plan anew.")
    return head, taken, whole


def damaged(manifest: Manifest, looked: Callable[[int], None] = lambda _number: None) -> list[Taken]:
    """List what the manifest names and the folder has not, or not any more as it was. Reads every picture."""
    found = []
    for number, one in enumerate(manifest.taken.values(), 1):
        try:
            whole = sha256_file(manifest.folder / one.file) == one.sha256
        except ImageFileError:
            whole = False
        if not whole:
            found.append(one)
        looked(number)
    return found


def missing(manifest: Manifest, plan: Plan) -> list[Wanted]:
    """List what is still to be taken, in order."""
    return [wanted for wanted in plan.pictures() if wanted.key not in manifest.taken]


def _opened(folder: Path, taken: Mapping[Key, Taken]) -> Manifest:
    path = folder / MANIFEST
    try:
        file = path.open("r+b")
    except OSError as error:
        raise storage_error(path, error) from error
    try:
        lock_file(file)  # type: ignore[arg-type]
    except OSError:
        file.close()
        raise StateError(f"Another program takes pictures into {folder}.", "End that one first.") from None
    file.seek(0, os.SEEK_END)
    return Manifest(folder, file, taken)


def _taken(values: dict[str, Any]) -> Taken:
    known = {field.name for field in fields(Taken)}
    read = {name: value for name, value in values.items() if name in known}
    read["at"] = datetime.fromisoformat(read["at"])
    read["unfit"] = tuple(read["unfit"])
    read["tcp_pose"] = None if read["tcp_pose"] is None else tuple(read["tcp_pose"])
    return Taken(**read)
