"""The region that a data set is to be taught with next, kept beside its pictures.

<data>/datasets/<name>/region.json

What is drawn here has no effect on the line: it comes into force with the recipe version that is taught with it.
"""

from __future__ import annotations

from pathlib import Path

from station.accounts import Session
from station.db import Records
from station.errors import UsageError
from station.images import storage_error, write_file
from station.permissions import Action
from station.recipe import ImageSpec, check_name
from station.region import Region, read_region

FILE = "region.json"
_WHOLE = b"null"


class Regions:
    """The regions drawn for data sets. Thread-safe; touches the disk: not for the GUI thread."""

    def __init__(self, records: Records, root: Path) -> None:
        """`root` is the folder of all data sets; it need not exist."""
        self._records = records
        self._root = root

    def file(self, name: str) -> Path:
        """Raises RecipeError: not a name."""
        return self._root / check_name(name) / FILE

    def drawn(self, name: str) -> Region | None:
        """Read the region to teach with; None: the whole picture counts. Where nothing was drawn, that of the newest
        version of the recipe of this name: teaching again must not forget it.

        Raises:
            UsageError: the file is damaged. Nothing is taught without its region by mistake.
            RecordsError
        """
        file = self.file(name)
        if not file.exists():
            versions = self._records.versions(name)
            return versions[-1].region if versions else None
        try:
            if file.read_bytes().strip() == _WHOLE:
                return None
            return read_region(file)
        except OSError as error:
            raise storage_error(file, error) from error
        except UsageError as error:
            raise UsageError(error.message, "Draw the region of this data set again.") from error

    def draw(self, by: Session, name: str, region: Region | None, spec: ImageSpec) -> None:
        """Keep a region for pictures of `spec`; None: the whole picture counts.

        Raises:
            NotPermitted
            RecipeError: it does not fit the pictures. StorageError.
        """
        by.require(Action.EDIT_RECIPE)
        file = self.file(name)
        if region is not None:
            region.check(spec.height, spec.width)
        write_file(file, (_WHOLE if region is None else region.to_json().encode()) + b"\n")
