"""`station plc`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from station.commands.options import AsJson, ConfigFile, read_config
from station.commands.terminal import note, say, say_json, say_table

app = typer.Typer(no_args_is_help=True, help="The PLC beside the station: register map, and what the registers do.")


@app.command("map")
def show_map(config_file: ConfigFile = None, as_json: AsJson = False) -> None:
    """Print the register map: addresses as the configuration has them, bits, codes."""
    from station.config import find_file
    from station.plc.tables import legend, map_rows

    file = find_file(config_file)
    section, where = None, "No configuration: addresses as shipped."
    if config_file is not None or file.exists():
        section = read_config(file).plc
        where = f"{file}: plc.offset {section.offset}" if section else f"{file}: no [plc], addresses as shipped"
    offset = 0 if section is None else section.offset
    rows = map_rows(offset)
    if as_json:
        tables = {headings[0]: [dict(zip(headings, row, strict=True)) for row in found] for headings, found in legend()}
        registers = [dict(zip(HEADINGS, row, strict=True)) for row in rows]
        say_json({"offset": offset, "registers": registers, "legend": tables})
        return
    note(where)
    say_table(HEADINGS, rows)
    for headings, found in legend():
        say("")
        say_table(headings, found)


HEADINGS = ("address", "registers", "written by", "name", "kind", "meaning")


@app.command("record")
def record(
    out: Annotated[Path, typer.Argument(metavar="FILE", help="The recording; FILE.svg beside it is the diagram.")],
    seconds: Annotated[float, typer.Option("--seconds", min=0.1, max=3600, help="How long.")] = 10.0,
    config_file: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Record what the registers between a running station and its PLC do, and draw a timing diagram of it.

    Reads them as one more Modbus client, from the station or, where that is the client, from the PLC; writes nothing.
    """
    from station.errors import ConfigError
    from station.plc.recorder import diagram
    from station.plc.watch import record as watch

    section = read_config(config_file).plc
    if section is None:
        raise ConfigError("There is no [plc] in the configuration.", "docs/configuration.md says what belongs there.")
    note(f"Recording for {seconds:g} s.")
    found = watch(section, seconds)
    found.save(out)
    picture = out.with_name(f"{out.name}.svg")
    picture.write_text(diagram(found.edges, f"Recorded for {seconds:g} s", ends_ms=seconds * 1e3), encoding="utf-8")
    if as_json:
        say_json({"edges": len(found.edges), "recording": out, "diagram": picture})
    else:
        say(f"{len(found.edges)} edges: {out}, {picture}")
