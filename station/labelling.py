"""What people say of pictures and parts, for those who may: labels, masks, feedback, reviews."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from station.accounts import Session
from station.db import Records
from station.errors import RecordsError
from station.permissions import Action
from station.queries import MODEL_SNAPSHOT, ImageLabel, Mask, Outcome, Review, Said, Snapshot, SnapshotRef
from station.types import Verdict


class Labelling:
    """Labels and masks of the data sets, in the name of whoever is signed in. Thread-safe.

    Every method raises NotPermitted before anything is touched, and RecordsError.
    """

    def __init__(self, records: Records) -> None:
        self._pictures = records.pictures

    def label(
        self,
        by: Session,
        recipe: str,
        ids: Sequence[int],
        label: ImageLabel,
        *,
        defect: str | None = None,
        why: str = "",
    ) -> str:
        """Say what pictures show; returns the name of this act, for `undo`."""
        by.require(Action.LABEL)
        return self._pictures.label(recipe, ids, label, who=by.name, defect=defect, why=why)

    def undo(self, by: Session, batch: str, *, why: str = "") -> str:
        """Take an act of labelling back; returns the name of the new act, which can be undone too."""
        by.require(Action.LABEL)
        return self._pictures.undo(batch, who=by.name, why=why)

    def set_mask(self, by: Session, mask: Mask) -> None:
        """Note a mask that is on disk, or with no path that it was taken away. `mask.who` becomes who is signed in."""
        by.require(Action.PAINT_MASK)
        self._pictures.set_mask(replace(mask, who=by.name))

    def take_snapshot(self, by: Session, recipe: str, name: str, *, note: str = "") -> Snapshot:
        """Keep the data set as it is labelled now, under a name."""
        by.require(Action.LABEL)
        return self._pictures.take_snapshot(recipe, name, who=by.name, note=note)

    def snapshots(self, recipe: str) -> tuple[SnapshotRef, ...]:
        """What people kept of a data set, the newest first. Anybody may read it."""
        return tuple(one for one in self._pictures.snapshots(recipe) if not one.name.startswith(MODEL_SNAPSHOT))


class Judging:
    """Feedback on verdicts and reviews of parts, in the name of whoever is signed in. Thread-safe.

    Every method raises NotPermitted before anything is touched, and RecordsError.
    """

    def __init__(self, records: Records) -> None:
        self._records = records
        self._judgements = records.judgements

    def say(self, by: Session, inspection_id: str, said: Said, *, reason: str = "") -> int:
        """Say that a part was good or bad, whatever its verdict. Returns the number of the feedback."""
        by.require(Action.GIVE_FEEDBACK)
        return self._judgements.say(inspection_id, said, who=by.name, reason=reason)

    def settle(self, by: Session, number: int, outcome: Outcome, *, note: str = "") -> None:
        """Say what became of an operator's word."""
        by.require(Action.SETTLE_FEEDBACK)
        self._judgements.settle(number, outcome, who=by.name, note=note)

    def review(
        self, by: Session, inspection_id: str, verdict: Verdict, *, why: str = "", defect: str | None = None
    ) -> Review:
        """Decide on a part: OK or NOK. Operators decide on parts in review on which nobody has decided."""
        inspection = self._records.get(inspection_id)
        if inspection is None:
            raise RecordsError(f"There is no inspection {inspection_id!r}.", "Read the list again.")
        waiting = inspection.verdict is Verdict.REVIEW and not self._judgements.reviews(inspection_id)
        by.require(Action.REVIEW_PART if waiting else Action.CHANGE_VERDICT)
        return self._judgements.review(inspection_id, verdict, who=by.name, why=why, defect=defect)
