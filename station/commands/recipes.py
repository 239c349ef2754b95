"""`station recipes`"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from station.commands.options import AsJson, ConfigFile, Who, opened_records, person, read_config, recipe_reference
from station.commands.terminal import note, say, say_json, say_table
from station.errors import RecipeError, UsageError

if TYPE_CHECKING:
    from station.accounts import Session
    from station.db import Records
    from station.recipe import Recipe
    from station.recipe_book import RecipeBook
    from station.recipe_facts import Stated

app = typer.Typer(no_args_is_help=True, help="Recipes: list, show, compare, copy, put in force, carry to others.")

_Reference = Annotated[str, typer.Argument(metavar="NAME[@VERSION]", help="Without a version the newest.")]


def chosen_recipe(records: Records, reference: tuple[str, int | None] | None) -> Recipe:
    """The recipe version that was asked for, the active one for None. Raises RecipeError."""
    if reference is not None:
        return records.recipe(*reference)
    active = records.active()
    if active is None:
        raise RecipeError("No recipe is active.", "Name one, or teach one: station train NAME --good DIR --activate")
    return active


@contextmanager
def _opened_book(config_file: Path | None) -> Iterator[RecipeBook]:
    """The recipes, on records that are closed at the end of the block."""
    from station.changeover import Changeover
    from station.equipment import build_recipe_book
    from station.setups import setup_loader

    config = read_config(config_file)
    with opened_records(config) as records:
        yield build_recipe_book(config, records, Changeover(records, None, setup_loader(config)))


def _session(who: str | None) -> Session:
    from station.accounts import command_line

    return command_line(person(who))


def _value(stated: Stated | None) -> object:
    return None if stated is None else stated.value


@app.command("list")
def list_recipes(config_file: ConfigFile = None, as_json: AsJson = False) -> None:
    """List the newest version of every recipe, and which version is active."""
    with opened_records(read_config(config_file)) as records:
        recipes, active = records.recipes(), records.active()
    if as_json:
        say_json({"recipes": [_row(one) for one in recipes], "active": active.ref if active else None})
        return
    if not recipes:
        say("There are no recipes yet. Teach one: station train NAME --good DIR --activate")
        return
    rows = []
    for one in recipes:
        in_force = f"version {active.version}" if active is not None and active.name == one.name else ""
        rows.append((one.name, one.version, in_force, f"{one.threshold:.5g}", _day(one), one.created_by, one.note))
    say_table(("recipe", "newest", "active", "threshold", "made", "by", "note"), rows, right=("newest", "threshold"))


@app.command("versions")
def list_versions(
    name: Annotated[str, typer.Argument(metavar="NAME")], config_file: ConfigFile = None, as_json: AsJson = False
) -> None:
    """List all versions of one recipe, oldest first."""
    with opened_records(read_config(config_file)) as records:
        records.recipe(name)  # an unknown name is answered with the known ones
        versions, active = records.versions(name), records.active()
    if as_json:
        say_json({"versions": [_row(one) for one in versions], "active": active.ref if active else None})
        return
    rows = [
        (
            one.version,
            "active" if active is not None and active.ref == one.ref else "",
            f"{one.threshold:.5g}",
            None if one.review_from is None else f"{one.review_from:.5g}",
            one.model.version,
            one.choice.policy if one.choice else "",
            _day(one),
            one.created_by,
            one.note,
        )
        for one in versions
    ]
    say_table(
        ("version", "", "threshold", "review from", "model", "policy", "made", "by", "note"),
        rows,
        right=("version", "threshold", "review from", "model"),
    )


@app.command("show")
def show(reference: _Reference, config_file: ConfigFile = None, as_json: AsJson = False) -> None:
    """Show one recipe version: pictures, model, threshold and how it was chosen."""
    with opened_records(read_config(config_file)) as records:
        recipe = records.recipe(*recipe_reference(reference))
        model, active = records.model(recipe.model.ref), records.active()
        uses = [use for use in records.activations(limit=1000) if use.recipe == recipe.ref]
    is_active = active is not None and active.ref == recipe.ref
    if as_json:
        say_json({"recipe": recipe, "sha256": recipe.sha256, "model": model, "active": is_active, "activations": uses})
        return
    say(f"Recipe {recipe.name} version {recipe.version}{' (active)' if is_active else ''}")
    say(f"  content     {recipe.sha256}")
    say(f"  pictures    {recipe.image}")
    if recipe.calibration is not None:
        say(f"  corrected   by {recipe.calibration}, {recipe.calibration.sha256}")
    say(f"  model       {recipe.model.name} version {recipe.model.version}, {recipe.model.sha256}")
    if model is not None:
        say(f"  detector    {model.detector}, taught from {model.n_images} pictures")
        for key, value in sorted(model.options.items()):
            say(f"    {key} = {value}")
    say(f"  threshold   {recipe.threshold:.6g}")
    if recipe.review_from is not None:
        say(f"  review from {recipe.review_from:.6g}")
    if recipe.choice is not None:
        say(f"  chosen by   {recipe.choice.policy}: {recipe.choice.sentence}")
    say(f"  made        {_day(recipe)} by {recipe.created_by}{': ' + recipe.note if recipe.note else ''}")
    for use in uses:
        say(f"  activated   {use.at.astimezone():%Y-%m-%d %H:%M} by {use.who}: {use.why}")


@app.command("compare")
def compare(
    before: _Reference,
    after: _Reference,
    everything: Annotated[bool, typer.Option("--all", help="Also what is the same in both.")] = False,
    config_file: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Compare two versions, also of two recipes: one line for each thing that differs."""
    from station.recipe_facts import in_words

    with _opened_book(config_file) as book:
        found = book.compare(recipe_reference(before), recipe_reference(after))
    shown = [one for one in found if one.changed or everything]
    if as_json:
        say_json({"differences": [{"about": one.stated.fact, "detail": one.stated.detail, "before": _value(one.before),
                                   "after": _value(one.after), "changed": one.changed} for one in shown]})  # fmt: skip
        return
    rows = [
        (
            "" if one.changed else "same",
            f"{one.stated.fact.value} {one.stated.detail}".strip(),
            in_words(one.before),
            in_words(one.after),
        )
        for one in shown
    ]
    say_table(("", "what", "before", "after"), rows)


