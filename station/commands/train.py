"""`station train`"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from detectors.api import Epoch
from detectors.patchcore_options import FEW_SHOT
from detectors.patchcore_options import NAME as PATCHCORE
from station.commands.options import AsJson, ConfigFile, Device, Who, key_values, opened_records, person, read_config
from station.commands.terminal import note, progress, say, say_json, stop_on_signals
from station.errors import UsageError


def train(
    recipe: Annotated[
        str | None,
        typer.Argument(
            metavar="RECIPE",
            help="The name of the recipe; each training is a version. With --data-set it is that.",
            show_default=False,
        ),
    ] = None,
    good: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder with pictures of good parts.", show_default=False)
    ] = None,
    data_set: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Instead of folders: what was captured and labelled.", show_default=False),
    ] = None,
    preset: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="With --data-set: fast, balanced or accurate.", show_default=False),
    ] = None,
    extend: Annotated[
        bool, typer.Option("--extend", help="With --data-set: add the new good pictures to the newest model.")
    ] = False,
    learn_painted: Annotated[
        bool, typer.Option("--learn-painted", help="With --data-set: learn from half of the painted defects.")
    ] = False,
    defect: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Folder with pictures of defects: for the threshold, never learned from.",
            show_default=False,
        ),
    ] = None,
    learn_defects: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Folder with other defects, to learn from (supersimplenet).", show_default=False
        ),
    ] = None,
    masks: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Masks of those defects: NAME_mask.png or NAME.png.", show_default=False),
    ] = None,
    detector: Annotated[
        str | None, typer.Option(metavar="NAME", help="Without it detector.name.", show_default=False)
    ] = None,
    option: Annotated[
        list[str] | None,
        typer.Option(metavar="KEY=VALUE", help="An option of the detector; may be repeated.", show_default=False),
    ] = None,
    region: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="What of a picture counts: a JSON file, see the docs.", show_default=False),
    ] = None,
    few_shot: Annotated[
        bool, typer.Option("--few-shot", help="For 2 to 16 good pictures: patchcore, with its options for that.")
    ] = False,
    holdout: Annotated[float, typer.Option(help="Share of the good pictures kept for the threshold.")] = 0.25,
    rate: Annotated[float, typer.Option(help="Share of good parts that may be rejected.")] = 0.05,
    policy: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="How the threshold is chosen: as for station threshold; without it cautious where there are defects,"
            " else good_only.",
            show_default=False,
        ),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of the split and of the detector.")] = 0,
    device: Device = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="Score the held-out pictures at each point of the curve (slower).")
    ] = False,
    activate: Annotated[bool, typer.Option("--activate", help="Put the new version in force.")] = False,
    why: Annotated[str, typer.Option(metavar="TEXT", help="Kept with the recipe.", show_default=False)] = "",
    who: Who = None,
    config_file: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Teach a recipe from good pictures and choose its threshold on those it did not learn from.

    The pictures directly in the folder are taken, or those of a data set. Ctrl-C cancels; nothing is kept then.
    """
    from detectors import create as create_detector
    from station import teaching
    from station.assignments import Assignment
    from station.classroom import Classroom
    from station.models import ModelStore
    from station.presets import Preset, preset_named
    from station.region import read_region

    config = read_config(config_file)
    name = person(who)
    if (good is None) == (data_set is None):
        raise UsageError("There is nothing to teach from.", "Give either --good DIR or --data-set NAME.")
    if data_set is not None:
        if recipe not in (None, data_set):
            raise UsageError(
                f"Data set {data_set} belongs to the recipe of that name, not to {recipe}.", "Leave the name out."
            )
        for flag, given in (("--defect", defect), ("--learn-defects", learn_defects), ("--masks", masks)):
            if given is not None:
                raise UsageError(f"{flag} is a folder, and the pictures come from a data set.", "Leave it out.")
    elif recipe is None:
        raise UsageError("The recipe has no name.", "Give one: station train NAME --good DIR")
    elif preset is not None or extend or learn_painted:
        raise UsageError("--preset, --extend and --learn-painted need a data set.", "Give --data-set NAME.")
    method = detector or (PATCHCORE if few_shot else config.detector.name)
    options = dict(config.detector.options) if method == config.detector.name else {}
    if few_shot:
        if method != PATCHCORE:
            raise UsageError(f"{method} has no few-shot mode.", f"Use --detector {PATCHCORE}, or leave out --few-shot.")
        options.update(FEW_SHOT)
    options.update(key_values(option or (), "--option"))
    if data_set is not None:
        if preset is not None and (detector or few_shot or option):
            raise UsageError("--preset says which detector and options.", "Leave out --detector, --option, --few-shot.")
        wanted = Assignment(
            data_set=data_set,
            preset=Preset.BALANCED if preset is None else preset_named(preset),
            detector=method if preset is None else None,
            options=options,
            holdout=holdout,
            rate=rate,
            policy=policy,
            seed=seed,
            learn_defects=learn_painted,
            extend=extend,
            note=why,
        )
        with opened_records(config) as records, progress("looking at the pictures") as show:
            todo = Classroom(records, config).plan(wanted, progress=show)
        lesson = replace(todo.lesson, watch=watch, device=device or todo.lesson.device)
        todo = replace(todo, lesson=lesson)
        method = lesson.detector
    else:
        lesson = teaching.Lesson(
            recipe=recipe or "",
            good=good or Path(),
            defect=defect,
            learn_defect=learn_defects,
            masks=masks,
            watch=watch,
            detector=method,
            options=options,
            holdout=holdout,
            rate=rate,
            policy=policy,
            seed=seed,
            device=config.detector.device if device is None else device,
            note=why,
            region=None if region is None else read_region(region),
        )
        with progress("looking at the pictures") as show:
            todo = teaching.plan(lesson, progress=show)
    estimate = todo.estimate
    note(
        f"{len(todo.normal)} good pictures to learn from, {len(todo.held_out)} held out for the threshold"
        + (f", with {len(todo.defect)} defects" if todo.defect else "")
        + f"; {todo.image}."
        + (f" {len(todo.learned_defect)} other defects to learn from." if todo.learned_defect else "")
        + (f" {len(todo.added)} are new to the model that is extended." if todo.added else "")
    )
    note(
        f"Training {method} will take about {_duration(estimate.seconds)} and {estimate.peak_bytes / 1e6:.0f} MB of"
        f" memory; the model about {estimate.model_bytes / 1e6:.1f} MB. {estimate.notes}".rstrip()
    )
    for text in todo.notes:
        note(f"Note: {text}.")
    # opened before the minutes of training: what cannot be recorded need not be learned
    with opened_records(config) as records, stop_on_signals() as stop, progress("training") as show:
        ModelStore(config.models_dir, create_detector).clean()
        taught = teaching.teach(
            todo,
            records,
            config.models_dir,
            who=name,
            activate=activate,
            why=why,
            progress=show,
            cancelled=stop.is_set,
        )
    made, choice, outcome = taught.recipe, taught.choice, taught.outcome
    if outcome.left_out:
        note(f"The image gate refuses {len(outcome.left_out)} of the {len(todo.held_out)} held-out good pictures.")
    for path, reason in outcome.left_out.items():
        note(f"Left out: {path}: {reason}")
    if as_json:
        say_json(
            {
                "recipe": made,
                "sha256": made.sha256,
                "active": taught.active,
                "threshold": choice,
                "claim": choice.sentence,
                "model": outcome,
                "left_out": [f"{path}: {reason}" for path, reason in outcome.left_out.items()],
            }
        )
        return
    say(f"Recipe {made.name} version {made.version} ({made.sha256[:12]}), model version {made.model.version}")
    say(f"Threshold {made.threshold:.6g} by {choice.policy}: {choice.sentence}.")
    for text in choice.notes:
        say(f"Note: {text}.")
    say(f"Taught in {_duration(outcome.total_s)} on {outcome.device}.")
    if outcome.curve:
        say(learned(outcome.curve))
    if taught.active:
        say("It is active; a station that is running takes it at its next start.")
    else:
        say(f"To put it in force: station recipes activate {made.name}@{made.version} --why TEXT")


def learned(curve: Sequence[Epoch]) -> str:
    """Tell how learning went. A detector counts epochs or steps, and only it knows which."""
    first, last = curve[0], curve[-1]
    watched = "" if last.auroc is None else f", AUROC of the watched pictures {last.auroc:.3f}"
    points = "1 point" if len(curve) == 1 else f"{len(curve)} points"
    return (
        f"Learned for {last.number} of at most {last.planned} epochs or steps, measured at {points}:"
        f" loss {first.loss:.3g} to {last.loss:.3g},"
        f" synthetic defects told from held-out good patches with AUROC {last.separation:.3f}{watched}."
    )


def _duration(seconds: float) -> str:
    if seconds < 100:
        return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min"
