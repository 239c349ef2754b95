"""Who is signed in at the station, so that every inspection can say it."""

from __future__ import annotations


class Presence:
    """Told by the window, asked by the line for each part: quick, from any thread. Without a window nobody is there."""

    def __init__(self) -> None:
        self._name = ""

    @property
    def name(self) -> str:
        """Who is signed in; empty: nobody."""
        return self._name

    def signed_in(self, name: str) -> None:
        self._name = name

    def signed_out(self) -> None:
        self._name = ""
