"""Recipe versions with what comes with them, and their activation: each with its row in the audit trail.

Every function works inside the caller's transaction.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select
from sqlalchemy.orm import aliased

from station.audit import Act, Entry
from station.db import audit_rows, event_rows, mapping, recipe_rows, snapshot_rows
from station.db.tables import ModelRow, RecipeVersionRow, ThresholdRow
from station.errors import RecipeError
from station.queries import ModelRecord, NewVersion, ThresholdChange, ThresholdReason
from station.recipe import Recipe
from station.types import Event, EventKind, RecipeRef

_R = RecipeVersionRow
_T = ThresholdRow


def keep(connection: Connection, new: NewVersion, snapshot: Mapping[str, Any] | None, *, origin: str) -> None:
    """Store everything of `new`, its snapshot as `snapshot_rows.packed` gives it. A version that is there already with
    the same content is nothing new.

    Raises RecipeError: the version is there with another content, or another one was put in force than is expected.
    """
    recipe = new.recipe
    if new.expected is not None:
        _check_in_force(connection, new.expected)
    if new.model is not None:
        model_id = _insert_model(connection, new.model)
        if snapshot is not None:
            snapshot_rows.link(connection, model_id, snapshot_rows.add(connection, snapshot))
    if not recipe_rows.add(connection, recipe):
        return
    before = _add_threshold(connection, new)
    after: dict[str, Any] = _facts(recipe)
    if new.reason is not None:
        after["chosen_by"] = {"policy": new.reason.policy, "params": new.reason.params, "figures": new.reason.figures}
    if new.model is not None:
        after["detector"] = new.model.detector
    if snapshot is not None:
        after["snapshot"] = {key: snapshot[key] for key in ("name", "n_images", "sha256")}
    entry = Entry(
        new.act,
        f"recipe {recipe.name}",
        recipe.created_by,
        new.why or recipe.note,
        None if before is None else _facts(before),
        after,
    )
    audit_rows.append(connection, entry, origin=origin)
    if new.event is not None:
        event_rows.add(connection, new.event)
    if new.activate:
        why = new.why_active or new.why
        activate(connection, recipe.name, recipe.version, who=recipe.created_by, why=why, origin=origin)


def _check_in_force(connection: Connection, expected: RecipeRef) -> None:
    now = recipe_rows.active(connection)
    if now is not None and now.ref == expected:
        return
    last = recipe_rows.activations(connection, 1)
    by = f" by {last[0].who}" if last else ""
    what = (
        "Nothing is in force any more" if now is None else f"Recipe {now.name} version {now.version} was put in force"
    )
    raise RecipeError(
        f"{what}{by} meanwhile, in place of {expected.name} version {expected.version}.",
        "Nothing was changed. Look at what is in force now, then decide again.",
    )


def activate(connection: Connection, name: str, version: int, *, who: str, why: str, origin: str) -> Recipe:
    """Put a stored version in force, with its event. Raises RecipeError if it is unknown."""
    now = datetime.now(UTC)
    before = recipe_rows.active(connection)
    recipe_rows.activate(connection, name, version, who=who, why=why, at=now)
    recipe = recipe_rows.get(connection, name, version)
    details: dict[str, object] = {
        "name": name, "version": version, "sha256": recipe.sha256, "why": why,
        "before": None if before is None else {"name": before.name, "version": before.version},
    }  # fmt: skip
    event = Event(now, EventKind.RECIPE, f"Recipe {name} version {version} was activated.", who, details)
    event_rows.add(connection, event)
    back = before is not None and before.name == name and version < before.version
    entry = Entry(
        Act.RECIPE_ROLLED_BACK if back else Act.RECIPE_ACTIVATED,
        f"recipe {name}",
        who,
        why,
        None if before is None else _facts(before),
        _facts(recipe),
    )
    audit_rows.append(connection, entry, origin=origin, at=now)
    return recipe


def add_model(connection: Connection, model: ModelRecord, *, origin: str) -> None:
    """Store that a model folder exists."""
    _insert_model(connection, model)
    after = {"version": model.ref.version, "sha256": model.ref.sha256, "detector": model.detector}
    entry = Entry(Act.MODEL_STORED, f"model {model.ref.name}", model.created_by, model.note, after=after)
    audit_rows.append(connection, entry, origin=origin)


def thresholds(connection: Connection, name: str, limit: int) -> list[ThresholdChange]:
    """Read the threshold history of a recipe, newest first."""
    before, its_threshold = aliased(_R), aliased(_T)
    statement = (
        select(
            _R.name, _R.version, _R.sha256, _T.threshold, _T.review_from, _T.policy, _T.params, _T.figures,
            _T.at_us, _T.who, _T.why, before.name.label("old_name"), before.version.label("old_version"),
            before.sha256.label("old_sha256"), its_threshold.threshold.label("old_threshold"),
        )
        .join(_R, _T.recipe_id == _R.id)
        .outerjoin(before, _T.before_id == before.id)
        .outerjoin(its_threshold, its_threshold.recipe_id == before.id)
        .where(_R.name == name)
        .order_by(_T.id.desc())
        .limit(limit)
    )  # fmt: skip
    result = []
    for row in connection.execute(statement):
        old = None if row.old_name is None else RecipeRef(row.old_name, row.old_version, row.old_sha256)
        reason = ThresholdReason(row.policy, json.loads(row.params), json.loads(row.figures), old)
        made = RecipeRef(row.name, row.version, row.sha256)
        at = mapping.from_us(row.at_us)
        result.append(
            ThresholdChange(made, row.threshold, row.review_from, old, row.old_threshold, reason, at, row.who, row.why)
        )
    return result


def _insert_model(connection: Connection, model: ModelRecord) -> int:
    row = mapping.storable(mapping.model_to_row(model))
    return int(connection.execute(insert(ModelRow).values(row).returning(ModelRow.id)).scalar_one())


def _add_threshold(connection: Connection, new: NewVersion) -> Recipe | None:
    """Write the row of the threshold history; return the version that it changed from."""
    recipe = new.recipe
    reason = new.reason or _reason_in(recipe)
    if reason.before is not None:
        before_version: int | None = reason.before.version
    else:
        statement = select(_R.version).where(_R.name == recipe.name, _R.version < recipe.version)
        before_version = connection.scalar(statement.order_by(_R.version.desc()).limit(1))
    before = None if before_version is None else recipe_rows.get(connection, recipe.name, before_version)
    rows = connection.execute(select(_R.version, _R.id).where(_R.name == recipe.name))
    ids = {row[0]: row[1] for row in rows}
    connection.execute(
        insert(_T).values(
            mapping.storable(
                {
                    "recipe_id": ids[recipe.version],
                    "before_id": None if before is None else ids[before.version],
                    "threshold": recipe.threshold,
                    "review_from": recipe.review_from,
                    "policy": reason.policy,
                    "params": mapping.dump(reason.params),
                    "figures": mapping.dump(reason.figures),
                    "at_us": mapping.to_us(recipe.created_at),
                    "who": recipe.created_by,
                    "why": new.why or recipe.note,
                }
            )
        )
    )
    return before


def _reason_in(recipe: Recipe) -> ThresholdReason:
    """What the recipe itself keeps of how its threshold was chosen."""
    if recipe.choice is None:
        return ThresholdReason()
    figures = recipe.choice.model_dump()
    return ThresholdReason(figures.pop("policy"), figures=figures)


def _facts(recipe: Recipe) -> dict[str, Any]:
    return {
        "name": recipe.name,
        "version": recipe.version,
        "sha256": recipe.sha256,
        "threshold": recipe.threshold,
        "review_from": recipe.review_from,
        "model": {"name": recipe.model.name, "version": recipe.model.version, "sha256": recipe.model.sha256},
    }
