"""The contract suite over every registered detector: a new one cannot escape it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import detectors
from detectors.contract import CHECKS, Subject


@pytest.fixture(scope="module", params=detectors.names())
def subject(request: pytest.FixtureRequest) -> Iterator[Subject]:
    """One fit per detector, shared by the checks that only predict."""
    examined = Subject.of(request.param)
    yield examined
    examined.fitted.close()


@pytest.mark.parametrize("check", CHECKS)
def test_detector_keeps_the_contract(subject: Subject, check: str, tmp_path: Path) -> None:
    CHECKS[check](subject, tmp_path)
