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
    """Puts recipe versions in force: the only way to. Thread-safe.

    Each version's model is loaded and tests itself before, also where no line runs. Only a version with the model,
    kind of picture and gate of the running one takes over the running detector: a new threshold costs no second copy
    of the model. In a fault the detector may be the cause, and is loaded anew.

    `lock` is held by whatever opens or closes the camera, starts, stops or changes the line; never while a model loads,
    so that a stop does not wait for one. `loading` is held by whoever loads a model for the line until the line has
    it: what is in force does not change meanwhile. Who needs both takes `loading` first.
    """

    def __init__(self, records: Records, line: Line | None, load_setup: Callable[[Recipe], Setup]) -> None:
        """`line` None: there is none in this program; one in another takes a version in force at its next start."""
        self._records = records
        self._line = line
        self._load_setup = load_setup
        self.lock = threading.RLock()
        self.loading = threading.Lock()

    def activate(self, name: str, version: int | None, *, who: str, why: str) -> Recipe:
        """Put a stored version in force, the newest for None. Takes seconds where a model is loaded.

        A line that was stopped while the model loaded takes the version at its next start.

        Raises RecipeError, ModelStoreError, DetectorError, RecordsError: what runs stays.
        """
        recipe = self._records.recipe(name, version)
        self._change(recipe, lambda: self._records.activate(name, recipe.version, who=who, why=why))
        return recipe

    def keep(self, new: NewVersion) -> None:
        """Store a new version and, where it says so, put it in force. Raises as `activate`; nothing is stored then."""
        if new.activate:
            self._change(new.recipe, lambda: self._records.keep(new))
        else:
            self._records.keep(new)

    def _change(self, recipe: Recipe, record: Callable[[], object]) -> None:
        with self.loading:
            loaded = None if self._running_fits(recipe) else self._load_setup(recipe)
            try:
                record()
                with self.lock:
                    line = self._line
                    if line is not None and line.state is not StationState.STOPPED:
                        if loaded is None:
                            # only who holds `loading` brings in another model, so the one that runs still fits
                            line.swap_recipe(recipe)
                        else:
                            line.swap(loaded)  # the one before is freed when the part in hand has let go of it
                            loaded = None
            finally:
                if loaded is not None:
                    loaded.detector.close()

    def _running_fits(self, recipe: Recipe) -> bool:
        line = self._line
        if line is None or line.state is StationState.STOPPED or line.fault_now is not None:
            return False
        running = line.setup
        return running is not None and running.under(recipe) is not None
