"""The list of parts of an agreement study, from a table that people keep in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from station.agreement_study import ReferencePart
from station.errors import UsageError

COLUMNS = "part,reference,defect"
_PART = ("part", "name", "part_id")
_REFERENCE = ("reference", "expert", "label")
_GOOD = frozenset({"good", "ok", "0"})
_DEFECT = frozenset({"defect", "defective", "bad", "nok", "1"})
_HINT = f"The first line names the columns: {COLUMNS}; the reference is good or defect, the defect may be empty."
_MOST_BYTES = 1_000_000


def read_parts(path: Path) -> tuple[ReferencePart, ...]:
    """Read a table of parts: UTF-8, with commas, semicolons or tabs.

    Raises UsageError: the file cannot be read, or what is wrong in which line; nothing is taken in then.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UsageError(f"{path} is too large for a list of parts.", "Give the file with the list itself.")
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read ({error.strerror or error}).", "Give the file with the parts."
        ) from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is no text in UTF-8.", "Save the table as CSV UTF-8.") from error
    return parse_parts(text, str(path))


def parse_parts(text: str, name: str) -> tuple[ReferencePart, ...]:
    """Do as `read_parts` with the text of the file `name`."""
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise UsageError(f"{name} is no table: {error}.", _HINT) from error
    if not rows:
        raise UsageError(f"{name} has no parts.", _HINT)
    known = {(column or "").strip().lower(): column for column in rows[0] if column is not None}
    part_column = next((known[word] for word in _PART if word in known), None)
    reference_column = next((known[word] for word in _REFERENCE if word in known), None)
    if part_column is None or reference_column is None:
        missing = "part" if part_column is None else "reference"
        raise UsageError(f"{name} has no column {missing}.", _HINT)
    defect_column = known.get("defect")
    parts: list[ReferencePart] = []
    seen: dict[str, int] = {}
    for line, row in enumerate(rows, start=2):
        if not any(isinstance(cell, str) and cell.strip() for cell in row.values()):
            continue  # spreadsheets leave empty lines behind
        part = _part(row, (part_column, reference_column, defect_column), name, line)
        if part.name in seen:
            raise UsageError(
                f"{name}, line {line}: part {part.name} is in line {seen[part.name]} already.",
                "Give every part a name of its own.",
            )
        seen[part.name] = line
        parts.append(part)
    if not parts:
        raise UsageError(f"{name} has no parts.", _HINT)
    return tuple(parts)


def _part(row: Mapping[str | None, str], columns: tuple[str, str, str | None], file: str, line: int) -> ReferencePart:
    name_column, reference_column, defect_column = columns
    if None in row:
        raise UsageError(f"{file}, line {line}: there are more cells than columns.", _HINT)
    part = (row[name_column] or "").strip()
    if not part:
        raise UsageError(f"{file}, line {line}: the part has no name.", "Write on the part what you write here.")
    word = (row[reference_column] or "").strip().lower()
    hint = "Let the experts decide, or leave the part out."
    if not word:
        raise UsageError(f"{file}, line {line}: the reference of part {part} is empty.", hint)
    if word not in _GOOD | _DEFECT:
        raise UsageError(f"{file}, line {line}: {word} is neither good nor defect (part {part}).", hint)
    kind = (row[defect_column] or "").strip() if defect_column is not None else ""
    if kind and word in _GOOD:
        raise UsageError(
            f"{file}, line {line}: part {part} is good and has the defect {kind}.", "Take one of the two away."
        )
    return ReferencePart(part, word in _DEFECT, kind)
