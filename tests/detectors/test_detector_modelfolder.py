"""Model folders: whole or absent, the same bytes for the same model, and never believed without their hashes."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from detectors import modelfolder
from detectors.api import ModelFolderError
from detectors.modelfolder import ModelFolder, read_model_folder, write_model_folder

MODEL = ModelFolder(
    detector="some",
    options={"a": [1, 2]},
    n_images=3,
    details={"b": 1.5},
    self_test={"values": [1.0]},
    arrays={"bank": {"rows": np.arange(12, dtype=np.float32).reshape(3, 4), "more": np.zeros(2)}},
)


def test_what_was_written_is_read(tmp_path: Path) -> None:
    write_model_folder(tmp_path / "a" / "model", MODEL)
    found = read_model_folder(tmp_path / "a" / "model", "some")
    assert (found.options, found.n_images, found.details) == (MODEL.options, 3, MODEL.details)
    assert np.array_equal(found.arrays["bank"]["rows"], MODEL.arrays["bank"]["rows"])
    assert found.arrays["bank"]["more"].dtype == np.float64


def test_the_same_model_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "other"):
        write_model_folder(tmp_path / name, MODEL)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "other" / path.name).read_bytes()


def test_an_existing_folder_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    with pytest.raises(ModelFolderError, match="exists already"):
        write_model_folder(tmp_path / "model", MODEL)
    assert list((tmp_path / "model").iterdir()) == []


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = modelfolder._write_synced

    def full(path: Path, data: bytes) -> None:
        if path.name == "meta.json":
            raise OSError(28, "No space left on device")
        real(path, data)

    monkeypatch.setattr(modelfolder, "_write_synced", full)
    with pytest.raises(ModelFolderError, match="No space left"):
        write_model_folder(tmp_path / "model", MODEL)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(ModelFolderError, match="cannot be written"):
        write_model_folder(tmp_path / "file" / "model", MODEL)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 1}', '{"format": 2}', "\x00"])
def test_a_meta_json_that_says_too_little_is_named(tmp_path: Path, text: str) -> None:
    write_model_folder(tmp_path / "model", MODEL)
    (tmp_path / "model" / "meta.json").write_text(text, encoding="utf-8")
    with pytest.raises(ModelFolderError, match=r"meta\.json"):
        read_model_folder(tmp_path / "model", "some")


def test_a_meta_json_cannot_point_outside_its_folder(tmp_path: Path) -> None:
    write_model_folder(tmp_path / "model", MODEL)
    path = tmp_path / "model" / "meta.json"
    meta = json.loads(path.read_text(encoding="utf-8"))
    meta["files"]["../bank.safetensors"] = meta["files"]["bank.safetensors"]
    path.write_text(json.dumps(meta), encoding="utf-8")
    with pytest.raises(ModelFolderError, match="it names a file"):
        read_model_folder(tmp_path / "model", "some")