@app.command("duplicate")
def duplicate(
    reference: _Reference,
    new_name: Annotated[str, typer.Argument(metavar="NEW_NAME")],
    why: Annotated[str, typer.Option(metavar="TEXT", help="Kept in the records.", show_default=False)],
    who: Who = None,
    config_file: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Begin a new recipe with what a version of another one decides, its data set included.

    Both name the same model folder, which never changes; nothing is activated.
    """
    name, version = recipe_reference(reference)
    with _opened_book(config_file) as book:
        made = book.duplicate(_session(who), name, version, new_name, why=why)
    if as_json:
        say_json({"recipe": made, "sha256": made.sha256})
        return
    say(f"Recipe {made.name} version {made.version} was made. {made.note}")


@app.command("export")
def export_recipe(
    reference: _Reference,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A folder, or the file to write.")],
    version: Annotated[int | None, typer.Option(min=1, help="Which version.", show_default=False)] = None,
    who: Who = None,
    config_file: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Write a version with its model into one file, to be imported at another station."""
    name, named = recipe_reference(reference)
    if version is not None and named is not None and version != named:
        raise UsageError(f"{reference} and --version {version} are two versions.", "Give one of them.")
    with _opened_book(config_file) as book:
        done = book.exchange.export(_session(who), name, version or named, file)
    if as_json:
        say_json({"file": done.path, "bytes": done.bytes, "sha256": done.sha256, "recipe": done.recipe.ref})
        return
    say(f"{done.path}: recipe {done.recipe.name} version {done.recipe.version}, {done.bytes / 1e6:.1f} MB")
    say(f"SHA-256  {done.sha256}")


@app.command("import")
def import_recipe(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What station recipes export wrote.")],
    name: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="Under another name.", show_default=False)
    ] = None,
    why: Annotated[str, typer.Option(metavar="TEXT", help="Kept in the records.")] = "",
    check_only: Annotated[bool, typer.Option("--check", help="Check the file, change nothing.")] = False,
    who: Who = None,
    config_file: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Import a recipe with its model as the next version of its name. It is not activated.

    Everything in the file is checked before anything is written. What is here already is not made twice.
    """
    with _opened_book(config_file) as book:
        plan = book.exchange.plan(file, name=name)
        done = None if check_only else book.exchange.carry_in(_session(who), plan, why=why)
    plan = plan if done is None else done.plan
    if as_json:
        say_json({"name": plan.name, "version": plan.version, "same_as": plan.same_as, "newest_here": plan.newest_here,
                  "other_pictures": plan.other_pictures, "imported": done is not None and done.is_new,
                  "recipe": plan.carried.recipe if done is None else done.recipe})  # fmt: skip
        return
    source = plan.carried.recipe
    say(f"{file}: recipe {source.name} version {source.version} of {plan.carried.manifest.station}, for {source.image}")
    if plan.same_as is not None:
        say(f"It is here already as {plan.name} version {plan.same_as}: nothing is changed.")
    else:
        verb = "would become" if done is None else "became"
        say(f"It {verb} {plan.name} version {plan.version}. It is not in force.")
        if plan.newest_here is not None:
            say(f"There was a recipe {plan.name} here already, up to version {plan.newest_here}.")
    if source.calibration is not None and plan.same_as is None:
        note(
            f"It judges by the calibration of the camera of {plan.carried.manifest.station}. With another camera,"
            " calibrate here, take pictures anew and teach: station calibrate --help"
        )
    if plan.other_pictures is not None:
        note(
            f"The recipe in force is for other pictures: {plan.other_pictures}. As the camera is set now, every picture"
            " may be an ERROR under the imported recipe."
        )


@app.command("activate")
def activate(
    reference: _Reference,
    why: Annotated[str, typer.Option(metavar="TEXT", help="Kept in the records.", show_default=False)],
    who: Who = None,
    config_file: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Put a version in force. Going back is activating an older version.

    Its model is loaded and tests itself first. A station that is running takes it at its next start.
    """
    if not why.strip():
        raise UsageError("--why is empty.", "Say why, in a few words: it is kept in the records.")
    name, version = recipe_reference(reference)
    with _opened_book(config_file) as book:
        before = book.active()
        recipe = book.activate(_session(who), name, version, why=why)
    if as_json:
        say_json({"active": recipe.ref, "before": before.ref if before else None})
        return
    say(f"Recipe {recipe.name} version {recipe.version} is active.")
    if before is not None:
        say(f"Before: {before.name} version {before.version}.")
    note("A station that is running takes it at its next start.")


def _row(recipe: Recipe) -> dict[str, object]:
    return {
        "name": recipe.name,
        "version": recipe.version,
        "sha256": recipe.sha256,
        "threshold": recipe.threshold,
        "review_from": recipe.review_from,
        "model": recipe.model.ref,
        "policy": recipe.choice.policy if recipe.choice else None,
        "created_at": recipe.created_at,
        "created_by": recipe.created_by,
        "note": recipe.note,
    }


def _day(recipe: Recipe) -> str:
    return f"{recipe.created_at.astimezone():%Y-%m-%d %H:%M}"
