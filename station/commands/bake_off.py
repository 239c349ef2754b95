"""`station bake-off`"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from station.commands.options import AsJson, ConfigFile, Device, Who, opened_records, person, read_config
from station.commands.terminal import note, progress, say, say_json, say_table, stop_on_signals

if TYPE_CHECKING:
    from station.bakeoff import Contest, Row
    from station.bakeoff_pictures import Pictures


def bake_off(
    recipe: Annotated[str, typer.Argument(metavar="RECIPE", help="The recipe; the winner becomes its next version.")],
    good: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Good parts; without it those the recipe was taught from.", show_default=False
        ),
    ] = None,
    defects: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Defects, in sub-folders by kind or directly: only scored, never learned from.",
            show_default=False,
        ),
    ] = None,
    held_out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Good parts to score only; without it a share of the good ones.", show_default=False
        ),
    ] = None,
    detector: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="May be repeated; without it all but the simulator.", show_default=False),
    ] = None,
    minutes: Annotated[float, typer.Option(help="Time for everything together.")] = 30.0,
    deadline_ms: Annotated[
        float | None,
        typer.Option(metavar="MS", help="Time for one picture; without it line.deadline_ms.", show_default=False),
    ] = None,
    holdout: Annotated[float, typer.Option(help="Share of the good pictures that is only scored.")] = 0.3,
    policy: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="How the threshold is chosen that is kept: as for station threshold; without it cautious where there"
            " are defects, else good_only.",
            show_default=False,
        ),
    ] = None,
    rate: Annotated[float, typer.Option(help="Share of good parts that may be rejected, for that threshold.")] = 0.05,
    seed: Annotated[int, typer.Option(min=0, help="Of the split and of the detectors.")] = 0,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="A new folder for the report; without it one in the data folder.", show_default=False
        ),
    ] = None,
    device: Device = None,
    activate: Annotated[bool, typer.Option("--activate", help="Put the winner in force.")] = False,
    why: Annotated[str, typer.Option(metavar="TEXT", help="Kept with the recipe.", show_default=False)] = "",
    who: Who = None,
    config_file: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Compare all detectors on your own pictures, recommend one, and keep it as a recipe version.

    Ranked by false rejects when every defect is stopped, then AUROC, then latency. Ctrl-C cancels, and nothing is
    kept.
    """
    from detectors import create as create_detector
    from station import bakeoff, bakeoff_candidates, bakeoff_keep, bakeoff_pictures, bakeoff_report, bakeoff_words
    from station.benchmark.measure import available_bytes
    from station.models import ModelStore
    from station.recipe import check_name

    config = read_config(config_file)
    name = person(who)
    check_name(recipe)
    at = datetime.now(UTC)
    folder = out or config.data_dir / "bake-offs" / f"{recipe}-{at:%Y%m%dT%H%M%SZ}"
    with opened_records(config) as records, stop_on_signals() as stop:
        # an unknown name must not cost the time of reading the pictures
        bakeoff_candidates.candidates_for(detector or (), 1)
        found = bakeoff_pictures.find(recipe, good, held_out, defects, records)
        bakeoff.check_wish(
            minutes=minutes,
            holdout=holdout,
            rate=rate,
            policy=policy,
            defects=bool(found.defect),
            deadline_ms=deadline_ms,
        )
        with progress("reading the pictures") as show:
            pictures = bakeoff_pictures.deal(found, seed=seed, holdout=holdout, progress=show, cancelled=stop.is_set)
        configured = (config.detector.name, config.detector.options)
        contest = bakeoff.Contest(
            recipe=recipe,
            pictures=pictures,
            candidates=bakeoff_candidates.candidates_for(detector or (), len(pictures.normal), configured),
            budget_s=60 * minutes,
            deadline_ms=config.line.deadline_ms if deadline_ms is None else deadline_ms,
            policy=policy,
            rate=rate,
            device=config.detector.device if device is None else device,
            seed=seed,
        )
        bakeoff_report.prepare(folder)
        bakeoff_report.forget_empty(config.data_dir / "bake-offs")
        ModelStore(config.models_dir, create_detector).clean()
        _announce(pictures, contest)
        with (
            progress("training") as show,
            bakeoff.BakeOff(
                contest,
                config.models_dir,
                progress=show,
                cancelled=stop.is_set,
                on_row=_note_row,
                available_bytes=available_bytes,
            ) as baking,
        ):
            result = baking.run()
            kept = None
            if result.winner is not None:
                kept = bakeoff_keep.keep(result, records, config.models_dir, who=name, activate=activate, why=why)
        report = bakeoff_report.write_report(result, kept, folder, at)
    if as_json:
        say_json({**bakeoff_report.as_json(result, kept), "report": report})
    else:
        say_table(bakeoff_words.COLUMNS, bakeoff_words.table(result), right=bakeoff_words.NUMBERS)
        say()
        say(bakeoff_words.recommendation(result))
        say(bakeoff_words.check_sentence(result))
        for text in bakeoff_words.notes(result):
            say(f"Note: {text}.")
        if kept is not None:
            made = kept.recipe
            say(f"Recipe {made.name} version {made.version} ({made.sha256[:12]}), model version {made.model.version}")
            say(f"Threshold {made.threshold:.6g} by {kept.choice.policy}: {kept.choice.sentence}.")
            for text in kept.choice.notes:
                say(f"Note: {text}.")
            if kept.active:
                say("It is active; a station that is running takes it at its next start.")
            else:
                say(f"To put it in force: station recipes activate {made.name}@{made.version} --why TEXT")
        say(f"report: {report}")
    if kept is None:
        raise typer.Exit(1)


def _announce(pictures: Pictures, contest: Contest) -> None:
    for text in pictures.left_out:
        note(f"Left out: {text}")
    defects = ", ".join(f"{count} {kind}" for kind, count in pictures.kinds.items())
    note(
        f"{len(pictures.normal)} good pictures to learn from, {len(pictures.held_out)} held out,"
        f" {len(pictures.defect)} defects{f' ({defects})' if defects else ''}; {pictures.image}."
    )
    labels = ", ".join(one.label for one in contest.candidates)
    note(f"To be tried in at most {contest.budget_s / 60:g} min: {labels}.")


def _note_row(row: Row) -> None:
    if row.outcome is None or row.latency is None:
        note(f"{row.candidate.label}: {row.state}, {row.reason}")
        return
    note(f"{row.candidate.label}: trained in {row.outcome.fit_s:.1f} s, {row.latency.p50_ms:.1f} ms a picture.")
