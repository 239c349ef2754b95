"""The report of a bake-off: a folder with one HTML page, its plots and pictures, and everything as JSON."""

from __future__ import annotations

import contextlib
import io
import math
import platform
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

from PIL import Image

from calibration import roc_curve
from station.bakeoff import Result, Row
from station.bakeoff_keep import Kept, Shown
from station.bakeoff_words import COLUMNS, check_sentence, notes, recommendation, table
from station.benchmark.canvas import GRID, INK, SERIES, SOFT, Canvas, nice_ticks, text_width
from station.benchmark.plots import RocLine, epoch_plot, roc_plot, score_plot
from station.errors import StorageError, UsageError
from station.images import make_folder, storage_error, write_file, write_image
from station.plain import to_json

PAGE, DATA = "report.html", "bake-off.json"
_PANEL, _GAP, _ROW_HEIGHT, _TOP = 300.0, 40.0, 44.0, 84.0


def prepare(folder: Path) -> None:
    """Make sure that the report can be written, before minutes are spent; an empty folder would outlive a crash.

    Raises UsageError, StorageError.
    """
    made = not folder.exists()
    try:
        make_folder(folder)
        if any(folder.iterdir()):
            raise UsageError(f"{folder}: is not empty.", "Give a new folder for the report.")
        probe = folder / ".probe"
        probe.write_bytes(b"")
        probe.unlink()
        if made:
            folder.rmdir()
    except NotADirectoryError:
        raise StorageError(f"{folder}: is a file, not a folder.", "Give a new folder for the report.") from None
    except OSError as error:
        raise storage_error(folder, error) from error


def forget_empty(parent: Path) -> None:
    """Remove the folders in `parent` into which a bake-off that died had written nothing yet."""
    for folder in parent.iterdir() if parent.is_dir() else ():
        with contextlib.suppress(OSError):
            folder.rmdir()


def as_json(result: Result, kept: Kept | None) -> dict[str, Any]:
    """Everything that was measured, as plain values."""
    contest, ranking = result.contest, result.ranking
    pictures = contest.pictures
    check = ranking.check
    return {
        "recommendation": recommendation(result),
        "check": check_sentence(result),
        "notes": notes(result),
        "real_defects": result.arena.real_defects,
        "recipe": kept.recipe if kept else contest.recipe,
        "sha256": kept.recipe.sha256 if kept else None,
        "active": kept.active if kept else False,
        "threshold": kept.choice if kept else None,
        "claim": kept.choice.sentence if kept else None,
        "budget_s": contest.budget_s,
        "seconds": result.seconds,
        "deadline_ms": contest.deadline_ms,
        "seed": contest.seed,
        "pictures": {
            "image": pictures.image,
            "normal": len(pictures.normal),
            "held_out": len(pictures.held_out),
            "defect": pictures.kinds,
            "left_out": pictures.left_out,
            "held_out_files": [str(one.path) for one in pictures.held_out],
            "defect_files": [str(one.path) for one in pictures.defect],
        },
        "crossed": None
        if check is None
        else {
            "chosen": check.chosen,
            "false_rejects": check.false_rejects,
            "escapes": check.escapes,
            "auroc": check.auroc,
        },
        "candidates": [_row_json(result, row) for row in result.rows],
    }


def _row_json(result: Result, row: Row) -> dict[str, Any]:
    found: dict[str, Any] = {
        "label": row.candidate.label,
        "detector": row.candidate.detector,
        "options": dict(row.candidate.options),
        "state": row.state,
        "reason": row.reason,
        "estimate_s": row.estimate_s,
    }
    if row.outcome is None:
        return found
    index = result.measured.index(row)
    figures = result.ranking.figures[index]
    return {
        **found,
        "place": result.ranking.order.index(index) + 1,
        "false_rejects": figures.false_rejects,
        "auroc": figures.auroc,
        "auroc_interval": figures.auroc_interval,
        "latency_ms": row.latency,
        "fit_s": row.outcome.fit_s,
        "total_s": row.outcome.total_s,
        "device": row.outcome.device,
        "all_options": row.outcome.options,
        "threshold": row.choice.threshold if row.choice else None,
        "good_scores": row.outcome.held_out_scores,
        "defect_scores": row.outcome.defect_scores,
        "curve": row.outcome.curve,
    }


