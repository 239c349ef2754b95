"""`station export`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from station.commands.options import AsJson, ConfigFile, Device, opened_records, read_config, recipe_reference
from station.commands.terminal import note, progress, say, say_json, stop_on_signals
from station.errors import ExportRefused, RecipeError

_LEFT_OUT_SHOWN = 10


def export(
    out: Annotated[
        Path, typer.Option(metavar="FOLDER", help="The folder to make; it must not exist.", show_default=False)
    ],
    recipe: Annotated[
        str | None,
        typer.Argument(metavar="[NAME[@VERSION]]", help="Without it the active recipe.", show_default=False),
    ] = None,
    images: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="DIR",
            help="Pictures to compare beside the stored ones: a folder or a file; may be repeated.",
            show_default=False,
        ),
    ] = None,
    opset: Annotated[int | None, typer.Option(metavar="N", help="ONNX operator set.", show_default="18")] = None,
    most: Annotated[
        int | None,
        typer.Option(metavar="N", min=0, help="Recorded pictures to compare at most.", show_default="1000"),
    ] = None,
    device: Device = None,
    config_file: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Write a recipe's model as an ONNX file: pixels in, raw score and anomaly map out, no threshold.

    Before, the station's detector and the file both score the pictures that the recipe was taught with, recorded ones,
    and those of --images. Where one verdict would be another, or there is no picture at all, nothing is exported.
    """
    from detectors.export import OPSET
    from station.export import NAMED, RECORDED_MOST, export_recipe, given_pictures, stored_pictures
    from station.setups import setup_loader

    config = read_config(config_file)
    given = given_pictures(images or ())
    if device is not None:
        config = config.model_copy(update={"detector": config.detector.model_copy(update={"device": device})})
    with opened_records(config) as records:
        used = records.active() if recipe is None else records.recipe(*recipe_reference(recipe))
        if used is None:
            raise RecipeError(
                "No recipe is active.", "Name one, or teach one: station train NAME --good DIR --activate"
            )
        stored, gone = stored_pictures(used, records, config.images_dir, most=RECORDED_MOST if most is None else most)
    with stop_on_signals() as stop, progress("loading the model") as show:
        try:
            done = export_recipe(
                used,
                out,
                [*stored, *given],
                load_setup=setup_loader(config),
                opset=OPSET if opset is None else opset,
                gone=gone,
                progress=show,
                cancelled=stop.is_set,
            )
        except ExportRefused as refusal:
            for finding in refusal.findings[NAMED:]:  # the others are in the message
                note(finding)
            raise
    parity = done.parity
    if as_json:
        say_json({"folder": done.folder, "recipe": used.ref, "parity": parity, "facts": done.facts})
        return
    for text in parity.left_out[:_LEFT_OUT_SHOWN]:
        note(f"Left out: {text}")
    if len(parity.left_out) > _LEFT_OUT_SHOWN:
        note(f"Left out: {len(parity.left_out) - _LEFT_OUT_SHOWN} more.")
    onnx = done.facts["onnx"]
    say(f"{done.folder / onnx['file']}: {onnx['bytes'] / 1e6:.1f} MB, opset {onnx['opset']}, SHA-256 {onnx['sha256']}")
    say(f"Recipe {used.name} version {used.version}, model {used.model.name} version {used.model.version}.")
    say(f"On {parity.compared} pictures no verdict is another.")
    say(
        f"Scores differ by at most {parity.score_difference:.3g}, maps by {parity.map_difference:.3g};"
        f" the score nearest a threshold is {parity.room:.3g} away from it."
    )
    if parity.score_difference > parity.room:
        note("The scores differ by more than that: other pictures may get another verdict from the file.")
