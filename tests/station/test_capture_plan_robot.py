"""Capture plans with a robot: the unmodified ur-rtde client before the simulated one, whose program makes the moves."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from camera.ur import client_installed
from camera.ur_program import CellProgram
from camera.ur_registers import Mode
from station.capture_plan import Key
from station.errors import StateError
from station.mvtec_layout import read_layout
from station.plan_manifest import MANIFEST, read
from station.plan_words import Answer, Ask, PlanState
from tests.station.plan_rig import ENGINEER, make_plan, now, reach, serve, until
from tests.station.robot_cell_rig import POSES, Cell, robot_cell

pytestmark = pytest.mark.skipif(
    not client_installed(), reason="needs the package ur-rtde: pip install inspection-station[robot]"
)

SHEETS = (
    {"number": 1, "title": "Good sheet", "label": "good", "poses": [1, 2]},
    {"number": 2, "title": "Folded sheet", "label": "fold", "poses": [2]},
)


def following(**options: object) -> CellProgram:
    return CellProgram(**{"poses": POSES, "mode": Mode.STATION_LEADS, "speed_m_s": 1.0, **options})  # type: ignore[arg-type]


def test_three_pictures_with_slight_movements_of_each_pose(tmp_path: Path) -> None:
    with robot_cell(tmp_path, following(jitter_most_mm=1.0), mode="station_leads", settle_ms=20) as cell:
        plan = make_plan(tmp_path, *SHEETS, shots=3, jitter_mm=2.5)
        folder = cell.station.plans.begin(ENGINEER, plan)
        assert serve(cell.station).state is PlanState.DONE
    assert len(read_layout(folder)) == 9
    _, taken, _ = read(folder / MANIFEST)
    for one in taken.values():
        assert one.pose_index is not None
        assert one.tcp_pose is not None
        gap_mm = 1e3 * math.dist(one.tcp_pose[:3], POSES[one.pose_index - 1][:3])
        assert gap_mm == pytest.approx(0.0 if one.shot == 1 else 1.0, abs=0.01), "no further than the program's limit"
        assert one.jitter_mm == (0.0 if one.shot == 1 else 2.5), "what was asked for"
        assert one.moved_mm == pytest.approx(gap_mm, abs=0.01), "what was done"
    places = {tuple(round(value, 6) for value in one.tcp_pose or ()) for one in taken.values()}
    assert len(places) == 6, "no two pictures of a pose from the same place"


@pytest.mark.parametrize("happens", ["protective stop", "emergency stop", "power", "link"])
def test_a_robot_that_is_lost_in_the_middle_is_waited_for_in_words(tmp_path: Path, happens: str) -> None:
    with robot_cell(tmp_path, following(), mode="station_leads", settle_ms=20) as cell:
        plans, arm = cell.station.plans, cell.controller
        folder = plans.begin(ENGINEER, make_plan(tmp_path, *SHEETS, shots=3))
        reach(cell.station, PlanState.ASKING, Ask.INSERT)
        if happens == "link":
            cell.sim.refuse()
        else:
            {"protective stop": arm.protective_stop, "emergency stop": arm.emergency_stop, "power": arm.power_off}[
                happens
            ]()
        words = {
            "protective stop": "Protective stop",
            "emergency stop": "Emergency stop",
            "power": "switched off",
            "link": "does not answer",
        }[happens]
        until(lambda: words in cell.status.message, lambda: cell.status)
        plans.answer(ENGINEER, Answer.CONFIRM)
        waiting = reach(cell.station, PlanState.WAITING)
        assert words in waiting.message
        assert waiting.done == 0
        cell.sim.refuse(False)
        arm.boot()
        arm.release()
        if happens in ("emergency stop", "power"):
            until(lambda: "program does not run" in now(cell.station).message, lambda: now(cell.station))
            arm.play()
        assert serve(cell.station).state is PlanState.DONE
    _, taken, _ = read(folder / MANIFEST)
    assert len(taken) == len((folder / MANIFEST).read_text().splitlines()) - 1 == 9


def test_a_stop_while_it_drives_loses_no_picture(tmp_path: Path) -> None:
    with robot_cell(tmp_path, following(speed_m_s=0.01), mode="station_leads", settle_ms=20) as cell:
        folder = cell.station.plans.begin(ENGINEER, make_plan(tmp_path, *SHEETS, shots=2, jitter_mm=1.0))
        reach(cell.station, PlanState.ASKING, Ask.INSERT)
        cell.station.plans.answer(ENGINEER, Answer.CONFIRM)
        until(lambda: now(cell.station).done == 2 and cell.controller.get("actual_TCP_speed") != (0.0,) * 6)
        cell.controller.protective_stop()
        assert "Protective stop" in reach(cell.station, PlanState.WAITING).message
        cell.controller.release()
        assert serve(cell.station).done == 6
        _, taken, _ = read(folder / MANIFEST)
    stood = taken[Key(1, 2, 1)].tcp_pose
    assert stood is not None
    assert stood[:3] == pytest.approx(POSES[1][:3], abs=1e-5)


def test_a_pose_that_the_program_has_not_pauses_with_words(tmp_path: Path) -> None:
    with robot_cell(tmp_path, following(), mode="station_leads", settle_ms=20) as cell:
        plan = make_plan(tmp_path, {"number": 1, "title": "Sheet", "label": "good", "poses": [7]})
        cell.station.plans.begin(ENGINEER, plan)
        reach(cell.station, PlanState.ASKING)
        cell.station.plans.answer(ENGINEER, Answer.CONFIRM)
        assert "no pose 7" in reach(cell.station, PlanState.PAUSED).message
        cell.station.plans.cancel(ENGINEER)
        assert serve(cell.station).done == 0


def test_a_robot_that_leads_is_not_sent_anywhere(tmp_path: Path) -> None:
    with (
        robot_cell(tmp_path, CellProgram(POSES), mode="robot_leads") as cell,
        pytest.raises(StateError, match="The robot leads"),
    ):
        cell.station.plans.begin(ENGINEER, make_plan(tmp_path, *SHEETS))


def test_a_resumed_run_measures_the_movement_from_the_first_picture_of_the_run_before(tmp_path: Path) -> None:
    plan = make_plan(tmp_path, {"number": 1, "title": "A", "label": "good", "poses": [1]}, shots=3, jitter_mm=1.0)
    with robot_cell(tmp_path, following(), mode="station_leads", settle_ms=20) as cell:
        folder = cell.station.plans.begin(ENGINEER, plan)
        serve(cell.station)
        lines = (folder / MANIFEST).read_text().splitlines()
        (folder / MANIFEST).write_text("\n".join(lines[:2]) + "\n")
        cell.station.plans.begin(ENGINEER, plan, go_on=True)
        serve(cell.station)
    again = [json.loads(line) for line in (folder / MANIFEST).read_text().splitlines()[2:]]
    assert [one["moved_mm"] for one in again] == pytest.approx([1.0, 1.0], abs=0.01)


def test_the_whole_cell_is_asked_for_nothing_while_a_plan_has_the_camera(tmp_path: Path) -> None:
    with robot_cell(tmp_path, following(), mode="station_leads", settle_ms=20) as cell:
        cell.station.plans.begin(ENGINEER, make_plan(tmp_path, *SHEETS))
        with pytest.raises(StateError, match="in use by the capture plan"):
            cell.station.start()
        _cancel(cell)
        cell.start()


def _cancel(cell: Cell) -> None:
    cell.station.plans.cancel(ENGINEER)
    serve(cell.station)
