"""The whole cell at work while things go wrong: nobody sees a wrong OK, and every trigger has one answer of its own.

A simulated UR robot (its unmodified client), Basler's camera emulator, PatchCore, a PLC on pymodbus' client, and the
station as `station.app` builds it from a station.toml. Who places a part knows whether it is defective, and its picture
says which part it is; OKs are watched at the PLC's registers, the robot's registers and output, and the camera's line.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from station.db import Records
from station.types import Verdict
from tests.cell import checks
from tests.cell.cell_rig import Cell, running_cell, until
from tests.cell.mischief import Mischief
from tests.cell.teach import STRICT

PARTS = 500
SEED = 20261122
MANY = int(os.environ.get("STATION_CELL_PARTS", "3000"))
SEEDS = [int(one) for one in os.environ.get("STATION_CELL_SEEDS", "1 2 3").split()]
"""Of the long test; `make test-cell PARTS=10000 SEEDS="4 5"`."""

pytest.importorskip(
    "rtde_receive", reason='the robot\'s client is not installed (pip install "inspection-station[robot]")'
)


def run(folder: Path, parts: int, seed: int, *, every: int, most_s: float) -> tuple[Cell, Mischief]:
    with running_cell(folder) as cell:
        mischief = Mischief(cell, seed, every=every)
        mischief.start()
        try:
            until(lambda: cell.done >= parts or cell.problem, f"the inspection of {parts} parts", most_s)
            assert cell.problem is None
            cell.enough.set()
        finally:
            mischief.close()
        until(lambda: not cell.in_flight and cell.stage.now is None, "the last verdict")
    return cell, mischief


def violations(cell: Cell) -> tuple[list[str], checks.Rows]:
    records = Records.open(cell.config.database_url)
    try:
        rows = checks.read_rows(records, cell.config.images_dir)
    finally:
        records.close()
    robot, plc = cell.program.parts_done, cell.feed.parts
    found = [
        *checks.records_are_complete_and_in_order(rows),
        *checks.verdicts_are_true(rows),
        *checks.oks_are_right([*cell.arm.oks, *cell.observer.oks, *cell.line_watch.asked], rows),
        *checks.each_pulse_has_its_record(cell.line_watch.asked, rows),
        *checks.each_pulse_has_its_record([ok for ok in cell.arm.oks if not ok[2]], rows, source="robot"),
        *checks.plc_was_answered(plc, cell.feed.program.strays, rows),
        *checks.robot_was_answered(robot, rows),
        *checks.every_trigger_has_its_record(robot, rows),
        *cell.observer.contradictions,
        *(f"part {name} of the PLC was neither answered nor refused" for name in cell.feed.unanswered),
    ]
    return found, rows


def check(cell: Cell, mischief: Mischief, seed: int) -> None:
    found, rows = violations(cell)
    assert found == [], f"seed {seed}: {len(found)} violations after {dict(mischief.happened)}"
    assert set(mischief.happened) == set(mischief.kinds)
    assert cell.done == len(cell.feed.parts) + len(cell.program.parts_done)
    parts = cell.done
    verdicts = Counter(one.verdict for one in rows.inspections)
    assert verdicts[Verdict.OK] >= parts // 4
    assert verdicts[Verdict.NOK] >= parts // 8
    assert 1 <= verdicts[Verdict.ERROR] <= parts // 4
    assert any(one.recipe is not None and one.recipe.name == STRICT for one in rows.inspections)
    lost = sum(one.seen.acquisition is not None and one.seen.verdict is None for one in cell.feed.parts)
    broken = sum(count for kind, count in mischief.happened.items() if kind.startswith("plc"))
    assert lost <= 2 * broken, "the PLC lost results though nothing was wrong with its link"
    for oks in (cell.observer.oks, cell.line_watch.asked, cell.arm.oks):
        assert len(oks) >= parts // 25, "an observer saw next to nothing"
    assert cell.line_watch.seen


@pytest.mark.timeout(600)
def test_five_hundred_parts_with_faults_and_no_wrong_ok(tmp_path: Path) -> None:
    cell, mischief = run(tmp_path, PARTS, SEED, every=20, most_s=400)
    check(cell, mischief, SEED)


@pytest.mark.slow
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("seed", SEEDS)
def test_thousands_of_parts_with_a_fault_every_few_parts(tmp_path: Path, seed: int) -> None:
    cell, mischief = run(tmp_path, MANY, seed, every=6, most_s=7000)
    check(cell, mischief, seed)
