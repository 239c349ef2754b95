"""From an operator's word to the data set: the list that an engineer settles.

A picture that is taken is copied out of the station's store, whose pictures retention removes, into the recipe's data
set. The verdict and the picture in the records stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from station.accounts import Session
from station.db import Records
from station.errors import ImageFileError, RecordsError, UsageError
from station.images import read_image, sha256_file, stored_path, write_file
from station.permissions import Action
from station.queries import Feedback, ImageLabel, LabelledImage, Outcome, Said
from station.types import Inspection


@dataclass(frozen=True, slots=True)
class Candidate:
    """One word of an operator that nobody has settled. `picture` is None where no picture is stored (any more)."""

    feedback: Feedback
    inspection: Inspection
    picture: Path | None


class Candidates:
    """Open feedback, and what becomes of it. Thread-safe. Reads and writes files: not for the GUI thread."""

    def __init__(self, records: Records, images_dir: Path, sets_dir: Path) -> None:
        """`sets_dir` holds a folder for every data set, with its pictures under `images`."""
        self._records = records
        self._images_dir = images_dir
        self._sets_dir = sets_dir

    def open(self, *, limit: int = 100) -> tuple[Candidate, ...]:
        """Read what operators said and nobody has settled, the last word first. Raises RecordsError."""
        result = []
        for feedback in self._records.judgements.feedback(only_open=True, limit=limit):
            inspection = self._records.get(feedback.inspection_id)
            if inspection is not None:
                result.append(Candidate(feedback, inspection, stored_path(self._images_dir, inspection)))
        return tuple(result)

    def said(self, inspection_id: str) -> tuple[Feedback, ...]:
        """Read what operators said of one part, the last word first. Raises RecordsError."""
        return tuple(self._records.judgements.feedback(inspection_id=inspection_id))

    def take(
        self, by: Session, number: int, label: ImageLabel, *, defect: str | None = None, note: str = ""
    ) -> LabelledImage:
        """Put the picture into the data set of its recipe, as good or as a defect, and settle the feedback.

        Raises:
            NotPermitted: before anything is touched.
            UsageError: another label, or a kind for what is no defect.
            RecordsError: unknown or settled already; no picture is stored, or it is not the one that was judged.
            ImageFileError, StorageError: the picture cannot be read or copied; the feedback stays open.
        """
        by.require(Action.SETTLE_FEEDBACK)
        if label not in (ImageLabel.GOOD, ImageLabel.DEFECT) or (label is ImageLabel.GOOD and defect):
            raise UsageError("A picture from the line is taken as good, or as a defect of some kind.")
        feedback = self._open_one(number)
        inspection = self._records.get(feedback.inspection_id)
        source = None if inspection is None else stored_path(self._images_dir, inspection)
        if inspection is None or inspection.recipe is None or source is None:
            raise RecordsError("The picture of this part is not stored (any more).", "Dismiss the feedback.")
        image = read_image(source)
        sha256 = sha256_file(source)
        if sha256 != inspection.image.sha256:
            raise RecordsError(
                f"{source} is not the picture that was judged: its hash differs.", "Dismiss the feedback."
            )
        # the name says what it holds, as those of all pictures of a data set do
        target = self._sets_dir / inspection.recipe.name / "images" / f"{inspection.id}-{sha256[:12]}{source.suffix}"
        try:
            write_file(target, source.read_bytes())
        except OSError as error:
            raise ImageFileError(f"{source}: cannot be read ({error.strerror or error}).", "Try again.") from error
        taken = LabelledImage(
            recipe=inspection.recipe.name,
            path=str(target),
            sha256=sha256,
            label=label,
            width=image.shape[1],
            height=image.shape[0],
            channels=1 if image.ndim == 2 else image.shape[2],
            dtype=str(image.dtype),
            added_at=datetime.now(UTC),
            defect=defect or None,
        )
        recipe = self._records.recipe(inspection.recipe.name, inspection.recipe.version)
        if recipe.calibration is not None:
            self._records.corrections.note([sha256], recipe.calibration)
        why = f"{feedback.who} said {feedback.said.value}" + (f": {feedback.reason}" if feedback.reason else "")
        self._records.pictures.add([taken], who=by.name, why=why)
        # last: if this fails, the picture has its label, and taking it again changes nothing
        self._records.judgements.settle(number, Outcome.TAKEN, who=by.name, note=note)
        return taken

    def dismiss(self, by: Session, number: int, *, note: str = "") -> None:
        """Settle the feedback without taking the picture. Raises NotPermitted, RecordsError."""
        by.require(Action.SETTLE_FEEDBACK)
        self._records.judgements.settle(number, Outcome.DISMISSED, who=by.name, note=note)

    def suggestion(self, feedback: Feedback) -> ImageLabel:
        """The label that fits what the operator said."""
        return ImageLabel.GOOD if feedback.said is Said.GOOD else ImageLabel.DEFECT

    def _open_one(self, number: int) -> Feedback:
        found = self._records.judgements.feedback(only_open=True, limit=1, before=number + 1)
        if not found or found[0].id != number:
            raise RecordsError("This feedback is not open (any more).", "Read the list again.")
        return found[0]
