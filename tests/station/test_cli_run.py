from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from camera.api import CameraBusy
from camera.fake import FakeCamera, FakeOptions, make_pictures
from station.cli import main
from station.config import load
from station.errors import StationError
from station.types import Event, EventKind, OutputState
from station.window import has_display, open_station
from tests.station.cli_rig import CONFIG, CommandLine, make_folder

pytestmark = pytest.mark.timeout(300)  # some start an interpreter, and that twice


@pytest.fixture(scope="module")
def taught_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a recipe taught on the pictures that the simulated camera shows; tests work on copies."""
    folder = tmp_path_factory.mktemp("taught")
    good = make_folder(folder / "good", make_pictures(FakeOptions()))
    (folder / "station.toml").write_text(CONFIG)
    arguments = ["train", "camera", "--good", str(good), "--activate", "--config", str(folder / "station.toml")]
    assert main(arguments) == 0
    return folder


@pytest.fixture
def station(
    tmp_path: Path, taught_folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> CommandLine:
    line = CommandLine(tmp_path, capsys)
    monkeypatch.setenv("STATION_CONFIG", str(line.file))
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    for name in ("data", "good"):
        shutil.copytree(taught_folder / name, tmp_path / name)
    return line


def test_a_run_inspects_the_parts_asked_for_and_records_each(station: CommandLine) -> None:
    answer = station("run", "--trigger-every", "0", "--parts", "6", "--json")
    assert answer.code == 0, answer.err
    assert "There is no display" in answer.err
    assert "6 inspected" in answer.err
    lines = [json.loads(line) for line in answer.out.splitlines()]
    assert [line["part_id"] for line in lines] == ["1", "2", "3", "4", "5", "6"]
    assert all(line["verdict"] in ("OK", "NOK") and line["score"] is not None for line in lines)

    listed = station("records", "list", "--json").json
    assert [one["id"] for one in listed["inspections"]] == [line["id"] for line in reversed(lines)]
    assert all(one["image"]["state"] == "stored" for one in listed["inspections"])
    for one in listed["inspections"]:
        assert (station.folder / "data" / "images" / one["image"]["path"]).is_file()


def test_a_run_prints_one_line_per_inspection(station: CommandLine) -> None:
    answer = station("run", "--headless", "--interval-ms", "1", "--parts", "3")
    assert answer.code == 0
    assert len(answer.out.splitlines()) == 3
    assert all("score" in line for line in answer.out.splitlines())
    assert "ready, recipe camera version 1" in answer.err


def test_a_fault_of_an_earlier_run_lets_no_part_pass_until_a_name_acknowledges_it(station: CommandLine) -> None:
    records = station.records()
    details: dict[str, object] = {"reason": "station_fault", "hint": "Free disk space."}
    records.add_event(Event(datetime.now(UTC), EventKind.FAULT, "Only 1 MB are free.", details=details))
    records.close()
    answer = station("run", "--headless", "--trigger-every", "0", "--parts", "1", "--json")
    assert answer.code == 7
    assert json.loads(answer.out)["verdict"] == "ERROR"
    assert "Only 1 MB are free. Free disk space." in answer.err
    assert "--acknowledge NAME" in answer.err
    answer = station("run", "--headless", "--trigger-every", "0", "--parts", "1", "--json", "--acknowledge", "eva")
    assert answer.code == 0, answer.err
    assert json.loads(answer.out)["verdict"] in ("OK", "NOK")
    (row,) = station("audit", "list", "--action", "alarm", "--json").json["entries"]
    assert (row["who"], row["after"]["message"]) == ("eva", "Only 1 MB are free.")


def test_sigterm_stops_the_station_in_order(station: CommandLine) -> None:
    said = station.folder / "stderr.txt"
    with (
        said.open("w") as stderr,
        subprocess.Popen(
            [sys.executable, "-m", "station.cli", "run", "--headless", "--trigger-every", "0", "--json"],
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        ) as process,
    ):
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(3)]
        process.send_signal(signal.SIGTERM)
        lines += process.stdout  # `communicate` would forget what was read ahead
    assert process.returncode == 0, said.read_text()
    printed = [json.loads(line)["id"] for line in lines]
    records = station.records()
    rows = records.inspections(limit=100_000).items
    records.close()
    assert [row.id for row in reversed(rows)] == printed
    assert {row.output for row in rows} <= {OutputState.SENT, OutputState.WITHHELD}


def test_a_camera_that_has_no_more_pictures_ends_the_run(station: CommandLine) -> None:
    station.file.write_text(
        station.file.read_text().replace(
            'kind = "fake"', 'kind = "folder"\npath = "good"\ntrigger = "free_run"\ninterval_ms = 0'
        )
    )
    answer = station("run", "--headless", "--json")
    assert answer.code == 0, answer.err
    assert len(answer.out.splitlines()) == 16
    assert "no more pictures" in answer.err


@pytest.mark.parametrize(
    ("trigger", "arguments", "words"),
    [
        ("software", ["--headless"], "Give --trigger-every MS"),
        ("free_run", ["--headless", "--trigger-every", "5"], "--trigger-every does nothing"),
    ],
)
def test_a_run_in_which_nobody_or_two_would_trigger_is_refused(
    station: CommandLine, trigger: str, arguments: list[str], words: str
) -> None:
    station.file.write_text(station.file.read_text().replace('kind = "fake"', f'kind = "fake"\ntrigger = "{trigger}"'))
    answer = station("run", *arguments)
    assert answer.code == 2
    assert words in answer.err


def test_options_for_running_without_a_window_are_refused_with_one(
    station: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("station.commands.run.has_display", lambda: True)
    answer = station("run", "--parts", "3")
    assert answer.code == 2
    assert "Add --headless" in answer.err


def test_a_camera_that_is_not_there_is_named(station: CommandLine) -> None:
    station.file.write_text(station.file.read_text().replace('kind = "fake"', 'kind = "folder"\npath = "nowhere"'))
    answer = station("run", "--headless", "--trigger-every", "0")
    assert answer.code == 5
    assert "nowhere" in answer.err
    assert "Traceback" not in answer.err


def test_a_camera_that_another_program_holds_is_named(station: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    class Held(FakeCamera):
        def open(self) -> None:
            raise CameraBusy("Camera 4711 is in use by another program.", "Close that program.")

    monkeypatch.setattr("camera.create", lambda _name, _options: Held())
    for command in (["run", "--headless", "--trigger-every", "0"], ["doctor"]):
        answer = station(*command)
        assert answer.code == (5 if command[0] == "run" else 1)
        assert "Camera 4711 is in use by another program. Close that program." in answer.err + answer.out


def test_a_second_station_on_the_same_data_is_refused(station: CommandLine) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "station.cli", "run", "--headless", "--trigger-every", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline()  # it runs
        answer = station("run", "--headless", "--trigger-every", "0", "--parts", "1")
        assert answer.code == 7
        assert "data" in answer.err
    finally:
        process.terminate()
        process.communicate(timeout=250)


def test_a_run_that_ends_in_fault_says_so(station: CommandLine) -> None:
    # more free disk than there is on any machine
    station.file.write_text(station.file.read_text().replace("min_free_mb = 0", "min_free_mb = 999999999999"))
    answer = station("run", "--headless", "--trigger-every", "20", "--parts", "200")
    assert answer.code == 7
    assert "ended in fault" in answer.err


@pytest.mark.parametrize(
    ("environ", "platform", "there"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, "linux", False),
        ({"QT_QPA_PLATFORM": "minimal"}, "win32", False),
        ({"QT_QPA_PLATFORM": "linuxfb:fb=/dev/fb0"}, "linux", True),
        ({}, "win32", True),
    ],
)
def test_a_display_is_known_from_the_environment(environ: dict[str, str], platform: str, there: bool) -> None:
    assert has_display(environ, platform) is there


def test_the_window_opens_on_the_station_and_its_code_comes_back(station: CommandLine) -> None:
    # in a process of its own: here Qt may have been started with another platform, or not at all
    script = """
import os, sys
from pathlib import Path
import station.cli  # as the command does
from station import config, window

read = config.load(Path(os.environ["STATION_CONFIG"]))
HEAVY = ("torch", "torchvision", "timm", "sklearn", "scipy", "pypylon", "pyqtgraph", "onnxruntime", "rich")

def build():
    from station import app
    return app.build(read)

def seen(first):
    print(type(first).__name__, first.isVisible(), [one for one in (*HEAVY, "sqlalchemy") if one in sys.modules])

def close(shown):
    print(type(shown).__name__, shown.isVisible(), [one for one in HEAVY if one in sys.modules])
    shown.close()

raise SystemExit(window.open_station(read, build, on_start_window=seen, on_ready=close))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=250, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "StartWindow True []\nMainWindow True []\n"


def test_without_qt_the_window_says_what_to_do(station: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ui.start", None)  # as if its import failed
    with pytest.raises(StationError, match="The window cannot be opened") as caught:
        open_station(load(station.file), lambda: pytest.fail("nothing is to be built"))
    assert "--headless" in caught.value.hint
