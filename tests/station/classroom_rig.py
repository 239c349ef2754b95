"""A stopped station on a folder of its own, with a labelled data set of small pictures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from station.accounts import command_line
from station.config import Config, parse
from station.db import Records
from station.images import Image, sha256_file, write_image
from station.queries import ImageLabel, LabelledImage, Mask

ADA = command_line("ada")
SIZE = 64


def settings(folder: Path, **detector: Any) -> Config:
    return parse(
        {
            "schema": 1,
            "station": {"data_dir": str(folder)},
            "camera": {"kind": "fake", "width": SIZE, "height": SIZE, "watchdog_ms": 60_000},
            "line": {"min_free_mb": 0, "deadline_ms": 600_000, "hang_ms": 600_000},
            "detector": {"name": "fake", "device": "cpu", **detector},
        },
        base=folder,
        environ={},
    )


def good_part(number: int) -> Image:
    """A grey texture; no two are the same."""
    return np.random.default_rng(number).integers(95, 105, size=(SIZE, SIZE), dtype=np.uint8)


def defect_part(number: int, *, level: int = 250) -> Image:
    """A good part with a square of brightness `level`."""
    image = good_part(10_000 + number)
    image[40:56, 8:24] = level
    return image


def add(
    records: Records,
    folder: Path,
    pictures: Sequence[Image],
    label: ImageLabel = ImageLabel.GOOD,
    *,
    data_set: str = "cell",
    defect: str | None = None,
) -> list[Path]:
    """Write pictures below `folder`, and label them in the data set."""
    paths, rows = [], []
    for number, picture in enumerate(pictures):
        path = folder / f"{number:03d}.png"
        write_image(path, picture)
        paths.append(path)
        rows.append(
            LabelledImage(
                recipe=data_set,
                path=str(path),
                sha256=sha256_file(path),
                label=label,
                width=picture.shape[1],
                height=picture.shape[0],
                channels=1,
                dtype=str(picture.dtype),
                added_at=datetime(2026, 1, 1, tzinfo=UTC),
                defect=defect,
            )
        )
    records.add_images(rows, who="ada")
    return paths


def paint(records: Records, folder: Path, path: Path, *, data_set: str = "cell") -> Path:
    """Paint the square of `defect_part` on the picture at `path`."""
    sha256 = sha256_file(path)
    number = next(one.id for one in records.pictures.stored(data_set) if one.image.sha256 == sha256)
    mask = np.zeros((SIZE, SIZE), np.uint8)
    mask[40:56, 8:24] = 255
    where = folder / f"{path.stem}_mask.png"
    folder.mkdir(parents=True, exist_ok=True)
    assert cv2.imwrite(str(where), mask)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    stored = Mask(number, str(where), sha256_file(where), where.stat().st_size, 256, at, "ada")
    records.pictures.set_mask(stored)
    return where


def labelled_set(records: Records, folder: Path, *, good: int = 12, defect: int = 4, painted: int = 0) -> None:
    """A data set "cell" of good parts and scratches, the first `painted` of them with masks."""
    add(records, folder / "good", [good_part(n) for n in range(good)])
    if defect:
        paths = add(
            records, folder / "scratch", [defect_part(n) for n in range(defect)], ImageLabel.DEFECT, defect="scratch"
        )
        for path in paths[:painted]:
            paint(records, folder / "masks", path)
