"""Options of EfficientAD. Imports nothing heavy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from detectors.api import OptionsError
from detectors.options import NetworkOptions, check_patches, ranged

NAME = "efficientad"

DISTILLED, TRUNK = "distilled", "trunk"


@dataclass(frozen=True, slots=True, kw_only=True)
class EfficientAdOptions(NetworkOptions):
    """What a fit of EfficientAD can be told beside `NetworkOptions`.

    size              small or medium patch description networks (S and M of the paper)
    teacher           trunk: the backbone itself; distilled: the small network that comes with this program; or a
                      file: one of `station teacher distil`, or a published teacher_small.pth / teacher_medium.pth
    teacher_sha256    what that file must hash to
    backbone, weights of the teacher trunk
    layers            of the teacher trunk; the stride of the finest is 8 at most
    input_size        multiples of 32
    steps_max         steps of training at most, one image each (70,000 in the paper)
    stop              plateau: when `patience` looks in a row brought no better separation of held-out patches, the rest
                      is only the last, slow twentieth; last: after `steps_max`. The last state is kept either way
    look_every        steps between two points of the training curve
    learning_rate, weight_decay
                      of Adam; the rate falls to a tenth for the last twentieth of the steps
    hard_share        share of the squared differences that is learned from, the largest ones
    window            side in pixels of the windows that the student learns from, at a random place of each picture;
                      it sees no further than a patch, so this only makes steps cheaper and less even; 0: the whole
                      picture (paper)
    penalty           procedural: pictures that the program makes keep the student from seeing what the teacher sees
                      everywhere; none: without, which the paper does not do
    penalty_images    folder with pictures of other things, such as good images of other recipes, used half of the time
    held_out          share of the good images that the maps are brought to one scale with, and measured on
    quantiles         of the held-out maps, which become 0 and 0.1
    cache_mb          memory for inputs and what the teacher says of them; what does not fit is computed again
    """

    size: Literal["small", "medium"] = "small"
    teacher: str = TRUNK
    teacher_sha256: str = ""
    backbone: str = "efficientnet_lite2"
    layers: tuple[int, ...] = ranged((1, 2), 0, 11)
    input_size: tuple[int, int] = ranged((256, 256), 64, 2048, square=True)
    steps_max: int = ranged(10_000, 1, 10_000_000)
    stop: Literal["plateau", "last"] = "plateau"
    look_every: int = ranged(250, 1, 1_000_000)
    patience: int = ranged(6, 1, 10_000)
    learning_rate: float = ranged(1e-4, 0.0, 1.0)
    weight_decay: float = ranged(1e-5, 0.0, 1.0)
    hard_share: float = ranged(0.001, 1e-6, 1.0)
    window: int = ranged(128, 0, 2048)
    penalty: Literal["procedural", "none"] = "procedural"
    penalty_images: str = ""
    held_out: float = ranged(0.1, 0.0, 0.5)
    quantiles: tuple[float, float] = ranged((0.9, 0.995), 0.0, 1.0)
    cache_mb: int = ranged(2048, 1, 1_000_000)

    def __post_init__(self) -> None:
        if not self.teacher:
            raise OptionsError(f"{NAME}: option teacher is empty.", f"Give {TRUNK}, {DISTILLED} or a file.")
        check_patches(NAME, self.layers)
        if any(side % 32 for side in self.input_size):
            raise OptionsError(f"{NAME}: option input_size is {list(self.input_size)}.", "Give multiples of 32.")
        if self.window % 4 or 0 < self.window < 64:
            raise OptionsError(f"{NAME}: option window is {self.window}.", "Give 0, or a multiple of 4 from 64 on.")
        low, high = self.quantiles
        if not low < high:
            raise OptionsError(f"{NAME}: option quantiles is {[low, high]}.", "Give the lower one first.")

    @property
    def student_input(self) -> tuple[int, int]:
        """Return (height, width) of what the student sees of each picture in a step."""
        height, width = self.input_size
        return (min(self.window, height), min(self.window, width)) if self.window else (height, width)
