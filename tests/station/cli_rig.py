"""A station folder and the command line on it, in this process."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from station.cli import main
from station.config import Config, load
from station.db import Records
from station.images import Image, list_images, write_image
from station.training import split_good

HEIGHT, WIDTH = 48, 64

CONFIG = """
schema = 1
[station]
data_dir = "data"
[camera]
kind = "fake"
watchdog_ms = 20_000
ready_ms = 60_000
[line]
min_free_mb = 0
deadline_ms = 600_000
hang_ms = 600_000
[detector]
name = "fake"
device = "cpu"
"""


@dataclass(frozen=True)
class Answer:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class CommandLine:
    """Runs commands on the station in `folder`."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.file = folder / "station.toml"
        self.file.write_text(CONFIG)
        self._capsys = capsys

    def __call__(self, *arguments: object) -> Answer:
        self._capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        out, err = self._capsys.readouterr()
        return Answer(code, out, err)

    @property
    def config(self) -> Config:
        return load(self.file, {})

    def records(self) -> Records:
        return Records.open(self.config.database_url)

    def versions(self, recipe: str = "cell") -> list[int]:
        records = self.records()
        try:
            return [one.version for one in records.versions(recipe)]
        finally:
            records.close()

    def model_folders(self) -> list[Path]:
        return sorted(one for one in self.config.models_dir.glob("*/*") if one.is_dir())


def good_picture(n: int, *, height: int = HEIGHT, width: int = WIDTH) -> Image:
    """A grey texture; no two are the same."""
    return np.random.default_rng(n).integers(90, 110, size=(height, width), dtype=np.uint8)


def defect_picture(n: int) -> Image:
    """A good picture with a bright square."""
    picture = good_picture(1000 + n)
    picture[10:26, 20:36] = 250
    return picture


def make_folder(folder: Path, pictures: Sequence[Image]) -> Path:
    for n, picture in enumerate(pictures):
        write_image(folder / f"{n:03d}.png", picture)
    return folder


def good_folder(folder: Path, count: int = 12, first: int = 0) -> Path:
    return make_folder(folder, [good_picture(first + n) for n in range(count)])


def defect_folder(folder: Path, count: int = 4) -> Path:
    return make_folder(folder, [defect_picture(n) for n in range(count)])


def seed_with(good: Path, picture: Path, held_out: bool) -> int:
    """The first seed with which `picture` is held out, or is learned from."""
    paths = list_images(good)
    return next(n for n in range(100) if (picture in split_good(paths, 0.25, n, min_normal=2)[1]) == held_out)
