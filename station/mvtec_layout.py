"""The folders of one category as MVTec AD has them (Bergmann et al., CVPR 2019), looked at before anything is copied.

<category>/train/good/<stem>.png
<category>/test/good/<stem>.png
<category>/test/<kind of defect>/<stem>.png
<category>/ground_truth/<kind of defect>/<stem>_mask.png
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from station.errors import ImageFileError, UsageError
from station.images import list_images

GOOD = "good"
TRAIN, TEST, TRUTH = "train", "test", "ground_truth"
_HINT = "Give the folder of one category: train/good, test/good, test/KIND, ground_truth/KIND."


@dataclass(frozen=True, slots=True)
class LayoutPicture:
    """One picture. `kind` None: good; `taught`: it lies in train."""

    path: Path
    kind: str | None
    taught: bool = False
    mask: Path | None = None


def read_layout(folder: Path) -> list[LayoutPicture]:
    """List the pictures of a category, good ones first.

    Raises:
        UsageError: another layout than MVTec AD's; names the folder that is wrong.
        ImageFileError: a folder that cannot be read, or a mask that belongs to no picture.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder}: there is no such folder.", "Check the path.")
    if not (folder / TRAIN / GOOD).is_dir():
        categories = sorted(one.name for one in folder.iterdir() if (one / TRAIN / GOOD).is_dir())
        if categories:
            raise UsageError(
                f"{folder} holds {len(categories)} categories, such as {categories[0]}.",
                "Import one at a time, each as a data set of its own.",
            )
        raise UsageError(f"{folder} is not in MVTec layout: it has no {TRAIN}/{GOOD}.", _HINT)
    if (folder / "validation").is_dir():
        raise UsageError(
            f"{folder} is in the layout of MVTec LOCO: it has a folder validation.",
            "Its masks are of another kind, several per picture. Only the layout of MVTec AD can be imported.",
        )
    others = [one.name for one in _folders(folder / TRAIN) if one.name != GOOD]
    if others:
        raise UsageError(f"{folder / TRAIN} holds {others[0]}, and a model is taught from good pictures only.", _HINT)
    pictures = [LayoutPicture(path, None, taught=True) for path in list_images(folder / TRAIN / GOOD)]
    kinds = _folders(folder / TEST) if (folder / TEST).is_dir() else []
    for home in sorted(kinds, key=lambda one: (one.name != GOOD, one.name)):
        if home.name == GOOD:
            pictures += [LayoutPicture(path, None) for path in list_images(home)]
        else:
            pictures += _defects(home, folder / TRUTH / home.name)
    known = {one.name for one in kinds}
    for truth in _folders(folder / TRUTH) if (folder / TRUTH).is_dir() else []:
        if truth.name not in known:
            raise UsageError(f"{truth} holds masks of a kind of defect that {folder / TEST} has not.", _HINT)
    return pictures


def _defects(home: Path, truth: Path) -> list[LayoutPicture]:
    found = list_images(home)
    masks: dict[str, Path] = {}
    if truth.is_dir():
        inner = _folders(truth)
        if inner:
            raise UsageError(
                f"{truth} holds folders, such as {inner[0].name}: several masks per picture, as MVTec LOCO has them.",
                "Only the layout of MVTec AD can be imported: one mask per picture.",
            )
        if any(truth.iterdir()):
            masks = {path.stem.removesuffix("_mask"): path for path in list_images(truth)}
    orphans = sorted(set(masks) - {path.stem for path in found})
    if orphans:
        raise ImageFileError(
            f"{masks[orphans[0]]} belongs to no picture in {home}.", "A mask is called as its picture, with _mask."
        )
    return [LayoutPicture(path, home.name, mask=masks.get(path.stem)) for path in found]


def _folders(folder: Path) -> list[Path]:
    try:
        return sorted(one for one in folder.iterdir() if one.is_dir() and not one.name.startswith("."))
    except OSError as error:
        raise ImageFileError(f"{folder}: cannot be read ({error.strerror or error}).") from error
