"""Distil a teacher for EfficientAD: a small network learns to see what a large pretrained one sees.

The patch description network gets an image at half size, the frozen backbone the image itself; the target is the
backbone's stages, averaged over 3x3 cells as PatchCore does and brought to the grid of the small network, each channel
with mean 0 and variance 1 (appendix A.2 of the paper; section 1.4 and 7 of what is known about it). Differences:

- The number of channels is the backbone's own. A fixed projection to 384, the paper's number, would leave all distances
  as they are and cost a quarter more in every pass.
- The network is trained without padding, as it is used, against the inner part of the target. Its weights mean the same
  either way (the inner outputs are equal); nothing is spent on borders that are thrown away later.
- Crops of 128 pixels instead of whole images of 256: at equal cost four times as many different pictures per step.
- Only the stages with strides of 4 and 8. Most of what the next one says depends on more than the 33 pixels that the
  small network sees; it stays unexplained and takes the training's time.
- The weights start such that the signal keeps its size (`detectors.pdn.initialise`); the rate rises, then falls as a
  cosine to nought at the end of the budget. The paper's constant 1e-4 is made for a million photographs; within an hour
  on two cores it stops in the middle of the descent.

A run can be stopped at any time and goes on with the same settings from its checkpoint. With a budget of steps the
result does not depend on how often it was stopped.
"""

from __future__ import annotations

import json
import math
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from detectors.api import Cancelled, DetectorError, OptionsError, Progress
from detectors.backbone import Backbone, build_backbone
from detectors.distil_images import Corpus, DistilSettings, image_files
from detectors.efficientad_teacher import PATCH_SIZE, first_cell
from detectors.features import patch_engine
from detectors.learning import TimeLeft
from detectors.pdn import STRIDE, Pdn, initialise, normalised, pdn_grid
from detectors.runtime import Steps, out_of_memory_explained, pick_device, training_dtype
from detectors.weights import find_weights, packaged_name

FORMAT = 1
TEACHER = "teacher.safetensors"
RECIPE = "teacher.json"
CHECKPOINT = "checkpoint.pt"


@dataclass(frozen=True, slots=True)
class LogLine:
    """One look at a run. Losses are shares of the target's variance: 1 knows nothing, 0 everything."""

    step: int
    seconds: float
    rate: float
    loss: float
    held_out: float
    by_stage: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Distilled:
    """What came of a run."""

    folder: Path
    steps: int
    seconds: float
    log: tuple[LogLine, ...]