def write_report(result: Result, kept: Kept | None, folder: Path, at: datetime) -> Path:
    """Write the page last, so that where it is, all it shows is there; return its path. Raises StorageError."""
    defects = "defects" if result.arena.real_defects else "made defects"
    ranked = result.ranked
    _write_plot(folder / "figures.png", figures_plot(result))
    lines = [
        RocLine(
            row.candidate.label,
            roc_curve(row.outcome.held_out_scores, row.outcome.defect_scores),
            result.ranking.figures[index].auroc,
            row.choice.threshold,
        )
        for index, row in zip(result.ranking.order, ranked, strict=True)
        if row.outcome is not None and row.choice is not None
    ]
    _write_plot(folder / "roc.png", roc_plot(f"Held-out good parts and {defects}", lines, "threshold if kept"))
    plots = []
    for place, row in enumerate(ranked, start=1):
        if row.outcome is None or row.choice is None:
            continue
        name = f"scores-{place}.png"
        lowest = min(row.outcome.defect_scores)
        marks = [("threshold if kept", row.choice.threshold), (f"lowest of the {defects}", lowest)]
        plot = score_plot(
            f"{row.candidate.label}, {defects}", row.outcome.held_out_scores, row.outcome.defect_scores, marks
        )
        _write_plot(folder / name, plot)
        plots.append((name, f"Scores under {row.candidate.label}"))
        if row.curve:
            name = f"training-{place}.png"
            title = f"{row.candidate.label}: training"
            _write_plot(folder / name, epoch_plot(title, [asdict(point) for point in row.curve]))
            plots.append((name, title))
    galleries = ""
    if kept is not None:
        galleries = _gallery("Defects that were hardest to tell (lowest scores)", kept.lowest_defects, folder, "defect")
        galleries += _gallery("Good parts that looked worst (highest scores)", kept.highest_good, folder, "good")
    write_file(folder / DATA, to_json(as_json(result, kept)).encode())
    page = folder / PAGE
    write_file(page, _page(result, kept, plots, galleries, at).encode())
    return page


def _write_plot(path: Path, plot: Image.Image) -> None:
    data = io.BytesIO()
    plot.save(data, "PNG", optimize=True)
    write_file(path, data.getvalue())


def figures_plot(result: Result) -> Image.Image:
    """Draw false rejects, AUROC and latency of every measured candidate, best on top, with their 95 % bounds."""
    ranked = list(zip(result.ranking.order, result.ranked, strict=True))
    real = result.arena.real_defects
    left = 40.0 + max(text_width(row.candidate.label, 14) for _, row in ranked)
    titles = (
        "false rejects when all defects are stopped" if real else "false rejects, threshold from good parts",
        "AUROC" if real else "AUROC against made defects",
        "latency, ms a picture, median to 95 %",
    )
    rates = [result.ranking.figures[index].false_rejects for index, _ in ranked]
    highest = max((rate.interval[1] for rate in rates if rate is not None), default=1.0)
    lowest = min(result.ranking.figures[index].auroc_interval[0] for index, _ in ranked)
    slowest = max(row.latency.p95_ms for _, row in ranked if row.latency)
    spans = ((0.0, math.ceil(10 * highest) / 10), (math.floor(10 * lowest) / 10, 1.0), (0.0, 1.05 * slowest))
    height = _TOP + _ROW_HEIGHT * len(ranked) + 50.0
    canvas = Canvas(left + 3 * (_PANEL + _GAP) + 20.0, height)
    canvas.text((20, 16), "Figures with their 95 % bounds, best on top", 18)
    bottom = height - 40.0
    for panel, (title, (low, high)) in enumerate(zip(titles, spans, strict=True)):
        start = left + panel * (_PANEL + _GAP)
        canvas.text((start, _TOP - 26), title, 13)
        for value, text in nice_ticks(low, high, 5):
            x = start + _PANEL * (value - low) / (high - low)
            canvas.line([(x, _TOP), (x, bottom)], GRID)
            text = f"{value:.0%}" if panel == 0 else text
            canvas.text((x, bottom + 8), text, 12, SOFT, "ma")
        canvas.line([(start, bottom), (start + _PANEL, bottom)], SOFT)
    for place, (index, row) in enumerate(ranked):
        y = _TOP + _ROW_HEIGHT * (place + 0.5)
        color = SERIES[place % len(SERIES)]
        canvas.text((20, y), row.candidate.label, 14, INK, "lm")
        figures, latency = result.ranking.figures[index], row.latency
        assert latency is not None
        shown: list[tuple[float, float, float] | None] = [None, (figures.auroc, *figures.auroc_interval), None]
        if figures.false_rejects is not None:
            shown[0] = (figures.false_rejects.value, *figures.false_rejects.interval)
        shown[2] = (latency.p50_ms, latency.p50_ms, latency.p95_ms)
        for panel, figure in enumerate(shown):
            if figure is None:
                continue
            low, high = spans[panel]
            start = left + panel * (_PANEL + _GAP)
            at, first, last = (start + _PANEL * (value - low) / (high - low) for value in figure)
            canvas.line([(first, y), (last, y)], color, 3.0)
            canvas.mark((at, y), "circle", color, 6.0)
    return canvas.finished()


