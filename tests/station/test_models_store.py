"""The model store: whole folders, checked before they are loaded."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors import SafetensorError
from safetensors.numpy import load_file, save

from detectors.api import Detector, Estimate, Image, ModelFolderError, Prediction
from station.errors import ImageFileError, ModelStoreError, RecipeError, StorageError
from station.models import DatasetSnapshot, ModelStore, snapshot_of


class Brightness:
    """A small real detector: the score is how far a picture's mean is from that of the good ones."""

    name = "brightness"
    min_images = 1

    def parse_options(self, values: Mapping[str, Any]) -> Any:
        return dict(values)

    def estimate(self, n_images: int, size: tuple[int, int], options: Any, *, device: str = "cpu") -> Estimate:
        return Estimate(0.0, 0, 0)

    def fit(self, images: Sequence[Image], options: Any, **_: Any) -> FittedBrightness:
        return FittedBrightness(np.array([image.mean() for image in images]))

    def load(self, folder: Path, *, device: str = "auto") -> FittedBrightness:
        try:
            return FittedBrightness(load_file(folder / "model.safetensors")["means"])
        except (OSError, SafetensorError) as error:
            raise ModelFolderError(f"{folder} is damaged: model.safetensors", "Train it again.") from error


class FittedBrightness:
    detector = "brightness"
    options: Mapping[str, Any] = {}
    device = "cpu"

    def __init__(self, means: np.ndarray) -> None:
        self.means = means

    @property
    def n_images(self) -> int:
        return len(self.means)

    def predict(self, images: Sequence[Image]) -> list[Prediction]:
        maps = [np.abs(image - self.means.mean()).astype(np.float32) for image in images]
        return [Prediction(float(one.max()), one) for one in maps]

    def save(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True)
            (folder / "model.safetensors").write_bytes(save({"means": self.means}))
            (folder / "meta.json").write_text(json.dumps({"n": self.n_images}))
        except OSError as error:
            shutil.rmtree(folder, ignore_errors=True)
            raise ModelFolderError("cannot be written") from error

    def warm_up(self, size: tuple[int, int]) -> None:
        self.predict([np.zeros(size, np.uint8)])

    def close(self) -> None: ...


def by_name(name: str) -> Detector:
    if name != "brightness":
        raise ModelStoreError(f"no detector {name}")
    return Brightness()


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "models", by_name)


FITTED = FittedBrightness(np.array([10.0, 12.0]))
SNAPSHOT = DatasetSnapshot("cell", (), seed=3)


def test_a_stored_model_is_loaded_and_scores_as_before(store: ModelStore) -> None:
    model = store.add("cell", FITTED, SNAPSHOT)
    image = np.full((4, 4), 60, np.uint8)
    assert store.load(model).predict([image])[0].score == FITTED.predict([image])[0].score
    assert sorted(path.name for path in store.folder(model).iterdir()) == [
        "dataset.json",
        "meta.json",
        "model.safetensors",
    ]


def test_versions_count_up_and_keep_their_hashes(store: ModelStore) -> None:
    assert store.versions("cell") == []
    models = [store.add("cell", FittedBrightness(np.arange(n, dtype=float)), SNAPSHOT) for n in (1, 2, 3)]
    assert [model.version for model in models] == [1, 2, 3]
    assert len({model.sha256 for model in models}) == 3
    assert store.versions("cell") == models
    shutil.rmtree(store.folder(models[0]))
    assert store.add("cell", FITTED, SNAPSHOT).version == 4


def test_the_data_set_is_kept_with_hashes_of_the_pictures(store: ModelStore, tmp_path: Path) -> None:
    for name in ("1.png", "2.png"):
        (tmp_path / name).write_bytes(name.encode())
    snapshot = snapshot_of("cell", [tmp_path / "1.png"], [tmp_path / "2.png"], seed=5)
    assert [(image.file, image.split) for image in snapshot.images] == [("1.png", "normal"), ("2.png", "held_out")]
    assert snapshot.images[0].sha256 != snapshot.images[1].sha256
    assert store.snapshot(store.add("cell", FITTED, snapshot)) == snapshot
    with pytest.raises(ImageFileError, match=r"3\.png"):
        snapshot_of("cell", [tmp_path / "3.png"])


