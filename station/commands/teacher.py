"""`station teacher`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from station.commands.options import AsJson
from station.commands.terminal import note, progress, say, say_json, say_table, stop_on_signals
from station.errors import UsageError

app = typer.Typer(no_args_is_help=True, help="Teachers of EfficientAD: made from a backbone that is on this machine.")


@app.command("distil")
def distil(
    out: Annotated[
        Path,
        typer.Option(metavar="DIR", help="Folder for the teacher, its recipe and the checkpoint.", show_default=False),
    ],
    more_images: Annotated[
        list[Path] | None, typer.Argument(metavar="[DIR]...", help="More folders, behind --images.", show_default=False)
    ] = None,
    backbone: Annotated[
        str, typer.Option(metavar="NAME", help="Whose features are learned; its weights must be here.")
    ] = "tf_efficientnet_lite2",
    weights: Annotated[
        str, typer.Option(metavar="FILE", help="A weights file of the backbone to use instead.", show_default=False)
    ] = "",
    layers: Annotated[str, typer.Option(metavar="N,N", help="Feature stages of the backbone, 0 the finest.")] = "1,2",
    size: Annotated[str, typer.Option(metavar="SIZE", help="small or medium.")] = "small",
    images: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="DIR",
            help="Folder with images to learn from, or several; may be repeated; every kind helps.",
            show_default=False,
        ),
    ] = None,
    procedural: Annotated[int, typer.Option(min=0, help="How many pictures the program makes itself.")] = 100_000,
    steps: Annotated[int, typer.Option(min=0, help="Stop after so many steps; 0: see --minutes.")] = 0,
    minutes: Annotated[float, typer.Option(min=0, help="Stop after so many minutes of learning.")] = 0.0,
    batch: Annotated[int, typer.Option(min=1, max=64, help="Crops per step.")] = 16,
    seed: Annotated[int, typer.Option(min=0, help="Of the pictures and of the start.")] = 0,
    device: Annotated[str, typer.Option(metavar="DEVICE", help="auto, cpu, cuda or cuda:N.")] = "auto",
    as_json: AsJson = False,
) -> None:
    """Distil a teacher: a small, fast network learns to see what the backbone sees.

    Needs --steps or --minutes. Ctrl-C keeps the checkpoint, and the same command goes on from it.
    """
    from detectors.distil import CHECKPOINT, RECIPE, TEACHER
    from detectors.distil import distil as run
    from detectors.distil_images import DistilSettings

    if size not in ("small", "medium"):
        raise UsageError(f"--size is {size!r}.", "Use small or medium.")
    if more_images and not images:
        raise UsageError(f"{more_images[0]}: it is not said what this is for.", "Folders with images follow --images.")
    if not (steps or minutes):
        raise UsageError("The distillation has no budget.", "Give --steps or --minutes.")
    settings = DistilSettings(
        backbone=backbone,
        weights=weights,
        layers=_numbers(layers),
        size="small" if size == "small" else "medium",
        procedural=procedural,
        steps=steps,
        minutes=minutes,
        batch=batch,
        seed=seed,
    )
    folders = [*(images or ()), *(more_images or ())]
    if (out / CHECKPOINT).exists():
        note(f"Going on from {out / CHECKPOINT}.")
    with stop_on_signals() as stop, progress("distilling") as show:
        made = run(settings, folders, out, device=device, progress=show, cancelled=stop.is_set)
    if as_json:
        say_json({"teacher": out / TEACHER, "recipe": out / RECIPE, "steps": made.steps, "log": made.log})
        return
    say_table(
        ("step", "seconds", "loss", "held-out loss"),
        [(one.step, f"{one.seconds:.0f}", f"{one.loss:.4f}", f"{one.held_out:.4f}") for one in made.log[-10:]],
        right=("step", "seconds", "loss", "held-out loss"),
    )
    say(f"Teacher {out / TEACHER} after {made.steps} steps in {made.seconds / 60:.0f} min; recipe and log in {RECIPE}.")
    say("A loss is a share of what there is to learn: 1 knows nothing, 0 everything.")
    say(f"To use it: station train NAME --detector efficientad --option teacher={out / TEACHER} --good DIR")


def _numbers(text: str) -> tuple[int, ...]:
    try:
        return tuple(int(one) for one in text.split(","))
    except ValueError as error:
        raise UsageError(f"--layers is {text!r}.", "Give whole numbers, such as 1,2.") from error
