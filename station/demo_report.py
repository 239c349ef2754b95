"""The report of a demonstration: one HTML page with its pictures beside it, and the table for the terminal."""

from __future__ import annotations

import math
import platform
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from html import escape
from pathlib import Path

from calibration import at_most, between, roc_curve
from station.demo import DemoOutcome, DemoPart, confusion, stopped_defects
from station.heatmap import HeatScale, overlay
from station.images import read_image, write_file, write_image
from station.judge import Setup
from station.plots import roc_plot, score_plot
from station.recipe import Recipe
from station.types import REASON_TEXT, Verdict

OVERLAYS = "overlays"
_GALLERY = 12


def write_overlays(
    outcome: DemoOutcome, load_setup: Callable[[Recipe], Setup], progress: Callable[[float, str], None]
) -> tuple[DemoOutcome, dict[str, Path]]:
    """Draw the heatmap over every stored picture; return the outcome with the check, and the file by inspection id.

    Heatmaps are not kept: each is computed again from the stored picture with the stored model, and the score must
    come out as recorded.
    """
    stage = outcome.stage
    recipe = stage.tuned.recipe
    scale = HeatScale.of(recipe.threshold, recipe.review_from)
    setup = load_setup(recipe)
    files = {}
    same = total = 0
    try:
        for number, part in enumerate(outcome.parts):
            inspection = part.inspection
            if inspection.image.path is not None:
                image = read_image(stage.config.images_dir / inspection.image.path)
                prediction = setup.detector.predict([image])[0]
                if inspection.score is not None:
                    total += 1
                    same += math.isclose(prediction.score, inspection.score, rel_tol=1e-4)
                kind = "defect" if part.is_defect else "good"
                place = "" if inspection.pose_index is None else f"-pose-{inspection.pose_index}"
                name = f"{inspection.part_id}{place}-{kind}-{inspection.verdict.value}.png"
                path = stage.folder / OVERLAYS / name
                write_image(path, overlay(image, prediction.anomaly_map, scale))
                files[inspection.id] = path
            progress((number + 1) / len(outcome.parts), "drawing overlays")
    finally:
        setup.detector.close()
    return replace(outcome, scored_again=(same, total)), files


def summary(outcome: DemoOutcome) -> list[tuple[str, str]]:
    """The closing table: what and how much, in words."""
    recipe = outcome.stage.tuned.recipe
    counts = ", ".join(f"{count} {verdict.value}" for verdict, count in outcome.verdicts.items())
    rows = [
        ("parts inspected", f"{len(outcome.parts)} of {outcome.asked} triggers ({counts})"),
        (
            "taught from",
            f"{len(outcome.stage.folders.normal)} good pictures in {outcome.stage.taught.outcome.fit_s:.1f} s"
            f" on {outcome.stage.taught.outcome.device}",
        ),
        (
            "threshold",
            f"{recipe.threshold:.4g}, chosen on {len(outcome.stage.folders.held_out_good)} good and"
            f" {len(outcome.stage.folders.held_out_defect)} defective held-out pictures",
        ),
    ]
    if outcome.metrics is not None and outcome.auroc_interval is not None:
        low, high = outcome.auroc_interval
        rows.append(("image AUROC", f"{outcome.metrics.auroc:.4f}, {between(f'{low:.3f}', f'{high:.3f}')}"))
        rows.append(("FPR at 100 % TPR", str(outcome.metrics.fpr_at_100_tpr)))
    if outcome.point is not None:
        rows.append(("false rejects", str(outcome.point.false_rejects)))
        rows.append(("escapes", str(outcome.point.escapes)))
    stopped = stopped_defects(outcome)
    if stopped is not None and outcome.verdicts[Verdict.ERROR]:
        rows.append(("defects not passed", str(stopped)))
    if outcome.scored_again is not None:
        same, total = outcome.scored_again
        rows.append(("scored again", f"{same} of {total} stored pictures gave the recorded score"))
    for step, (p50, p99) in outcome.latency.items():
        rows.append((f"latency {step}", f"p50 {p50:.1f} ms, p99 {p99:.1f} ms"))
    return rows


