"""The how-to is true: its method passes the contract suite, by its own code."""

from __future__ import annotations

import re
import sys
import tomllib
import types
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from detectors.contract import CHECKS, Subject
from detectors.registry import GROUP, Registry

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to" / "add-a-detector.md"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", HOW_TO.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> types.ModuleType:
    """The example's module, as the package in the text has it."""
    name = "my_package.meanimage"
    made = types.ModuleType(name)
    monkeypatch.setitem(sys.modules, "my_package", types.ModuleType("my_package"))
    monkeypatch.setitem(sys.modules, name, made)
    exec(compile(blocks("python")[0], str(HOW_TO), "exec"), made.__dict__)
    return made


def test_the_code_that_examines_the_example_runs(module: types.ModuleType) -> None:
    exec(compile(blocks("python")[1], str(HOW_TO), "exec"), module.__dict__)
    assert module.__dict__["name"] == list(CHECKS)[-1]


@pytest.mark.parametrize("check", CHECKS)
def test_the_example_keeps_the_contract_by_its_entry_point(
    module: types.ModuleType, check: str, tmp_path: Path
) -> None:
    declared = tomllib.loads(blocks("toml")[0])["project"]["entry-points"][GROUP]
    plugins = [EntryPoint(name, value, GROUP) for name, value in declared.items()]
    CHECKS[check](Subject.of("meanimage", Registry(plugins=lambda: plugins)), tmp_path)