def test_a_changed_missing_or_damaged_model_is_refused_with_a_remedy(store: ModelStore) -> None:
    model = store.add("cell", FITTED, SNAPSHOT)
    folder = store.folder(model)
    meta = (folder / "meta.json").read_bytes()

    def refused(words: str) -> None:
        with pytest.raises(ModelStoreError, match=words) as caught:
            store.load(model)
        assert str(folder) in caught.value.message
        assert "train again" in caught.value.hint

    (folder / "meta.json").write_bytes(meta + b" ")
    refused("another hash")
    (folder / "meta.json").unlink()
    refused("is missing")
    (folder / "meta.json").write_bytes(meta)
    dataset = (folder / "dataset.json").read_bytes()
    (folder / "dataset.json").write_bytes(dataset[:-5])
    refused("dataset.json")
    (folder / "dataset.json").write_text('{"schema": 99}')
    refused("dataset.json")
    (folder / "dataset.json").write_bytes(dataset)
    store.load(model).close()
    (folder / "model.safetensors").write_bytes(b"half")
    refused(r"model\.safetensors")
    shutil.rmtree(folder)
    refused("no such model")


def test_a_name_that_leaves_the_folder_is_refused(store: ModelStore) -> None:
    for name in ("../evil", "a/b", "", ".hidden"):
        with pytest.raises(RecipeError):
            store.add(name, FITTED, SNAPSHOT)


def test_what_a_crash_left_is_removed_at_start(store: ModelStore, tmp_path: Path) -> None:
    assert store.clean() == 0
    model = store.add("cell", FITTED, SNAPSHOT)
    half = tmp_path / "models" / "cell" / ".new-abc"
    half.mkdir()
    (half / "meta.json").write_text("{}")
    assert store.versions("cell") == [model]
    assert store.clean() == 1
    assert not half.exists()
    store.load(model).close()


def test_a_number_taken_by_another_program_meanwhile_is_left_to_it(
    store: ModelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = store.add("cell", FITTED, SNAPSHOT)
    monkeypatch.setattr(store, "_numbers", lambda _: [])  # as if the other had come between looking and taking
    assert store.add("cell", FITTED, SNAPSHOT).version == 2
    store.load(first).close()


def test_a_failed_save_leaves_nothing(store: ModelStore, tmp_path: Path) -> None:
    class Broken(FittedBrightness):
        def save(self, folder: Path) -> None:
            folder.mkdir()
            (folder / "half").write_text("x")
            raise ModelFolderError("the self-test failed", "Train again.")

    with pytest.raises(ModelStoreError, match="the self-test failed"):
        store.add("cell", Broken(np.zeros(1)), SNAPSHOT)
    assert list((tmp_path / "models" / "cell").iterdir()) == []


def test_a_read_only_folder_is_named(store: ModelStore, tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models").chmod(0o555)
    try:
        if os.access(tmp_path / "models", os.W_OK):
            pytest.skip("this user may write everywhere (root), or the system has no such rights")
        with pytest.raises(StorageError, match="may not be written"):
            store.add("cell", FITTED, SNAPSHOT)
    finally:
        (tmp_path / "models").chmod(0o755)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with 64 kB."""
    folder = tmp_path / "small"
    folder.mkdir()
    try:
        made = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)], capture_output=True, check=False
        )
    except FileNotFoundError:
        pytest.skip("needs the command mount")
    if made.returncode:
        pytest.skip("needs the right to mount a small file system")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_leaves_the_older_version_only(small_disk: Path) -> None:
    store = ModelStore(small_disk, by_name)
    model = store.add("cell", FITTED, SNAPSHOT)
    with pytest.raises(StorageError, match="disk is full"):
        store.add("cell", FittedBrightness(np.zeros(100_000)), SNAPSHOT)
    assert [path.name for path in (small_disk / "cell").iterdir()] == ["0001"]
    store.load(model).close()


@pytest.mark.skipif(os.name != "posix", reason="mounts a read-only file system")
def test_a_read_only_disk_is_named(small_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(StorageError, match="may not be written"):
        ModelStore(small_disk, by_name).add("cell", FITTED, SNAPSHOT)
