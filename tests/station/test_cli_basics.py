from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import typer
from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from camera.api import CameraBusy
from camera.api import CameraError as CameraRoot
from detectors.api import Cancelled, DetectorError
from station import cli, config
from station.errors import ConfigError, RecordsError, StateError, TrainingError
from tests.station.cli_rig import CommandLine

pytestmark = pytest.mark.timeout(300)  # some start an interpreter

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("arguments", [["--help"], ["records", "list"], ["recipes", "list"], ["config", "check"]])
def test_commands_that_need_no_detector_load_neither_torch_nor_qt(station: CommandLine, arguments: list[str]) -> None:
    code = (
        "import sys\nfrom station.cli import main\n"
        f"code = main({arguments!r})\n"
        "loaded = {'torch', 'timm', 'PySide6', 'pypylon'} & set(sys.modules)\n"
        "sys.exit(f'loaded {loaded}' if loaded else code)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=250, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_the_version_is_that_of_the_package(station: CommandLine) -> None:
    answer = station("--version")
    assert answer.code == 0
    assert re.fullmatch(r"\d+\.\d+\.\d+\S*\n", answer.out)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nonsense"], "No such command"),
        (["inspect"], "Missing argument"),
        (["records", "list", "--limit", "0"], "--limit"),
        (["records", "list", "--since", "yesterday"], "--since 'yesterday' is not a date or time"),
        (["records", "list", "--since", "2026-02-01", "--until", "2026-01-01"], "--since is not before --until"),
        (["records", "list", "--score-from", "2", "--score-to", "1"], "--score-from is above --score-to"),
        (["records", "list", "--recipe", "cell@x"], "'cell@x' does not name a recipe version"),
        (["recipes", "activate", "cell", "--why", " "], "--why is empty"),
        (["run", "--parts", "0"], "--parts"),
    ],
)
def test_a_command_that_cannot_be_meant_ends_with_2(station: CommandLine, arguments: list[str], words: str) -> None:
    answer = station(*arguments)
    assert answer.code == 2
    assert words in answer.err
    assert "Traceback" not in answer.err
    assert answer.out == ""


@pytest.mark.parametrize(
    "command", [["records", "list"], ["run", "--headless"], ["recipes", "list"], ["config", "check"]]
)
def test_a_mistake_in_the_configuration_ends_with_2_and_its_dotted_key(
    station: CommandLine, command: list[str]
) -> None:
    station.file.write_text(station.file.read_text().replace("min_free_mb = 0", "min_free_mb = -1"))
    answer = station(*command)
    assert answer.code == 2
    assert answer.err.count("\n") == 1
    assert "line.min_free_mb" in answer.err
    assert not (station.folder / "data").exists()


def test_a_missing_configuration_is_named(station: CommandLine) -> None:
    answer = station("config", "check", "--config", station.folder / "nowhere.toml")
    assert answer.code == 2
    assert "nowhere.toml: there is no such file. Give one with --config" in answer.err


def test_config_check_says_what_would_be_used(station: CommandLine) -> None:
    answer = station("config", "check", "--json")
    assert answer.code == 0
    assert answer.json["data_dir"] == str(station.folder / "data")
    assert answer.json["config"]["camera"]["kind"] == "fake"
    assert "valid" in station("config", "check").out


