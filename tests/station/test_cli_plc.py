"""`station plc`: what the programmer of the PLC reads has the addresses that the station uses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("pymodbus", reason="the package pymodbus is not installed")

from typer.testing import CliRunner

from station.cli import app
from station.plc.registers import CODE_TEXT

TOML = 'schema = 1\n[camera]\nkind = "fake"\n[plc]\noffset = 100\nport = {port}\n'


def shown(*words: str) -> str:
    done = CliRunner().invoke(app, ["plc", *words])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_map_has_the_addresses_of_the_configuration_in_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("STATION_CONFIG", raising=False)
    assert json.loads(shown("map", "--json"))["offset"] == 0
    (tmp_path / "station.toml").write_text(TOML.format(port=1502), encoding="utf-8")
    found = json.loads(shown("map", "--json"))
    assert (found["offset"], found["registers"][0]["address"]) == (100, "100")
    other = tmp_path / "other.toml"
    other.write_text(TOML.format(port=1502).replace("100", "200"), encoding="utf-8")
    monkeypatch.setenv("STATION_CONFIG", str(other))
    assert json.loads(shown("map", "--json"))["offset"] == 200


def test_the_map_says_what_its_bits_and_codes_mean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("STATION_CONFIG", raising=False)
    text = shown("map")
    assert "ResultValid" in text
    for words in CODE_TEXT.values():
        assert words in text
