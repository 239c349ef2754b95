"""Pictures of other things, on which the student of EfficientAD learns to see nothing.

The paper takes ImageNet. Here the program makes them, and images of other recipes can be added: what matters is that
they are not the good images and that there are many (without them the student comes to agree with the teacher
everywhere, and so on defects).
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from detectors.api import OptionsError
from detectors.distil_images import image_files
from detectors.efficientad_options import NAME
from detectors.procedural import procedural_image

GREY = 0.3
"""Share that is turned grey, as in the paper's code."""
FROM_FOLDER = 0.5
"""Share that is taken from the folder, where there is one."""
ENLARGED = 2
"""The paper looks at the middle of its images at twice the size of the input; here it is any part."""


class Penalties:
    """An endless row of pictures (H, W, 3) RGB uint8; the same for the same seed and folder."""

    def __init__(self, folder: str, size: tuple[int, int], seed: int) -> None:
        """Raises OptionsError for a folder that does not exist or holds no images."""
        path = Path(folder).expanduser()
        if folder and not path.is_dir():
            raise OptionsError(f"{NAME}: option penalty_images: there is no folder {folder}.", "Check the path.")
        self._files = image_files([path]) if folder else []
        self._size = size
        self._random = np.random.default_rng([seed, 13])

    def next(self) -> NDArray[np.uint8]:
        random = self._random
        if self._files and random.random() < FROM_FOLDER:
            picture = self._photograph(self._files[int(random.integers(len(self._files)))])
        else:
            picture = procedural_image(int(random.integers(1 << 31)), self._size)
        if random.random() < GREY:
            luma = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
            return np.asarray(cv2.cvtColor(luma, cv2.COLOR_GRAY2RGB), np.uint8)
        return picture

    def _photograph(self, path: Path) -> NDArray[np.uint8]:
        found = cv2.imread(str(path), cv2.IMREAD_COLOR)
        if found is None:
            raise OptionsError(
                f"{NAME}: option penalty_images: {path} cannot be read as an image.", "Remove it from the folder."
            )
        height, width = self._size
        image = cv2.resize(found, (ENLARGED * width, ENLARGED * height), interpolation=cv2.INTER_AREA)
        y, x = self._random.integers(height + 1), self._random.integers(width + 1)
        return np.ascontiguousarray(image[y : y + height, x : x + width, ::-1], np.uint8)