def as_json(outcome: DemoOutcome) -> dict[str, object]:
    """The figures of the closing table for scripts."""
    metrics, point = outcome.metrics, outcome.point
    recipe = outcome.stage.tuned.recipe
    return {
        "data": outcome.stage.data.name,
        "folder": str(outcome.stage.folder),
        "seed": outcome.stage.request.seed,
        "asked": outcome.asked,
        "inspected": len(outcome.parts),
        "verdicts": {verdict.value: count for verdict, count in outcome.verdicts.items()},
        "n_good": metrics.n_good if metrics else None,
        "n_defect": metrics.n_defect if metrics else None,
        "image_auroc": metrics.auroc if metrics else None,
        "image_auroc_interval": outcome.auroc_interval,
        "fpr_at_100_tpr": metrics.fpr_at_100_tpr if metrics else None,
        "false_rejects": point.false_rejects if point else None,
        "escapes": point.escapes if point else None,
        "threshold": recipe.threshold,
        "recipe": recipe.ref,
        "model": recipe.model.ref,
        "fit_s": outcome.stage.taught.outcome.fit_s,
        "device": outcome.stage.taught.outcome.device,
        "scored_again": outcome.scored_again,
        "latency_ms": {step: {"p50": p50, "p99": p99} for step, (p50, p99) in outcome.latency.items()},
    }


def write_report(outcome: DemoOutcome, overlays: dict[str, Path], screenshot: Path | None, at: datetime) -> Path:
    """Write report.html into the folder of the demonstration; return its path. Raises StorageError."""
    stage = outcome.stage
    recipe = stage.tuned.recipe
    path = stage.folder / "report.html"
    shot = (
        f'<figure><img src="{screenshot.relative_to(stage.folder).as_posix()}" alt="The operator window">'
        "<figcaption>The operator window at the end of the run</figcaption></figure>"
        if screenshot is not None
        else "<p>No screenshot could be taken; the log says why.</p>"
    )
    plots = ""
    good = [part.inspection.score for part in outcome.parts if not part.is_defect and part.inspection.score is not None]
    defect = [part.inspection.score for part in outcome.parts if part.is_defect and part.inspection.score is not None]
    if good and defect:
        plots = (
            f'<div class="plots">{roc_plot(roc_curve(good, defect), recipe.threshold)}'
            f"{score_plot(good, defect, recipe.threshold)}</div>"
        )
    galleries = "".join(
        _gallery(title, chosen, overlays, stage.folder)
        for title, chosen in (
            ("Defects that passed (escapes)", _with(outcome, True, (Verdict.OK,))),
            ("Good parts that were rejected", _with(outcome, False, (Verdict.NOK, Verdict.REVIEW, Verdict.ERROR))),
            ("Defects that were stopped", _with(outcome, True, (Verdict.NOK, Verdict.REVIEW, Verdict.ERROR))),
            ("Good parts that passed", _with(outcome, False, (Verdict.OK,))),
        )
    )
    rows = "".join(f"<tr><th>{escape(what)}</th><td>{escape(much)}</td></tr>" for what, much in summary(outcome))
    html = f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Inspection station: demonstration</title>
