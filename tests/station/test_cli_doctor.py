from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from camera.ur import client_installed
from camera.ur_controller import Controller
from camera.ur_program import CellProgram
from camera.ur_sim import SimulatedRobot
from detectors import weights
from station import doctor, doctor_cell
from station.config_cell import RobotSection
from station.doctor import Level
from station.doctor_cell import check_robot
from station.staging import staging
from tests.camera.robot_rig import free_host
from tests.station.cli_rig import CommandLine, good_folder

pytestmark = pytest.mark.timeout(300)  # weights are hashed, models loaded


@pytest.fixture
def station(station: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    monkeypatch.setenv("STATION_WEIGHTS", str(tmp_path / "weights"))
    return station


needs_rtde = pytest.mark.skipif(
    not client_installed(), reason="needs the package ur-rtde: pip install inspection-station[robot]"
)


def levels(station: CommandLine) -> tuple[int, dict[str, tuple[str, str]]]:
    answer = station("doctor", "--json")
    return answer.code, {one["name"]: (one["level"], one["text"] + one["remedy"]) for one in answer.json["findings"]}


def test_a_healthy_station_has_one_line_for_each_thing_and_no_failure(station: CommandLine) -> None:
    assert station("train", "cell", "--good", good_folder(station.folder / "good"), "--activate").code == 0
    code, found = levels(station)
    assert code == 0
    assert list(found) == [
        "python", "packages", "configuration", "device", "weights", "data folder", "disk", "database",
        "audit trail", "recipe", "models", "camera", "display",
    ]  # fmt: skip
    assert not [name for name, (level, _) in found.items() if level == "FAIL"]
    assert "one picture taken, 64 x 48 grey uint8" in found["camera"][1]
    assert "efficientnet_lite0" in found["weights"][1]
    assert "passes its self-test" in found["recipe"][1]
    assert "0 inspections" in found["database"][1]

    answer = station("doctor")
    assert answer.code == 0
    assert len(answer.out.splitlines()) == len(found)
    assert all(line.split()[0] in "✓!✗" and line.split()[1] in ("OK", "WARN") for line in answer.out.splitlines())
    assert list((station.folder / "data").glob(".doctor*")) == []


def test_what_fails_is_named_with_a_remedy_and_the_exit_code_is_1(station: CommandLine) -> None:
    text = station.file.read_text().replace('kind = "fake"', 'kind = "folder"\npath = "nowhere"')
    station.file.write_text(
        text.replace('device = "cpu"', 'device = "cuda:63"').replace("min_free_mb = 0", "min_free_mb = 999999999999")
    )
    code, found = levels(station)
    assert code == 1
    assert {name for name, (level, _) in found.items() if level == "FAIL"} == {"device", "disk", "camera"}
    assert "nowhere" in found["camera"][1]
    assert "Free some space" in found["disk"][1]
    assert found["recipe"][0] == "WARN"
    assert "station train" in found["recipe"][1]
    answer = station("doctor")
    assert answer.code == 1
    assert "✗ FAIL  camera" in answer.out
    assert "3 of 13 checks failed" in answer.out


def test_a_broken_configuration_is_a_finding_and_the_rest_is_still_checked(station: CommandLine) -> None:
    station.file.write_text("schema = 1\n")
    code, found = levels(station)
    assert code == 1
    assert found["configuration"][0] == "FAIL"
    assert "camera: missing" in found["configuration"][1]
    assert list(found) == ["python", "packages", "configuration", "device", "weights", "display"]


def test_a_data_folder_that_cannot_be_made_fails(station: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    (station.folder / "occupied").write_text("")
    monkeypatch.setenv("STATION_DATA_DIR", str(station.folder / "occupied" / "data"))
    code, found = levels(station)
    assert code == 1
    assert {name for name, (level, _) in found.items() if level == "FAIL"} == {
        "data folder", "database", "audit trail", "recipe",
    }  # fmt: skip


def test_a_damaged_database_fails(station: CommandLine) -> None:
    (station.folder / "data").mkdir()
    records = station.records()
    records.close()
    file = station.folder / "data" / "records.sqlite"
    data = bytearray(file.read_bytes())
    page = int.from_bytes(data[16:18], "big")
    for start in range(page, len(data), page):  # every page but the first
        data[start : start + page] = bytes([0xA5]) * (min(len(data), start + page) - start)
    file.write_bytes(data)
    code, found = levels(station)
    assert code == 1
    assert found["database"][0] == "FAIL"
    assert "damaged" in found["database"][1]


def test_a_corrupted_model_of_the_active_recipe_fails(station: CommandLine) -> None:
    assert station("train", "cell", "--good", good_folder(station.folder / "good"), "--activate").code == 0
    (station.config.models_dir / "cell" / "0001" / "meta.json").write_text("{}")
    code, found = levels(station)
    assert code == 1
    assert found["recipe"][0] == "FAIL"
    assert "0001" in found["recipe"][1]


def test_models_that_no_recipe_knows_and_what_was_left_half_made_are_counted(station: CommandLine) -> None:
    assert station("train", "cell", "--good", good_folder(station.folder / "good"), "--activate").code == 0
    home = station.config.models_dir / "cell"
    assert levels(station)[1]["models"] == ("OK", f"1 in {home.parent}")
    shutil.copytree(home / "0001", home / "0002")
    (home / ".new-trial-x1").mkdir()
    with staging(home) as alive:
        code, found = levels(station)
        assert alive.is_dir()
    assert code == 0
    level, said = found["models"]
    assert level == "WARN"
    assert f"2 in {home.parent}; 1 that no recipe knows: {home / '0002'}; 1 left half-made" in said
    assert str(home / ".new-trial-x1") in said
    assert str(alive) not in said
    assert "Remove by hand" in said
    assert "next station train" in said


def test_weights_with_another_hash_fail(station: CommandLine) -> None:
    folder = weights.weights_folder()
    assert folder == station.folder / "weights"
    folder.mkdir()
    (folder / "resnet18.tv_in1k.safetensors").write_bytes(b"these are not the weights")
    (folder / "resnet18.tv_in1k.safetensors.sha256").write_text("0" * 64)
    answer = station("weights", "check", "--json")
    assert answer.code == 1
    wrong = [one for one in answer.json["weights"] if one["problem"]]
    assert [one["name"] for one in wrong] == ["resnet18.tv_in1k"]
    assert "SHA-256" in wrong[0]["problem"]
    finding = doctor.check_weights()
    assert finding.level is Level.FAIL
    assert "fetch" in finding.remedy
    assert "resnet18.tv_in1k" in station("weights", "list").out


def test_the_packaged_weights_are_right(station: CommandLine) -> None:
    answer = station("weights", "check")
    assert answer.code == 0
    assert answer.out.count("right") == 3


def test_fetching_packaged_or_unknown_weights_needs_no_network(station: CommandLine) -> None:
    answer = station("weights", "fetch", "efficientnet_lite0", "--json")
    assert answer.code == 0
    assert answer.json["source"] == "package"
    answer = station("weights", "fetch", "no_such_net")
    assert answer.code == 3
    assert "There is no backbone 'no_such_net'" in answer.err


def test_packages_that_are_missing_are_named() -> None:
    finding = doctor.check_packages(("numpy", "no-such-package-x"))
    assert finding.level is Level.FAIL
    assert "no-such-package-x" in finding.text


def test_bench_outside_a_clone_says_what_to_do(station: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    import station as package

    monkeypatch.setattr(package, "__file__", str(station.folder / "site-packages" / "station" / "__init__.py"))
    answer = station("bench")
    assert answer.code == 2
    assert "Clone the repository" in answer.err


def test_bench_passes_its_options_and_its_exit_code_on(station: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    import station as package

    bench = station.folder / "clone" / "tests" / "bench"
    bench.mkdir(parents=True)
    (bench / "__main__.py").write_text("import sys\nsys.exit(len(sys.argv))\n")
    monkeypatch.setattr(package, "__file__", str(station.folder / "clone" / "station" / "__init__.py"))
    assert station("bench", "--quick", "fit").code == 3


def robot_section(host: str) -> RobotSection:
    return RobotSection(host=host)


@needs_rtde
def test_the_robot_is_looked_at_and_what_is_wrong_is_named_with_a_remedy() -> None:
    host = free_host()
    finding = check_robot(robot_section(host))
    assert (finding.name, finding.level) == ("robot", Level.FAIL)
    assert host in finding.text
    assert "robot.host" in finding.remedy
    controller = Controller(CellProgram())
    with SimulatedRobot(controller, host):
        finding = check_robot(robot_section(host))
        assert finding.level is Level.OK
        assert "inspection program runs" in finding.text
        assert "5.11.0" in finding.text
        controller.emergency_stop()
        finding = check_robot(robot_section(host))
        assert finding.level is Level.WARN
        assert "Emergency stop" in finding.text
        assert "release the button" in finding.remedy
    with SimulatedRobot(Controller(upper_registers=False), host):
        finding = check_robot(robot_section(host))
        assert finding.level is Level.FAIL
        assert "another generation" in finding.text
        assert "output_int_register_36" in finding.text


def test_without_ur_rtde_the_doctor_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor_cell, "client_installed", lambda: False)
    finding = check_robot(robot_section("192.0.2.1"))
    assert finding.level is Level.FAIL
    assert "inspection-station[robot]" in finding.remedy
