"""What a benchmark leaves behind: results.json, results.csv, results.md and plots, all made from the finished runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from calibration import RocCurve, roc_curve
from station.benchmark.picks import unpack
from station.benchmark.runs import COLUMNS, PACKAGE
from station.benchmark.store import Finished, Row, Store
from station.benchmark.tables import to_csv, to_markdown
from station.benchmark.variants import Spread, Variant, labels, mean_spread, spread_of

if TYPE_CHECKING:
    from PIL import Image

    from station.benchmark.plots import LearningLine, RocLine

PANELS = (("image_auroc", "image AUROC", True), ("fpr_at_100_tpr", "false rejects at no escape", False))


def rows_of(finished: Iterable[Finished]) -> list[Row]:
    """Return all rows, sorted by category, column and seed. What another version did not tell is None."""
    return [
        {**dict.fromkeys(COLUMNS), "version": one.row["versions"].get(PACKAGE), **one.row}
        for one in sorted(
            finished, key=lambda one: (one.row["category"], *Variant.of(one.row).order(), one.row["seed"])
        )
    ]


def write_tables(store: Store, command: str) -> None:
    """Write results.json, .csv and .md. Raises StorageError."""
    rows = rows_of(store.read().values())
    store.write_rows(rows)
    store.write_text("results.csv", to_csv(rows))
    store.write_text("results.md", to_markdown(rows, command))


def write_plots(store: Store) -> int:
    """Draw everything anew into the folder plots; return how many there are. Needs Pillow.

    Where a detector was taught from several numbers of pictures, only the largest appears in all but the learning
    curves. Score plots, galleries and training curves are those of seed 0.

    Raises:
        ImportError: Pillow is not installed.
        StorageError: they cannot be written.
    """
    from station.benchmark.gallery import gallery
    from station.benchmark.plots import epoch_plot, roc_plot, score_plot

    fine = [one for one in store.read().values() if not one.failed]
    every = labels(Variant.of(one.row) for one in fine)
    most = _most_taught(every)
    named = labels(most, without_shots=True)
    drawn: dict[str, Image.Image] = {}
    for category in sorted({one.row["category"] for one in fine}):
        here = [one for one in fine if one.row["category"] == category]
        lines = []
        for variant, label in named.items():
            runs = sorted((one for one in here if Variant.of(one.row) == variant), key=lambda one: int(one.row["seed"]))
            line = _roc_line(label, runs)
            lines += [line] if line else []
            for one in runs[:1]:
                name = f"{_slug(category)}_{_slug(label)}"
                title = f"{category}, {label}"
                if one.scores:
                    scores = score_plot(f"{title}: scores", *_split(one), _thresholds(one))
                    drawn[f"scores_{name}.png"] = scores
                threshold, picked = unpack(store.pictures(one.key))
                if picked:
                    drawn[f"gallery_{name}.png"] = gallery(f"{title}: what was found", picked, threshold)
                if len(one.curve) > 1:
                    drawn[f"training_{name}.png"] = epoch_plot(f"{title}: training", one.curve)
        if lines:
            drawn[f"roc_{_slug(category)}.png"] = roc_plot(f"{category}: ROC", lines)
        _add_learning(drawn, [one.row for one in here], category, [category])
    categories = sorted({one.row["category"] for one in fine})
    if len(categories) > 1:
        _add_learning(drawn, [one.row for one in fine], f"mean of {len(categories)} categories", categories)
    for name, picture in drawn.items():
        buffer = BytesIO()
        picture.save(buffer, "PNG")
        store.write_bytes(f"plots/{name}", buffer.getvalue())
    return len(drawn)


def _most_taught(variants: Iterable[Variant]) -> list[Variant]:
    """Of variants that differ in shots alone, keep the one with the most."""
    kept: dict[tuple[object, ...], Variant] = {}
    for one in sorted(variants, key=Variant.order):
        kept[(one.detector, one.backbone, one.options, one.part, one.held_out, one.device)] = one
    return list(kept.values())


def _split(one: Finished) -> tuple[list[float], list[float]]:
    good = [score for _, kind, score in one.scores if kind == "good"]
    return good, [score for _, kind, score in one.scores if kind != "good"]


def _thresholds(one: Finished) -> list[tuple[str, float]]:
    _, defect = _split(one)
    found = [] if one.row["threshold"] is None else [("deployed threshold", float(one.row["threshold"]))]
    return [*found, ("lowest defect", min(defect))] if defect else found


def _roc_line(label: str, runs: Sequence[Finished]) -> RocLine | None:
    """Return the ROC of the seed in the middle, the others beside it."""
    from station.benchmark.plots import RocLine

    known = sorted(
        (one for one in runs if one.row["image_auroc"] is not None), key=lambda one: float(one.row["image_auroc"])
    )
    if not known:
        return None
    middle = known[(len(known) - 1) // 2]
    others: list[RocCurve] = [roc_curve(*_split(one)) for one in known if one is not middle]
    return RocLine(
        label=label,
        curve=roc_curve(*_split(middle)),
        auroc=float(middle.row["image_auroc"]),
        threshold=middle.row["threshold"],
        others=tuple(others),
    )


def _add_learning(drawn: dict[str, Image.Image], rows: Sequence[Row], title: str, categories: Sequence[str]) -> None:
    from station.benchmark.plots import learning_plot

    by_method: dict[Variant, list[Row]] = {}
    for row in rows:
        by_method.setdefault(_without_shots(Variant.of(row)), []).append(row)
    named = labels(by_method, without_shots=True)
    lines = [line for method, label in named.items() if (line := _learning_line(label, by_method[method], categories))]
    if lines:
        panels = [(name, rising) for _, name, rising in PANELS]
        drawn[f"learning_{_slug(title)}.png"] = learning_plot(f"{title}: learning curve", lines, panels)


def _without_shots(one: Variant) -> Variant:
    return Variant(one.detector, one.backbone, one.options, None, one.part, one.held_out, one.device)


def _learning_line(label: str, rows: Sequence[Row], categories: Sequence[str]) -> LearningLine | None:
    from station.benchmark.plots import LearningLine

    by_count: dict[int | None, list[Row]] = {}
    for row in rows:
        by_count.setdefault(row["shots"], []).append(row)
    panels: dict[str, tuple[tuple[int, Spread], ...]] = {}
    for metric, name, _ in PANELS:
        points = []
        for of in by_count.values():
            spread = spread_of(of, metric) if len(categories) == 1 else mean_spread(of, metric, categories)
            if spread is not None:
                points.append((round(sum(row["n_good"] for row in of) / len(of)), spread))
        panels[name] = tuple(sorted(points, key=lambda point: point[0]))
    return LearningLine(label, panels) if len(panels[PANELS[0][1]]) > 1 else None


def _slug(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]+", "-", text).strip("-.") or "x"


def summary(rows: Sequence[Row]) -> Mapping[str, str]:
    """Return one line per column of the tables: its label and the means over what was measured."""
    fine = [row for row in rows if not row["error"]]
    lines = {}
    for variant, label in labels(Variant.of(row) for row in fine).items():
        of = [row for row in fine if Variant.of(row) == variant]
        texts = []
        for metric, name in (("image_auroc", "image AUROC"), ("aupro_30", "AUPRO 30 %")):
            values = [row[metric] for row in of if row[metric] is not None]
            if values:
                texts.append(f"{name} {sum(values) / len(values):.4f}")
        latencies = [row["latency_ms_p50"] for row in of if row["latency_ms_p50"] is not None]
        if latencies:
            texts.append(f"{sum(latencies) / len(latencies):.1f} ms")
        lines[label] = ", ".join(texts)
    return lines