<style>{_STYLE}</style></head><body>
<h1>Demonstration: {escape(stage.data.title)}</h1>
<p>{at:%Y-%m-%d %H:%M} UTC on {escape(platform.node() or "this machine")}, {escape(platform.platform())}.
Pictures: {escape(stage.data.source)}.</p>
<table>{rows}</table>
{_confusion_table(outcome)}
<p>{escape(_claim(outcome))}</p>
{plots}
{shot}
{galleries}
<h2>What it can be traced to</h2>
<table><tr><th>recipe</th><td>{escape(recipe.name)} {recipe.version}, SHA-256 {recipe.sha256}</td></tr>
<tr><th>model</th><td>{escape(recipe.model.name)} {recipe.model.version}, SHA-256 {recipe.model.sha256}</td></tr>
<tr><th>threshold</th><td>{escape(recipe.choice.sentence if recipe.choice else "")}</td></tr>
<tr><th>records</th><td>{escape(str(stage.config.data_dir))}</td></tr></table>
<p>Heatmaps are clear below the threshold and coloured above it, on one scale for all pictures.</p>
</body></html>
"""
    write_file(path, html.encode())
    return path


def _claim(outcome: DemoOutcome) -> str:
    if outcome.point is None or outcome.point.escapes is None:
        return "Too few parts for a claim."
    escapes = outcome.point.escapes
    return (
        f"{escapes.count} of {escapes.total} defects passed. From so many, escapes of"
        f" {at_most(escapes.upper, escapes.confidence)} cannot be ruled out."
    )


def _with(outcome: DemoOutcome, is_defect: bool, verdicts: Sequence[Verdict]) -> list[DemoPart]:
    """Parts of one kind, the most telling first: escapes and rejects by how far they are on the wrong side."""
    chosen = [part for part in outcome.parts if part.is_defect is is_defect and part.inspection.verdict in verdicts]
    return sorted(chosen, key=lambda part: part.inspection.score or 0.0, reverse=Verdict.OK not in verdicts)


def _gallery(title: str, parts: Sequence[DemoPart], overlays: dict[str, Path], folder: Path) -> str:
    if not parts:
        return f"<h2>{escape(title)}: none</h2>"
    parts = [part for part in parts if part.inspection.id in overlays]
    cards = "".join(
        f'<figure><img loading="lazy" src="{overlays[part.inspection.id].relative_to(folder).as_posix()}"'
        f' alt="{escape(part.inspection.part_id or "")}">'
        f"<figcaption>{escape(part.inspection.part_id or '')}<br>{part.inspection.verdict.value}, "
        f"{_score(part)}</figcaption></figure>"
        for part in parts[:_GALLERY]
    )
    more = f" (first {_GALLERY} of {len(parts)})" if len(parts) > _GALLERY else f" ({len(parts)})"
    return f'<h2>{escape(title)}{more}</h2><div class="gallery">{cards}</div>'


def _score(part: DemoPart) -> str:
    inspection = part.inspection
    return REASON_TEXT[inspection.reason] if inspection.score is None else f"score {inspection.score:.4g}"


def _confusion_table(outcome: DemoOutcome) -> str:
    counts = confusion(outcome)
    head = "".join(f"<th>{verdict.value}</th>" for verdict in Verdict)
    rows = "".join(
        f"<tr><th>{name}</th>{''.join(f'<td>{counts[is_defect, verdict]}</td>' for verdict in Verdict)}</tr>"
        for name, is_defect in (("good parts", False), ("defective parts", True))
    )
    return f'<table class="counts"><tr><th></th>{head}</tr>{rows}</table>'


_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #1f2933; background: #f4f5f6; max-width: 1100px;
  margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.6rem; margin-bottom: .3rem }
h2 { font-size: 1.15rem; margin: 2rem 0 .6rem }
table { border-collapse: collapse; background: #fff; margin: 1rem 0 }
th, td { text-align: left; padding: .35rem .9rem; border: 1px solid #d9dee3; overflow-wrap: anywhere }
th { font-weight: 600; background: #eceff1 }
.counts td { text-align: right; font-variant-numeric: tabular-nums }
.plots { display: flex; flex-wrap: wrap; gap: 1rem }
.plots svg { background: #fff; border: 1px solid #d9dee3; width: 460px; max-width: 100% }
.gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(160px, 1fr)); gap: .8rem }
figure { margin: 0; background: #fff; border: 1px solid #d9dee3; padding: .5rem }
figure img { width: 100%; display: block }
figcaption { font-size: .85rem; color: #3e4c59; margin-top: .3rem }
"""
