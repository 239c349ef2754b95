"""How long every detector takes to learn and to answer, on the processor or on a GPU.

    python -m tests.bench.bench_methods [--device cpu|cuda|cuda:N] [--images N] [--only DETECTOR ...]

On the processor: the packaged EfficientNet-Lite0, 256 x 256, and PatchCore taught from 8 pictures (few-shot). On CUDA
also EfficientAD-M, and WideResNet50 with random weights (speed does not depend on their values) in the sizes of the
published figures. Latency is host to host, one picture at a time; throughput in batches of 16. EfficientAD's training
is timed over a fixed number of steps and not to its end.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import detectors
from detectors.contract import made_picture
from detectors.patchcore_options import FEW_SHOT
from tests.bench.row import Row

SIDE = 256
REPEATS = 60
STEPS = 40
"""EfficientAD's steps that are timed."""

FEW = 8
"""Pictures that the few-shot mode is taught from."""
WIDE_BANK = 16_384


@dataclass(frozen=True, slots=True)
class Limits:
    """Targets of one method on one device: seconds of a fit, milliseconds at batch 1, pictures per second at least."""

    fit_s: float | None = None
    latency_ms: float | None = None
    rate: float | None = None


NONE = Limits()


def cpu_limits(name: str) -> Limits:
    """Return the targets on two cores."""
    from detectors.runtime import has_fast_bf16

    return {
        "simplenet": Limits(180.0, 25.0),
        "supersimplenet": Limits(360.0, 60.0),
        "efficientad": Limits(None, 150.0 if has_fast_bf16() else 300.0),
        "patchcore": Limits(None, 20.0),
    }.get(name, NONE)


CPU_FEW_SHOT = Limits(fit_s=5.0)
CUDA_EFFICIENTAD_S = Limits(None, 0.6, 4000.0)
CUDA_SIMPLENET_WIDE = Limits(10.0, 1.5, 3000.0)
CUDA_PATCHCORE_WIDE = Limits(None, 1.5, 3000.0)


def _good(count: int) -> list[Any]:
    return [made_picture(number, size=(SIDE, SIDE)) for number in range(count)]


def method_rows(
    name: str,
    options: Mapping[str, Any],
    *,
    images: int,
    device: str,
    label: str = "",
    limits: Limits = NONE,
) -> list[Row]:
    """Fit on `images` pictures and measure prediction."""
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
    before = f"told before: {told.seconds:.1f} s"
    return [
        Row(f"{title}, fit from {images} pictures", seconds, "s", limits.fit_s, note=before),
        Row(f"{title}, predict, batch 1", statistics.median(times), "ms", limits.latency_ms, note=f"{on} {precision}"),
        Row(f"{title}, predict, batch 16", rate, "pictures/s", limits.rate, at_least=True),
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
    """Return the rows of every detector that is installed, or of those in `only`."""
    chosen = only or tuple(name for name in detectors.names() if name != "fake")
    on_cuda = device.startswith("cuda")
    found: list[Row] = []
    short = {"efficientad": {"steps_max": STEPS}}
    for name in chosen:
        on_this = CUDA_EFFICIENTAD_S if name == "efficientad" else NONE
        limits = on_this if on_cuda else cpu_limits(name)
        found += method_rows(name, short.get(name, {}), images=images, device=device, limits=limits)
    if "patchcore" in chosen:
        limits = NONE if on_cuda else CPU_FEW_SHOT
        found += method_rows("patchcore", FEW_SHOT, images=FEW, device=device, label=" few-shot", limits=limits)
    if on_cuda:
        found += cuda_rows(device, images, chosen)
    return found


def cuda_rows(device: str, images: int, chosen: tuple[str, ...]) -> list[Row]:
    """Return what takes too long on a processor: EfficientAD-M, WideResNet50, the coreset."""
    found: list[Row] = []
    if "efficientad" in chosen:
        medium = {"steps_max": STEPS, "size": "medium"}
        found += method_rows("efficientad", medium, images=images, device=device, label=" M")
    with _random_weights("wide_resnet50_2") as weights:
        wide = {"backbone": "wide_resnet50_2", "weights": str(weights)}
        if "simplenet" in chosen:
            found += method_rows(
                "simplenet", wide, images=200, device=device, label=" WRN50", limits=CUDA_SIMPLENET_WIDE
            )
        if "patchcore" in chosen:
            found += method_rows(
                "patchcore",
                {**wide, "bank_ratio": 1.0, "bank_max": WIDE_BANK},
                images=32,
                device=device,
                label=f" WRN50, bank of {WIDE_BANK:,}",
                limits=CUDA_PATCHCORE_WIDE,
            )
    return found + (coreset_rows(device) if "patchcore" in chosen else [])


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
