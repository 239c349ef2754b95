"""How long every detector takes to learn and to answer, on the processor or on a GPU.

    python -m tests.bench.bench_methods [--device cpu|cuda|cuda:N] [--images N] [--only DETECTOR ...]

On the processor: the packaged EfficientNet-Lite0, 256 x 256. On CUDA also WideResNet50 with random weights (speed does
not depend on their values) and the sizes of the published figures. Latency is host to host, one picture at a time;
throughput in batches of 16. EfficientAD's training is timed over a fixed number of steps and not to its end.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import detectors
from detectors.contract import made_picture
from tests.bench.row import Row

SIDE = 256
REPEATS = 60
STEPS = 40
"""EfficientAD's steps that are timed."""

FIT_LIMIT_S = {"simplenet": 180.0, "supersimplenet": 360.0}
PREDICT_LIMIT_MS = {"simplenet": 25.0, "supersimplenet": 60.0, "efficientad": 150.0, "patchcore": 20.0}
CUDA_LIMITS = {
    "efficientad": (0.6, 4000.0),
    "simplenet": (1.5, 3000.0),
    "patchcore": (1.5, 3000.0),
}
"""Batch-1 milliseconds and pictures per second, EfficientAD-S and the others on WideResNet50."""


def _good(count: int) -> list[Any]:
    return [made_picture(number, size=(SIDE, SIDE)) for number in range(count)]


def method_rows(name: str, options: Mapping[str, Any], *, images: int, device: str, label: str = "") -> list[Row]:
    """Fit on `images` pictures and measure prediction; targets where there is one for this device."""
    detector = detectors.create(name)
    parsed = detector.parse_options(options)
    good = _good(images)
    told = detector.estimate(images, (SIDE, SIDE), parsed, device=device)
    begin = time.perf_counter()
    fitted = detector.fit(good, parsed, device=device)
    seconds = time.perf_counter() - begin
    probe = made_picture(1000, size=(SIDE, SIDE))
    fitted.warm_up(probe.shape[:2])
    times = []
    for _ in range(REPEATS):
        begin = time.perf_counter()
        fitted.predict([probe])
        times.append((time.perf_counter() - begin) * 1e3)
    batch = [probe] * 16
    fitted.predict(batch)
    begin = time.perf_counter()
    rounds = 4 if fitted.device == "cpu" else 40
    for _ in range(rounds):
        fitted.predict(batch)
    rate = rounds * len(batch) / (time.perf_counter() - begin)
    precision = getattr(fitted, "precision", "")
    on = fitted.device
    fitted.close()
    title = f"{name}{label}"
    on_cuda = on.startswith("cuda")
    latency_limit, rate_limit = CUDA_LIMITS.get(name, (None, None)) if on_cuda else (PREDICT_LIMIT_MS.get(name), None)
    fit_limit = None if on_cuda else FIT_LIMIT_S.get(name)
    rate_note = f"target {rate_limit:g} and more" if rate_limit else ""
    return [
        Row(f"{title}, fit from {images} pictures", seconds, "s", fit_limit, note=f"told before: {told.seconds:.1f} s"),
        Row(f"{title}, predict, batch 1", statistics.median(times), "ms", latency_limit, note=f"{on} {precision}"),
        Row(f"{title}, predict, batch 16", rate, "pictures/s", None, note=rate_note),
    ]


@contextmanager
def _random_weights(architecture: str) -> Iterator[Path]:
    """Weights of the right shapes: speed does not depend on their values."""
    import timm
    from safetensors.torch import save_file

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{architecture}.safetensors"
        save_file(timm.create_model(architecture, pretrained=False).state_dict(), path)
        yield path


def rows(device: str = "cpu", images: int = 100, only: tuple[str, ...] = ()) -> list[Row]:
    """Return the rows of every detector that is installed."""
    found: list[Row] = []
    short = {"efficientad": {"steps_max": STEPS}}
    for name in only or tuple(name for name in detectors.names() if name != "fake"):
        found += method_rows(name, short.get(name, {}), images=images, device=device)
    if device.startswith("cuda"):
        with _random_weights("wide_resnet50_2") as weights:
            wide = {"backbone": "wide_resnet50_2", "weights": str(weights)}
            found += method_rows("simplenet", wide, images=200, device=device, label=" WRN50")
            bank = {**wide, "bank_ratio": 1.0, "bank_max": 16_384}
            found += method_rows("patchcore", bank, images=32, device=device, label=" WRN50, bank of 16,384")
        found += coreset_rows(device)
    return found


def coreset_rows(device: str) -> list[Row]:
    """Choose 10 % of 164,000 patches of 128 numbers."""
    import torch

    from detectors.coreset import greedy_k_centre

    data = torch.randn(164_000, 128, generator=torch.Generator().manual_seed(0)).to(device)
    begin = time.perf_counter()
    greedy_k_centre(data, 16_400)
    return [Row("coreset, 16,400 of 164,000 rows of 128", time.perf_counter() - begin, "s", 2.0)]


def main() -> None:
    """Print the table."""
    from detectors.devices import report
    from detectors.threads import limit_threads

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--images", type=int, default=100)
    parser.add_argument("--only", nargs="*", default=())
    asked = parser.parse_args()
    limit_threads()
    sys.stdout.write(f"{report(asked.device).text}\n\n| figure | measured | target | remarks |\n|---|---|---|---|\n")
    for row in rows(asked.device, asked.images, tuple(asked.only)):
        sys.stdout.write(f"| {' | '.join(row.cells)} |\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
