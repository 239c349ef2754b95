"""The results as CSV and as Markdown in the layout of the literature: categories down, detectors across."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from station.benchmark.published import MVTEC_AD, Published, differs_from_mvtec, published_for
from station.benchmark.runs import COLUMNS
from station.benchmark.store import Row
from station.benchmark.variants import Spread, Variant, labels, mean_spread, option_text, spread_of


@dataclass(frozen=True, slots=True)
class Metric:
    """`about` is one sentence below the heading."""

    key: str
    title: str
    about: str


METRICS = (
    Metric("image_auroc", "Image AUROC, %", "Higher is better. Threshold-free."),
    Metric(
        "fpr_at_100_tpr",
        "False rejects at no escape (FPR at 100 % TPR), %",
        "Lower is better. The share of good test pictures that score at least as high as the lowest defect.",
    ),
    Metric(
        "image_f1_max",
        "Image F1-max, %",
        "Higher is better. At the best threshold in hindsight, chosen on the test pictures themselves.",
    ),
    Metric(
        "balanced_accuracy",
        "Balanced accuracy at the deployed threshold, %",
        "Higher is better. The threshold comes from good pictures outside the test set (policy good_only, 5 %).",
    ),
    Metric("pixel_auroc", "Pixel AUROC, %", "Higher is better. All pixels of all test pictures, at their own size."),
    Metric("aupro_30", "AUPRO up to 30 % FPR, %", "Higher is better. Mean overlap of defect regions, at own size."),
    Metric("aupro_05", "AUPRO up to 5 % FPR, %", "Higher is better. The same, where few false alarms are allowed."),
)
NONE = "–"


def to_csv(rows: Sequence[Row]) -> str:
    """Return one line per run; what is not a number or text is JSON."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow(
            [json.dumps(row[key], sort_keys=True) if isinstance(row[key], dict) else row[key] for key in COLUMNS]
        )
    return text.getvalue()


def to_markdown(rows: Sequence[Row], command: str = "") -> str:
    """Return the whole page. `command` is what made it."""
    fine = [row for row in rows if not row["error"]]
    named = labels(Variant.of(row) for row in fine)
    blocks = [_head(rows, command)]
    if fine:
        categories = sorted({row["category"] for row in fine})
        blocks += [_settings(named), *_metric_tables(fine, named, categories), _costs(fine, named)]
        blocks += _published(fine, categories)
    blocks += [_failures(rows), _notes(fine)]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _head(rows: Sequence[Row], command: str) -> str:
    seeds = len({row["seed"] for row in rows})
    machines = sorted({row["machine"] for row in rows if row["machine"]})
    versions = sorted({" ".join(f"{name} {version}" for name, version in row["versions"].items()) for row in rows})
    dates = sorted(row["finished"][:10] for row in rows if row["finished"])
    lines = ["# Benchmark", ""]
    lines.append(
        f"{len(rows)} run{'s' if len(rows) != 1 else ''}, {seeds} seed{'s' if seeds != 1 else ''}"
        + (", mean ± standard deviation over them" if seeds > 1 else "")
        + (f"; finished {dates[0]}" + (f" to {dates[-1]}" if dates[-1] != dates[0] else "") if dates else "")
        + _version_text(rows)
        + ". Nothing was selected on the test pictures: the last state of each training counts, and no crop is made."
    )
    lines += [f"\nMachine: {text}." for text in machines]
    lines += [f"\nPackages: {text}." for text in versions if text]
    if command:
        lines += ["", f"    {command}"]
    return "\n".join(lines)


def _version_text(rows: Sequence[Row]) -> str:
    counts = Counter(row["version"] or "unknown" for row in rows)
    if len(counts) < 2:
        return "".join(f"; station {version}" for version in counts if version != "unknown")
    told = ", ".join(f"{version} ({count} run{'s' if count != 1 else ''})" for version, count in sorted(counts.items()))
    return f"; **of different versions of the station**, which may differ in their figures: {told}"


def _settings(named: Mapping[Variant, str]) -> str:
    lines = ["| column | detector | backbone | options (others: defaults) | test pictures |", "|---|---|---|---|---|"]
    for variant, label in named.items():
        told = option_text(json.loads(variant.options))
        part = {"all": "all", "develop": "the half for developing", "report": "the half for reporting"}[variant.part]
        backbone = variant.backbone or NONE
        lines.append(f"| {label} | {variant.detector} | {backbone} | {f'`{told}`' if told else 'none'} | {part} |")
    return "## What was measured\n\n" + "\n".join(lines)


def _metric_tables(fine: Sequence[Row], named: Mapping[Variant, str], categories: Sequence[str]) -> list[str]:
    blocks = []
    for metric in METRICS:
        if all(row[metric.key] is None for row in fine):
            continue
        beside = _beside(fine, metric.key, categories)
        head = ["category", *named.values(), *(f"published: {one.method}" for one in beside)]
        lines = [_line(head), _line(["---", *["--:"] * (len(head) - 1)])]
        for category in categories:
            cells = [category]
            for variant in named:
                of = [row for row in fine if row["category"] == category and Variant.of(row) == variant]
                cells.append(_percent(spread_of(of, metric.key)))
            cells += [_bare_percent(one.value(metric.key, category)) for one in beside]
            lines.append(_line(cells))
        if len(categories) > 1:
            cells = ["**mean**"]
            for variant in named:
                of = [row for row in fine if Variant.of(row) == variant]
                cells.append(_percent(mean_spread(of, metric.key, categories)))
            cells += [_bare_percent(_published_mean(one, metric.key, categories)) for one in beside]
            lines.append(_line(cells))
        blocks.append(f"## {metric.title}\n\n{metric.about}\n\n" + "\n".join(lines))
    return blocks


