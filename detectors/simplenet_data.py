"""What SimpleNet learns from and is measured on: patch vectors, extracted once and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import overload

import numpy as np
import torch

from detectors.api import Image, Labelled
from detectors.engine import Engine
from detectors.features import batches, collect_rows, good_inputs
from detectors.images import WATCHED, ImageRules, to_input, training_image
from detectors.learning import separation
from detectors.made_defects import spoiled, spoiled_cells
from detectors.patches import Scale
from detectors.postprocess import image_score
from detectors.runtime import Steps, out_of_memory_explained
from detectors.simplenet_options import NAME, SimpleNetOptions
from detectors.simplenet_training import Lessons

SPARE_PATCHES = 0.1
"""Share of each image's patches that is held out where no whole image can be."""
MEASURED_ROWS = 8192
"""Held-out patches of either kind, at most; the AUROC of so many is exact to a hundredth."""
SPOILED_PICTURES = 24
"""Made defects, at least; each held-out image gets as many as it takes."""


class Chosen(Sequence[Image]):
    """Some of the images, still read one by one."""

    def __init__(self, images: Sequence[Image], indices: Sequence[int]) -> None:
        self._images, self._indices = images, tuple(indices)

    def __len__(self) -> int:
        return len(self._indices)

    @overload
    def __getitem__(self, index: int) -> Image: ...
    @overload
    def __getitem__(self, index: slice) -> Chosen: ...
    def __getitem__(self, index: int | slice) -> Image | Chosen:
        if isinstance(index, slice):
            return Chosen(self._images, self._indices[index])
        return self._images[self._indices[index]]


def learned_rows(
    engine: Engine, images: Sequence[Image], rules: ImageRules, options: SimpleNetOptions, *, seed: int, steps: Steps
) -> torch.Tensor:
    """Return the unscaled patch vectors (N, D) of good images, as many of each, at most what the cache holds.

    Raises:
        TrainingDataError, Cancelled, DeviceError
    """
    depth = _depth(engine)
    return collect_rows(
        engine,
        good_inputs(images, rules, at_least=1, detector=NAME),
        len(images),
        rows_max=max(1, (options.cache_mb << 20) // (4 * depth)),
        seed=seed,
        steps=steps,
    )


def spoiled_rows(
    engine: Engine, images: Sequence[Image], rules: ImageRules, *, seed: int, steps: Steps
) -> torch.Tensor:
    """Return unscaled patch vectors (K, D) of made defects on these images.

    Raises:
        TrainingDataError, Cancelled, DeviceError
    """
    random = np.random.default_rng(seed)
    copies = -(-SPOILED_PICTURES // len(images))
    pairs = (
        spoiled(ready, random) for ready in good_inputs(images, rules, at_least=1, detector=NAME) for _ in range(copies)
    )
    found: list[torch.Tensor] = []
    done = 0
    with out_of_memory_explained("measuring on made defects"):
        for batch in batches(pairs, engine.batch):
            steps.at(done / (copies * len(images)))
            grids = engine([picture for picture, _ in batch])[0]
            for grid, (_, mask) in zip(grids, batch, strict=True):
                cells = torch.from_numpy(spoiled_cells(mask, (grid.shape[0], grid.shape[1])))
                found.append(grid[cells.to(grid.device)])
            done += len(batch)
    steps.at(1.0)
    return _thinned(torch.cat(found), seed)


def make_lessons(
    rows: torch.Tensor,
    spare: torch.Tensor | None,
    defective: torch.Tensor,
    scale: Scale,
    *,
    n_images: int,
    dtype: torch.dtype,
    seed: int,
) -> Lessons:
    """Scale what was extracted. Without rows of images to spare, a tenth of each image's patches is held out."""
    per_image = len(rows) // n_images
    if spare is None:
        generator = torch.Generator().manual_seed(seed)
        order = torch.rand(n_images, per_image, generator=generator).argsort(1)
        held = torch.zeros(n_images, per_image, dtype=torch.bool)
        held.scatter_(1, order[:, : max(1, round(SPARE_PATCHES * per_image))], True)
        held = held.flatten().to(rows.device)
        rows, spare = rows[~held], rows[held]
    return Lessons(
        scaled(rows, scale, dtype),
        scaled(_thinned(spare, seed), scale, dtype),
        scaled(defective, scale, dtype),
        per_image,
        n_images,
    )


def scaled(rows: torch.Tensor, scale: Scale, dtype: torch.dtype) -> torch.Tensor:
    """Return the scaled rows in the number type of the training, without a second copy in float32."""
    ready = torch.empty(rows.shape, dtype=dtype, device=rows.device)
    for begin in range(0, len(rows), 1 << 14):
        ready[begin : begin + (1 << 14)] = scale(rows[begin : begin + (1 << 14)])
    return ready


class Watched:
    """Labelled images that are only scored, after each epoch."""

    def __init__(
        self,
        engine: Engine,
        scale: Scale,
        rules: ImageRules,
        labelled: Sequence[Labelled],
        options: SimpleNetOptions,
        dtype: torch.dtype,
        steps: Steps,
    ) -> None:
        """Look at the images, where both kinds are there.

        Raises:
            TrainingDataError: names an image that cannot be scored. Cancelled.
        """
        self._engine, self._scale, self._rules = engine, scale, rules
        self._labelled = labelled if len({bool(one.defective) for one in labelled}) == 2 else ()
        self._sigma, self._dtype, self._steps = options.score_sigma, dtype, steps
        self._kept: list[torch.Tensor] = []
        budget = options.cache_mb << 20
        for grid in self._grids():
            size = grid.numel() * grid.element_size()
            if size * len(self._labelled) > budget:
                # Too many to keep: they are looked at anew each time.
                return
            self._kept.append(grid)

    def auroc(self, scores_of: Callable[[torch.Tensor], torch.Tensor]) -> float | None:
        """Return the image AUROC; None without images of both kinds. `scores_of`: scaled rows (N, D) to scores."""
        if not self._labelled:
            return None
        scores = []
        for grid in self._kept or self._grids():
            self._steps.check()
            patches = scores_of(grid.flatten(0, 1)).view(grid.shape[:2])
            scores.append(image_score(patches.float().cpu().numpy(), sigma=self._sigma))
        found = torch.tensor(scores)
        defective = torch.tensor([one.defective for one in self._labelled])
        return separation(found[~defective], found[defective])

    def _grids(self) -> Iterator[torch.Tensor]:
        """Yield the scaled patch vectors (h, w, D) of each image."""
        for batch in batches(enumerate(self._labelled), self._engine.batch):
            self._steps.check()
            inputs = [to_input(training_image(one.image, index, WATCHED), self._rules) for index, one in batch]
            for grid in self._engine(inputs)[0]:
                rows = scaled(grid.flatten(0, 1), self._scale, self._dtype)
                yield rows.view(*grid.shape[:2], -1)


def _depth(engine: Engine) -> int:
    """Return the length of the patch vectors."""
    with torch.inference_mode():
        blank = torch.zeros(1, *engine.size, dtype=torch.uint8, device=engine.device)
        return int(engine.run(blank, torch.ones(1, device=engine.device))[0].shape[-1])


def _thinned(rows: torch.Tensor, seed: int) -> torch.Tensor:
    if len(rows) <= MEASURED_ROWS:
        return rows
    order = torch.randperm(len(rows), generator=torch.Generator().manual_seed(seed))
    return rows[order[:MEASURED_ROWS].to(rows.device)]
