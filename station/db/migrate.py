"""Bring a database to the version that this program writes, in one transaction with the version row."""

from __future__ import annotations

import ast
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from station.db.engine import WRITES, in_words

SCRIPTS = Path(__file__).parent / "migrations"


def upgrade(engine: Engine, *, scripts: Path = SCRIPTS) -> bool:
    """Upgrade the database behind `engine` if it is older than the program. Returns whether it did.

    All steps and the version row are one transaction: if one fails, the database is as before. Two programs that
    start at once take turns.

    Raises:
        RecordsError: newer than the program, someone else's database, locked, read-only, not a database.
    """
    with in_words(engine, "opened", look_for_holder=True):
        with engine.connect() as connection:
            current = version_of(connection)
        if current is not None and current == newest(scripts):
            with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
                return False  # better to learn now than at the first part that nothing can be written
    # here and not above: every start would wait 0.3 s for Alembic, which has nothing to do in most
    from station.db.upgrade_steps import upgrade_by_steps

    return upgrade_by_steps(engine, scripts)


def version_of(connection: Connection) -> str | None:
    """The version of a database; None where it has none, or more than one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    rows = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    return str(rows[0]) if len(rows) == 1 else None


def newest(scripts: Path) -> str | None:
    """The version that no script goes on from, read from the scripts without running them.

    None where that is not plain: then Alembic has to say.
    """
    versions: set[str] = set()
    passed: set[str] = set()
    for path in (scripts / "versions").glob("*.py"):
        if path.name == "__init__.py":
            continue
        words = _constants(ast.parse(path.read_text(encoding="utf-8")))
        version, before = words.get("revision"), words.get("down_revision", "")
        if not isinstance(version, str) or not isinstance(before, str | None):
            return None
        versions.add(version)
        passed.add(before or "")
    heads = versions - passed
    return heads.pop() if len(heads) == 1 else None


def _constants(module: ast.Module) -> dict[str, object]:
    """What is assigned at the top of a module where it is written out: `a = 1`, `a: int = 1`, `a, b = 1, 2`."""
    found: dict[str, object] = {}
    for node in module.body:
        pairs: list[tuple[ast.expr, ast.expr]] = []
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                    pairs += zip(target.elts, node.value.elts, strict=False)
                else:
                    pairs.append((target, node.value))
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            pairs.append((node.target, node.value))
        for name, value in pairs:
            if isinstance(name, ast.Name):
                found[name.id] = value.value if isinstance(value, ast.Constant) else value
    return found
