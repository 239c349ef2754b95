"""Which part is in the picture: the newest, one that was chosen, or none while the live picture shows."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QObject, Signal

from station.heatmap import HeatScale
from station.queries import Feedback
from station.types import StationState, StationStatus
from ui.operate.picture_area import PictureArea
from ui.operate.side import SideColumn
from ui.page import Page
from ui.part_picture import PartPicture
from ui.picture import PartView, Picture
from ui.region_words import regions_line
from ui.widgets.strip import PartStrip
from ui.widgets.verdict import Age
from ui.words import moment_text, part_name, reason_sentence, said_word

HOLD_S = 1.5
"""An inspected part stays in the picture this long before a newer live picture may replace it."""
LIVE_S = 2.0
"""A live picture that nothing has followed for so long is the last one, and no longer called live."""

_WITH_CAMERA = (StationState.READY, StationState.BLOCKED, StationState.FAULT)


class ShownParts(QObject):
    """Follows the bridge and the strip, and shows picture, verdict and score of one part."""

    changed = Signal(object)
    """The `PartView` that is shown now."""
    chosen = Signal(object)
    """An earlier `PartView` that a person chose."""

    def __init__(
        self, page: Page, picture: PictureArea, side: SideColumn, strip: PartStrip, clock: Callable[[], float]
    ) -> None:
        super().__init__(page)
        self._page = page
        self._picture = picture
        self._side = side
        self._strip = strip
        self._clock = clock
        self._part = PartPicture(page, picture.view)
        self._newest: PartView | None = None
        self._looking_back = False
        self._ready = False
        self._fresh = False
        self._beside_others = False
        self._told: tuple[PartView, Age] | None = None
        self._newer = 0
        self._part_until = -math.inf
        self._running = False
        self._live_since = -math.inf
        self._live_at = datetime.now(UTC)
        self._said: dict[str, str] = {}
        bridge = page.context.bridge
        picture.live_wanted.connect(self.go_live)
        picture.view.zoom_changed.connect(lambda: bridge.set_level(picture.view.level))
        strip.chosen.connect(self._look_back)
        bridge.live.connect(self._on_live)
        bridge.parts.connect(self._on_parts)
        self._show_live_note(StationState.STOPPED)

    @property
    def looking_back(self) -> bool:
        return self._looking_back

    @property
    def shown(self) -> PartView | None:
        """The part in the picture; None while it is the live one."""
        return self._part.shown

    @property
    def current(self) -> PartView | None:
        """The part that people mean: the one in the picture, else the newest."""
        return self.shown or self._newest

    def set_beside_others(self, beside: bool) -> None:
        """`beside`: the panel in the place of the picture shows pictures of other parts."""
        self._beside_others = beside
        self._show_verdict()

    def follow(self, status: StationStatus) -> None:
        """Show the limits in force and the state of the line while no part is in the picture."""
        self._ready = status.state is StationState.READY
        self._running = status.state in _WITH_CAMERA
        self._fresh = self._fresh and self._ready
        self._show_verdict()
        if self.shown is None:
            self._picture.legend.set_scale(HeatScale.of(status.threshold, status.review_from))
            if self._picture.view.picture is None:
                self._show_live_note(status.state)
            elif not self._part.fetching:
                self._caption_live()

    def go_live(self) -> None:
        """Leave the earlier part and show what comes from the line again."""
        self._looking_back = False
        self._newer = 0
        self._part_until = -math.inf
        self._picture.show_live(looking_back=False)
        self._strip.release()
        if self._newest is not None:
            self._fetch(self._newest)

    def _on_parts(self, views: tuple[PartView, ...], picture: Picture | None) -> None:
        for view in views:
            self._strip.add(view)
            self._side.gauge.add_recent(view.inspection.score)
        self._newest = views[-1]
        self._fresh = True
        if not self._looking_back:
            self._part_until = self._clock() + HOLD_S
            self._show_part(self._newest, picture)
        else:
            self._newer += len(views)
            self._caption_part()

    def _on_live(self, picture: Picture, trigger_id: str | None) -> None:
        """A live picture gives way to the part it became, and to an earlier part that was chosen."""
        shown = self.shown
        answered = shown is not None and trigger_id is not None and shown.inspection.trigger_id == trigger_id
        if self._looking_back or answered or self._clock() < self._part_until:
            return
        self._part.release()
        self._picture.view.show_picture(picture)
        self._live_since, self._live_at = self._clock(), datetime.now(UTC)
        self._caption_live()
        if shown is not None:
            self._show_verdict()

    def _look_back(self, view: PartView) -> None:
        self._looking_back = True
        self._newer = 0
        self._picture.show_live(looking_back=True)
        self._fetch(view)
        self.read_said(view.inspection.id)
        self.chosen.emit(view)

    def _fetch(self, view: PartView) -> None:
        """Show a part as soon as its picture is there: a verdict is never seen over the picture of another part."""
        self._part.fetch(view, lambda picture: self._show_part(view, picture))

    def _show_part(self, view: PartView, picture: Picture | None) -> None:
        self._part.show(view, picture)
        self._show_verdict()
        self._picture.legend.set_scale(view.scale)
        self._caption_part()
        if picture is None:
            self._picture.view.show_note(self.tr("No picture of this part"), reason_sentence(view.inspection.reason))
        self.changed.emit(view)

    def _show_verdict(self) -> None:
        """Show the verdict on the part that people mean, and whether it is of now.

        It is while the line is ready and has been since that part, no newer one came, and its picture is what one sees.
        """
        view = self.current
        if view is None:
            return
        seen = view is self.shown and not self._beside_others
        if self._looking_back and view is self.shown:
            age = Age.EARLIER
        elif self._ready and self._fresh and seen and view is self._newest:
            age = Age.NOW
        else:
            age = Age.LAST
        if self._told != (view, age):
            self._told = view, age
            self._side.verdict.show_inspection(view.inspection, age)
            self._side.gauge.show_inspection(view.inspection, past=age is not Age.NOW)

    def _caption_part(self) -> None:
        """Say which part the picture is of, and while looking back how many came since."""
        shown = self.shown
        if shown is None or self._part.fetching:
            return
        self._picture.regions.set_text(regions_line(shown.inspection))
        name = part_name(shown.inspection)
        if said := self._said.get(shown.inspection.id):
            name = f"{name} ({said})"
        if not self._looking_back:
            self._picture.caption.set_text(self.tr("Part {part}").format(part=name))
        elif self._newer:
            words = self.tr("Earlier part {part} · {count} came since · press Live to return")
            self._picture.caption.set_text(words.format(part=name, count=self._newer))
        else:
            self._picture.caption.set_text(self.tr("Earlier part {part} · press Live to return").format(part=name))

    def _caption_live(self) -> None:
        """Say whether the picture without a verdict is of now, or what was left when the camera stopped."""
        self._picture.regions.set_text("")
        if self._running and self._clock() - self._live_since < LIVE_S:
            self._picture.caption.set_text(self.tr("Live"))
        else:
            words = self.tr("Last live picture, {time}")
            self._picture.caption.set_text(words.format(time=moment_text(self._live_at, seconds=True)))

    def _show_live_note(self, state: StationState) -> None:
        if state is StationState.STOPPED:
            detail = self.tr("Start brings the camera to life.")
        elif state is StationState.STARTING:
            detail = self.tr("The camera and the detector are getting ready.")
        else:
            detail = self.tr("Waiting for the first one.")
        self._picture.regions.set_text("")
        self._picture.view.show_note(self.tr("No picture yet"), detail)
        self._picture.caption.set_text(self.tr("Live") if state in _WITH_CAMERA else "")

    def read_said(self, inspection_id: str) -> None:
        """Read what people said of a part that is looked at, so that it stands beside its name."""
        candidates = self._page.context.station.candidates

        def done(said: tuple[Feedback, ...]) -> None:
            words = self.tr("{who} said {word}")
            self._said = {inspection_id: ", ".join(words.format(who=one.who, word=said_word(one.said)) for one in said)}
            self._caption_part()

        self._page.run(lambda: candidates.said(inspection_id), done)
