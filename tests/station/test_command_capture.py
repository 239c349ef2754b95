"""`station capture`: in a process of its own, typed at, killed and gone on with."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from camera.ur import client_installed
from camera.ur_controller import Controller
from camera.ur_program import CellProgram
from camera.ur_registers import Mode
from camera.ur_sim import SimulatedRobot
from station.db import Records
from station.plan_manifest import MANIFEST, read
from tests.camera.robot_rig import free_host
from tests.station.cli_rig import CommandLine
from tests.station.robot_cell_rig import POSES

WAIT_S = 90.0
PLAN = """
schema = 1
name = "sheets"
product = "sheet"
data_set = true
shots = 2
settle_s = 0.0
output = "out"
"""
BY_HAND = """
[[setup]]
number = 1
title = "Good sheet"
label = "good"
[[setup]]
number = 2
title = "Folded sheet"
label = "fold"
"""
BY_ROBOT = """
[[setup]]
number = 1
title = "Good sheet"
label = "good"
poses = [1, 2]
shots = 8
[[setup]]
number = 2
title = "Folded sheet"
label = "fold"
poses = [2]
shots = 8
"""
BASLER = """
schema = 1
[station]
data_dir = "data"
[camera]
kind = "basler"
emulate = true
[line]
min_free_mb = 0
"""


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    (tmp_path / "plan.toml").write_text(PLAN + BY_HAND, encoding="utf-8")
    return CommandLine(tmp_path, capsys)


def process(folder: Path, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "station", "capture", "--plan", str(folder / "plan.toml")]
    return subprocess.Popen(
        [*command, "--config", str(folder / "station.toml"), "--who", "ada", *more],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )


def check(folder: Path, pictures: int) -> None:
    """Every picture of the plan is there once: as a file, in the manifest, in the data set."""
    out = folder / "out"
    _, taken, whole = read(out / MANIFEST)
    assert len(taken) == pictures
    assert whole == (out / MANIFEST).stat().st_size
    files = {str(path.relative_to(out)) for path in out.rglob("*.png")}
    assert files == {one.file for one in taken.values()}
    for one in taken.values():
        assert hashlib.sha256((out / one.file).read_bytes()).hexdigest() == one.sha256
    records = Records.open(f"sqlite:///{folder / 'data' / 'records.sqlite'}")
    try:
        stored = [one.image.sha256 for one in records.pictures.stored("sheet", limit=1000)]
    finally:
        records.close()
    assert sorted(stored) == sorted({one.sha256 for one in taken.values()})


def test_a_dry_run_shows_what_would_be_taken_and_takes_nothing(run: CommandLine, tmp_path: Path) -> None:
    done = run("capture", "--plan", tmp_path / "plan.toml", "--dry-run")
    assert done.code == 0
    assert "Folded sheet" in done.out
    assert "4 pictures in 2 set-ups." in done.out
    as_json = run("capture", "--plan", tmp_path / "plan.toml", "--dry-run", "--json").json
    assert as_json["pictures"][-1] == "test/fold/s002-hand-02.png"
    assert not (tmp_path / "out").exists()


def test_unattended_it_asks_nobody(run: CommandLine, tmp_path: Path) -> None:
    done = run("capture", "--plan", tmp_path / "plan.toml", "--config", run.file, "--yes", "--json")
    assert done.code == 0, done.err
    assert (done.json["taken"], done.json["train"], done.json["kinds"]) == (4, 2, {"fold": 2})
    assert "nobody painted masks" in done.json["masks"]
    check(tmp_path, 4)


def test_mistakes_are_one_line_with_an_exit_code(run: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text(PLAN.replace("shots", "shts") + BY_HAND, encoding="utf-8")
    done = run("capture", "--plan", tmp_path / "plan.toml", "--config", run.file, "--yes")
    assert done.code == 2
    assert "shts: unknown key" in done.err
    (tmp_path / "plan.toml").write_text(PLAN + BY_ROBOT, encoding="utf-8")
    done = run("capture", "--plan", tmp_path / "plan.toml", "--config", run.file, "--yes")
    assert done.code == 7
    assert "no robot is set up at this station" in done.err
    (tmp_path / "plan.toml").write_text(PLAN + BY_HAND, encoding="utf-8")
    done = run("capture", "--plan", tmp_path / "plan.toml", "--config", run.file, "--resume")
    assert done.code == 2
    assert "holds no run of a plan to go on with" in done.err
    assert not (tmp_path / "out").exists()


def test_a_person_is_asked_and_presses_enter(run: CommandLine, tmp_path: Path) -> None:
    with process(tmp_path) as station:
        assert station.stdin is not None
        assert station.stderr is not None
        told = ""
        for words in ("Put in: Good sheet (good)", "picture 2", "Put in: Folded sheet (fold)", "picture 2"):
            while words not in told:
                line = station.stderr.readline()
                assert line, told
                told += line
            told = ""
            station.stdin.write("\n")
            station.stdin.flush()
        out, err = station.communicate(timeout=WAIT_S)
    assert station.returncode == 0, err
    assert "4 of 4 pictures; 2 to learn from, to test: 2 fold." in out
    check(tmp_path, 4)


def test_nobody_there_to_answer_is_an_error_that_says_what_to_do(run: CommandLine, tmp_path: Path) -> None:
    with process(tmp_path) as station:
        _, err = station.communicate(input="", timeout=WAIT_S)
    assert station.returncode == 2, err
    assert "Nobody is there to answer" in err
    assert "--resume" in err
    done = run("capture", "--plan", tmp_path / "plan.toml", "--config", run.file, "--yes", "--resume")
    assert done.code == 0, done.err
    check(tmp_path, 4)


@pytest.mark.skipif(not client_installed(), reason="needs the package ur-rtde: pip install inspection-station[robot]")
def test_a_program_that_is_killed_again_and_again_loses_nothing_and_takes_nothing_twice(tmp_path: Path) -> None:
    basler = importlib.util.find_spec("pypylon") is not None
    host = free_host()
    config = BASLER if basler else BASLER.replace('"basler"\nemulate = true', '"fake"')
    robot = f'[robot]\nhost = "{host}"\nmode = "station_leads"\nsettle_ms = 20\n'
    (tmp_path / "station.toml").write_text(config + robot, encoding="utf-8")
    (tmp_path / "plan.toml").write_text(PLAN + BY_ROBOT, encoding="utf-8")
    manifest = tmp_path / "out" / MANIFEST
    program = CellProgram(POSES, mode=Mode.STATION_LEADS, speed_m_s=1.0)
    with SimulatedRobot(Controller(program), host):
        for count in (3, 9, 14):
            more = ["--resume"] if manifest.exists() else []
            with process(tmp_path, "--yes", *more) as station:
                end = time.monotonic() + WAIT_S
                while not manifest.exists() or manifest.read_bytes().count(b"\n") <= count:
                    assert time.monotonic() < end
                    assert station.poll() is None, station.communicate()
                    time.sleep(0.001)
                station.kill()
        before = {one.file: one.sha256 for one in read(manifest)[1].values()}
        assert 14 <= len(before) < 24
        with process(tmp_path, "--yes", "--resume", "--json") as station:
            out, err = station.communicate(timeout=WAIT_S)
        assert station.returncode == 0, err
    assert json.loads(out)["taken"] == 24
    after = {one.file: one.sha256 for one in read(manifest)[1].values()}
    assert {file: after[file] for file in before} == before, "what was taken stays as it was"
    check(tmp_path, 24)
    kind = "Emulat" if basler else "fake"
    assert kind.lower() in next(iter(read(manifest)[1].values())).camera_id.lower() or basler
