"""Station and robot as one cell: every request is answered once, with its own number, and never with a wrong OK."""

from __future__ import annotations

import threading
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from camera.ur import WORDS, Asked, client_installed
from camera.ur_controller import HOME, Controller, Running
from camera.ur_program import PASS_OUTPUT, CellProgram
from camera.ur_registers import MAP_VERSION, Answer, Mode, ToRobot, ToStation
from station import robot_cell as cells
from station.alarms import AlarmKind
from station.errors import ConfigError, StateError
from station.robot_requests import Heard, Open, Requests
from station.types import OutputState, Reason, StationState, Verdict
from tests.station.built_rig import ANNA, built, make_config
from tests.station.robot_cell_rig import POSE_2, POSES, WAIT_S, Cell, robot_cell

needs_rtde = pytest.mark.skipif(
    not client_installed(), reason="needs the package ur-rtde: pip install inspection-station[robot]"
)


def leading(**options: object) -> CellProgram:
    return CellProgram(**{"poses": POSES, "settle_s": 0.0, "answer_s": 60.0, "speed_m_s": 1.0, **options})  # type: ignore[arg-type]


@needs_rtde
def test_every_request_gets_its_own_verdict_with_the_number_that_the_records_have(tmp_path: Path) -> None:
    program = leading(parts=4, setup=7)
    with robot_cell(tmp_path, program, is_defect=lambda number: number in (2, 5)) as cell:
        cell.start()
        cell.until(lambda: len(program.told) == 8)
        rows = cell.rows
        assert [told.acquisition for told in program.told] == [row.acquisition for row in rows]
        assert [told.answer.name for told in program.told] == [row.verdict.name for row in rows]
        assert [row.verdict for row in rows].count(Verdict.NOK) == 2
        assert len({told.acquisition for told in program.told}) == 8
        assert [(row.part_id, row.pose_index, row.setup) for row in rows[:3]] == [("1", 1, 7), ("1", 2, 7), ("2", 1, 7)]
        assert {row.source for row in rows} == {cells.SOURCE}
        assert {row.output for row in rows} == {OutputState.SENT}
        assert rows[1].pose is not None
        assert rows[1].pose[:3] == pytest.approx(POSE_2[:3], abs=1e-6)
        stored = cell.station.records.get(rows[1].id)
        assert stored is not None
        assert stored.pose == rows[1].pose
    passes = [level >> PASS_OUTPUT & 1 for level in cell.controller.levels]
    assert passes.count(1) == 2, "two of the four parts were good in both poses"


@needs_rtde
def test_a_station_that_is_not_ready_is_not_asked(tmp_path: Path) -> None:
    program = leading()
    with robot_cell(tmp_path, program) as cell:
        cell.until_ready()
        asked = f"output_int_register_{ToStation.REQUEST}"
        assert cell.controller.get(asked) == 0
        cell.start()
        cell.until(lambda: len(program.told) >= 2)
        cell.station._line.raise_fault(Reason.STATION_FAULT, "The lamp is broken.")
        assert cell.station.status().state is StationState.FAULT
        cell.until(lambda: cell.controller.register(ToRobot.BEAT) == 0)
        cell.until(lambda: program.told[-1].request == cell.controller.get(asked))
        before = len(program.told)
        cell.station.acknowledge("anna")
        cell.until(lambda: len(program.told) > before)
        cell.station.stop()
        cell.until(lambda: cell.controller.register(ToRobot.BEAT) == 0)
        assert cell.status.ok, "the link outlives the line"
        answers = [told for told in program.told if told.answer is Answer.OK]
        assert len(answers) == sum(row.verdict is Verdict.OK and row.output is OutputState.SENT for row in cell.rows)


@needs_rtde
@pytest.mark.parametrize("fault", ["drop_links", "send_garbage", "protective_stop"])
def test_an_ok_for_a_robot_that_was_lost_meanwhile_is_withheld_and_never_told_later(tmp_path: Path, fault: str) -> None:
    program = leading(poses=[HOME], answer_s=3.0)
    with robot_cell(tmp_path, program) as cell:
        cell.start()
        cell.until(lambda: len(program.told) >= 1)
        cell.gate.clear()
        count = len(cell.rows)
        cell.until(lambda: cell.station.status().counters.triggers > count and cell.robot._requests.open)
        lost = cell.controller.get(f"output_int_register_{ToStation.REQUEST}")
        if fault == "protective_stop":
            cell.controller.protective_stop()
            cell.until(lambda: not cell.robot.ready)
            cell.controller.release()
        else:
            getattr(cell.sim, fault)()
            cell.until(lambda: not cell.robot.ready)
        cell.until_ready()
        cell.gate.set()
        cell.until(lambda: len(cell.rows) > count)
        row = cell.rows[count]
        assert (row.verdict, row.output) == (Verdict.OK, OutputState.WITHHELD)
        assert cell.controller.register(ToRobot.ANSWER) != lost
        cell.until(lambda: any(told.request == lost for told in program.told))
        told = next(told for told in program.told if told.request == lost)
        assert told.late
        assert told.answer is Answer.ERROR
        cell.until(lambda: program.told[-1].request > lost and program.told[-1].answer is Answer.OK)  # type: ignore[operator]
        cell.station.stop()
        assert any("withheld" in message for message in cell.events())


