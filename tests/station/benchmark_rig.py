"""Small data sets of every layout, the benchmark in this process, and a detector that learns in epochs."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from detectors.api import Epoch, FittedDetector, Image, Labelled
from detectors.contract import made_picture
from detectors.fake import FakeDetector
from station.benchmark.__main__ import main
from station.images import write_image

QUICK = ("--detector", "fake", "--timing", "0.02", "--device", "cpu")
SIZE = (40, 56)


def picture(number: int, *, defect: bool = False, size: tuple[int, int] = SIZE, **how: Any) -> Image:
    return made_picture(number, defect=defect, size=size, **how)


def mask_of(image: Image) -> Image:
    """The bright square that `made_picture` puts there."""
    return np.where(image >= 250, 255, 0).astype(np.uint8)


def make_mvtec(folder: Path, *, train: int = 12, good: int = 6, defects: int = 6, masks: bool = True) -> Path:
    """One category in the layout of MVTec AD, with two kinds of defect."""
    for number in range(train):
        write_image(folder / "train" / "good" / f"{number:03}.png", picture(number))
    (folder / "test" / "good").mkdir(parents=True, exist_ok=True)
    for number in range(good):
        write_image(folder / "test" / "good" / f"{number:03}.png", picture(100 + number))
    for number in range(defects):
        kind = ("blot", "spot")[number % 2]
        image = picture(200 + number, defect=True)
        write_image(folder / "test" / kind / f"{number:03}.png", image)
        if masks:
            write_image(folder / "ground_truth" / kind / f"{number:03}_mask.png", mask_of(image))
    return folder


def make_visa(root: Path, name: str = "candle", *, split: bool = True) -> Path:
    """One category in VisA's original layout, with its split beside it."""
    data = root / name / "Data"
    lines = ["object,split,label,image,mask"]
    kinds = ["image,label,mask"]
    for number in range(16):
        write_image(data / "Images" / "Normal" / f"{number:04}.png", picture(number))
        lines.append(f"{name},{'train' if number < 12 else 'test'},normal,{name}/Data/Images/Normal/{number:04}.png,")
        kinds.append(f"{name}/Data/Images/Normal/{number:04}.png,normal,")
    for number in range(4):
        image = picture(300 + number, defect=True)
        write_image(data / "Images" / "Anomaly" / f"{number:03}.png", image)
        mask = mask_of(image) // 255 * (1 + number % 2)
        write_image(data / "Masks" / "Anomaly" / f"{number:03}.png", mask)
        at = f"{name}/Data/Images/Anomaly/{number:03}.png"
        lines.append(f"{name},test,anomaly,{at},{name}/Data/Masks/Anomaly/{number:03}.png")
        kinds.append(f'{at},"{("wax melded out of the candle", "a, b")[number % 2]}",')
    (root / name / "image_anno.csv").write_text("\n".join(kinds) + "\n")
    if split:
        (root / "split_csv").mkdir()
        (root / "split_csv" / "1cls.csv").write_text("\n".join(lines) + "\n")
    return root


def make_plain(folder: Path, good: int = 20, defects: int = 4) -> Path:
    """Good and defect, nothing else."""
    for number in range(good):
        write_image(folder / "good" / f"part{number}.png", picture(number))
    (folder / "defect").mkdir(parents=True)
    for number in range(defects):
        write_image(folder / "defect" / f"part{number}.png", picture(400 + number, defect=True))
    return folder


@dataclass(frozen=True)
class Ran:
    """What a benchmark did."""

    code: int
    out: str
    err: str
    folder: Path

    @property
    def rows(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = json.loads((self.folder / "results.json").read_text())
        return rows

    @property
    def row(self) -> dict[str, Any]:
        (row,) = self.rows
        return row


def benchmark(
    capsys: pytest.CaptureFixture[str], root: Path, out: Path, *arguments: object, plots: bool = False
) -> Ran:
    """Run the benchmark with the fake detector and little timing, unless the arguments say otherwise."""
    capsys.readouterr()
    given = [str(root), "--out", str(out), *QUICK, *(str(one) for one in arguments)]
    code = main(given if plots else [*given, "--no-plots"])
    said = capsys.readouterr()
    return Ran(code, said.out, said.err, out)


class GradualFake(FakeDetector):
    """The fake detector, with a curve of three epochs that has looked at what it may only watch."""

    @property
    def name(self) -> str:
        return "gradual"

    @property
    def learns_from_defects(self) -> bool:
        return False

    def fit_watched(
        self,
        images: Sequence[Image],
        options: Any,
        *,
        defects: Sequence[Labelled] = (),
        watched: Sequence[Labelled] = (),
        on_epoch: Callable[[Epoch], None] | None = None,
        device: str = "auto",
        seed: int = 0,
        progress: Callable[[float, str], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> FittedDetector:
        fitted = self.fit(images, options, device=device, seed=seed, progress=progress, cancelled=cancelled)
        scores: Mapping[bool, list[float]] = {False: [], True: []}
        for one in watched:
            scores[one.defective].append(fitted.predict([one.image])[0].score)
        auroc = float(min(scores[True]) > max(scores[False])) if watched else None
        for number in (1, 2, 3):
            if on_epoch is not None:
                loss = math.nan if number == 2 else 1.0 / number
                on_epoch(Epoch(number, 3, loss, 0.5 + number / 10, auroc))
        return fitted
