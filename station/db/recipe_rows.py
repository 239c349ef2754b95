"""Recipe versions and their activation as rows. Every function works inside the caller's transaction."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from station.db.mapping import from_us, storable, to_us
from station.db.tables import ActivationRow, RecipeVersionRow
from station.errors import RecipeError, RecordsError
from station.queries import Activation
from station.recipe import Recipe
from station.types import RecipeRef

_R = RecipeVersionRow
_A = ActivationRow


def add(connection: Connection, recipe: Recipe) -> bool:
    """Store `recipe`; False: it is there already. Raises RecipeError for another content under its name."""
    body = recipe.to_json()
    sha256 = hashlib.sha256(body.encode()).hexdigest()
    there = connection.scalar(select(_R.sha256).where(_R.name == recipe.name, _R.version == recipe.version))
    if there == sha256:
        return False
    if there is not None:
        raise RecipeError(
            f"Recipe {recipe.name} version {recipe.version} is there already, with another content.",
            "A version is never changed: store this as a new version.",
        )
    connection.execute(
        insert(_R).values(
            name=recipe.name,
            version=recipe.version,
            sha256=sha256,
            body=body,
            created_us=to_us(recipe.created_at),
            created_by=recipe.created_by,
        )
    )
    return True


def get(connection: Connection, name: str, version: int | None) -> Recipe:
    """Read one version, the newest if None. Raises RecipeError: unknown; RecordsError: the row was changed."""
    statement = select(_R.body, _R.sha256).where(_R.name == name).order_by(_R.version.desc()).limit(1)
    if version is not None:
        statement = statement.where(_R.version == version)
    row = connection.execute(statement).first()
    if row is None:
        raise _unknown(connection, name, version)
    return _checked(row.body, row.sha256, f"{name} version {version or 'newest'}")


def _checked(body: str, sha256: str, what: str) -> Recipe:
    if hashlib.sha256(body.encode()).hexdigest() != sha256:
        raise RecordsError(
            f"Recipe {what} in the database does not match its own hash: the row was changed or is damaged.",
            "Do not use it. Put back a backup of the database, or activate another version.",
        )
    return Recipe.from_json(body)


def _unknown(connection: Connection, name: str, version: int | None) -> RecipeError:
    versions = list(connection.scalars(select(_R.version).where(_R.name == name).order_by(_R.version)))
    if versions:
        return RecipeError(f"Recipe {name} has no version {version}.", f"There is {', '.join(map(str, versions))}.")
    names = list(connection.scalars(select(_R.name).distinct().order_by(_R.name)))
    hint = f"Known recipes: {', '.join(names)}." if names else "There is none yet: teach one with `station train`."
    return RecipeError(f"There is no recipe {name}.", hint)


def newest(connection: Connection) -> list[Recipe]:
    """Read the newest version of every recipe, by name."""
    top = select(_R.name, func.max(_R.version).label("version")).group_by(_R.name).subquery()
    statement = (
        select(_R.name, _R.version, _R.body, _R.sha256)
        .join(top, (top.c.name == _R.name) & (top.c.version == _R.version))
        .order_by(_R.name)
    )
    return [
        _checked(row.body, row.sha256, f"{row.name} version {row.version}") for row in connection.execute(statement)
    ]


def versions(connection: Connection, name: str) -> list[Recipe]:
    """Read all versions of one recipe, oldest first. Empty: no such recipe."""
    statement = select(_R.version, _R.body, _R.sha256).where(_R.name == name).order_by(_R.version)
    return [_checked(row.body, row.sha256, f"{name} version {row.version}") for row in connection.execute(statement)]


def next_version(connection: Connection, name: str) -> int:
    return (connection.scalar(select(func.max(_R.version)).where(_R.name == name)) or 0) + 1


def activate(connection: Connection, name: str, version: int, *, who: str, why: str, at: datetime) -> RecipeRef:
    """Note that this version is in force from now on. Raises RecipeError if it is unknown."""
    recipe = get(connection, name, version)  # a damaged version cannot become active
    recipe_id = connection.scalar(select(_R.id).where(_R.name == name, _R.version == version))
    row = {"recipe_id": recipe_id, "at_us": to_us(at), "who": who, "why": why}
    connection.execute(insert(_A).values(storable(row)))
    return recipe.ref


def active(connection: Connection) -> Recipe | None:
    statement = select(_R.name, _R.version, _R.body, _R.sha256).join(_A, _A.recipe_id == _R.id)
    row = connection.execute(statement.order_by(_A.id.desc()).limit(1)).first()
    return None if row is None else _checked(row.body, row.sha256, f"{row.name} version {row.version}")


def activations(connection: Connection, limit: int) -> list[Activation]:
    """Read the history of activations, newest first."""
    statement = (
        select(_R.name, _R.version, _R.sha256, _A.at_us, _A.who, _A.why)
        .join(_R, _A.recipe_id == _R.id)
        .order_by(_A.id.desc())
        .limit(limit)
    )
    return [
        Activation(RecipeRef(row.name, row.version, row.sha256), from_us(row.at_us), row.who, row.why)
        for row in connection.execute(statement)
    ]


def last_activations(connection: Connection) -> list[Activation]:
    """Read for every recipe that ever was in force when that was last, by name."""
    last = select(func.max(_A.id)).join(_R, _A.recipe_id == _R.id).group_by(_R.name)
    statement = (
        select(_R.name, _R.version, _R.sha256, _A.at_us, _A.who, _A.why)
        .join(_R, _A.recipe_id == _R.id)
        .where(_A.id.in_(last))
        .order_by(_R.name)
    )
    return [
        Activation(RecipeRef(row.name, row.version, row.sha256), from_us(row.at_us), row.who, row.why)
        for row in connection.execute(statement)
    ]


def refs(connection: Connection) -> dict[int, RecipeRef]:
    """Every version's reference by its row number."""
    statement = select(_R.id, _R.name, _R.version, _R.sha256)
    return {row.id: RecipeRef(row.name, row.version, row.sha256) for row in connection.execute(statement)}
