"""What a model has learned from, and may therefore not be measured on."""

from __future__ import annotations

from station.db import Records
from station.models import ModelStore
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
