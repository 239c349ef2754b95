from __future__ import annotations

import signal

from hypothesis import HealthCheck, settings

# Fixed examples, and no failure because the machine was busy.
settings.register_profile("station", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("station")

# A shell without job control starts what runs in the background with Ctrl+C ignored, and children inherit that: the
# programs that the tests interrupt would not hear it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
