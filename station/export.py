"""Hand a recipe's model to other programs as an ONNX file, after proof on pictures that no verdict changes.

<out>/model.onnx          pixels in, raw score and anomaly map out; no threshold
<out>/model.json          what a program must know to use it, and what was compared
<out>/self-test-*.png     pictures whose score and map model.json gives
"""

from __future__ import annotations

import contextlib
import json
import math
import secrets
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from detectors import Cancelled, Image, Prediction
from detectors.export import FACTS_FILE, MODEL_FILE, OPSET, Exported, check_opset, export, require_tools
from station.db import Records
from station.decision import decide
from station.errors import ExportRefused, ImageFileError, UsageError
from station.images import make_folder, sha256_file, storage_error, sync_folder, write_file, write_image
from station.judge import Setup
from station.picture_check import Progress
from station.queries import InspectionQuery
from station.recipe import Recipe
from station.scoring import Scored, find_pictures, score_picture
from station.types import ImageState, Verdict

RECORDED_MOST = 1000
"""Recorded pictures that are compared unless someone asks for more."""
NEAR = 0.1
"""Scores this near a threshold, as a share of it, are the first to change sides."""
NAMED = 3
"""Pictures that a message names; all are in `ExportRefused.findings`."""
_PAGE = 500


class Model(Protocol):
    """What is compared with the station's detector."""

    def predict(self, image: Image) -> Prediction: ...


@dataclass(frozen=True, slots=True)
class Flip:
    """A picture that the station and the file judge differently."""

    path: Path
    station_score: float
    station_verdict: Verdict
    file_score: float
    file_verdict: Verdict

    def __str__(self) -> str:
        return (
            f"{self.path}: the station says {self.station_verdict.value} ({self.station_score:.6g}),"
            f" the file {self.file_verdict.value} ({self.file_score:.6g})"
        )


