"""`station inspect`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from station.commands.options import AsJson, ConfigFile, Device, opened_records, read_config, recipe_reference
from station.commands.terminal import note, progress, say, say_json, say_table

if TYPE_CHECKING:
    from station.recipe import Recipe
    from station.scoring import Scored


def inspect(
    images: Annotated[list[Path], typer.Argument(metavar="IMAGES...", help="Picture files, or folders of them.")],
    recipe: Annotated[
        str | None,
        typer.Option(metavar="NAME[@VERSION]", help="Without it the active recipe.", show_default=False),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write each picture with its anomalies drawn over it.", show_default=False),
    ] = None,
    device: Device = None,
    config_file: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Score pictures from files as the line would, without recording anything.

    Exit code 0 only if every picture could be scored, whatever the verdicts; 3 if one could not.
    """
    from station.commands.recipes import chosen_recipe
    from station.scoring import find_pictures, score_picture
    from station.setups import setup_loader

    config = read_config(config_file)
    if device is not None:
        config = config.model_copy(update={"detector": config.detector.model_copy(update={"device": device})})
    paths = find_pictures(images)
    with opened_records(config) as records:
        used = chosen_recipe(records, None if recipe is None else recipe_reference(recipe))
    done: list[Scored] = []
    overlays: dict[Path, Path] = {}
    with progress("loading the model") as show:
        setup = setup_loader(config)(used)
        try:
            for index, path in enumerate(paths):
                show(index / len(paths), "inspecting")
                one = score_picture(setup, path)
                if out is not None and (file := _write_overlay(one, used, out, set(overlays.values()))) is not None:
                    overlays[path] = file
                done.append(_without_pixels(one))
        finally:
            setup.detector.close()
    failed = [one for one in done if not one.was_scored]
    if as_json:
        say_json(
            {
                "recipe": used.ref,
                "threshold": used.threshold,
                "review_from": used.review_from,
                "images": [_row(one, overlays.get(one.path)) for one in done],
            }
        )
    else:
        say_table(
            ("file", "score", "verdict", "why"),
            [
                (one.path, None if one.score is None else f"{one.score:.5g}", one.verdict.value, one.detail)
                for one in done
            ],
            right=("score",),
        )
        say(f"Recipe {used.name} version {used.version}, threshold {used.threshold:.5g}.")
    if failed:
        note(f"{len(failed)} of {len(done)} pictures could not be scored.")
        raise typer.Exit(3)


def _without_pixels(one: Scored) -> Scored:
    from dataclasses import replace

    return replace(one, image=None, anomaly_map=None)


def _row(one: Scored, overlaid: Path | None) -> dict[str, object]:
    return {
        "file": one.path,
        "score": one.score,
        "verdict": one.verdict,
        "reason": one.reason,
        "detail": one.detail,
        "overlay": overlaid,
    }


def _write_overlay(one: Scored, recipe: Recipe, folder: Path, taken: set[Path]) -> Path | None:
    if one.image is None or one.anomaly_map is None:
        return None
    from station.heatmap import HeatScale, overlay
    from station.images import write_image

    path = folder / f"{one.path.stem}.png"
    number = 1
    while path in taken or path.resolve() == one.path.resolve():  # never over the picture itself
        number += 1
        path = folder / f"{one.path.stem}-{number}.png"
    scale = HeatScale.of(recipe.threshold, recipe.review_from)
    write_image(path, overlay(one.image, one.anomaly_map, scale))
    return path
