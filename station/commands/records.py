"""`station records`"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from station.commands.options import (
    AsJson,
    ConfigFile,
    Who,
    moment,
    opened_records,
    person,
    read_config,
    recipe_reference,
)
from station.commands.terminal import progress, say, say_json, say_table, stop_on_signals
from station.defect_words import pose_text, region_text, regions_text
from station.errors import RecordsError, UsageError
from station.types import REASON_TEXT, Purpose, Verdict

if TYPE_CHECKING:
    from station.accounts import Session
    from station.db import Records
    from station.history_exports import HistoryExports
    from station.picture_check import Progress
    from station.queries import InspectionQuery

app = typer.Typer(no_args_is_help=True, help="Inspections: list, show, export, report.")

_Since = Annotated[
    str | None, typer.Option(metavar="TIME", help="From this date or time on (ISO 8601).", show_default=False)
]
_Until = Annotated[str | None, typer.Option(metavar="TIME", help="Before this date or time.", show_default=False)]
_Verdicts = Annotated[
    list[Verdict] | None,
    typer.Option("--verdict", help="May be repeated.", case_sensitive=False, show_default=False),
]
_Part = Annotated[str | None, typer.Option(metavar="ID", help="This part; ID* all that begin so.", show_default=False)]
_Recipe = Annotated[str | None, typer.Option(metavar="NAME[@VERSION]", show_default=False)]
_From = Annotated[float | None, typer.Option("--score-from", help="Scores from here on.", show_default=False)]
_To = Annotated[float | None, typer.Option("--score-to", help="Scores up to here.", show_default=False)]

_Purpose = Annotated[
    Purpose | None,
    typer.Option("--purpose", help="Only parts of production, or only reference parts.", show_default=False),
]

_Acquisition = Annotated[
    int | None,
    typer.Option(
        "--acquisition", metavar="N", min=1, help="The number that robot and PLC know it by.", show_default=False
    ),
]


def _query(
    since: str | None,
    until: str | None,
    verdict: list[Verdict] | None,
    part: str | None,
    recipe: str | None,
    score_from: float | None,
    score_to: float | None,
    purpose: Purpose | None = None,
    acquisition: int | None = None,
) -> InspectionQuery:
    from station.queries import InspectionQuery

    name, version = (None, None) if recipe is None else recipe_reference(recipe)
    prefix = part is not None and part.endswith("*")
    query = InspectionQuery(
        since=moment(since, "--since"),
        until=moment(until, "--until"),
        verdicts=frozenset(verdict or ()),
        recipe=name,
        recipe_version=version,
        score_from=score_from,
        score_to=score_to,
        purpose=purpose,
        acquisition=acquisition,
    )
    if part is not None:
        query = replace(query, part_prefix=part[:-1]) if prefix else replace(query, part_id=part)
    if query.since is not None and query.until is not None and query.since >= query.until:
        raise UsageError("--since is not before --until.", "Exchange them.")
    if score_from is not None and score_to is not None and score_from > score_to:
        raise UsageError("--score-from is above --score-to.", "Exchange them.")
    return query


@app.command("list")
def list_records(
    since: _Since = None,
    until: _Until = None,
    verdict: _Verdicts = None,
    part: _Part = None,
    recipe: _Recipe = None,
    score_from: _From = None,
    score_to: _To = None,
    purpose: _Purpose = None,
    acquisition: _Acquisition = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="So many at most.")] = 50,
    config_file: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """List inspections, newest first."""
    query = _query(since, until, verdict, part, recipe, score_from, score_to, purpose, acquisition)
    with opened_records(read_config(config_file)) as records:
        _check_recipe(records, query)
        page = records.inspections(query, limit=limit)
        counts = records.counts(query)
    total = sum(counts.values())
    if as_json:
        say_json({"inspections": page.items, "total": total, "counts": counts})
        return
    say_table(
        ("id", "at", "part", "purpose", "verdict", "score", "recipe", "why"),
        [
            (
                one.id,
                f"{one.at.astimezone():%Y-%m-%d %H:%M:%S}",
                one.part_id,
                one.purpose.value,
                one.verdict.value,
                None if one.score is None else f"{one.score:.5g}",
                None if one.recipe is None else f"{one.recipe.name}@{one.recipe.version}",
                one.detail or REASON_TEXT[one.reason],
            )
            for one in page.items
        ],
        right=("score",),
    )
    say(f"{len(page.items)} of {total}: " + ", ".join(f"{count} {name.value}" for name, count in counts.items()))


@app.command("show")
def show(
    inspection_id: Annotated[str, typer.Argument(metavar="ID")], config_file: ConfigFile = None, as_json: AsJson = False
) -> None:
    """Show everything that is recorded of one inspection."""
    config = read_config(config_file)
    with opened_records(config) as records:
        one = records.get(inspection_id)
    if one is None:
        raise RecordsError(f"There is no inspection {inspection_id!r}.", "`station records list` shows the ids.")
    if as_json:
        say_json(one)
        return
    lines = {
        "id": one.id,
        "at": one.at.astimezone().isoformat(),
        "part": one.part_id,
        "purpose": one.purpose.value,
        "signed in": "nobody" if one.signed_in == "" else one.signed_in,
        "trigger": f"{one.trigger_id} from {one.source}",
        "acquisition": one.acquisition,
        "setup": one.setup,
        "pose": pose_text(one),
        "verdict": one.verdict.value,
        "why": f"{REASON_TEXT[one.reason]} {one.detail}".strip(),
        "score": one.score,
        "threshold": one.threshold,
        "review from": one.review_from,
        "recipe": f"{one.recipe.name} version {one.recipe.version}" if one.recipe else None,
        "model": f"{one.model.name} version {one.model.version}" if one.model else None,
        "camera": one.camera_id,
        "output": one.output.value,
        "picture": one.image.state.value,
        "file": config.images_dir / one.image.path if one.image.path else None,
        "grab ms": one.timings.grab_ms,
        "queue ms": one.timings.queue_ms,
        "inference ms": one.timings.inference_ms,
        "commit ms": one.timings.commit_ms,
        "output ms": one.timings.output_ms,
        "total ms": one.timings.total_ms,
        "regions": regions_text(one),
    }
    for name, value in lines.items():
        if value is not None:
            say(f"{name:<13} {value:.6g}" if isinstance(value, float) else f"{name:<13} {value}")
    for number, region in enumerate(one.defect_regions, 1):
        say(f"{f'region {number}':<13} {region_text(region, one.threshold)}")


@app.command("export")
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")],
    since: _Since = None,
    until: _Until = None,
    verdict: _Verdicts = None,
    part: _Part = None,
    recipe: _Recipe = None,
    score_from: _From = None,
    score_to: _To = None,
    purpose: _Purpose = None,
    acquisition: _Acquisition = None,
    with_pictures: Annotated[
        bool, typer.Option("--zip", help="Write a zip with the pictures, reviews and hashes instead of a CSV file.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    who: Who = None,
    config_file: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Write inspections to a CSV file or a zip, newest first. The file is whole or not there."""
    query = _query(since, until, verdict, part, recipe, score_from, score_to, purpose, acquisition)
    if with_pictures:
        with _export(file, query, "packing", force, who, config_file) as to:
            made = to.exports.zip(to.by, query, file, to.progress, to.cancelled)
        if as_json:
            say_json(made)
            return
        say(f"{made.rows} inspections with {made.pictures} pictures written to {file}, {made.bytes / 1e6:.1f} MB.")
        if made.missing:
            say(f"{made.missing} have no picture; missing.csv in it says why.")
        if made.changed:
            say(
                f"{made.changed} pictures are not what was inspected: they were changed after that."
                " See missing.csv in it."
            )
        return
    with _export(file, query, "writing", force, who, config_file) as to:
        rows = to.exports.csv(to.by, query, file, to.progress, to.cancelled)
    if as_json:
        say_json({"file": file, "rows": rows})
    else:
        say(f"{rows} inspections written to {file}.")


