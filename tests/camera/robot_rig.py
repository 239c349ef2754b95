"""Loopback addresses for simulated robots: ur-rtde knows one port only, so each robot has an address of its own."""

from __future__ import annotations

import os
import socket
from itertools import count

from camera import rtde

_numbers = count(2)


def free_host() -> str:
    """Return a loopback address on which nobody has RTDE's port. Test processes do not meet: the pid is in it."""
    while True:
        host = f"127.{1 + os.getpid() // 256 % 250}.{os.getpid() % 256}.{next(_numbers)}"
        with socket.socket() as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind((host, rtde.PORT))
            except OSError:
                continue
            return host
