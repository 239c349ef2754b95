"""Capture plans by hand, on the simulated camera: what is written, and what may happen on the way."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from calibration.image_gate import learn
from camera.api import CameraConfigError, CameraNotFound
from camera.fake import FakeCamera, FakeOptions
from camera.fake_script import BadBuffer, Deliver, Step, Unplug
from camera.folder import FolderCamera
from station.accounts import Session, command_line
from station.app import build
from station.audit import Act, AuditQuery
from station.capture_plan import Key
from station.datasets import Shot
from station.errors import NotPermitted, RecordsError, StateError, StorageError, UsageError
from station.images import read_image, write_image
from station.mvtec_layout import read_layout
from station.permissions import Role
from station.plan_manifest import MANIFEST, read
from station.plan_words import Answer, Ask, PlanState
from station.queries import ImageLabel
from station.services import Station
from tests.station.built_rig import built, make_config, teach
from tests.station.plan_rig import ENGINEER, QUICK, SIDE, make_camera, make_plan, now, picture, reach, serve, until


@pytest.fixture
def script() -> list[Step]:
    return []


@pytest.fixture
def station(tmp_path: Path, script: list[Step]) -> Iterator[Station]:
    with built(make_config(tmp_path, side=SIDE, line=QUICK), make_camera(script)) as made:
        yield made


def test_a_plan_becomes_a_folder_in_mvtec_layout_with_a_manifest(tmp_path: Path, station: Station) -> None:
    plan = make_plan(tmp_path, camera={"exposure_us": 5000.0})
    folder = station.plans.begin(ENGINEER, plan)
    asked = reach(station, PlanState.ASKING, Ask.INSERT)
    assert asked.question is not None
    assert asked.question.setup.title == "Good sheet"
    assert serve(station).state is PlanState.DONE
    assert station.camera_use.user is None, "the camera is given back"
    layout = read_layout(folder)
    assert [(one.path.name, one.kind, one.taught) for one in layout] == [
        ("s001-hand-01.png", None, True),
        ("s001-hand-02.png", None, True),
        ("s002-hand-01.png", "fold", False),
        ("s002-hand-02.png", "fold", False),
    ]
    lines = [json.loads(line) for line in (folder / MANIFEST).read_text().splitlines()]
    assert lines[0]["plan_sha256"] == plan.sha256
    assert lines[0]["plan"]["setup"][1]["note"] == "by hand"
    for line in lines[1:]:
        assert hashlib.sha256((folder / line["file"]).read_bytes()).hexdigest() == line["sha256"]
        assert (line["tcp_pose"], line["moved_mm"], line["pose_index"]) == (None, None, None)
        assert line["exposure_us"] == 5000.0
        assert line["by"] == "engineer"
        assert line["camera_id"] == station.status().camera_id
        assert datetime.fromisoformat(line["at"]).tzinfo is not None
    assert len({line["trigger_id"] for line in lines[1:]}) == 4
    numbers = [line["acquisition"] for line in lines[1:]]
    assert numbers == sorted(set(numbers))
    assert not any((folder / "ground_truth").rglob("*.png"))
    assert "nobody painted masks" in (folder / "ground_truth" / "README.txt").read_text()
    summary = station.plans.summary()
    assert summary is not None
    assert (summary.taken, summary.train, summary.kinds) == (4, 2, {"fold": 2})


def test_the_pictures_are_labelled_in_the_data_set_each_once(tmp_path: Path, station: Station) -> None:
    plan = make_plan(tmp_path, product="sheet", data_set=True)
    station.plans.begin(ENGINEER, plan)
    serve(station)
    stored = station.datasets.page("sheet")
    assert [(one.image.label, one.image.defect) for one in stored] == [
        (ImageLabel.GOOD, None),
        (ImageLabel.GOOD, None),
        (ImageLabel.DEFECT, "fold"),
        (ImageLabel.DEFECT, "fold"),
    ]
    taken = now(station).taken.values()
    assert [one.image.sha256 for one in stored] == [one.sha256 for one in taken]
    # what a program that died had not put there yet comes with the next run
    station.plans.begin(ENGINEER, plan, go_on=True)
    serve(station)
    assert len(station.datasets.page("sheet")) == 4
    history = station.datasets.history(stored[0].id)
    assert [entry.who for entry in history] == ["engineer"]


def test_the_pictures_are_corrected_by_the_calibration_of_the_product(tmp_path: Path, station: Station) -> None:
    sheet = np.rint(120 * np.linspace(0.8, 1.2, SIDE) * np.ones((SIDE, 1))).astype(np.uint8)
    ref = station.calibrations.make_flat_field(ENGINEER, "sheet", [sheet]).ref
    correction = station.calibrations.correction(ref)
    plan = make_plan(tmp_path, product="sheet", data_set=True)
    folder = station.plans.begin(ENGINEER, plan)
    serve(station)
    _, taken, _ = read(folder / MANIFEST)
    raw = {correction.apply(picture(n)).tobytes() for n in range(200)}
    for one in taken.values():
        assert read_image(folder / one.file).tobytes() in raw
    known = station.records.corrections.of([one.sha256 for one in taken.values()])
    assert set(known.values()) == {ref}
    assert len(known) == len(taken) == len(station.datasets.page("sheet"))


def test_a_run_is_gone_on_with_where_it_was_left(tmp_path: Path, station: Station) -> None:
    plan = make_plan(tmp_path, product="sheet", data_set=True)
    folder = station.plans.begin(ENGINEER, plan)
    serve(station, taken=3)
    station.plans.cancel(ENGINEER)
    assert serve(station).state is PlanState.CANCELLED
    before = {path: path.read_bytes() for path in folder.rglob("*.png")}
    assert len(before) == 3
    with pytest.raises(UsageError, match="holds pictures of a plan already"):
        station.plans.begin(ENGINEER, plan)
    station.plans.begin(ENGINEER, plan, go_on=True)
    asked = reach(station, PlanState.ASKING)
    assert asked.question is not None
    assert (asked.question.kind, asked.question.setup.number) == (Ask.INSERT, 2), "somebody has to put it in again"
    serve(station)
    assert {path: path.read_bytes() for path in before} == before
    assert len(list(folder.rglob("*.png"))) == 4
    assert station.datasets.counts("sheet").all == 4


@pytest.mark.parametrize("left", ["half a line", "a picture without a line", "a line without its data set"])
def test_whatever_a_killed_program_leaves_nothing_is_lost_and_nothing_there_twice(
    tmp_path: Path, station: Station, left: str
) -> None:
    plan = make_plan(tmp_path, product="sheet", data_set=True)
    folder = station.plans.begin(ENGINEER, plan)
    serve(station, taken=2)
    station.plans.cancel(ENGINEER)
    serve(station)
    manifest = folder / MANIFEST
    if left == "half a line":
        with manifest.open("ab") as file:
            file.write(b'{"file": "test/fold/s00')
    elif left == "a picture without a line":
        write_image(folder / "test/fold/s002-hand-01.png", picture(999))
        (folder / "test/fold/.s002-hand-02.png.tmp").write_bytes(b"half")
    else:
        line = json.loads(manifest.read_text().splitlines()[-1])
        stored = write_image(folder / "test/fold/s002-hand-01.png", picture(998))
        line.update(file="test/fold/s002-hand-01.png", setup=2, shot=1, label="fold", sha256=stored.sha256)
        with manifest.open("a") as file:
            file.write(json.dumps(line) + "\n")
    station.plans.begin(ENGINEER, plan, go_on=True)
    assert serve(station).done == 4
    _, taken, whole = read(manifest)
    assert whole == manifest.stat().st_size
    assert len(manifest.read_text().splitlines()) == 5
    pngs = {str(path.relative_to(folder)): read_image(path) for path in folder.rglob("*.png")}
    assert set(pngs) == {one.file for one in taken.values()}
    assert [one.image.sha256 for one in station.datasets.page("sheet")] == [one.sha256 for one in taken.values()]


def test_a_picture_that_is_gone_or_changed_is_taken_again(tmp_path: Path, station: Station) -> None:
    plan = make_plan(tmp_path)
    folder = station.plans.begin(ENGINEER, plan)
    serve(station)
    (folder / "train/good/s001-hand-01.png").unlink()
    (folder / "test/fold/s002-hand-02.png").write_bytes(b"something else")
    station.plans.begin(ENGINEER, plan, go_on=True)
    serve(station)
    _, taken, _ = read(folder / MANIFEST)
    assert len(taken) == 4
    for one in taken.values():
        assert hashlib.sha256((folder / one.file).read_bytes()).hexdigest() == one.sha256


def test_another_plan_does_not_go_on_in_the_folder_and_is_told_what_differs(tmp_path: Path, station: Station) -> None:
    station.plans.begin(ENGINEER, make_plan(tmp_path))
    serve(station)
    with pytest.raises(StateError, match="run of another plan: shots was 2, now it is 5"):
        station.plans.begin(ENGINEER, make_plan(tmp_path, shots=5), go_on=True)
    assert station.camera_use.user is None


def test_a_folder_that_is_no_run_is_refused(tmp_path: Path, station: Station) -> None:
    plan = make_plan(tmp_path)
    with pytest.raises(UsageError, match="holds no run of a plan to go on with"):
        station.plans.begin(ENGINEER, plan, go_on=True)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "diary.txt").write_text("mine")
    with pytest.raises(UsageError, match="holds other files"):
        station.plans.begin(ENGINEER, plan)
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="is a file"):
        station.plans.begin(ENGINEER, plan, out=tmp_path / "file")
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged" / MANIFEST).write_text("nonsense\n{}\n")
    with pytest.raises(StorageError, match="line 1 is not one that this program wrote"):
        station.plans.begin(ENGINEER, plan, out=tmp_path / "damaged", go_on=True)
    assert station.camera_use.user is None


def test_who_may_not_take_pictures_may_run_no_plan(tmp_path: Path, station: Station) -> None:
    operator = Session("otto", Role.OPERATOR, datetime.now(UTC))
    with pytest.raises(NotPermitted):
        station.plans.begin(operator, make_plan(tmp_path))
    station.plans.begin(ENGINEER, make_plan(tmp_path))
    reach(station, PlanState.ASKING)
    for act in (station.plans.pause, station.plans.go_on, station.plans.cancel):
        with pytest.raises(NotPermitted):
            act(operator)
    with pytest.raises(NotPermitted):
        station.plans.answer(operator, Answer.CONFIRM)
    with pytest.raises(StateError, match="Nothing is asked that could be answered so"):
        station.plans.answer(ENGINEER, Answer.KEEP)


def test_the_audit_trail_says_who_ran_which_plan(tmp_path: Path, station: Station) -> None:
    plan = make_plan(tmp_path)
    station.plans.begin(command_line("ada"), plan)
    serve(station)
    rows = station.records.audit.entries(AuditQuery(action=Act.PLAN_RUN))
    assert [(row.who, row.subject) for row in rows] == [("ada", "plan sheets")] * 2
    ended = rows[0].after
    assert ended is not None
    assert (ended["taken"], ended["of"], ended["state"], ended["plan"]) == (4, 4, "done", plan.sha256)


def test_a_run_that_the_audit_trail_does_not_take_is_not_begun(
    tmp_path: Path, station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise RecordsError("The database is locked.", "End what locks it.")

    with monkeypatch.context() as patched:
        patched.setattr(station.records.audit, "add", refuse)
        with pytest.raises(RecordsError):
            station.plans.begin(ENGINEER, make_plan(tmp_path))
    assert not (tmp_path / "out").exists()
    assert station.camera_use.user is None
    station.plans.begin(ENGINEER, make_plan(tmp_path))
    assert serve(station).done == 4


def test_the_camera_has_one_user(tmp_path: Path, station: Station) -> None:
    plan = make_plan(tmp_path)
    teach(station, good=[picture(n) for n in range(8)])
    station.records.activate("cell", 1, who="test", why="first")
    station.start()
    with pytest.raises(StateError, match="The line runs"):
        station.plans.begin(ENGINEER, plan)
    station.stop()
    station.capturing.open(ENGINEER)
    station.plans.begin(ENGINEER, plan)
    assert station.capturing.status().source.value == "none", "the live view went before the plan"
    with pytest.raises(StateError, match="A capture plan runs already"):
        station.plans.begin(ENGINEER, plan)
    with pytest.raises(StateError, match="in use by the capture plan"):
        station.start()
    with pytest.raises(StateError, match="in use by the capture plan"):
        station.capturing.open(ENGINEER)
    serve(station)
    station.capturing.open(ENGINEER)


def test_a_plan_with_poses_needs_a_robot(tmp_path: Path, station: Station) -> None:
    plan = make_plan(tmp_path, {"number": 1, "title": "Sheet", "label": "good", "poses": [1]})
    with pytest.raises(StateError, match="no robot is set up at this station"):
        station.plans.begin(ENGINEER, plan)
    assert not (tmp_path / "out").exists()


def test_a_pause_ends_after_the_picture_and_goes_on_when_told(tmp_path: Path, station: Station) -> None:
    station.plans.begin(ENGINEER, make_plan(tmp_path, {"number": 1, "title": "A", "label": "good"}, shots=3))
    reach(station, PlanState.ASKING)
    station.plans.pause(ENGINEER)
    station.plans.answer(ENGINEER, Answer.CONFIRM)
    assert reach(station, PlanState.PAUSED).message == "The plan was paused."
    assert now(station).done == 0
    station.plans.go_on(ENGINEER)
    assert serve(station).done == 3


class TestLostCamera:
    @pytest.fixture
    def script(self) -> list[Step]:
        return [Deliver(3), BadBuffer(), Deliver(1), Unplug(failing_opens=3)]

    def test_pictures_that_do_not_come_are_asked_for_again(self, tmp_path: Path, station: Station) -> None:
        plan = make_plan(tmp_path, {"number": 1, "title": "A", "label": "good", "shots": 9})
        station.plans.begin(ENGINEER, plan)
        last = serve(station)
        assert (last.state, last.done) == (PlanState.DONE, 9)


class TestUnpluggedForLong:
    @pytest.fixture
    def script(self) -> list[Step]:
        return [Unplug(failing_opens=1_000_000)]

    def test_a_camera_that_stays_away_is_said_and_can_be_left(self, tmp_path: Path, station: Station) -> None:
        station.plans.begin(ENGINEER, make_plan(tmp_path, {"number": 1, "title": "A", "label": "good", "shots": 3}))
        reach(station, PlanState.ASKING)
        station.plans.answer(ENGINEER, Answer.CONFIRM)
        assert "not there" in reach(station, PlanState.WAITING).message
        station.plans.cancel(ENGINEER)
        assert serve(station).state is PlanState.CANCELLED


def test_a_camera_that_is_not_there_begins_nothing(tmp_path: Path) -> None:
    station = build(make_config(tmp_path, camera={"kind": "folder", "path": str(tmp_path / "gone")}))
    try:
        with pytest.raises(CameraNotFound):
            station.plans.begin(ENGINEER, make_plan(tmp_path))
        assert not (tmp_path / "out").exists()
        assert station.camera_use.user is None
    finally:
        station.close()


def test_a_picture_that_the_image_gate_refuses_is_taken_again_then_a_person_is_asked(tmp_path: Path) -> None:
    dark = [False]
    black = np.zeros((SIDE, SIDE), np.uint8)
    options = FakeOptions(width=SIDE, height=SIDE, watchdog_ms=60_000)
    camera = FakeCamera(options, picture=lambda n: black if dark[0] else picture(n))
    with built(make_config(tmp_path, side=SIDE), camera) as station:
        good = [picture(n) for n in range(8)]
        teach(station, "sheet", good=good, gate=learn(good).to_dict())
        setup = {"number": 1, "title": "A", "label": "good", "shots": 2}
        folder = station.plans.begin(ENGINEER, make_plan(tmp_path, setup, product="sheet"))
        reach(station, PlanState.ASKING, Ask.INSERT)
        dark[0] = True
        station.plans.answer(ENGINEER, Answer.CONFIRM)
        asked = reach(station, PlanState.ASKING, Ask.UNFIT)
        assert asked.question is not None
        assert "too dark" in asked.question.findings[0]
        assert (asked.done, asked.retaken) == (0, 2), "twice by itself, then a person"
        dark[0] = False
        station.plans.answer(ENGINEER, Answer.RETAKE)
        assert reach(station, PlanState.ASKING, Ask.MOVE).done == 1
        dark[0] = True
        station.plans.answer(ENGINEER, Answer.CONFIRM)
        reach(station, PlanState.ASKING, Ask.UNFIT)
        station.plans.answer(ENGINEER, Answer.KEEP)
        last = serve(station)
        assert (last.done, last.unfit) == (2, 1)
    _, taken, _ = read(folder / MANIFEST)
    assert [(one.fit, one.retakes) for one in taken.values()] == [(True, 3), (False, 2)]
    assert "too dark" in taken[Key(1, None, 2)].unfit[0]


def test_a_picture_of_another_kind_than_the_data_set_is_not_stored(tmp_path: Path, station: Station) -> None:
    station.datasets.add(ENGINEER, "sheet", [Shot(np.zeros((8, 8), np.uint8), datetime.now(UTC))], ImageLabel.GOOD)
    folder = station.plans.begin(ENGINEER, make_plan(tmp_path, product="sheet", data_set=True))
    reach(station, PlanState.ASKING)
    station.plans.answer(ENGINEER, Answer.CONFIRM)
    paused = reach(station, PlanState.PAUSED)
    assert "but the pictures of sheet are 8 x 8 grey uint8" in paused.message
    assert list(folder.rglob("*.png")) == []
    station.plans.cancel(ENGINEER)
    serve(station)


def test_a_moved_part_is_seen_where_the_plan_says_so(tmp_path: Path) -> None:
    number = [0]
    camera = FakeCamera(FakeOptions(width=SIDE, height=SIDE, watchdog_ms=60_000), picture=lambda _: picture(number[0]))
    with built(make_config(tmp_path, side=SIDE), camera) as station:
        setup = {"number": 1, "title": "A", "label": "good"}
        station.plans.begin(ENGINEER, make_plan(tmp_path, setup, shots=3, by_hand="moved"))
        reach(station, PlanState.ASKING, Ask.INSERT)
        station.plans.answer(ENGINEER, Answer.CONFIRM)
        for shot in (2, 3):
            asked = reach(station, PlanState.ASKING, Ask.MOVE)
            assert asked.done == shot - 1
            number[0] += 1  # somebody moves it; nobody presses anything
            until(lambda shot=shot: now(station).done == shot, lambda: now(station))
        assert serve(station).state is PlanState.DONE


def test_a_folder_as_camera_loses_no_picture_to_looks(tmp_path: Path) -> None:
    source = tmp_path / "pictures"
    for n in range(4):
        write_image(source / f"{n}.png", picture(n))
    config = make_config(tmp_path, camera={"kind": "folder", "path": str(source), "interval_ms": 0})
    station = build(config)
    try:
        assert isinstance(station._line.acquisition.camera, FolderCamera)
        folder = station.plans.begin(ENGINEER, make_plan(tmp_path))
        serve(station)
        pictures = [read_image(path) for path in sorted(folder.rglob("s0*.png"), key=lambda path: path.name)]
        assert all((one == picture(n)).all() for n, one in enumerate(pictures))
        with pytest.raises(CameraConfigError, match=r"The plan sets camera.gain_db, and .* cannot set it"):
            station.plans.begin(ENGINEER, make_plan(tmp_path, camera={"gain_db": 3.0}), out=tmp_path / "two")
    finally:
        station.close()


def test_a_disk_that_is_full_pauses_the_plan_and_it_goes_on_when_there_is_room(
    tmp_path: Path, station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = station.plans.begin(ENGINEER, make_plan(tmp_path))
    reach(station, PlanState.ASKING)

    def full(path: Path, _image: object) -> None:
        raise StorageError(f"{path}: the disk is full.", "Free some space, or keep fewer pictures.")

    with monkeypatch.context() as patched:
        patched.setattr("station.plan_run.write_image", full)
        station.plans.answer(ENGINEER, Answer.CONFIRM)
        assert "the disk is full" in reach(station, PlanState.PAUSED).message
    station.plans.go_on(ENGINEER)
    assert serve(station).done == 4
    assert len(list(folder.rglob("*.png"))) == 4


def test_pictures_of_a_product_with_a_calibration_are_stored_corrected_and_say_by_what(tmp_path: Path) -> None:
    across = np.linspace(60, 200, SIDE)[None, :].repeat(SIDE, 0).astype(np.uint8)
    camera = FakeCamera(FakeOptions(width=SIDE, height=SIDE, watchdog_ms=60_000), picture=lambda _: across)
    with built(make_config(tmp_path, side=SIDE), camera) as station:
        record = station.calibrations.make_flat_field(ENGINEER, "sheet", [across])
        setup = {"number": 1, "title": "A", "label": "good"}
        folder = station.plans.begin(ENGINEER, make_plan(tmp_path, setup, product="sheet", shots=1))
        serve(station)
    _, taken, _ = read(folder / MANIFEST)
    (one,) = taken.values()
    assert one.calibration == f"sheet@1 {record.ref.sha256}"
    assert np.ptp(read_image(folder / one.file).astype(int)) <= 3, "what was uneven is even"
