"""What a data set offers to teach from: its good pictures, its defects, and the masks that were painted on them."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from station.db import Records
from station.errors import RecipeError
from station.labelled import LabelledFile
from station.queries import ImageLabel
from station.recipe import ImageSpec

_PAGE = 1000


@dataclass(frozen=True, slots=True)
class Material:
    """The pictures of a data set by what people said of them; UNSURE and IGNORE are only counted.

    `masks` are those in force, by picture; `mask_hashes`, `kinds` and `hashes` (SHA-256 when labelled, in the order of
    the data set) too. `image` is the kind of the first good picture, None without one.
    """

    name: str
    good: tuple[Path, ...] = ()
    defect: tuple[Path, ...] = ()
    masks: Mapping[Path, Path] = field(default_factory=dict)
    mask_hashes: Mapping[Path, str] = field(default_factory=dict)
    kinds: Mapping[Path, str] = field(default_factory=dict)
    hashes: Mapping[Path, str] = field(default_factory=dict)
    counts: Mapping[ImageLabel, int] = field(default_factory=dict)
    image: ImageSpec | None = None

    @property
    def by_kind(self) -> dict[str, int]:
        """How many defects of each kind; "" are those without one."""
        found: dict[str, int] = {}
        for path in self.defect:
            kind = self.kinds.get(path, "")
            found[kind] = found.get(kind, 0) + 1
        return found


def material_of(records: Records, name: str, base: Path) -> Material:
    """Read a data set; paths that are not absolute count from `base`. No file is touched.

    Raises RecipeError: there is no such data set. RecordsError.
    """
    masks_by_id = records.pictures.masks_of(name)
    sides: dict[ImageLabel, list[Path]] = {label: [] for label in ImageLabel}
    masks: dict[Path, Path] = {}
    mask_hashes: dict[Path, str] = {}
    kinds: dict[Path, str] = {}
    hashes: dict[Path, str] = {}
    image = None
    seen = 0
    while rows := records.pictures.stored(name, after=seen, limit=_PAGE):
        seen = rows[-1].id
        for row in rows:
            one = row.image
            path = base / one.path
            sides[one.label].append(path)
            hashes[path] = one.sha256
            if one.label is ImageLabel.GOOD and image is None:
                image = ImageSpec.model_validate(
                    {"height": one.height, "width": one.width, "channels": one.channels, "dtype": one.dtype}
                )
            if one.label is not ImageLabel.DEFECT:
                continue
            if one.defect:
                kinds[path] = one.defect
            mask = masks_by_id.get(row.id)
            if mask is not None and mask.path is not None:
                masks[path] = base / mask.path
                mask_hashes[path] = mask.sha256 or ""
    if not hashes:
        known = records.pictures.names()
        raise RecipeError(
            f"There is no data set {name!r}.",
            f"Known: {', '.join(known)}." if known else "Capture and label one first.",
        )
    return Material(
        name,
        tuple(sides[ImageLabel.GOOD]),
        tuple(sides[ImageLabel.DEFECT]),
        masks,
        mask_hashes,
        kinds,
        hashes,
        {label: len(paths) for label, paths in sides.items()},
        image,
    )


def deal_defects(material: Material, *, learn: bool, seed: int) -> tuple[tuple[Path, ...], tuple[LabelledFile, ...]]:
    """Return the defects that are counted, and those that are learned from: half of the painted ones of each kind.

    None is both: what was learned from says nothing of what would be missed.
    """
    if not learn:
        return material.defect, ()
    by_kind: dict[str, list[Path]] = {}
    for path in material.defect:
        if path in material.masks:
            by_kind.setdefault(material.kinds.get(path, ""), []).append(path)
    mixer = random.Random(seed)
    chosen: set[Path] = set()
    for kind in sorted(by_kind):
        chosen.update(mixer.sample(by_kind[kind], len(by_kind[kind]) // 2))
    counted = tuple(path for path in material.defect if path not in chosen)
    learned = tuple(LabelledFile(path, True, material.masks[path]) for path in material.defect if path in chosen)
    return counted, learned
