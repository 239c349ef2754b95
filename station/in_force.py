"""What the line inspects with now: replaced whole, between two parts."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

from station.errors import EXPLAINED, explain
from station.judge import Setup
from station.recipe import Recipe


class InForce:
    """Holds the setup in force. Thread-safe; `load_setup` loads, checks and warms another one, and may take seconds."""

    def __init__(self, load_setup: Callable[[Recipe], Setup]) -> None:
        self._load_setup = load_setup
        self._lock = threading.Lock()
        self._setup: Setup | None = None

    @property
    def setup(self) -> Setup | None:
        return self._setup

    def put(self, setup: Setup) -> None:
        """Inspect with `setup` (already loaded and warm) from the next part on."""
        with self._lock:
            self._setup = setup

    def put_recipe(self, recipe: Recipe) -> bool:
        """Inspect under `recipe` from the next part on with the detector that runs; False: it needs another one."""
        with self._lock:
            setup = None if self._setup is None else self._setup.under(recipe)
            if setup is not None:
                self._setup = setup
            return setup is not None

    def load_anew(self) -> str | None:
        """Load the detector again, because the old one may still hang; return in words why that cannot be."""
        before = self._setup
        assert before is not None
        try:
            fresh = self._load_setup(before.recipe)
        except EXPLAINED as error:
            return explain(error)
        with self._lock:
            now = self._setup
            assert now is not None
            swapped = now.detector is not before.detector
            if not swapped:  # the recipe may be another one by now: a threshold was changed
                self._setup = replace(now, detector=fresh.detector)
        if swapped:
            fresh.detector.close()  # another recipe was activated meanwhile, with a model that never hung
        return None
