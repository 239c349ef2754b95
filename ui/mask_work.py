"""The picture on the canvas and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from station.mask_proposal import Heat
from station.masks import Opened
from station.types import ModelRef
from ui.mask_document import MaskDocument
from ui.picture import Picture


@dataclass(slots=True, eq=False)
class Work:
    """One opened picture. `ticket` tells late answers for another one apart. GUI thread only, but for what is frozen.

    `proposed_by`: the model whose proposal was added to the mask.
    """

    ticket: int
    recipe: str
    opened: Opened
    picture: Picture
    document: MaskDocument
    heat: Heat | None = None
    proposed_by: ModelRef | None = None

    @property
    def id(self) -> int:
        return self.opened.stored.id

    @property
    def name(self) -> str:
        return Path(self.opened.stored.image.path).name