@needs_rtde
def test_a_robot_that_waits_for_less_than_the_station_thinks_is_not_said_to_have_been_told(tmp_path: Path) -> None:
    program = leading(poses=[HOME], answer_s=0.3)
    with robot_cell(tmp_path, program) as cell:
        cell.gate.clear()
        cell.start()
        cell.until(lambda: len(program.told) >= 1)
        assert program.told[0].late
        cell.until(lambda: cell.robot._requests.open is None)
        cell.gate.set()
        cell.until(lambda: len(cell.rows) >= 1)
        assert (cell.rows[0].verdict, cell.rows[0].output) == (Verdict.OK, OutputState.WITHHELD)
        cell.until(lambda: program.told[-1].answer is Answer.OK)
        cell.station.stop()
        assert any("did not wait for the answer" in message for message in cell.events())
    oks = [told.acquisition for told in program.told if told.answer is Answer.OK]
    assert cell.rows[0].acquisition not in oks


class Hasty:
    """A program that asks for a second picture before it has heard of the first."""

    def run(self, arm: Controller) -> Running:
        arm.set_register(ToStation.PROGRAM, MAP_VERSION * 10 + Mode.ROBOT_LEADS)
        while arm.register(ToRobot.BEAT) == 0:
            yield
        for request in (1, 2):
            arm.set_register(ToStation.POSE, request)
            arm.set_register(ToStation.REQUEST, request)
            yield from arm.wait(0.5)
        while True:
            yield


@needs_rtde
def test_two_triggers_at_once_are_an_error_and_no_ok(tmp_path: Path) -> None:
    with robot_cell(tmp_path, Hasty()) as cell:
        cell.gate.clear()
        cell.start()
        cell.until(lambda: cell.controller.register(ToRobot.ANSWER) == 2)
        assert cell.controller.register(ToRobot.VERDICT) == Answer.ERROR
        cell.gate.set()
        cell.until(lambda: len(cell.rows) == 1)
        assert (cell.rows[0].verdict, cell.rows[0].output) == (Verdict.OK, OutputState.WITHHELD)
        assert cell.controller.register(ToRobot.ANSWER) == 2
        assert cell.controller.register(ToRobot.VERDICT) == Answer.ERROR
        cell.station.stop()
        assert any("was answered with ERROR: request 1 was still open" in message for message in cell.events())


class Quick:
    """A program that keeps an OK that it has read, and says so only when it is told to."""

    def __init__(self) -> None:
        self.read = Answer.NONE
        self.may_say = threading.Event()

    def run(self, arm: Controller) -> Running:
        arm.set_register(ToStation.PROGRAM, MAP_VERSION * 10 + Mode.ROBOT_LEADS)
        while arm.register(ToRobot.BEAT) == 0:
            yield
        arm.set_register(ToStation.REQUEST, 1)
        while arm.register(ToRobot.ANSWER) != 1:
            yield
        self.read = Answer(arm.register(ToRobot.VERDICT))
        while not self.may_say.is_set():
            yield
        arm.set_register(ToStation.TAKEN, 10 + self.read)
        while True:
            yield


@needs_rtde
def test_a_robot_that_read_an_ok_before_it_was_taken_back_is_a_fault(tmp_path: Path) -> None:
    program = Quick()
    with robot_cell(tmp_path, program) as cell:
        cell.start()
        cell.until(lambda: program.read is Answer.OK and cell.rows)
        cell.robot.tell(cell.rows[0], reject=True)
        cell.until(lambda: cell.controller.register(ToRobot.VERDICT) == Answer.NONE)
        program.may_say.set()
        cell.until(lambda: cell.station.status().state is StationState.FAULT)
        assert "had read the OK of request 1" in cell.station.status().message
        cell.station.acknowledge("anna")
        cell.until(lambda: cell.station.status().state is StationState.READY)


