"""Data sets on disk: what may be taught from, what is tested, and where the painted masks are.

    mvtec   train/good, test/good, test/<defect>, ground_truth/<defect>/<name>_mask.png
    visa    Data/Images/{Normal,Anomaly}, Data/Masks/Anomaly, image_anno.csv; split_csv/1cls.csv beside the category
    plain   good, defect (no masks; what is taught from is drawn by seed, see `station.benchmark.dealing`)

Reading a layout opens no picture. What is odd about a folder is said in `notes`; what makes it useless in `problem`.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from station.errors import ImageFileError, UsageError
from station.images import list_images

GOOD = "good"
LAYOUTS = ("mvtec", "visa", "plain")
PARTS = ("all", "develop", "report")
_VISA_TRAIN_SHARE = 0.9


@dataclass(frozen=True, slots=True)
class Sample:
    """A picture whose truth is known. `kind` is "good" or the name of the defect; `half` is "develop" or "report"."""

    path: Path
    kind: str
    half: str
    mask: Path | None = None

    @property
    def defective(self) -> bool:
        return self.kind != GOOD


@dataclass(frozen=True, slots=True)
class Category:
    """One product. `train` is in natural order of the names.

    `undealt` holds the good pictures of a plain folder, of which each seed teaches some and tests the others.
    """

    name: str
    layout: str
    folder: Path
    train: tuple[Path, ...]
    test: tuple[Sample, ...]
    undealt: tuple[Sample, ...] = ()
    notes: tuple[str, ...] = ()
    problem: str = ""

    def fingerprint(self) -> str:
        """Hash names and sizes of all files, so that results of other pictures are not taken for these."""
        digest = hashlib.sha256()
        for path in (*self.train, *(one.path for one in (*self.test, *self.undealt))):
            digest.update(f"{_inside(path, self.folder)} {_size(path)}\n".encode())
        for one in self.test:
            if one.mask is not None:
                digest.update(f"{_inside(one.mask, self.folder)} {_size(one.mask)}\n".encode())
        return digest.hexdigest()[:16]


def read_root(root: Path, layout: str = "auto", wanted: Sequence[str] = ()) -> tuple[Category, ...]:
    """Read one category folder, or a folder of them, sorted by name.

    Raises:
        UsageError: no such folder, no known layout in it, or a category that is not there.
    """
    if not root.is_dir():
        raise UsageError(f"{root}: there is no such folder.", "Give a category folder or a folder of categories.")
    own = _layout_of(root, layout)
    folders = {root.resolve().name: (root, own)} if own else {}
    if not own:
        for folder in sorted(path for path in root.iterdir() if path.is_dir() and not path.name.startswith(".")):
            found = _layout_of(folder, layout)
            if found:
                folders[folder.name] = (folder, found)
    if not folders:
        raise UsageError(
            f"{root}: holds no data set of a known layout.",
            "Known: train/good with test/... (MVTec), Data/Images/Normal (VisA), good with defect (plain).",
        )
    unknown = [name for name in wanted if name not in folders]
    if unknown:
        raise UsageError(f"There is no category {', '.join(unknown)} in {root}.", f"Known: {', '.join(folders)}.")
    return tuple(
        _READERS[found](name, folder) for name, (folder, found) in folders.items() if not wanted or name in wanted
    )


def halves(kind: str, names: Iterable[str]) -> dict[str, str]:
    """Split the pictures of one kind into two halves by the hash of their names.

    In the order of the hashes they go to one half and the other in turn, so that the halves differ by one at most;
    the hash of `kind` says which half gets the first.
    """
    order = sorted(names, key=lambda name: hashlib.sha256(f"{kind}/{name}".encode()).digest())
    first = hashlib.sha256(kind.encode()).digest()[0] % 2
    return {name: ("develop", "report")[(place + first) % 2] for place, name in enumerate(order)}


def _layout_of(folder: Path, layout: str) -> str:
    marks = {
        "mvtec": (folder / "train" / GOOD).is_dir() and (folder / "test").is_dir(),
        "visa": (folder / "Data" / "Images" / "Normal").is_dir(),
        "plain": (folder / GOOD).is_dir() and (folder / "defect").is_dir(),
    }
    for name in LAYOUTS if layout == "auto" else (layout,):
        if marks[name]:
            return name
    return ""


def _pictures(folder: Path) -> list[Path]:
    try:
        return list_images(folder)
    except ImageFileError:
        return []


def _samples(kind: str, paths: Sequence[Path], masks: dict[Path, Path] | None = None) -> list[Sample]:
    half = halves(kind, (path.name for path in paths))
    return [Sample(path, kind, half[path.name], (masks or {}).get(path)) for path in paths]


def _read_mvtec(name: str, folder: Path) -> Category:
    train = _pictures(folder / "train" / GOOD)
    test: list[Sample] = []
    notes = []
    for inside in sorted(path for path in (folder / "test").iterdir() if path.is_dir()):
        paths = _pictures(inside)
        if not paths:
            notes.append(f"test/{inside.name} holds no pictures")
        masks = {} if inside.name == GOOD else _mvtec_masks(folder / "ground_truth" / inside.name, paths)
        test += _samples(inside.name, paths, masks)
    return Category(
        name=name,
        layout="mvtec",
        folder=folder,
        train=tuple(train),
        test=tuple(test),
        notes=tuple(notes),
        problem="" if train else f"{folder / 'train' / GOOD}: holds no pictures to teach from.",
    )


def _mvtec_masks(folder: Path, paths: Sequence[Path]) -> dict[Path, Path]:
    found = {}
    for path in paths:
        for name in (f"{path.stem}_mask.png", f"{path.stem}.png"):
            if (folder / name).is_file():
                found[path] = folder / name
                break
    return found


def _read_visa(name: str, folder: Path) -> Category:
    images = folder / "Data" / "Images"
    normal, anomalous = _pictures(images / "Normal"), _pictures(images / "Anomaly")
    masks = {
        path: mask
        for path in anomalous
        if (mask := folder / "Data" / "Masks" / "Anomaly" / f"{path.stem}.png").is_file()
    }
    split = _visa_split(folder)
    notes = []
    if split:
        train = [path for path in normal if split.get(f"Normal/{path.name}") == "train"]
        good = [path for path in normal if split.get(f"Normal/{path.name}") == "test"]
        anomalous = [path for path in anomalous if split.get(f"Anomaly/{path.name}") == "test"]
        absent = len(split) - len(train) - len(good) - len(anomalous)
        if absent:
            notes.append(f"split_csv/1cls.csv names {absent} pictures that are not there")
    else:
        order = sorted(normal, key=lambda path: hashlib.sha256(path.name.encode()).digest())
        taught = set(order[: round(_VISA_TRAIN_SHARE * len(order))])
        train = [path for path in normal if path in taught]
        good = [path for path in normal if path not in taught]
        notes.append("there is no split_csv/1cls.csv: 90 % of the normal pictures, by the hash of the name, are taught")
    kinds = _visa_kinds(folder / "image_anno.csv")
    by_kind: dict[str, list[Path]] = {}
    for path in anomalous:
        by_kind.setdefault(kinds.get(path.name, "defect"), []).append(path)
    test = _samples(GOOD, good)
    for kind, paths in sorted(by_kind.items()):
        test += _samples(kind, paths, masks)
    return Category(
        name=name,
        layout="visa",
        folder=folder,
        train=tuple(train),
        test=tuple(test),
        notes=tuple(notes),
        problem="" if train else f"{images / 'Normal'}: holds no pictures to teach from.",
    )


def _visa_split(folder: Path) -> dict[str, str]:
    """Return "Normal/0000.JPG" -> "train" or "test" of this category; empty where there is no such file."""
    rows = _read_csv(folder.resolve().parent / "split_csv" / "1cls.csv")
    return {
        "/".join(PurePosixPath(row["image"]).parts[-2:]): row.get("split", "")
        for row in rows
        if row.get("object") == folder.resolve().name and row.get("image")
    }


def _visa_kinds(path: Path) -> dict[str, str]:
    """Return file name -> kind of defect. Several kinds on one picture count as "combined"."""
    kinds = {}
    for row in _read_csv(path):
        label, image = (row.get("label") or "").strip(), row.get("image") or ""
        if image and label and label != "normal":
            kinds[PurePosixPath(image).name] = "combined" if "," in label else label.replace(" ", "_").replace("/", "_")
    return kinds


def _read_csv(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            return [dict(row) for row in csv.DictReader(file)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{path}: cannot be read as a table ({error}).", "Take it from the data set again.") from error


def _read_plain(name: str, folder: Path) -> Category:
    good, defect = _pictures(folder / GOOD), _pictures(folder / "defect")
    return Category(
        name=name,
        layout="plain",
        folder=folder,
        train=(),
        test=tuple(_samples("defect", defect)),
        undealt=tuple(_samples(GOOD, good)),
        notes=() if defect else ("defect holds no pictures",),
        problem="" if good else f"{folder / GOOD}: holds no pictures to teach from.",
    )


def _inside(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as error:
        raise ImageFileError(f"{path}: cannot be read ({error.strerror or error}).") from error


_READERS = {"mvtec": _read_mvtec, "visa": _read_visa, "plain": _read_plain}
