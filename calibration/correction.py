"""The correction of a picture: flat field, then white balance, then lens. Made once, applied to every picture."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from calibration.api import CalibrationError
from calibration.flat_field import FlatField
from calibration.lens import Lens
from calibration.plane import PartPlane
from calibration.white_balance import WhiteBalance

Image = NDArray[Any]


class Correction:
    """What is done to a raw picture before it is looked at. Thread-safe; never changed once made.

    `plane` says where a place of the corrected picture lies on the part.
    """

    def __init__(
        self,
        *,
        flat_field: FlatField | None = None,
        white_balance: WhiteBalance | None = None,
        lens: Lens | None = None,
        plane: PartPlane | None = None,
    ) -> None:
        """Raises CalibrationError: the parts are for pictures of different sizes."""
        sizes = {
            name: size
            for name, size in (
                ("flat field", None if flat_field is None else flat_field.size),
                ("lens", None if lens is None else lens.size),
                ("part plane", None if plane is None else (plane.width_px, plane.height_px)),
            )
            if size is not None
        }
        if len(set(sizes.values())) > 1:
            told = ", ".join(f"{name} {width} x {height}" for name, (width, height) in sizes.items())
            raise CalibrationError(
                f"the calibrations are for pictures of different sizes: {told}",
                "Make all of them with the same camera settings.",
            )
        self.size: tuple[int, int] | None = next(iter(sizes.values()), None)
        self.flat_field = flat_field
        self.white_balance = white_balance
        self.lens = lens
        self.plane = plane
        self._flat = flat_field
        self._white = white_balance
        if flat_field is not None and white_balance is not None and flat_field.channels == 3:
            self._flat, self._white = flat_field.with_gains(white_balance.gains), None

    @property
    def changes_pixels(self) -> bool:
        """Whether a corrected picture differs from the raw one."""
        return self.flat_field is not None or self.white_balance is not None or self.lens is not None

    def prepare(self) -> None:
        """Make what the first picture would have to wait for."""
        if self.lens is not None:
            _ = self.lens.maps

    def apply(self, image: Image) -> Image:
        """Return the corrected picture, read-only: (H, W) or (H, W, 3), uint8 or uint16, as the raw one.

        Raises CalibrationError: a picture of another size or kind.
        """
        corrected = image
        if self._flat is not None:
            corrected = self._flat.apply(corrected)
        if self._white is not None:
            corrected = self._white.apply(corrected)
        if self.lens is not None:
            corrected = self.lens.undistort(corrected)
        if corrected is not image:
            corrected.setflags(write=False)
        return corrected
