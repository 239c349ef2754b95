"""`station audit`"""

from __future__ import annotations

import re
from typing import Annotated

import typer

from station.commands.options import AsJson, ConfigFile, moment, opened_records, read_config
from station.commands.terminal import say, say_json, say_table
from station.errors import UsageError

app = typer.Typer(no_args_is_help=True, help="The audit trail: who did what, when and why.")

_LINK = re.compile(r"(\d+):([0-9a-f]{64})")


@app.command("list")
def list_entries(
    since: Annotated[
        str | None, typer.Option(metavar="TIME", help="From this date or time on (ISO 8601).", show_default=False)
    ] = None,
    until: Annotated[str | None, typer.Option(metavar="TIME", help="Before it.", show_default=False)] = None,
    by: Annotated[str | None, typer.Option(metavar="NAME", help="Who did it.", show_default=False)] = None,
    action: Annotated[
        str | None, typer.Option(metavar="ACTION", help="Such as threshold.changed, or recipe.", show_default=False)
    ] = None,
    subject: Annotated[
        str | None, typer.Option(metavar="TEXT", help='What it was done to, such as "recipe cell".', show_default=False)
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="So many at most.")] = 50,
    config_file: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """List what was done, the last first. With --json also what was before and after."""
    from station.audit import AuditQuery

    query = AuditQuery(moment(since, "--since"), moment(until, "--until"), by, action, subject)
    with opened_records(read_config(config_file)) as records:
        entries = records.audit.entries(query, limit=limit)
    if as_json:
        say_json({"entries": entries})
        return
    if not entries:
        say("Nothing matches.")
        return
    say_table(
        ("number", "at", "who", "from", "what", "on", "why"),
        [
            (
                one.number,
                f"{one.at.astimezone():%Y-%m-%d %H:%M:%S}",
                one.who,
                one.origin,
                one.action,
                one.subject,
                one.why,
            )
            for one in entries
        ],
        right=("number",),
    )


@app.command("verify")
def verify(
    noted: Annotated[
        str | None,
        typer.Option(
            metavar="NUMBER:HASH", help="A row as an earlier check told it: it must still be there.", show_default=False
        ),
    ] = None,
    config_file: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Check that no row was changed, removed, put in or moved. Exit code 1 names the first wrong one.

    Note the last row's number and hash somewhere else: with --noted even a chain that was written anew is found out.
    """
    from station.audit import Link

    link = None
    if noted is not None:
        found = _LINK.fullmatch(noted.strip())
        if found is None:
            raise UsageError(f"--noted {noted!r} is not NUMBER:HASH.", "Copy it from an earlier check.")
        link = Link(int(found[1]), found[2])
    with opened_records(read_config(config_file)) as records:
        result = records.audit.verify(noted=link)
    if as_json:
        say_json({"whole": result.whole, "rows": result.rows, "last": str(result.last), "broken": result.broken,
                  "problem": result.problem})  # fmt: skip
    elif result.whole:
        say(f"The audit trail is whole: {result.rows} rows.")
        say(f"last row  {result.last}")
    else:
        say(f"The audit trail is broken at row {result.broken}: {result.problem}.")
        say(f"The {result.rows} rows before it are whole.")
    if not result.whole:
        raise typer.Exit(1)
