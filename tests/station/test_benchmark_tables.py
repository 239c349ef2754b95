from __future__ import annotations

import csv
import io
import statistics
from pathlib import Path
from typing import Any

import pytest

from station.benchmark.published import MVTEC_AD, PUBLISHED, differs_from_mvtec
from station.benchmark.runs import COLUMNS
from station.benchmark.tables import to_csv, to_markdown
from station.benchmark.variants import Variant, labels, mean_spread
from tests.station.benchmark_rig import benchmark, make_mvtec

METRICS = {"image_auroc", "image_f1_max", "balanced_accuracy", "fpr_at_100_tpr", "pixel_auroc", "aupro_30", "aupro_05"}


def row(category: str = "nut", detector: str = "fake", seed: int = 0, **values: Any) -> dict[str, Any]:
    return {
        **dict.fromkeys(COLUMNS),
        "category": category,
        "detector": detector,
        "seed": seed,
        "options": {},
        "part": "all",
        "held_out": 0.2,
        "device": "cpu",
        "n_good": 20,
        "n_train": 25,
        "n_test_all": 30,
        "fit_s": 1.5,
        "latency_ms_p50": 12.0,
        "latency_ms_p99": 15.0,
        "throughput_ips": 90.0,
        "model_mb": 4.25,
        "error": "",
        "notes": "",
        "machine": "a machine",
        "versions": {"python": "3.11"},
        "finished": "2030-01-02T03:04:05+00:00",
        **values,
    }


def table_of(page: str, heading: str) -> list[list[str]]:
    """The cells of the table below a heading, its ruler left out."""
    below = page.partition(f"## {heading}")[2].partition("\n## ")[0]
    lines = [line for line in below.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in [lines[0], *lines[2:]]]


def test_a_table_has_categories_down_detectors_across_and_means_with_spreads() -> None:
    values = {("a", 0): 0.90, ("a", 1): 0.94, ("b", 0): 1.0, ("b", 1): 0.98}
    rows = [row(name, seed=seed, image_auroc=value) for (name, seed), value in values.items()]
    rows += [row("a", "other", image_auroc=0.5), row("b", "other", image_auroc=0.7)]
    table = table_of(to_markdown(rows), "Image AUROC")
    assert table[0] == ["category", "fake", "other"]
    assert table[1] == ["a", "92.0 ± 2.8", "50.0"]
    assert table[2] == ["b", "99.0 ± 1.4", "70.0"]
    seeds = [statistics.fmean((0.90, 1.0)), statistics.fmean((0.94, 0.98))]
    assert table[3] == ["**mean**", f"95.5 ± {100 * statistics.stdev(seeds):.1f}", "60.0"]


def test_a_mean_is_only_given_over_all_categories() -> None:
    rows = [row("a", image_auroc=0.9), row("b"), row("a", "other", image_auroc=0.8), row("b", "other", image_auroc=0.6)]
    table = table_of(to_markdown(rows), "Image AUROC")
    assert [line[1] for line in table] == ["fake", "90.0", "–", "–"]
    assert table[3][2] == "70.0"
    assert mean_spread(rows[:2], "image_auroc", ["a", "b"]) is None


def test_what_nobody_measured_has_no_table() -> None:
    page = to_markdown([row(image_auroc=0.9)])
    assert "## Image AUROC" in page
    assert "## Pixel AUROC" not in page


def test_columns_are_named_by_what_tells_them_apart() -> None:
    def label(*rows: dict[str, Any]) -> list[str]:
        return list(labels(Variant.of(one) for one in rows).values())

    assert label(row()) == ["fake"]
    assert label(row(options={"cells": 8})) == ["fake"]
    assert label(row(options={"cells": 8}), row()) == ["fake, default", "fake, cells=8"]
    assert label(row(shots=2), row(shots=10), row()) == ["fake, 2 shots", "fake, 10 shots", "fake, all pictures"]
    assert label(row(shots=1)) == ["fake, 1 shot"]
    assert label(row(part="develop"), row(part="report")) == ["fake, develop", "fake, report"]
    assert label(row(backbone="a"), row(backbone="b"), row(detector="x")) == ["fake, a", "fake, b", "x"]
    assert label(row(backbone="a"), row(detector="x")) == ["fake", "x"]


def test_published_figures_stand_beside_ours_where_the_category_is_one_of_mvtec_ad() -> None:
    rows = [row(name, "efficientad", image_auroc=0.99, aupro_30=0.9) for name in ("screw", "hazelnut")]
    page = to_markdown(rows)
    table = table_of(page, "Image AUROC")
    assert table[0][2] == "published: EfficientAD-S, nelson1425"
    assert [line[2] for line in table[1:]] == ["99.4", "97.9", f"{(99.4 + 97.9) / 2:.1f}"]
    assert table_of(page, "AUPRO up to 30")[1][2] == "94.8"
    averages = table_of(page, "Published on MVTec AD")
    assert ["EfficientAD-S, paper", "98.8", "–", "–", "–"] in [line[:5] for line in averages]
    assert not any("SimpleNet" in line[0] for line in averages)
    assert "hazelnut: 25 good pictures to teach from and 30 test pictures, MVTec AD has 391 and 110" in page


