"""Folders in which models are made: whose program lives stays, the others go."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from station.errors import StorageError
from station.staging import clean, leftovers, staging

WORK = """
import sys
from pathlib import Path
from station.staging import staging

with staging(Path(sys.argv[1]), "trial-") as folder:
    print(folder, flush=True)
    sys.stdin.read()
"""


def test_a_folder_is_gone_with_its_block_whatever_it_holds(tmp_path: Path) -> None:
    def work() -> None:
        with staging(tmp_path / "models" / "cell") as folder:
            (folder / "model").mkdir()
            (folder / "model" / "half").write_text("")
            raise KeyError("the caller's own mistake")

    with pytest.raises(KeyError):
        work()
    assert list((tmp_path / "models" / "cell").iterdir()) == []


def test_the_folder_of_a_living_program_stays_and_goes_when_it_was_killed(tmp_path: Path) -> None:
    root = tmp_path / "models"
    with subprocess.Popen(
        [sys.executable, "-c", WORK, str(root / "cell")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        folder = Path(other.stdout.readline().strip())
        assert folder.is_dir()
        assert (leftovers(root), clean(root)) == ([], 0)
        assert folder.is_dir()
        other.kill()
    assert leftovers(root) == [folder]
    assert clean(root) == 1
    assert (folder.exists(), leftovers(root), clean(root)) == (False, [], 0)


def test_the_folder_that_this_program_works_in_stays(tmp_path: Path) -> None:
    with staging(tmp_path / "models" / "cell") as folder:
        assert clean(tmp_path / "models") == 0
        assert folder.is_dir()


def test_what_older_versions_left_without_a_lock_goes_too(tmp_path: Path) -> None:
    left = tmp_path / "models" / "cell" / ".new-trial-abc"
    (left / "model").mkdir(parents=True)
    assert leftovers(tmp_path / "models") == [left]
    assert clean(tmp_path / "models") == 1
    assert not left.exists()


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("")
    with pytest.raises(StorageError, match="models"), staging(tmp_path / "models" / "cell"):
        pass
