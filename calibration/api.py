"""Types shared inside `calibration`.

CalibrationError            what is wrong with the data, and what to do (`hint`)
"""

from __future__ import annotations


class CalibrationError(Exception):
    """Something about the data that the person in front of the machine can act on."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
