"""`station recipes`"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from station.commands.options import AsJson, ConfigFile, Who, opened_records, person, read_config, recipe_reference
from station.commands.terminal import note, say, say_json, say_table
from station.errors import RecipeError, UsageError

if TYPE_CHECKING:
    from station.db import Records
    from station.recipe import Recipe

app = typer.Typer(no_args_is_help=True, help="Recipes: list, show, put in force, roll back.")

_Reference = Annotated[str, typer.Argument(metavar="NAME[@VERSION]", help="Without a version the newest.")]


def chosen_recipe(records: Records, reference: tuple[str, int | None] | None) -> Recipe:
    """The recipe version that was asked for, the active one for None. Raises RecipeError."""
    if reference is not None:
        return records.recipe(*reference)
    active = records.active()
    if active is None:
        raise RecipeError(
            "No recipe is active.", "Give one with --recipe, or teach one: station train NAME --good DIR --activate"
        )
    return active


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
    from station.app import setup_loader

    if not why.strip():
        raise UsageError("--why is empty.", "Say why, in a few words: it is kept in the records.")
    config = read_config(config_file)
    with opened_records(config) as records:
        recipe = records.recipe(*recipe_reference(reference))
        before = records.active()
        setup_loader(config)(recipe).detector.close()
        records.activate(recipe.name, recipe.version, who=person(who), why=why.strip())
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
