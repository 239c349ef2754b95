"""The image gate of a product without its detector: what makes a picture of a capture plan unfit."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from calibration.image_gate import GateLimits, check, measure
from station.db import Records
from station.decision import image_spec
from station.images import Image
from station.models import ModelStore
from station.recipe import Recipe
from station.region_detector import fill_for

Gate = Callable[[Image], Sequence[str]]


def gate_of(records: Records, store: ModelStore, product: str | None) -> Gate | None:
    """Return the gate of the newest version of the recipe `product`; None: there is no such recipe, or it has none.

    Raises RecordsError, ModelStoreError, RecipeError: the recipe cannot be used.
    """
    newest = None if product is None else next((one for one in records.recipes() if one.name == product), None)
    return None if newest is None or newest.gate is None else _gate(newest, store)


def _gate(recipe: Recipe, store: ModelStore) -> Gate:
    limits = GateLimits.from_dict(recipe.gate or {})
    region = recipe.region
    fill = None if region is None else fill_for(store.check(recipe.model), region)

    def look(image: Image) -> Sequence[str]:
        found = image_spec(image)
        if found != recipe.image:
            return (f"The picture is {found}; recipe {recipe.name} version {recipe.version} needs {recipe.image}.",)
        seen = image if region is None or fill is None else region.cut(image, fill)
        return check(measure(seen, limits.full_scale), limits)

    return look