class _Target:
    """The frozen backbone as the small network is to see it."""

    def __init__(self, backbone: Backbone, settings: DistilSettings, device: torch.device) -> None:
        finest = backbone.reductions[0]
        if finest > 2 * STRIDE or (2 * STRIDE) % finest:
            raise OptionsError(
                f"The finest layer of {backbone.facts.name} has a stride of {finest}.",
                "Name a layer with a stride of 8, 4 or 2 first.",
            )
        self.backbone = backbone
        self.channels = sum(backbone.channels)
        side = 2 * settings.crop
        self._engine = patch_engine(backbone, (side, side), device, patch_size=PATCH_SIZE, stride=2 * STRIDE // finest)
        self._first = first_cell(backbone.facts.architecture)
        self._grid = pdn_grid((settings.crop, settings.crop))
        self.mean = torch.zeros(self.channels, device=device)
        self.std = torch.ones(self.channels, device=device)

    def __call__(self, crops: Sequence[NDArray[np.uint8]]) -> torch.Tensor:
        """Return (N, h, w, C) float32 on the grid of the unpadded network."""
        pixels = torch.from_numpy(np.stack(crops)).to(self.mean.device)
        with torch.no_grad():
            (cells,) = self._engine.run(pixels, pixels.new_full((len(crops),), 1 / 255, dtype=torch.float32))
        (h, w), first = self._grid, self._first
        return (cells[:, first : first + h, first : first + w] - self.mean) / self.std

    def learn_scale(self, crops: Sequence[NDArray[np.uint8]], batch: int, steps: Steps) -> None:
        total = torch.zeros(2, self.channels, dtype=torch.float64)
        count = 0
        for at in range(0, len(crops), batch):
            steps.at(at / len(crops))
            rows = self(crops[at : at + batch]).flatten(0, 2).double()
            total += torch.stack([rows.sum(0), (rows**2).sum(0)]).cpu()
            count += len(rows)
        mean = total[0] / count
        std = torch.sqrt((total[1] / count - mean**2).clamp(min=1e-12))
        self.mean, self.std = mean.float().to(self.mean.device), std.float().to(self.std.device)


class Distillation:
    """One run, from nothing or from its checkpoint. Use `distil`."""

    def __init__(self, settings: DistilSettings, files: Sequence[Path], folder: Path, device: str) -> None:
        self.settings, self.folder = settings, folder
        self._files = [str(one) for one in files]
        self._corpus = Corpus(settings, files)
        self.device = pick_device(device)
        self._dtype = training_dtype("auto", self.device)
        weights = find_weights(settings.backbone, settings.weights, settings.weights_sha256)
        backbone = build_backbone(weights, settings.layers)
        self.target = _Target(backbone, settings, self.device)
        torch.manual_seed(settings.seed)
        self.network = Pdn(settings.size, self.target.channels)
        self.network.to(device=self.device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        self._optimiser = torch.optim.Adam(
            self.network.parameters(), lr=settings.rate, weight_decay=settings.weight_decay
        )
        self.step, self.seconds, self.log = 0, 0.0, list[LogLine]()
        self._ready = False

    def run(self, steps: Steps, left: TimeLeft, *, look_every: int, save_every_s: float) -> None:
        """Learn until the budget is spent. The checkpoint is also written when it is cancelled after the first step."""
        if not self._ready:
            steps.stage("looking at the target", 0.02)
            crops = self._corpus.sampled(self.settings.sample)
            self.target.learn_scale(crops, self.settings.batch, steps)
            initialise(self.network, self._small(crops[: self.settings.batch]))
            self._ready = True
        held = self._corpus.held_out()
        batch = self.settings.batch
        wanted = torch.cat([self.target(held[at : at + batch]) for at in range(0, len(held), batch)])
        steps.stage("distilling", 1.0)
        left.begin()
        begun_at = self._spent()
        since, losses, saved = time.monotonic(), list[torch.Tensor](), time.monotonic()
        try:
            while self._spent() < 1.0:
                left.done((self._spent() - begun_at) / (1 - begun_at), self._where())
                steps.at(self._spent())
                losses.append(self._learn())
                now = time.monotonic()
                self.seconds, since = self.seconds + now - since, now
                if self.step % look_every == 0 or self._spent() >= 1.0:
                    self._look(held, wanted, losses)
                    losses = []
                    # What looking cost is no learning time; a budget of minutes is one of learning.
                    since = time.monotonic()
                if since - saved > save_every_s:
                    self.save_checkpoint()
                    saved = since = time.monotonic()
        except Cancelled:
            if self.step:
                self.save_checkpoint()
            raise

    def _where(self) -> str:
        seen = f", held-out loss {self.log[-1].held_out:.3f}" if self.log else ""
        return f"step {self.step}{seen}"

    def _spent(self) -> float:
        settings = self.settings
        by_steps = self.step / settings.steps if settings.steps else 0.0
        by_time = self.seconds / (60 * settings.minutes) if settings.minutes else 0.0
        return max(by_steps, by_time)

    def _rate(self) -> float:
        spent, warm = self._spent(), self.settings.warm_up
        if spent < warm:
            return self.settings.rate * max(spent / warm, 0.01)
        return self.settings.rate * 0.5 * (1 + math.cos(math.pi * min(1.0, (spent - warm) / (1 - warm))))

    def _learn(self) -> torch.Tensor:
        crops = self._corpus.batch(self.step)
        wanted = self.target(crops)
        for group in self._optimiser.param_groups:
            group["lr"] = self._rate()
        loss = (self._seen(crops) - wanted).square().mean()
        self._optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        self._optimiser.step()
        self.step += 1
        return loss.detach()

    def _seen(self, crops: Sequence[NDArray[np.uint8]]) -> torch.Tensor:
        """Return (N, h, w, C): what the small network makes of the crops at half size."""
        with torch.autocast(self.device.type, self._dtype, enabled=self._dtype != torch.float32):
            seen: torch.Tensor = self.network(self._small(crops))
        return seen.float().permute(0, 2, 3, 1)

    def _small(self, crops: Sequence[NDArray[np.uint8]]) -> torch.Tensor:
        pixels = torch.from_numpy(np.stack(crops)).to(self.device).permute(0, 3, 1, 2).float() / 255
        return normalised(nn.functional.avg_pool2d(pixels, 2)).contiguous(memory_format=torch.channels_last)

    @torch.no_grad()
    def _look(self, held: Sequence[NDArray[np.uint8]], wanted: torch.Tensor, losses: Sequence[torch.Tensor]) -> None:
        batch = self.settings.batch
        errors = [
            (self._seen(held[at : at + batch]) - wanted[at : at + batch]).square().sum((0, 1, 2))
            for at in range(0, len(held), batch)
        ]
        # As a share of the held-out crops' own variance, so that easy pictures do not look like a good network.
        variance = (wanted - wanted.mean((0, 1, 2))).square().sum((0, 1, 2))
        error = torch.stack(errors).sum(0)
        stages = list(self.target.backbone.channels)
        by_stage = [
            float(one.sum() / all_.sum())
            for one, all_ in zip(torch.split(error, stages), torch.split(variance, stages), strict=True)
        ]
        line = LogLine(
            step=self.step,
            seconds=round(self.seconds, 1),
            rate=self._rate(),
            loss=float(torch.stack(list(losses)).mean()),
            held_out=float(error.sum() / variance.sum()),
            by_stage=tuple(by_stage),
        )
        self.log.append(line)

    def _identity(self) -> dict[str, Any]:
        """Return what must be the same where a checkpoint goes on."""
        return {**_plain(self.settings), "weights_file": self.target.backbone.facts.sha256, "images": self._files}

    def save_checkpoint(self) -> None:
        import io

        buffer = io.BytesIO()
        torch.save(
            {
                "format": FORMAT,
                "settings": json.dumps(self._identity()),
                "network": self.network.state_dict(),
                "optimiser": self._optimiser.state_dict(),
                "mean": self.target.mean,
                "std": self.target.std,
                "ready": self._ready,
                "step": self.step,
                "seconds": self.seconds,
                "log": json.dumps([asdict(one) for one in self.log]),
            },
            buffer,
        )
        _write_whole(self.folder / CHECKPOINT, buffer.getvalue())

    def load_checkpoint(self) -> bool:
        """Go on from the folder's checkpoint, if there is one.

        Raises:
            DetectorError: it is damaged, or was made with other settings; the message names them.
        """
        path = self.folder / CHECKPOINT
        if not path.exists():
            return False
        try:
            state = torch.load(path, map_location=self.device, weights_only=True)
            made_with = json.loads(state["settings"])
            log = [LogLine(**{**one, "by_stage": tuple(one["by_stage"])}) for one in json.loads(state["log"])]
        except OSError as error:
            raise DetectorError(f"{path} cannot be read: {error.strerror or error}.", "Check the disk.") from error
        except Exception as error:
            # Readers of foreign files raise nearly anything; all of it means that this is no checkpoint.
            raise self._unusable() from error
        mine = json.loads(json.dumps(self._identity()))
        other = [key for key in mine if made_with.get(key) != mine[key]]
        if other:
            said = ", ".join(
                key if key == "images" else f"{key} ({made_with.get(key)!r} there, {mine[key]!r} here)" for key in other
            )
            raise DetectorError(
                f"{path} was made with other settings: {said}.",
                "Use the same settings to go on, or another folder to begin again.",
            )
        try:
            self.network.load_state_dict(state["network"])
            self._optimiser.load_state_dict(state["optimiser"])
            self.target.mean, self.target.std = state["mean"], state["std"]
            self._ready, self.step, self.seconds, self.log = state["ready"], state["step"], state["seconds"], log
        except (KeyError, TypeError, ValueError, RuntimeError) as error:
            raise self._unusable() from error
        return True

    def _unusable(self) -> DetectorError:
        return DetectorError(
            f"{self.folder / CHECKPOINT} is damaged, or no checkpoint of a distillation.",
            "Remove it to begin again, or name another folder.",
        )

    def export(self) -> None:
        """Write the teacher in half precision, and its recipe with log and hash beside it."""
        import hashlib

        from safetensors.torch import save

        state = {key: value.half().contiguous().cpu() for key, value in self.network.state_dict().items()}
        state["target.mean"], state["target.std"] = self.target.mean.cpu(), self.target.std.cpu()
        data = save(state)
        facts = self.target.backbone.facts
        recipe = {
            "format": FORMAT,
            "kind": "pdn",
            "size": self.settings.size,
            "out_channels": self.target.channels,
            "sha256": hashlib.sha256(data).hexdigest(),
            "settings": {**_plain(self.settings), "weights": Path(self.settings.weights).name},
            "backbone": {"name": facts.name, "architecture": facts.architecture, "sha256": facts.sha256},
            "images_of_folders": len(self._files),
            "versions": {"torch": torch.__version__, "numpy": np.__version__, "opencv": cv2.__version__},
            "finished": self._spent() >= 1.0,
            "steps": self.step,
            "seconds": round(self.seconds, 1),
            "held_out": self.log[-1].held_out if self.log else None,
            "log": [asdict(one) for one in self.log],
        }
        _write_whole(self.folder / TEACHER, data)
        _write_whole(self.folder / RECIPE, (json.dumps(recipe, indent=1) + "\n").encode())


def distil(
    settings: DistilSettings,
    images: Sequence[Path],
    out: Path,
    *,
    device: str = "auto",
    look_every: int = 50,
    save_every_s: float = 180.0,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Distilled:
    """Distil a teacher into the folder `out`; goes on where an earlier run with the same settings stopped.

    `images`: folders whose images are learned from beside the procedural ones.

    Raises:
        Cancelled: says how many steps the checkpoint keeps.
        DetectorError: names what is wrong with settings, folders, weights or checkpoint.
    """
    files = image_files(images)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DetectorError(f"{out} cannot be made: {error.strerror or error}.", "Name another folder.") from error
    left = TimeLeft(progress)
    with out_of_memory_explained("distilling"):
        run = Distillation(settings, files, out, device)
        run.load_checkpoint()
        try:
            run.run(Steps(left, cancelled), left, look_every=look_every, save_every_s=save_every_s)
        except Cancelled as error:
            raise _stopped(run) from error
    run.save_checkpoint()
    run.export()
    return Distilled(out, run.step, run.seconds, tuple(run.log))


def _stopped(run: Distillation) -> Cancelled:
    """Return the error that says what is kept of a cancelled run."""
    if not run.step:
        return Cancelled(
            "Distilling was cancelled before the first step, and nothing is kept.", "The same command begins again."
        )
    planned = f" of {run.settings.steps}" if run.settings.steps else ""
    return Cancelled(
        f"Distilling was cancelled after {run.step}{planned} steps, which {run.folder / CHECKPOINT} keeps.",
        "The same command goes on from there.",
    )


def _plain(settings: DistilSettings) -> dict[str, Any]:
    return asdict(replace(settings, backbone=packaged_name(settings.backbone)))


def _write_whole(path: Path, data: bytes) -> None:
    """Write beside, sync and rename: whole or absent, also when the power fails."""
    partial = path.with_name(path.name + ".part")
    try:
        with partial.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise DetectorError(f"{path} cannot be written: {error.strerror or error}.", "Check the disk.") from error
