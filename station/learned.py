"""What a model has learned from, and which pictures it is judged by: the same wherever its figures are shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from station.db import Records
from station.errors import ImageFileError, RecipeError
from station.exhibits import Candidate
from station.images import sha256_file
from station.material import material_of
from station.models import ModelStore
from station.picture_check import check_cancelled
from station.queries import ImageLabel
from station.recipe import ModelVersion

_LEARNED = frozenset({"normal", "learned_defect"})


def learned_from(records: Records, store: ModelStore, model: ModelVersion) -> frozenset[str]:
    """The SHA-256 of the pictures that `model` learned from, as the records and its folder tell.

    Models of an older program have it in their folder only. Raises ModelStoreError, RecordsError.
    """
    learned = {one.sha256 for one in store.snapshot(model).images if one.split == "normal"}
    snapshot = records.pictures.taught_from(model.ref)
    if snapshot is not None:
        learned |= {one.sha256 for one in snapshot.images if one.use in _LEARNED}
    return frozenset(learned)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A picture or part that could not be used, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Judging:
    """`candidates` are labelled good or defect, in the order of the data set; `learned` ones are not among them."""

    candidates: tuple[Candidate, ...] = ()
    learned: tuple[Path, ...] = ()

    def usable(self, cancelled: Callable[[], bool]) -> tuple[tuple[Candidate, ...], tuple[LeftOut, ...]]:
        """Tell the pictures that are as they were labelled from the others. Reads each file. Raises Cancelled."""
        kept, left_out = [], []
        for one in self.candidates:
            check_cancelled(cancelled)
            if why := unusable(one.path, one.sha256):
                left_out.append(LeftOut(str(one.path), why))
            else:
                kept.append(one)
        return tuple(kept), tuple(left_out)


def judged_by(records: Records, store: ModelStore, name: str, models: Sequence[ModelVersion], base: Path) -> Judging:
    """The pictures of data set `name` that models are judged by, as they are labelled and painted now.

    All that are labelled good or defect count, whenever they were captured, but for those that one of the models
    learned from. Nothing where there is no such data set. No picture is touched; paths that are not absolute count from
    `base`. Raises ModelStoreError, RecordsError.
    """
    try:
        material = material_of(records, name, base)
    except RecipeError:
        return Judging()
    taught = frozenset[str]().union(*(learned_from(records, store, model) for model in models))
    candidates, learned = [], []
    label_of = dict.fromkeys(material.good, ImageLabel.GOOD) | dict.fromkeys(material.defect, ImageLabel.DEFECT)
    for path, sha256 in material.hashes.items():
        if path not in label_of:
            continue
        if sha256 in taught:
            learned.append(path)
        else:
            candidates.append(
                Candidate(
                    path,
                    sha256,
                    label_of[path],
                    material.kinds.get(path),
                    material.masks.get(path),
                    material.mask_hashes.get(path),
                )
            )
    return Judging(tuple(candidates), tuple(learned))


def unusable(path: Path, sha256: str) -> str:
    """Say why a file is not the picture that was recorded; an empty text where it is."""
    if not path.is_file():
        return "the file is missing"
    try:
        same = sha256_file(path) == sha256
    except ImageFileError as error:
        return error.message
    return "" if same else "the file was changed since it was recorded"