@pytest.mark.parametrize(
    "command", [["records", "list"], ["recipes", "list"], ["run", "--headless", "--trigger-every", "0"]]
)
def test_a_data_folder_that_cannot_be_made_is_named(
    station: CommandLine, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # a file where a folder should be: refuses everybody, also the superuser that no permission stops
    (station.folder / "occupied").write_text("")
    monkeypatch.setenv("STATION_DATA_DIR", str(station.folder / "occupied" / "data"))
    answer = station(*command)
    assert answer.code == 4
    assert f"{station.folder / 'occupied' / 'data'} cannot be written" in answer.err
    assert "STATION_DATA_DIR" in answer.err


def test_an_error_with_an_explanation_is_one_line(station: CommandLine) -> None:
    answer = station("recipes", "show", "cell")
    assert answer.code == 3
    assert answer.err.count("\n") == 1
    assert "cell" in answer.err


def test_a_fault_of_the_program_leaves_a_traceback_and_70(
    station: CommandLine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: Any) -> None:
        raise ZeroDivisionError("by design")

    monkeypatch.setattr("station.config.load", fail)
    assert station("config", "check").code == 70
    assert "ZeroDivisionError: by design" in caplog.text


def test_an_interrupt_ends_with_130(station: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("station.config.load", interrupt)
    answer = station("config", "check")
    assert (answer.code, answer.err) == (130, "Interrupted.\n")


def test_an_interrupt_while_a_class_is_made_ends_with_130_too(tmp_path: Path) -> None:
    (tmp_path / "interrupted.py").write_text("""
import sys
import station.config
from station.cli import main
from station.commands.terminal import note
note("Begun.")  # loads what it needs: later that would run other texts
def interrupt(*_):
    exec("raise KeyboardInterrupt")  # as dataclasses run the text of their methods
station.config.load = interrupt
sys.exit(main(["config", "check"]))
""")
    path = os.pathsep.join([str(tmp_path), *sys.path])
    done = subprocess.run(
        [sys.executable, "-m", "interrupted"],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert (done.returncode, done.stderr) == (130, "Begun.\nInterrupted.\n")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ConfigError("x"), 2),
        (RecordsError("x"), 4),
        (TrainingError("x"), 6),
        (StateError("x"), 7),
        (DetectorError("x"), 3),
        (CameraRoot("x"), 5),
        (CameraBusy("x"), 5),
        (Cancelled("x"), 130),
    ],
)
def test_every_kind_of_error_has_its_exit_code(error: Exception, code: int) -> None:
    assert cli.exit_code(error) == code


def _commands(group: Any, prefix: tuple[str, ...] = ()) -> Iterator[str]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _commands(command, (*prefix, name))
        else:
            yield " ".join((*prefix, name))


def test_the_documentation_lists_exactly_the_commands_there_are() -> None:
    listed = re.findall(r"^\| `station ([a-z -]+)` \|", (DOCS / "command-line.md").read_text(encoding="utf-8"), re.M)
    assert sorted(listed) == sorted(_commands(typer.main.get_command(cli.app)))
    assert len(listed) == len(set(listed))


def test_every_command_and_option_has_a_help_text() -> None:
    def check(group: Any, path: str) -> None:
        for name, command in group.commands.items():
            assert command.help or command.short_help, f"{path} {name}"
            if hasattr(command, "commands"):
                check(command, f"{path} {name}")

    check(typer.main.get_command(cli.app), "station")


def _sections() -> Iterator[tuple[str, type[BaseModel]]]:
    """Dotted prefix and model of every section, unions taken apart."""
    for name, field in config.Config.model_fields.items():
        kinds = get_args(field.annotation) or (field.annotation,)
        for kind in kinds:
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                yield name, kind


def _toml(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, dict):
        return "`{}`"
    if isinstance(value, tuple):
        return f"`{json.dumps(value)}`"
    return f"`{value}`" if isinstance(value, int | float) else f'`"{value}"`'


def test_the_documentation_names_every_key_of_the_configuration_with_its_default() -> None:
    text = (DOCS / "configuration.md").read_text(encoding="utf-8")
    rows = {
        (match[1], match[2]) for match in re.finditer(r"^\| `([a-z_.]+)` \| ([^|]+?) \| [^|]+ \| [^|]+ \|$", text, re.M)
    }
    expected = {("schema", "required")}
    for section, model in _sections():
        for key, field in model.model_fields.items():
            if key == "kind":
                default = '`"none"`' if section == "output" else "required"
            elif field.default_factory is not None:
                default = _toml(field.get_default(call_default_factory=True))
            elif field.default is PydanticUndefined:
                default = "required"
            else:
                default = _toml(field.default)
            expected.add((f"{section}.{key}", default))
    assert {name for name, _ in expected} >= {"line.deadline_ms", "camera.emulate", "output.heartbeat_line"}
    assert rows == expected