@needs_rtde
def test_an_ok_is_a_pulse_of_the_robots_output_and_a_reject_is_none(tmp_path: Path) -> None:
    program = leading(parts=3, poses=[HOME])
    with robot_cell(
        tmp_path, program, is_defect=lambda number: number == 1, digital_output=4, pulse_ms=120.0
    ) as cell:  # fmt: skip
        cell.start()
        cell.until(lambda: len(program.told) == 3)
        cell.until(lambda: cell.controller.levels[-1] >> 4 & 1 == 0)
        levels = [level >> 4 & 1 for level in cell.controller.levels]
        rises = sum(after > before for before, after in pairwise(levels))
        assert rises == 2
        assert [told.answer for told in program.told] == [Answer.OK, Answer.NOK, Answer.OK]


@needs_rtde
def test_a_pulse_that_a_lost_link_left_high_is_dropped_by_the_robot_and_by_the_next_link(tmp_path: Path) -> None:
    program = leading(speed_m_s=0.0005, station_output=4)  # on its way to the second pose for half a minute
    with robot_cell(tmp_path, program, digital_output=4, pulse_ms=10_000.0) as cell:
        cell.start()
        cell.until(lambda: cell.controller.levels[-1] >> 4 & 1 == 1)
        cell.sim.drop_links()
        cell.until(lambda: cell.controller.levels[-1] >> 4 & 1 == 0)
        cell.until_ready()
        assert cell.controller.levels[-1] >> 4 & 1 == 0


@needs_rtde
def test_what_others_ask_for_is_not_told_to_the_robot_and_has_its_pose(tmp_path: Path) -> None:
    with robot_cell(tmp_path, leading(mode=Mode.STATION_LEADS), mode="station_leads") as cell:
        cell.until_ready()
        cell.start()
        there = cell.robot.go_to(2, WAIT_S)
        assert there[:3] == pytest.approx(POSE_2[:3], abs=1e-6)
        cell.until_ready()
        cell.station.trigger("by hand")
        cell.until(lambda: len(cell.rows) == 1)
        assert (cell.rows[0].verdict, cell.rows[0].output) == (Verdict.OK, OutputState.SENT)
        assert cell.rows[0].pose is not None
        assert cell.rows[0].pose[:3] == pytest.approx(POSE_2[:3], abs=1e-6)
        assert cell.controller.register(ToRobot.ANSWER) == 0
        with pytest.raises(StateError, match="no pose 9"):
            cell.robot.go_to(9, WAIT_S)
        with pytest.raises(StateError, match="not waited for"):
            cell.robot.go_to(1, WAIT_S, cancelled=lambda: True)
        cell.controller.emergency_stop()
        with pytest.raises(StateError, match="Emergency stop") as caught:
            cell.robot.go_to(2, WAIT_S)
        assert "release the button" in caught.value.hint
        assert cell.robot.pose() is None


@needs_rtde
def test_live_pictures_have_the_pose_too(tmp_path: Path) -> None:
    with robot_cell(tmp_path, leading(mode=Mode.STATION_LEADS), mode="station_leads") as cell:
        cell.until_ready()
        cell.station.capturing.open(ANNA)
        cell.until(lambda: cell.station.capturing.live_frame() is not None)
        frame = cell.station.capturing.live_frame()
        cell.station.capturing.close(ANNA)
        assert frame is not None
        assert frame.trigger is not None
        assert frame.trigger.pose is not None
        assert frame.trigger.pose[:3] == pytest.approx(HOME[:3], abs=1e-6)


@needs_rtde
def test_a_camera_that_is_not_on_the_robot_has_no_pose(tmp_path: Path) -> None:
    program = leading(mode=Mode.STATION_LEADS)
    with robot_cell(tmp_path, program, mode="station_leads", camera_on_robot=False) as cell:
        cell.until_ready()
        cell.start()
        cell.station.trigger("by hand")
        cell.until(lambda: len(cell.rows) == 1)
        assert cell.rows[0].pose is None
        assert cell.robot.pose() is not None


@needs_rtde
def test_a_robot_that_stops_production_is_an_alarm_until_it_is_back(tmp_path: Path) -> None:
    with robot_cell(tmp_path, leading()) as cell:
        cell.until_ready()
        cell.start()
        cell.controller.protective_stop()
        cell.until(lambda: open_alarms(cell))
        (alarm,) = open_alarms(cell)
        assert (alarm.message, alarm.hint) == (cell.status.message, cell.status.hint)
        assert cell.station.status().state is StationState.READY, "it is no fault of the station"
        cell.controller.release()
        cell.until(lambda: not open_alarms(cell))


