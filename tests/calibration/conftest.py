from __future__ import annotations

from hypothesis import settings

# Fixed examples, and no failure because the machine was busy.
settings.register_profile("calibration", deadline=None, derandomize=True)
settings.load_profile("calibration")
