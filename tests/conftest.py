from __future__ import annotations

import contextlib
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine

from station.db import Records
from station.db.engine import sqlite_file
from station.db.migrate import upgrade

# Fixed examples, and no failure because the machine was busy.
settings.register_profile("station", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("station")

# A shell without job control starts what runs in the background with Ctrl+C ignored, and children inherit that: the
# programs that the tests interrupt would not hear it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Give each of several test processes one core, as threads of two that share a core only wait for each other."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """SQLite records without a row, as the migrations make them."""
    file = tmp_path_factory.mktemp("migrated") / "records.sqlite"
    Records.open(f"sqlite:///{file}").close()
    return file


@pytest.fixture(scope="module", autouse=True)
def new_records(migrated_file: Path) -> Iterator[None]:
    """Begin every new SQLite file as a copy of `migrated_file`: the migrations take 0.1 s, and make the same each time.

    What opens a file that is there goes its own way. Tests of the migrations define this fixture anew.
    """

    def upgrade_a_copy(engine: Engine) -> bool:
        file = sqlite_file(engine)
        if file is not None and not file.exists():
            with contextlib.suppress(OSError):  # what is wrong there is for the program to say
                shutil.copyfile(migrated_file, file)
        return upgrade(engine)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("station.db.records.upgrade", upgrade_a_copy)
        yield