@dataclass(frozen=True, slots=True)
class Parity:
    """How the file compares with the station's detector. Differences are absolute, in the unit of the score.

    `room` is how far the nearest of the station's scores lies from a threshold. `left_out` says of each picture that
    could not be compared why.
    """

    compared: int
    score_difference: float
    map_difference: float
    room: float
    flips: tuple[Flip, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Handover:
    """An export that is in its folder. `facts` is what model.json holds."""

    folder: Path
    recipe: Recipe
    parity: Parity
    facts: Mapping[str, Any]


def stored_pictures(
    recipe: Recipe, records: Records, images_dir: Path, *, most: int = RECORDED_MOST
) -> tuple[list[Path], list[str]]:
    """List the pictures of a recipe that are there: those it was taught and checked with, and recorded ones.

    Of the recorded ones at most `most`, first those whose scores lie near a threshold. The second list names the
    pictures that are known and not there any more, or not the same.

    Raises:
        RecordsError
    """
    found: dict[Path, None] = {}
    gone: list[str] = []
    for labelled in records.images(recipe.name):
        path = Path(labelled.path)
        try:
            same = sha256_file(path) == labelled.sha256
        except ImageFileError as error:
            gone.append(error.message)
            continue
        if same:
            found[path] = None
        else:
            gone.append(f"{path}: is not the picture that was taught any more.")
    found.update(dict.fromkeys(_recorded(recipe, records, images_dir, most)))
    return list(found), gone


def given_pictures(given: Iterable[Path]) -> list[Path]:
    """List the pictures that a person named: files, and what is in folders. Raises ImageFileError."""
    found = find_pictures(given)
    for path in found:
        if not path.is_file():
            raise ImageFileError(f"{path}: there is no such file or folder.", "Check the path.")
    return found


def _recorded(recipe: Recipe, records: Records, images_dir: Path, most: int) -> list[Path]:
    found: dict[Path, None] = {}
    marks = [recipe.threshold] + ([] if recipe.review_from is None else [recipe.review_from])
    queries = [
        InspectionQuery(
            recipe=recipe.name, purpose=None, score_from=mark - NEAR * abs(mark), score_to=mark + NEAR * abs(mark)
        )
        for mark in marks
    ]
    newest = InspectionQuery(recipe=recipe.name, purpose=None)
    # Half of them near the thresholds, the rest simply the newest.
    for query, limit in [*((query, most // 2) for query in queries), (newest, most)]:
        cursor = None
        while len(found) < limit:
            page = records.inspections(query, limit=_PAGE, after=cursor)
            for inspection in page.items:
                if inspection.image.state is ImageState.STORED and inspection.image.path and len(found) < limit:
                    found[images_dir / inspection.image.path] = None
            cursor = page.next
            if cursor is None:
                break
    return [path for path in found if path.is_file()]


def export_recipe(
    recipe: Recipe,
    out: Path,
    pictures: Sequence[Path],
    *,
    load_setup: Callable[[Recipe], Setup],
    opset: int = OPSET,
    gone: Sequence[str] = (),
    progress: Progress = lambda _fraction, _stage: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Handover:
    """Convert the model of `recipe`, compare it on the files `pictures`, write the folder `out`.

    `out` is whole when this returns, and not there when it raises. `gone` are pictures that should have been compared.
    Takes some seconds, and twice the time of an inspection for each picture.

    Raises:
        UsageError: `out` exists.
        ExportRefused: a verdict would change, or there is no picture to compare.
        ExportError: the detector cannot be exported, or a tool is missing.
        ModelStoreError, DetectorError: the model cannot be loaded.
        StorageError: `out` cannot be written.
        Cancelled
    """
    if out.exists() or out.is_symlink():
        raise UsageError(f"{out} exists already.", "Give a folder that is not there yet.")
    if recipe.region is not None:
        raise ExportRefused(
            f"Recipe {recipe.name} version {recipe.version} {recipe.region}; an exported model would see all.",
            "Nothing was exported. Teach a version without a region to export it.",
        )
    check_opset(opset)
    require_tools()
    paths = list(dict.fromkeys(pictures))
    if not paths:
        raise _nothing_proven(recipe, gone)
    progress(0.0, "loading the model")
    setup = load_setup(recipe)
    try:
        progress(0.0, "converting the model")
        exported = export(setup.detector, dtype=recipe.image.dtype, opset=opset, model_sha256=recipe.model.sha256)
        parity = compare(setup, exported.model(), paths, gone=gone, progress=progress, cancelled=cancelled)
        computed = {"device": setup.detector.device, "precision": getattr(setup.detector, "precision", "")}
    finally:
        setup.detector.close()
    if not parity.compared:
        raise _nothing_proven(recipe, parity.left_out)
    if parity.flips:
        raise _refused(recipe, parity)
    facts = {**exported.facts, **_proven(recipe, parity, computed)}
    _write(out, exported, facts)
    return Handover(out, recipe, parity, facts)


def compare(
    setup: Setup,
    model: Model,
    paths: Sequence[Path],
    *,
    gone: Sequence[str] = (),
    progress: Progress = lambda _fraction, _stage: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Parity:
    """Score each picture as the line would and with `model`, and judge both by the recipe.

    What the line would not score (unreadable, of another kind, refused by the image gate) is left out.

    Raises:
        Cancelled
    """
    recipe = setup.recipe
    marks = [recipe.threshold] + ([] if recipe.review_from is None else [recipe.review_from])
    compared, score_difference, map_difference, room = 0, 0.0, 0.0, math.inf
    flips: list[Flip] = []
    left_out = list(gone)
    for index, path in enumerate(paths):
        if cancelled():
            raise Cancelled("The export was cancelled.", "Nothing was written.")
        progress(index / len(paths), "comparing verdicts")
        one = score_picture(setup, path)
        if one.score is None or one.image is None or one.anomaly_map is None:
            left_out.append(_why(one))
            continue
        found = model.predict(one.image)
        compared += 1
        whole = bool(np.isfinite(found.anomaly_map).all())
        verdict = decide(found.score, recipe).verdict if whole else Verdict.ERROR
        if verdict is not one.verdict:
            flips.append(Flip(path, one.score, one.verdict, found.score, verdict))
        score_difference = _larger(score_difference, abs(found.score - one.score))
        map_difference = _larger(map_difference, float(np.abs(found.anomaly_map - one.anomaly_map).max()))
        room = min([room, *(abs(one.score - mark) for mark in marks)])
    return Parity(compared, score_difference, map_difference, room, tuple(flips), tuple(left_out))


def _larger(one: float, other: float) -> float:
    """Return the larger; what is no number is larger than any."""
    return max(one, math.inf if math.isnan(other) else other)


def _why(one: Scored) -> str:
    return one.detail if one.reason is None else f"{one.path}: {one.detail}"


def _nothing_proven(recipe: Recipe, left_out: Sequence[str]) -> ExportRefused:
    why = f" {len(left_out)} could not be compared: {' '.join(left_out[:NAMED])}" if left_out else ""
    return ExportRefused(
        f"There is no picture of recipe {recipe.name} on which the ONNX file could be compared with the station.{why}",
        "Nothing was exported, because nothing would be proven. Give a folder of such pictures with --images.",
    )


def _refused(recipe: Recipe, parity: Parity) -> ExportRefused:
    count = len(parity.flips)
    named = "; ".join(map(str, parity.flips[:NAMED])) + (f"; and {count - NAMED} more" if count > NAMED else "")
    return ExportRefused(
        f"{count} of {parity.compared} verdicts of recipe {recipe.name} version {recipe.version} would be others with"
        f" the ONNX file, so nothing was exported. {named}. The scores differ by up to {parity.score_difference:.3g}.",
        "Choose a threshold with more room: between good parts and defects, or with station threshold --policy"
        " good_only --param room=0.05. Or teach the recipe with --option precision=fp32, which brings the scores"
        " together.",
        tuple(map(str, parity.flips)),
    )


def _proven(recipe: Recipe, parity: Parity, computed: Mapping[str, str]) -> dict[str, Any]:
    """What model.json says about the recipe. The thresholds are those of the proof; the model knows none."""
    return {
        "recipe": {
            "name": recipe.name,
            "version": recipe.version,
            "sha256": recipe.sha256,
            "picture": recipe.image.model_dump(),
        },
        "parity": {
            "threshold": recipe.threshold,
            "review_from": recipe.review_from,
            "pictures": parity.compared,
            "left_out": len(parity.left_out),
            "verdicts_that_differ": len(parity.flips),
            "largest_score_difference": parity.score_difference,
            "largest_map_difference": parity.map_difference,
            "nearest_score_to_a_threshold": parity.room,
            "station": dict(computed),
        },
    }


def _write(out: Path, exported: Exported, facts: Mapping[str, Any]) -> None:
    partial = out.with_name(f".{out.name}.{secrets.token_hex(4)}.tmp")
    try:
        make_folder(partial)
        write_file(partial / MODEL_FILE, exported.data)
        for name, picture in exported.pictures.items():
            write_image(partial / name, picture)
        write_file(partial / FACTS_FILE, (json.dumps(facts, indent=1) + "\n").encode())
        if out.exists():
            raise UsageError(f"{out} exists already.", "Give a folder that is not there yet.")
        partial.rename(out)
        sync_folder(out.parent)
    except OSError as error:
        raise storage_error(out, error) from error
    finally:
        with contextlib.suppress(OSError):
            shutil.rmtree(partial)