@app.command("report")
def report(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The PDF file to write.")],
    since: _Since = None,
    until: _Until = None,
    recipe: _Recipe = None,
    rejects: Annotated[
        int, typer.Option("--rejects", min=0, max=500, help="So many parts with pictures at most.")
    ] = 60,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    who: Who = None,
    config_file: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Write a PDF report of a period: counts with bounds, yield, drift of the score, causes, rejected parts."""
    query = _query(since, until, None, None, recipe, None, None)
    with _export(file, query, "report", force, who, config_file) as to:
        made = to.exports.report(to.by, query, file, to.progress, to.cancelled, most_rejects=rejects)
    if as_json:
        say_json(made)
    else:
        say(f"{made.pages} pages on {made.parts} parts written to {file}; {made.rejects} not OK, {made.shown} shown.")


@dataclass(frozen=True, slots=True)
class _Exporting:
    """Who exports, with what, and how it is followed and stopped."""

    exports: HistoryExports
    by: Session
    progress: Progress
    cancelled: Callable[[], bool]


@contextmanager
def _export(
    file: Path, query: InspectionQuery, doing: str, force: bool, who: str | None, config_file: Path | None
) -> Iterator[_Exporting]:
    """Open the records for writing `query` to `file`. Raises UsageError where it is there already."""
    if file.exists() and not force:
        raise UsageError(f"{file} is there already.", "Give another name, or --force to replace it.")
    config = read_config(config_file)
    from station.accounts import command_line
    from station.history import History
    from station.history_exports import HistoryExports

    with opened_records(config) as records:
        _check_recipe(records, query)
        exports = HistoryExports(records, History(records, config.images_dir), config.station.name)
        with stop_on_signals() as stop, progress(doing) as show_progress:
            yield _Exporting(exports, command_line(person(who)), show_progress, stop.is_set)


def _check_recipe(records: Records, query: InspectionQuery) -> None:
    """An unknown recipe is an error, not an empty list. Raises RecipeError."""
    if query.recipe is not None:
        records.recipe(query.recipe, query.recipe_version)
