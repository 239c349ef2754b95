"""Change what the line inspects with, between two parts: the records and the running line together."""

from __future__ import annotations

import threading
from collections.abc import Callable

from station.db import Records
from station.judge import Setup
from station.line import Line
from station.queries import NewVersion
from station.recipe import Recipe
from station.types import StationState


class Changeover:
    """Puts recipe versions in force. Thread-safe.

    A version with the model, kind of picture and gate of the running one takes over the running detector: a new
    threshold costs no second copy of the model. In a fault the detector may be the cause, and is loaded anew.
    `lock` is held by whatever starts, stops or changes the line.
    """

    def __init__(self, records: Records, line: Line, load_setup: Callable[[Recipe], Setup]) -> None:
        self._records = records
        self._line = line
        self._load_setup = load_setup
        self.lock = threading.RLock()

    def activate(self, name: str, version: int, *, who: str, why: str) -> Recipe:
        """Put a stored version in force. Takes seconds where a model is loaded.

        Raises RecipeError, ModelStoreError, DetectorError, RecordsError: what runs stays.
        """
        with self.lock:
            recipe = self._records.recipe(name, version)
            self._change(recipe, lambda: self._records.activate(name, version, who=who, why=why))
            return recipe

    def keep(self, new: NewVersion) -> None:
        """Store a new version and, where it says so, put it in force. Raises as `activate`; nothing is stored then."""
        with self.lock:
            if new.activate:
                self._change(new.recipe, lambda: self._records.keep(new))
            else:
                self._records.keep(new)

    def _change(self, recipe: Recipe, record: Callable[[], object]) -> None:
        line = self._line
        if line.state is StationState.STOPPED:
            record()
            return
        running = line.setup
        loaded = None
        if running is None or line.fault_now is not None or running.under(recipe) is None:
            loaded = self._load_setup(recipe)
        try:
            record()
        except BaseException:
            if loaded is not None:
                loaded.detector.close()
            raise
        if loaded is not None:
            line.swap(loaded)  # the one before is freed when the part in hand has let go of it
        else:
            # only who holds the lock brings in another model, so the one that runs still fits
            line.swap_recipe(recipe)
