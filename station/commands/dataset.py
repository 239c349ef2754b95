"""`station dataset`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from station.commands.options import AsJson, ConfigFile, Who, opened_records, person, read_config
from station.commands.terminal import progress, say, say_json, stop_on_signals
from station.mvtec_layout import GOOD

app = typer.Typer(no_args_is_help=True, help="Data sets in the layout of MVTec AD.")


@app.command("import")
def bring(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="One category: train, test, ground_truth.")],
    recipe: Annotated[str, typer.Option(metavar="NAME", help="The data set it goes into.", show_default=False)],
    who: Who = None,
    config_file: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Copy a category into a data set: pictures, kinds of defects, masks. Ctrl-C leaves nothing behind."""
    from station.accounts import command_line
    from station.labelling import Labelling
    from station.mvtec import Mvtec

    config = read_config(config_file)
    by = command_line(person(who))
    with opened_records(config) as records, stop_on_signals() as stop, progress("importing") as show:
        service = Mvtec(records, Labelling(records), config.datasets_dir)
        brought = service.bring(by, recipe, folder, progress=show, cancelled=stop.is_set)
    if as_json:
        say_json(brought)
        return
    kinds = ", ".join(f"{count} {kind}" for kind, count in brought.defects.items()) or "none"
    say(f"Data set {recipe}: {brought.good} good pictures and defects ({kinds}) with {brought.masks} masks were added.")
    if brought.copies:
        say(f"Note: {brought.copies} pictures were there already.")


@app.command("export")
def write(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The data set.")],
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder that is not there yet.")],
    test_share: Annotated[float, typer.Option(help=f"Share of the good pictures that goes to test/{GOOD}.")] = 0.25,
    seed: Annotated[int, typer.Option(min=0, help="Of that choice.")] = 0,
    as_taught: Annotated[
        bool,
        typer.Option("--as-taught", help="What the newest model was taught from goes to train, the rest to test."),
    ] = False,
    who: Who = None,
    config_file: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Write the labelled pictures of a data set with their masks. Pictures labelled unsure or ignore are left out."""
    from station.accounts import command_line
    from station.labelling import Labelling
    from station.mvtec import Mvtec

    config = read_config(config_file)
    by = command_line(person(who))
    with opened_records(config) as records, stop_on_signals() as stop, progress("exporting") as show:
        model = records.recipe(name).model.ref if as_taught else None
        service = Mvtec(records, Labelling(records), config.datasets_dir)
        written = service.write(
            by, name, folder, test_share=test_share, seed=seed, model=model, progress=show, cancelled=stop.is_set
        )
    if as_json:
        say_json(written)
        return
    kinds = ", ".join(f"{count} {kind}" for kind, count in written.defects.items()) or "none"
    say(
        f"{written.folder}: {written.train} good pictures to learn from, {written.test_good} to test with; defects:"
        f" {kinds}; {written.masks} masks."
    )
    if written.left_out:
        say(f"Note: {written.left_out} pictures are labelled unsure or ignore and were left out.")
