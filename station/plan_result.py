"""What a capture plan leaves: pictures in a data set, and a summary in numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from station.accounts import Session
from station.capture_plan import Plan
from station.datasets import DataSets, Shot
from station.decision import image_spec
from station.errors import RecipeError
from station.ids import new_id
from station.images import Image, read_image
from station.mvtec_layout import GOOD, TRAIN
from station.plan_manifest import Taken
from station.plan_words import PlanProgress, PlanState
from station.queries import ImageLabel

NO_MASKS = "ground_truth is empty: nobody painted masks. Paint them on the page Masks, or do without pixel figures."
_TOGETHER = 16


class IntoDataSet:
    """Puts the pictures of a manifest into the data set of its product, each once. For one thread."""

    def __init__(self, datasets: DataSets, product: str, by: Session, folder: Path) -> None:
        self._datasets, self._product, self._by, self._folder = datasets, product, by, folder
        self._act = new_id()

    def check(self, image: Image) -> None:
        """Raises RecipeError: the data set holds pictures of another kind. RecordsError."""
        kind = self._datasets.kind(self._product)
        found = image_spec(image)
        if kind is not None and found != kind:
            raise RecipeError(
                f"The picture is {found}, but the pictures of {self._product} are {kind}.",
                "A data set holds pictures of one kind: set the camera as it was, or give the plan another product.",
            )

    def put(self, taken: Sequence[Taken]) -> None:
        """Add what the data set has not, with the labels of the plan. All of a run are one act of labelling.

        Raises StorageError, RecordsError, RecipeError, ImageFileError; what was added before stays.
        """
        known = self._datasets.known(self._product, [one.sha256 for one in taken])
        missing = [one for one in taken if one.sha256 not in known]
        for start in range(0, len(missing), _TOGETHER):
            some = missing[start : start + _TOGETHER]
            for label in sorted({one.label for one in some}):
                shots = [
                    Shot(read_image(self._folder / one.file), one.at, one.camera_id)
                    for one in some
                    if one.label == label
                ]
                good = label == GOOD
                self._datasets.add(
                    self._by,
                    self._product,
                    shots,
                    ImageLabel.GOOD if good else ImageLabel.DEFECT,
                    defect=None if good else label,
                    act=self._act,
                )


@dataclass(frozen=True, slots=True)
class Summary:
    """What a folder holds of its plan. `kinds` counts the pictures for testing by what they show."""

    folder: Path
    state: PlanState
    total: int
    taken: int
    train: int
    kinds: Mapping[str, int]
    unfit: int
    data_set: str | None
    masks: str = NO_MASKS


def summarise(plan: Plan, folder: Path, now: PlanProgress) -> Summary:
    """Count what was taken."""
    taken = [one for one in plan.pictures() if one.key in now.taken]
    test = [one.setup.label for one in taken if one.split != TRAIN]
    kinds = {label: test.count(label) for label in sorted(set(test))}
    product = plan.product if plan.data_set else None
    return Summary(folder, now.state, now.total, len(taken), len(taken) - len(test), kinds, now.unfit, product)