def open_alarms(cell: Cell) -> list[object]:
    return [alarm for alarm in cell.station.alarms.all() if alarm.kind is AlarmKind.ROBOT and alarm.lasting]


@needs_rtde
@pytest.mark.parametrize(
    ("controller", "says"),
    [
        ({"upper_registers": False}, "another generation"),
        ({"boot_s": 3600.0}, "is starting"),
    ],
)
def test_a_robot_that_cannot_take_part_is_told_of_in_words(
    tmp_path: Path, controller: dict[str, object], says: str
) -> None:
    with robot_cell(tmp_path, leading(), controller=controller) as cell:
        cell.until(lambda: says in cell.status.message)
        assert not cell.status.ok
        assert cell.status.hint
        cell.start()
        assert cell.station.status().state is StationState.READY


def test_without_ur_rtde_the_station_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "client_installed", lambda: False)
    with (
        pytest.raises(ConfigError, match="ur-rtde is not installed") as caught,
        built(make_config(tmp_path, robot={"host": "192.0.2.1"})),
    ):
        raise AssertionError
    assert "inspection-station[robot]" in caught.value.hint


def test_a_camera_with_its_own_trigger_does_not_fit_a_robot_that_leads(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r'robot.mode: robot_leads needs camera.trigger = "software"'):
        make_config(tmp_path, camera={"trigger": "line"}, robot={"host": "192.0.2.1"})
    make_config(tmp_path, camera={"trigger": "line"}, robot={"host": "192.0.2.1", "mode": "station_leads"})


def test_the_guide_has_every_state_in_the_words_of_the_window() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "integration.md").read_text(encoding="utf-8")
    assert [message for message, hint in WORDS.values() if hint and f"| {message} |" not in guide] == []


# what is open and what was told, without a robot

ASKED = Asked(run=1, missed=0, request=5, pose_index=1, setup=0, part=1, pose=HOME)


def test_an_answer_is_told_once_to_the_trigger_it_is_for_and_in_time() -> None:
    requests = Requests(answer_s=2.0)
    assert requests.why_not("t5", 0.0) is not None
    requests.begin(Open(ASKED, "t5", 10.0))
    assert requests.why_not("t4", 10.1) is not None, "of another trigger"
    assert requests.why_not("t5", 11.9) is None
    assert "2.0 s" in str(requests.why_not("t5", 12.0))
    requests.answered(Answer.OK)
    assert requests.why_not("t5", 11.9) is not None, "it was told already"


@pytest.mark.parametrize(
    ("run", "taken", "heard", "still_open"),
    [
        (1, -5, Heard.EXPIRED, False),
        (1, 5, Heard.NOTHING, True),
        (2, -5, Heard.NOTHING, True),
        (1, -4, Heard.NOTHING, True),
    ],
)
def test_a_request_ends_when_the_robot_says_that_it_waits_no_longer(
    run: int, taken: int, heard: Heard, still_open: bool
) -> None:
    requests = Requests(2.0)
    requests.begin(Open(ASKED, "t5", 0.0))
    assert requests.confirm(run, taken, Answer.ERROR) is heard
    assert (requests.open is not None) is still_open


@pytest.mark.parametrize(
    ("back", "taken", "read", "heard"),
    [
        (False, 5, Answer.OK, Heard.NOTHING),
        (False, 5, Answer.NONE, Heard.OTHER),
        (False, -5, Answer.ERROR, Heard.EXPIRED),
        (True, 5, Answer.NONE, Heard.OTHER),
        (True, 5, Answer.OK, Heard.PASSED),
        (True, 4, Answer.OK, Heard.NOTHING),
    ],
)
def test_an_ok_that_the_robot_went_by_though_it_was_taken_back_is_noticed(
    back: bool, taken: int, read: Answer, heard: Heard
) -> None:
    requests = Requests(2.0)
    requests.begin(Open(ASKED, "t5", 0.0))
    requests.answered(Answer.OK)
    if back:
        requests.taken_back()
    assert requests.confirm(1, taken, read) is heard
    assert requests.confirm(1, taken, read) is Heard.NOTHING, "it is news once"


def test_an_answer_that_nobody_confirmed_is_remembered_until_the_run_is_over() -> None:
    requests = Requests(2.0)
    requests.begin(Open(ASKED, "t5", 0.0))
    requests.answered(Answer.OK)
    dropped, unread = requests.forget()
    assert dropped is None
    assert unread is not None
    assert unread.answer is Answer.OK
    requests.begin(Open(replace(ASKED, request=6), "t6", 0.0))
    requests.answered(Answer.OK)
    assert requests.confirm(1, 6, Answer.OK) is Heard.NOTHING
    assert requests.forget() == (None, None)
