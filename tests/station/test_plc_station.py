"""A whole station and a PLC: real line, real records, Modbus TCP over loopback."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pymodbus", reason="the package pymodbus is not installed")

from camera.fake import FakeCamera, FakeOptions
from station.errors import ConfigError
from station.plc.program import PlcProgram
from station.plc.registers import REASON_CODES, Code, RecipeState, Status
from station.plc.sim import SimulatedDevice, SimulatedMaster
from station.services import Station
from station.types import EventKind, Inspection, OutputState, Reason, StationState, Verdict
from tests.station.built_rig import SIDE, built, make_config, picture, teach
from tests.station.plc_rig import PATIENT_MS, free_port, wait_for

ROLES = ["server", "client"]


def section(role: str, port: int, **more: Any) -> dict[str, Any]:
    patient = dict.fromkeys(("ack_ms", "result_ms", "plc_heartbeat_ms"), PATIENT_MS)
    recipes = {"1": "cell", "2": {"name": "lid", "version": 1}}
    return {"role": role, "port": port, "reconnect_first_ms": 10, "recipes": recipes, **patient, **more}


def defect_every_third() -> FakeCamera:
    options = FakeOptions(width=SIDE, height=SIDE, ready_ms=60_000)
    return FakeCamera(options, picture=lambda n: picture(500 + n, defect=n % 3 == 2))


@contextmanager
def cell(folder: Path, role: str, **more: Any) -> Iterator[tuple[Station, SimulatedMaster | SimulatedDevice]]:
    """A station that runs the recipe "cell", and a PLC beside it."""
    port = free_port()
    config = make_config(folder, plc=section(role, port, **more))
    kind = SimulatedMaster if role == "server" else SimulatedDevice
    with built(config, defect_every_third()) as station, kind(PlcProgram(), "127.0.0.1", port) as plc:
        for name in ("cell", "lid"):
            recipe = teach(station, name)
            station.activate(name, recipe.version, who="anna", why="test")
        station.choosing.change("cell", who="anna", why="test")
        station.open_partners()
        station.start()
        wait_for(lambda: plc.station["code"] == Code.NONE)
        yield station, plc


def rows(station: Station) -> list[Inspection]:
    return list(reversed(station.records.inspections(limit=500).items))


@pytest.mark.parametrize("role", ROLES)
def test_every_part_of_the_plc_is_in_the_records_with_what_the_plc_saw(tmp_path: Path, role: str) -> None:
    with cell(tmp_path, role) as (station, plc):
        parts = [f"part-{n}" for n in range(12)]
        plc.want(*parts)
        wait_for(lambda: len(plc.program.done) == len(parts))
        wait_for(lambda: all(row.output is OutputState.SENT for row in rows(station)))
        stored, seen = rows(station), plc.program.done
    assert [row.part_id for row in stored] == parts == [one.part_id for one in seen]
    assert {row.source for row in stored} == {"plc"}
    for row, one in zip(stored, seen, strict=True):
        assert (row.acquisition, row.verdict) == (one.acquisition, one.verdict)
        assert one.ok_bit == (row.verdict is Verdict.OK)
        assert one.reason == REASON_CODES[row.reason]
        assert row.score is not None
        assert one.score == round(row.score * 1000)
    assert {row.verdict for row in stored} == {Verdict.OK, Verdict.NOK}


def test_a_fault_takes_a_shown_ok_back_and_triggers_are_refused_until_it_is_acknowledged(tmp_path: Path) -> None:
    with cell(tmp_path, "server") as (station, plc):
        plc.program.faults.never_acks = True
        plc.want("a")
        wait_for(lambda: int(plc.station["status"]) & Status.OK)
        station._line.raise_fault(Reason.STATION_FAULT, "Something broke.")
        wait_for(lambda: plc.station["code"] == Code.FAULT)
        assert not int(plc.station["status"]) & (Status.OK | Status.RESULT_VALID | Status.READY)
        plc.program.faults.never_acks, plc.program.faults.ignores_ready = False, True
        plc.want("b")
        wait_for(lambda: any(one.part_id == "b" and one.acquisition is None for one in plc.program.done))
        plc.program.faults.ignores_ready = False
        station.acknowledge("anna")
        plc.want("c")
        wait_for(lambda: any(one.part_id == "c" and one.verdict is not None for one in plc.program.done))
        wait_for(
            lambda: any(
                "trigger of the PLC was not taken: the station is in fault" in event.message
                for event in station.records.events(limit=100, kinds=frozenset({EventKind.OUTPUT}))
            )
        )
        assert "b" not in [row.part_id for row in rows(station)]


def test_a_stopped_line_is_not_ready_and_leaves_nothing_shown(tmp_path: Path) -> None:
    with cell(tmp_path, "server") as (station, plc):
        plc.program.faults.never_acks = True
        plc.want("a")
        wait_for(lambda: int(plc.station["status"]) & Status.OK)
        station.stop()
        wait_for(lambda: plc.station["code"] == Code.STOPPED)
        assert not int(plc.station["status"]) & (Status.OK | Status.RESULT_VALID | Status.READY)
        plc.program.faults.never_acks = False
        station.start()
        wait_for(lambda: plc.station["code"] == Code.NONE)


def test_what_a_partner_says_while_the_line_is_stopped_is_in_the_records_at_once(tmp_path: Path) -> None:
    with cell(tmp_path, "server") as (station, plc):
        station.stop()
        before = station.records.events(limit=1)[0]
        plc.cut()
        wait_for(lambda: station.records.events(limit=1)[0] != before)
        assert "PLC" in station.records.events(limit=1)[0].message


@pytest.mark.parametrize("role", ROLES)
def test_the_plc_puts_a_recipe_in_force_with_its_name_in_the_audit_trail(tmp_path: Path, role: str) -> None:
    with cell(tmp_path, role) as (station, plc):
        with plc.lock:
            plc.program.ask_for_recipe(2)
        wait_for(lambda: plc.station["recipe_state"] == RecipeState.PREPARED)
        recipe = station.status().recipe
        assert recipe is not None
        assert recipe.name == "lid"
        entry = station.records.audit.entries(limit=1)[0]
        assert entry.who == "plc"
        assert "recipe 2 of the PLC" in str(entry)
        plc.want("x")
        wait_for(lambda: plc.program.done)
        assert plc.station["recipe_active"] == 2
        with plc.lock:
            plc.program.ask_for_recipe(1)
        wait_for(lambda: plc.station["recipe_echo"] == 1 and plc.station["recipe_state"] == RecipeState.PREPARED)
        station.activate("lid", 1, who="anna", why="by hand")
        wait_for(lambda: plc.station["code"] == Code.RECIPE_OTHER)


def test_a_recipe_that_is_gone_is_not_prepared_and_said_why(tmp_path: Path) -> None:
    with cell(tmp_path, "server", recipes={"1": "cell", "7": "unheard"}) as (station, plc):
        with plc.lock:
            plc.program.ask_for_recipe(7)
        wait_for(lambda: plc.station["recipe_state"] == RecipeState.FAILED)
        wait_for(
            lambda: any(
                "Recipe 7 of the PLC could not be put in force" in event.message
                for event in station.records.events(limit=100, kinds=frozenset({EventKind.RECIPE}))
            )
        )
        assert station.status().state is StationState.READY


def test_with_results_of_all_the_plc_sees_what_a_person_inspects(tmp_path: Path) -> None:
    with cell(tmp_path, "server", results="all") as (station, plc):
        station.trigger("by hand")
        wait_for(lambda: plc.program.strays)
        wait_for(lambda: rows(station) and rows(station)[0].output is OutputState.SENT)
        assert plc.program.strays == [rows(station)[0].acquisition]


def test_an_ok_of_a_person_does_not_wait_for_a_plc_that_has_nothing_to_do_with_it(tmp_path: Path) -> None:
    config = make_config(tmp_path, plc=section("server", free_port()))
    with built(config) as station:
        station.activate("cell", teach(station).version, who="anna", why="test")
        station.open_partners()
        station.start()
        assert not station.status().partners[0].ok
        station.trigger("by hand")
        wait_for(lambda: rows(station) and rows(station)[0].output is OutputState.SENT)


def test_with_results_of_all_no_ok_leaves_without_the_plc(tmp_path: Path) -> None:
    config = make_config(tmp_path, plc=section("server", free_port(), results="all"))
    with built(config) as station:
        station.activate("cell", teach(station).version, who="anna", why="test")
        station.open_partners()
        station.start()
        station.trigger("by hand")
        wait_for(lambda: rows(station) and rows(station)[0].output is OutputState.WITHHELD)
        assert station.status().state is StationState.READY


def test_two_triggers_at_once_from_plc_and_person_are_two_parts(tmp_path: Path) -> None:
    with cell(tmp_path, "server") as (station, plc):
        plc.want(*[f"plc-{n}" for n in range(10)])
        for n in range(10):
            station.trigger(f"hand-{n}")
        wait_for(lambda: len(plc.program.done) == 10)
        wait_for(lambda: len(rows(station)) == 20)
        mine = {row.acquisition: row for row in rows(station) if row.source == "plc"}
        assert len(mine) == 10
        for one in plc.program.done:
            assert one.acquisition is not None
            assert (mine[one.acquisition].part_id, mine[one.acquisition].verdict) == (one.part_id, one.verdict)
        assert plc.program.strays == []


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"role": "master"}, "plc.role"),
        ({"recipes": {"0": "cell"}}, "is not a number from 1 to 65535"),
        ({"recipes": {"one": "cell"}}, "is not a number from 1 to 65535"),
        ({"recipes": {"1": "cell", "2": {"name": "cell", "version": 3}}}, "1 and 2 both mean recipe cell"),
        ({"port": 0}, "plc.port"),
        ({"prot": 502}, "plc.prot: unknown key"),
        ({"reconnect_first_ms": 5000, "reconnect_most_ms": 100}, "reconnect_most_ms"),
    ],
)
def test_a_mistake_in_the_configuration_names_its_key(tmp_path: Path, values: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        make_config(tmp_path, plc=values)


def test_without_the_package_the_extra_is_named(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['pymodbus'] = None\n"
        "from pathlib import Path\n"
        "from station.errors import ConfigError\n"
        "from tests.station.built_rig import built, make_config\n"
        f"folder = Path({str(tmp_path)!r})\n"
        "with built(make_config(folder)): pass\n"
        "try:\n"
        "    with built(make_config(folder, plc={})): pass\n"
        "except ConfigError as error: print(error.message, error.hint)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=100, check=True)
    assert "pymodbus is missing" in done.stdout
    assert "inspection-station[plc]" in done.stdout
