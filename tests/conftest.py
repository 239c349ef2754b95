from __future__ import annotations

from hypothesis import HealthCheck, settings

# Fixed examples, and no failure because the machine was busy.
settings.register_profile("station", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("station")
