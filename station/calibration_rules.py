"""Which calibration a recipe may judge by: one for its kind of picture, and for pictures as it was taught from."""

from __future__ import annotations

from station.calibration_record import CalibrationRecord
from station.calibration_ref import NAMES, Kind
from station.errors import RecipeError
from station.recipe import Recipe


def check_fits(recipe: Recipe, record: CalibrationRecord) -> None:
    """Refuse a calibration for another kind of picture than the recipe's. Raises RecipeError."""
    image, flat = recipe.image, record.part(Kind.FLAT_FIELD)
    problem = ""
    if record.size != (image.width, image.height):
        problem = f"{record.size[0]} x {record.size[1]} pixels"
    elif flat is not None and flat.values.get("dtype") != image.dtype:
        problem = str(flat.values.get("dtype"))
    elif Kind.WHITE_BALANCE in record.kinds and image.channels == 1:
        problem = "colour"
    if problem:
        raise RecipeError(
            f"{record.ref} is for pictures of {problem}; recipe {recipe.name} version {recipe.version} judges {image}.",
            "Calibrate with the camera settings of the recipe, or teach the recipe anew.",
        )


def check_taken_over(recipe: Recipe, record: CalibrationRecord) -> None:
    """Refuse a calibration under which the recipe would see other pictures than it was taught. Raises RecipeError."""
    check_fits(recipe, record)
    before = recipe.calibration
    if before is not None and before.sha256 == record.ref.sha256:
        raise RecipeError(
            f"Recipe {recipe.name} version {recipe.version} judges by {record.ref} already.", "There is nothing to do."
        )
    known = frozenset() if before is None else before.pixel_kinds
    if known != record.ref.pixel_kinds:
        raise RecipeError(
            f"Recipe {recipe.name} version {recipe.version} was taught from pictures {_corrected_by(known)}, and "
            f"{record.ref} makes pictures {_corrected_by(record.ref.pixel_kinds)}.",
            "Take pictures anew, they are corrected from now on, and teach the recipe from them.",
        )


def _corrected_by(kinds: frozenset[Kind]) -> str:
    if not kinds:
        return "as the camera gives them"
    return "corrected by " + ", ".join(NAMES[kind] for kind in Kind if kind in kinds)