def test_published_averages_stand_beside_ours_only_over_all_fifteen() -> None:
    every = [row(name, "patchcore", image_auroc=0.99) for name in MVTEC_AD]
    all_of_them = table_of(to_markdown(every), "Image AUROC")
    assert "published: PatchCore, WRN50, 224 px" in all_of_them[0]
    assert all_of_them[-1][2] == "99.2"
    assert table_of(to_markdown(every[:-1]), "Image AUROC")[0] == ["category", "patchcore"]
    few_shot = table_of(to_markdown([{**one, "shots": 2} for one in every]), "Image AUROC")
    assert few_shot[0][2:] == ["published: PatchCore, WRN50, 2 shots"]
    assert few_shot[-1][2] == "86.3"


def test_nothing_published_is_shown_for_other_categories() -> None:
    page = to_markdown([row("bolt", "efficientad", image_auroc=0.9)])
    assert "ublished" not in page


def test_every_published_figure_is_a_share_has_a_source_and_a_known_category() -> None:
    assert len(MVTEC_AD) == 15
    for one in PUBLISHED:
        assert one.method
        assert one.source
        assert one.average
        assert set(one.each) <= set(MVTEC_AD)
        for figures in (one.average, *one.each.values()):
            assert set(figures) <= METRICS
            assert all(0.5 < value <= 1.0 for value in figures.values())
    (nelson,) = [one for one in PUBLISHED if len(one.each) == 15]
    for metric in ("image_auroc", "aupro_30"):
        mean = statistics.fmean(figures[metric] for figures in nelson.each.values())
        assert mean == pytest.approx(nelson.average[metric], abs=5e-4)  # each was published with one decimal


def test_the_pictures_of_mvtec_ad_are_told_by_their_number() -> None:
    assert differs_from_mvtec("hazelnut", 391, 110) == ""
    assert differs_from_mvtec("bolt", 1, 1) == ""
    assert "do not compare" in differs_from_mvtec("hazelnut", 28, 23)


def test_costs_name_the_number_type_and_the_heading_the_versions() -> None:
    rows = [row(precision="bfloat16", version="1.2"), row(seed=1, precision="bfloat16", version="1.2")]
    page = to_markdown([*rows, row(detector="other")])
    costs = table_of(page, "Costs")
    assert costs[0][-2:] == ["device", "precision"]
    assert [line[-1] for line in costs[1:]] == ["bfloat16", "–"]
    assert "in their figures: 1.2 (2 runs), unknown (1 run)" in page.splitlines()[2]
    assert "; station 1.2. Nothing was selected" in to_markdown(rows)
    assert "station" not in to_markdown([row()]).splitlines()[2]


def test_failed_runs_and_notes_are_listed() -> None:
    page = to_markdown([row(error="no pictures", shots=3), row("b", image_auroc=0.9, notes="odd", threshold_rule="so")])
    assert "- nut, fake, 3 shots, seed 0: no pictures" in page
    assert "- b, fake: odd." in page
    assert "- b, fake: threshold: so." in page
    assert "Runs that failed" in to_markdown([row(error="all of them")])


def test_the_csv_file_holds_every_column_of_every_row() -> None:
    rows = [row(options={"cells": 8}, notes="a, b"), row(seed=1, image_auroc=0.123456789)]
    read = list(csv.DictReader(io.StringIO(to_csv(rows))))
    assert tuple(read[0]) == COLUMNS
    assert (read[0]["options"], read[0]["notes"], read[0]["image_auroc"]) == ('{"cells": 8}', "a, b", "")
    assert float(read[1]["image_auroc"]) == 0.123456789


def test_a_benchmark_writes_all_three_tables(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("hazelnut", "nut"):
        make_mvtec(tmp_path / "data" / name)
    ran = benchmark(capsys, tmp_path / "data", tmp_path / "out", "--seeds", 2)
    page = (tmp_path / "out" / "results.md").read_text()
    assert table_of(page, "Image AUROC")[-1] == ["**mean**", "100.0 ± 0.0"]
    assert "    python -m station.benchmark " in page
    read = list(csv.DictReader(io.StringIO((tmp_path / "out" / "results.csv").read_text())))
    assert [(one["category"], one["seed"]) for one in read] == [(one["category"], str(one["seed"])) for one in ran.rows]
