from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from station.errors import StateError, StorageError
from station.instance_lock import InstanceLock

CHILD = """
import sys
from pathlib import Path
from station.instance_lock import InstanceLock
lock = InstanceLock(Path(sys.argv[1]))
lock.take()
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_station_on_one_data_folder_is_refused_until_the_first_is_killed(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=root,
        text=True,
    )
    with child:
        assert child.stdout is not None
        assert child.stdout.readline() == "held\n"
        with pytest.raises(StateError, match=f"process {child.pid}"):
            InstanceLock(tmp_path).take()
        child.kill()
        child.wait()
    lock = InstanceLock(tmp_path)
    lock.take()
    lock.release()
    lock.release()


def test_a_lock_that_was_released_can_be_taken_again(tmp_path: Path) -> None:
    first = InstanceLock(tmp_path)
    first.take()
    with pytest.raises(StateError, match="Another station is running"):
        InstanceLock(tmp_path).take()
    first.release()
    second = InstanceLock(tmp_path)
    second.take()
    second.release()


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="cannot be written"):
        InstanceLock(tmp_path / "missing").take()
