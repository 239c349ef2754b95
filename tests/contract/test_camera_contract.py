"""The contract suite over every registered camera: a new one cannot escape it."""

from __future__ import annotations

from pathlib import Path

import pytest

import camera
from camera.contract import CHECKS, Subject


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("name", camera.names())
def test_camera_keeps_the_contract(name: str, check: str, tmp_path: Path) -> None:
    CHECKS[check](Subject.of(name, tmp_path))
