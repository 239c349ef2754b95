"""`station gate`: the image gate of a recipe."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from station.commands.options import AsJson, ConfigFile, Who, opened_records, person, read_config, recipe_reference
from station.commands.terminal import note, progress, say, say_json, say_table, stop_on_signals

if TYPE_CHECKING:
    from station.config import Config
    from station.db import Records
    from station.gates import Gates, GateStudy

app = typer.Typer(no_args_is_help=True, help="The image gate: is a picture fit to be scored at all?")

Reference = Annotated[str, typer.Argument(metavar="RECIPE", help="NAME or NAME@VERSION; without one that in force.")]

_UNITS = {"brightness": "share", "saturated": "share", "sharpness": "", "shift_px": "px", "turn_deg": "degrees"}


def _gates(config: Config, records: Records) -> Gates:
    from detectors import create as create_detector
    from station.changeover import Changeover
    from station.gates import Gates
    from station.models import ModelStore
    from station.setups import setup_loader

    store = ModelStore(config.models_dir, create_detector)
    return Gates(records, store, config.data_dir, Changeover(records, None, setup_loader(config)).keep)


@app.command("show")
def show(
    recipe: Reference,
    picture: Annotated[
        list[Path] | None, typer.Option(help="Also look at this picture; may be repeated.", show_default=False)
    ] = None,
    config_file: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Show the limits of a recipe's image gate, and what it says of pictures. Exit code 1: one of them is unfit."""
    from station.gates import spans
    from station.images import read_image

    config = read_config(config_file)
    with opened_records(config) as records:
        gates = _gates(config, records)
        chosen = gates.version(*recipe_reference(recipe))
        limits = gates.limits(chosen)
        looker = gates.looker(chosen) if picture else None
        looked = [looker.look(read_image(path), str(path)) for path in picture or ()] if looker is not None else []
    if as_json:
        say_json({"recipe": chosen.ref, "limits": spans(limits), "pictures": looked})
    elif limits is None:
        say(f"Recipe {chosen.name} version {chosen.version} has no image gate: every picture is scored.")
    else:
        say(f"Recipe {chosen.name} version {chosen.version}: image gate from {limits.n_images} good pictures")
        rows = [
            (name, _number(span.low), _number(span.high), _UNITS[name],
             *(_number(getattr(one.quality, name)) for one in looked))
            for name, span in spans(limits).items()
        ]  # fmt: skip
        say_table(("quantity", "at least", "at most", "in", *(Path(one.name).name for one in looked)), rows)
        if limits.place is None:
            say("Where the part lies is not checked. To learn it: station gate learn NAME --place --why TEXT")
        for one in looked:
            say(f"{one.name}: {'; '.join(one.findings) or 'fit for inspection'}")
    if any(one.findings for one in looked):
        raise typer.Exit(1)


@app.command("learn")
def learn(
    recipe: Reference,
    why: Annotated[str, typer.Option(metavar="TEXT", help="Kept with the recipe.", show_default=False)] = "",
    place: Annotated[
        bool, typer.Option("--place/--no-place", help="Also check where the part lies: shift and turn.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be kept.")] = False,
    who: Who = None,
    config_file: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Learn the limits again from the pictures that the recipe was taught from, as a new version of it.

    Held-out good pictures are looked at with them: the gate should refuse none. The new version is put in force where
    the one before was. Ctrl-C cancels.
    """
    from station.accounts import command_line

    config, reference = read_config(config_file), recipe_reference(recipe)
    by = command_line(person(who))
    with opened_records(config) as records:
        gates = _gates(config, records)
        with stop_on_signals() as stop, progress("reading the pictures") as show_progress:
            study = gates.study(*reference, progress=show_progress, cancelled=stop.is_set)
        made = None if dry_run else gates.keep(by, study, place=place, why=why)
    if as_json:
        say_json({"recipe": made or study.recipe, "kept": made is not None, **_facts(study, place)})
        return
    for text in study.left_out:
        note(f"Left out: {text}")
    _say_study(study, place)
    if made is not None:
        say(f"Kept as recipe {made.name} version {made.version} ({made.sha256[:12]}).")
        say("Where it is in force, a station that is running takes it at its next start.")


def _facts(study: GateStudy, place: bool) -> dict[str, Any]:
    from station.gates import spans

    return {
        "before": spans(study.now),
        "learned": spans(study.limits(place=place)),
        "pictures": len(study.normal),
        "ignored": study.learned.n_ignored,
        "why_no_place": study.why_no_place,
        "held_out_refused": study.refused,
        "left_out": study.left_out,
    }


def _say_study(study: GateStudy, place: bool) -> None:
    from station.gates import spans

    before, after = spans(study.now), spans(study.limits(place=place))
    rows = []
    for name in _UNITS:
        values = [value for one in study.normal if (value := getattr(one.quality, name)) is not None]
        old, new = before.get(name), after.get(name)
        rows.append(
            (
                name,
                _number(min(values, default=None)),
                _number(max(values, default=None)),
                "-" if old is None else f"{_number(old.low)} to {_number(old.high)}",
                "not checked" if new is None else f"{_number(new.low)} to {_number(new.high)}",
                _UNITS[name],
            )
        )
    say(f"Learned from {study.learned.n_images} good pictures, {study.learned.n_ignored} of them ignored as odd.")
    say_table(("quantity", "lowest", "highest", "limits before", "limits now", "in"), rows)
    if study.why_no_place:
        say(f"No place was learned: {study.why_no_place}.")
    elif not place:
        say("A place was learned and is not checked without --place.")
    refused = study.refused
    if refused is None:
        say("There are no held-out good pictures to try the limits on.")
    else:
        say(f"Of the held-out good pictures the gate would refuse {refused.count} of {refused.total},"
            f" at most {refused.upper:.1%} (95 %).")  # fmt: skip


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.4g}"
