"""A recipe with its model in one file: the same verdicts elsewhere, and nothing half-made whatever the file is."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calibration.image_gate import learn
from station import recipe_exchange, recipe_file
from station.decision import decide
from station.errors import NotPermitted, RecipeError, RecordsError, StorageError
from station.judge import Setup
from station.recipe import ImageSpec
from station.services import Station
from station.setups import setup_loader
from tests.station.built_rig import ANNA, OTTO, acts, built, files_below, make_config, picture, teach

Change = Callable[[dict[str, bytes]], None]


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Station]:
    with built(make_config(tmp_path / "here")) as station:
        teach(station, review_from=4.5, gate=None)
        yield station


@pytest.fixture
def file(here: Station, tmp_path: Path) -> Path:
    return here.recipes.exchange.export(ANNA, "cell", None, tmp_path / "carried").path


def carry_in(station: Station, file: Path, name: str | None = None) -> recipe_exchange.Imported:
    return station.recipes.exchange.carry_in(ANNA, station.recipes.exchange.plan(file, name=name), why="trial")


def rewrite(file: Path, change: Change, *, seal: bool = True) -> Path:
    """Write the archive anew with other content; `seal` puts the hashes of the manifest right again."""
    with zipfile.ZipFile(file) as archive:
        content = {one.filename: archive.read(one) for one in archive.infolist()}
    change(content)
    if seal and "manifest.json" in content:
        manifest = json.loads(content["manifest.json"])
        manifest["files"] = {
            name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            for name, data in content.items()
            if name != "manifest.json"
        }
        content["manifest.json"] = json.dumps(manifest).encode()
    changed = file.with_name(f"changed{recipe_file.SUFFIX}")
    with zipfile.ZipFile(changed, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return changed


@settings(max_examples=25)
@given(
    number=st.integers(0, 2**20),
    defect=st.booleans(),
    level=st.integers(-60, 100),
)
def test_an_imported_recipe_gives_the_same_score_and_verdict_on_every_picture(
    setups: tuple[Setup, Setup], number: int, defect: bool, level: int
) -> None:
    image = np.clip(picture(number, defect=defect).astype(int) + level, 0, 255).astype(np.uint8)
    answers = []
    for setup in setups:
        prediction = setup.detector.predict([image])[0]
        found = decide(prediction.score, setup.recipe)
        gate = setup.gate(image)
        answers.append((prediction.score, prediction.anomaly_map.tobytes(), found.verdict, found.reason, gate))
    assert answers[0] == answers[1]


@pytest.fixture(scope="module")
def setups(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Setup, Setup]]:
    """What the line of the exporting and of the importing station would load."""
    folder = tmp_path_factory.mktemp("both")
    with built(make_config(folder / "one")) as one, built(make_config(folder / "two")) as two:
        teach(one, review_from=4.5, gate=learn([picture(n) for n in range(8)]).to_dict())
        carry_in(two, one.recipes.exchange.export(ANNA, "cell", 1, folder / "cell").path)
        loaded = [setup_loader(station.config)(station.records.recipe("cell")) for station in (one, two)]
    yield loaded[0], loaded[1]
    for setup in loaded:
        setup.detector.close()


def test_the_same_recipe_gives_the_same_bytes(here: Station, tmp_path: Path) -> None:
    first = here.recipes.exchange.export(ANNA, "cell", 1, tmp_path / "one")
    second = here.recipes.exchange.export(ANNA, "cell", 1, tmp_path / "two")
    assert first.path.read_bytes() == second.path.read_bytes()
    assert first.sha256 == hashlib.sha256(first.path.read_bytes()).hexdigest()
    assert acts(here)[-2:] == ["recipe.exported"] * 2


def test_an_import_is_the_next_version_with_its_history_and_is_not_in_force(
    here: Station, there: Station, file: Path
) -> None:
    done = carry_in(there, file)
    source, made = here.records.recipe("cell"), done.recipe
    assert done.is_new
    assert (made.name, made.version, made.model.version) == ("cell", 1, 1)
    assert (made.threshold, made.review_from, made.choice, made.image) == (
        source.threshold, source.review_from, source.choice, source.image,
    )  # fmt: skip
    assert made.model.sha256 == source.model.sha256
    assert made.created_by == "anna"
    assert "here" in made.note
    assert "first one" in made.note
    assert there.records.active() is None
    assert there.records.thresholds("cell")[0].reason.params == {"rate": 0.05}
    known = there.records.model(made.model.ref)
    assert known is not None
    assert (known.detector, known.options) == ("fake", {"cells": 8})
    assert acts(there) == ["recipe.imported"]
    assert there.records.audit.verify().whole


def test_what_is_here_already_is_not_made_twice(there: Station, file: Path) -> None:
    carry_in(there, file)
    before = files_below(there.config.models_dir)
    again = carry_in(there, file)
    assert not again.is_new
    assert again.recipe.version == 1
    assert len(there.records.versions("cell")) == 1
    assert files_below(there.config.models_dir) == before


def test_a_taken_name_gets_the_next_version_and_another_name_can_be_given(there: Station, file: Path) -> None:
    teach(there, cells=4)
    plan = there.recipes.exchange.plan(file)
    assert (plan.newest_here, plan.version, plan.same_as) == (1, 2, None)
    assert there.recipes.exchange.carry_in(ANNA, plan).recipe.version == 2
    other = carry_in(there, file, name="cell-left")
    assert (other.recipe.name, other.recipe.version) == ("cell-left", 1)
    assert other.recipe.model == there.records.recipe("cell", 2).model  # the model is there once
    with pytest.raises(RecipeError, match="cannot be the name"):
        there.recipes.exchange.plan(file, name="../cell")


def test_a_recipe_for_other_pictures_is_imported_and_that_is_said(there: Station, file: Path) -> None:
    recipe = teach(there, "big", image=ImageSpec(height=96, width=96, channels=3, dtype="uint8"))
    there.records.activate("big", 1, who="anna", why="first")
    done = carry_in(there, file)
    assert done.is_new
    assert done.plan.other_pictures == recipe.image


def test_a_model_that_is_damaged_here_is_replaced_by_a_whole_one(there: Station, file: Path) -> None:
    first = carry_in(there, file).recipe
    (there.config.models_dir / "cell" / "0001" / "model.safetensors").write_bytes(b"gone")
    second = carry_in(there, file, name="cell2").recipe
    assert second.model != first.model
    there.recipes.check_model("cell2")


def test_only_engineers_carry_recipes(here: Station, there: Station, file: Path, tmp_path: Path) -> None:
    with pytest.raises(NotPermitted):
        here.recipes.exchange.export(OTTO, "cell", None, tmp_path / "no")
    with pytest.raises(NotPermitted):
        there.recipes.exchange.carry_in(OTTO, there.recipes.exchange.plan(file))


def test_a_damaged_model_is_not_exported(here: Station, tmp_path: Path) -> None:
    (here.config.models_dir / "cell" / "0001" / "model.safetensors").write_bytes(b"x")
    with pytest.raises(Exception, match="another hash"):
        here.recipes.exchange.export(ANNA, "cell", None, tmp_path / "bad")
    assert not list(tmp_path.glob("bad*"))


def _put(name: str, data: bytes = b"x") -> Change:
    return lambda content: content.update({name: data})


def _drop(name: str) -> Change:
    return lambda content: content.pop(name) and None


def _manifest(**changes: Any) -> Change:
    def change(content: dict[str, bytes]) -> None:
        content["manifest.json"] = json.dumps({**json.loads(content["manifest.json"]), **changes}).encode()

    return change


def _recipe(**changes: Any) -> Change:
    def change(content: dict[str, bytes]) -> None:
        body = {**json.loads(content["recipe.json"]), **changes}
        text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        content["recipe.json"] = text
        _manifest(recipe_sha256=hashlib.sha256(text).hexdigest())(content)

    return change


@pytest.mark.parametrize(
    ("change", "seal", "said"),
    [
        (_put("../evil"), True, "no file of a recipe"),
        (_put("model/../../evil"), True, "no file of a recipe"),
        (_put("/evil"), True, "no file of a recipe"),
        (_put("model/sub/evil"), True, "no file of a recipe"),
        (_put("model/con.json"), True, "no file of a recipe"),
        (_put("model/META.json"), True, "twice"),
        (_put("model/extra.bin"), False, "does not name"),
        (_drop("model/model.safetensors"), True, "model.safetensors is missing"),
        (_drop("model/dataset.json"), False, "dataset.json is missing"),
        (_drop("recipe.json"), True, "not a recipe"),
        (_drop("manifest.json"), False, "not a recipe"),
        (_put("model/model.safetensors", b"other"), False, "bytes instead of"),
        (_put("model/model.safetensors", b"other"), True, "another hash"),
        (_put("model/meta.json", b"{}"), True, "not the one that the recipe was made with"),
        (_put("recipe.json", b"{}"), True, "recipe in it cannot be read"),
        (_put("manifest.json", b"not json"), False, "cannot be read"),
        (_manifest(schema=2), True, "form 2"),
        (_manifest(format="zip"), True, "not a recipe"),
        (_manifest(surprise=1), True, "surprise"),
        (_manifest(recipe_sha256="0" * 64), True, "not the one that its manifest names"),
        (_recipe(threshold="high"), True, "recipe in it cannot be read"),
        (_recipe(name="../evil"), True, "recipe in it cannot be read"),
        (_recipe(model={"name": "../evil", "version": 1, "sha256": "0" * 64}), True, "recipe in it cannot be read"),
    ],
)
def test_a_file_that_is_not_whole_or_holds_something_else_changes_nothing(
    there: Station, file: Path, change: Change, seal: bool, said: str
) -> None:
    with pytest.raises(RecipeError, match=said):
        carry_in(there, rewrite(file, change, seal=seal))
    assert there.records.recipes() == []
    assert files_below(there.config.models_dir) == {}
    assert acts(there) == []


def test_a_file_cut_off_anywhere_is_refused(there: Station, file: Path) -> None:
    data = file.read_bytes()
    cut = file.with_name("cut")
    for length in (0, 1, 30, len(data) // 2, len(data) - 30, len(data) - 1):
        cut.write_bytes(data[:length])
        with pytest.raises(RecipeError, match="not a whole recipe file"):
            there.recipes.exchange.plan(cut)
    with pytest.raises(StorageError, match="cannot be read"):
        there.recipes.exchange.plan(file.with_name("nowhere"))


def test_a_byte_that_was_changed_anywhere_is_found(there: Station, file: Path) -> None:
    data = file.read_bytes()
    changed = file.with_name("changed")
    accepted = []
    for at in range(0, len(data), 97):
        changed.write_bytes(data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :])
        try:
            carried = there.recipes.exchange.plan(changed).carried
        except (RecipeError, StorageError):
            continue
        accepted.append(carried)
    whole = there.recipes.exchange.plan(file).carried
    # dates and rights of the entries say nothing about the recipe
    assert all((one.recipe, one.manifest) == (whole.recipe, whole.manifest) for one in accepted)


def test_links_and_compressed_entries_are_refused(there: Station, file: Path, tmp_path: Path) -> None:
    for kind, said in (("link", "not a plain file"), ("small", "compressed")):
        other = tmp_path / kind
        with zipfile.ZipFile(file) as source, zipfile.ZipFile(other, "w") as archive:
            for one in source.infolist():
                entry = zipfile.ZipInfo(one.filename)
                if kind == "link" and one.filename == "model/meta.json":
                    entry.create_system, entry.external_attr = 3, 0o120777 << 16
                if kind == "small" and one.filename == "model/model.safetensors":
                    entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, source.read(one))
        with pytest.raises(RecipeError, match=said):
            there.recipes.exchange.plan(other)


@pytest.mark.skipif(sys.platform == "win32", reason="a limit of file sizes stands in for a full disk")
def test_a_full_disk_leaves_nothing_half_made(there: Station, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import resource

    plan = there.recipes.exchange.plan(file)
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (700, usual[1]))
    try:
        with pytest.raises(StorageError, match="disk is full"):
            there.recipes.exchange.carry_in(ANNA, plan)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert files_below(there.config.models_dir) == {}
    assert there.records.recipes() == []
    usage = shutil.disk_usage(there.config.data_dir)
    with monkeypatch.context() as patch:
        patch.setattr(recipe_exchange.shutil, "disk_usage", lambda _: usage._replace(free=1))
        with pytest.raises(StorageError, match="free"):
            there.recipes.exchange.carry_in(ANNA, plan)
    assert there.recipes.exchange.carry_in(ANNA, plan).is_new


def test_records_that_refuse_the_version_leave_no_model(there: Station, file: Path) -> None:
    plan = there.recipes.exchange.plan(file)
    with closing(sqlite3.connect(there.config.data_dir / "records.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(RecordsError):
            there.recipes.exchange.carry_in(ANNA, plan)
        other.execute("ROLLBACK")
    assert files_below(there.config.models_dir) == {}
    assert there.recipes.exchange.carry_in(ANNA, plan).is_new