def _gallery(title: str, shown: Sequence[Shown], folder: Path, kind: str) -> str:
    if not shown:
        return ""
    cards = []
    for number, one in enumerate(shown, start=1):
        name = f"{kind}-{number}.png"
        write_image(folder / name, one.heatmap)
        what = f"{one.picture.kind}: " if one.picture.kind else ""
        cards.append(
            f'<figure><img loading="lazy" src="{name}" alt="{escape(one.picture.path.name)}"><figcaption>'
            f"{escape(what + one.picture.path.name)}<br>score {one.score:.4g}</figcaption></figure>"
        )
    return f'<h2>{escape(title)}</h2><div class="gallery">{"".join(cards)}</div>'


def _page(result: Result, kept: Kept | None, plots: Sequence[tuple[str, str]], galleries: str, at: datetime) -> str:
    pictures = result.contest.pictures
    kinds = ", ".join(f"{count} {kind}" for kind, count in pictures.kinds.items())
    head = "".join(f"<th>{escape(name)}</th>" for name in COLUMNS)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in table(result))
    said = "".join(f"<li>{escape(text[0].upper() + text[1:])}.</li>" for text in notes(result))
    lost = "".join(f"<li>{escape(text)}</li>" for text in pictures.left_out)
    drawn = "".join(f'<img loading="lazy" src="{name}" alt="{escape(title)}">' for name, title in plots)
    recipe = "Nothing was kept."
    scale = ""
    if kept is not None:
        recipe = (
            f"Kept as recipe {kept.recipe.name} version {kept.recipe.version} (model version"
            f" {kept.recipe.model.version}, SHA-256 {kept.recipe.sha256}), {'' if kept.active else 'not '}in force."
            f" Threshold {kept.recipe.threshold:.6g} by {kept.choice.policy}:"
            f" {'; '.join([kept.choice.sentence, *kept.choice.notes])}."
        )
        scale = "<p>Heatmaps are clear below the kept threshold and coloured above it, on one scale.</p>"
    defect = f"{len(pictures.defect)} defects ({kinds})" if kinds else "no real defects"
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Bake-off: {escape(result.contest.recipe)}</title>
<style>{_STYLE}</style></head><body>
<h1>Bake-off: {escape(result.contest.recipe)}</h1>
<p>{at:%Y-%m-%d %H:%M} UTC on {escape(platform.node() or "this machine")}, {escape(platform.platform())}.
{len(pictures.normal)} good pictures learned from, {len(pictures.held_out)} held out, {escape(defect)};
{escape(str(pictures.image))}.
{result.seconds:.0f} s of {result.contest.budget_s:.0f} s; seed {result.contest.seed}.</p>
<p class="verdict">{escape(recommendation(result))}</p>
<p>{escape(check_sentence(result))}</p>
<p>{escape(recipe)}</p>
<table><tr>{head}</tr>{body}</table>
<img class="wide" src="figures.png" alt="Figures with their bounds">
<h2>Every threshold</h2>
<img class="wide" src="roc.png" alt="ROC of every detector">
<h2>Scores and training</h2><div class="plots">{drawn}</div>
{galleries}{scale}
<h2>What may be claimed</h2><ul>{said}</ul>
{f"<h2>Pictures that were left out</h2><ul>{lost}</ul>" if lost else ""}
</body></html>
"""


_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #1f2933; background: #f4f5f6; max-width: 1180px;
  margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.6rem; margin-bottom: .3rem }
h2 { font-size: 1.15rem; margin: 2rem 0 .6rem }
.verdict { font-size: 1.15rem; font-weight: 600; background: #fff; border-left: 5px solid #009e73; padding: .7rem 1rem }
table { border-collapse: collapse; background: #fff; margin: 1rem 0 }
th, td { text-align: left; padding: .35rem .8rem; border: 1px solid #d9dee3; overflow-wrap: break-word;
  font-variant-numeric: tabular-nums }
th { font-weight: 600; background: #eceff1 }
img.wide { max-width: 100%; background: #fff; border: 1px solid #d9dee3; margin: .4rem 0 }
.plots { display: flex; flex-wrap: wrap; gap: 1rem }
.plots img { background: #fff; border: 1px solid #d9dee3; max-width: min(100%, 900px) }
.gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(170px, 1fr)); gap: .8rem }
figure { margin: 0; background: #fff; border: 1px solid #d9dee3; padding: .5rem }
figure img { width: 100%; display: block }
figcaption { font-size: .85rem; color: #3e4c59; margin-top: .3rem; overflow-wrap: anywhere }
"""