def _beside(fine: Sequence[Row], metric: str, categories: Sequence[str]) -> list[Published]:
    """Return what was published of the measured detectors and says something about these very categories."""
    measured, shots = {row["detector"] for row in fine}, {row["shots"] for row in fine}
    every = set(categories) == set(MVTEC_AD)
    return [
        one
        for one in published_for(sorted(measured), list(shots))
        if one.detector
        and (any(one.value(metric, name) is not None for name in categories) or (every and metric in one.average))
    ]


def _published_mean(one: Published, metric: str, categories: Sequence[str]) -> float | None:
    if set(categories) == set(MVTEC_AD) and metric in one.average:
        return one.average[metric]
    values = [one.value(metric, name) for name in categories]
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if len(known) == len(categories) else None


def _costs(fine: Sequence[Row], named: Mapping[Variant, str]) -> str:
    head = ["", "taught from", "teaching, s", "latency p50, ms", "p99, ms", "pictures/s in 16s", "model, MB"]
    head += ["memory, MB", "device memory, MB", "device", "precision"]
    keys = ("fit_s", "latency_ms_p50", "latency_ms_p99", "throughput_ips", "model_mb", "peak_mb", "device_peak_mb")
    lines = [_line(head), _line(["---", *["--:"] * (len(head) - 3), "---", "---"])]
    for variant, label in named.items():
        of = [row for row in fine if Variant.of(row) == variant]
        counts = [row["n_good"] for row in of]
        taught = str(counts[0]) if min(counts) == max(counts) else f"{min(counts)} to {max(counts)}"
        values = [_number(Spread.of([row[key] for row in of if row[key] is not None])) for key in keys]
        precision = ", ".join(sorted({row["precision"] for row in of if row["precision"]}))
        lines.append(_line([label, taught, *values, variant.device, precision or NONE]))
    about = (
        "Means over categories and seeds. Latency: one picture, warm, from picture in memory to score and full-size "
        "map in memory. Model: the saved folder. Memory: the most the process held, Python and torch included."
    )
    return f"## Costs\n\n{about}\n\n" + "\n".join(lines)


def _published(fine: Sequence[Row], categories: Sequence[str]) -> list[str]:
    known = [name for name in categories if name in MVTEC_AD]
    if not known:
        return []
    found = published_for(sorted({row["detector"] for row in fine}), list({row["shots"] for row in fine}))
    if not found:
        return []
    head = ["method", "image AUROC", "image F1-max", "pixel AUROC", "AUPRO 30 %", "source", "note"]
    lines = [_line(head), _line(["---", *["--:"] * 4, "---", "---"])]
    for one in found:
        cells = [
            _bare_percent(one.average.get(key)) for key in ("image_auroc", "image_f1_max", "pixel_auroc", "aupro_30")
        ]
        lines.append(_line([one.method, *cells, one.source, one.caveat or NONE]))
    counts = {row["category"]: (row["n_train"], row["n_test_all"]) for row in fine}
    warnings = [text for name in known if (text := differs_from_mvtec(name, *counts[name]))]
    blocks = ["## Published on MVTec AD\n\nAverages over all 15 categories, %.\n\n" + "\n".join(lines)]
    if warnings:
        blocks.append("\n".join(f"- {text}." for text in warnings))
    return blocks


def _failures(rows: Sequence[Row]) -> str:
    found = [row for row in rows if row["error"]]
    if not found:
        return ""
    lines = []
    for row in found:
        shots = "" if row["shots"] is None else f", {row['shots']} shots"
        lines.append(f"- {row['category']}, {row['detector']}{shots}, seed {row['seed']}: {row['error']}")
    return "## Runs that failed\n\n" + "\n".join(lines)


def _notes(fine: Sequence[Row]) -> str:
    lines: dict[str, None] = {}
    for row in fine:
        for text in (row["notes"], row["threshold_rule"] and f"threshold: {row['threshold_rule']}"):
            if text:
                lines[f"- {row['category']}, {row['detector']}: {text}."] = None
    return "## Notes\n\n" + "\n".join(lines) if lines else ""


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _percent(spread: Spread | None) -> str:
    if spread is None:
        return NONE
    return f"{100 * spread.mean:.1f}" + ("" if spread.std is None else f" ± {100 * spread.std:.1f}")


def _bare_percent(value: float | None) -> str:
    return NONE if value is None else f"{100 * value:.1f}"


def _number(spread: Spread | None) -> str:
    if spread is None:
        return NONE
    digits = 2 if spread.mean < 10 else 1 if spread.mean < 100 else 0
    return f"{spread.mean:,.{digits}f}"
