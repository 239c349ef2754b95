"""The guide of the white balance: a grey card in the middle of the view."""

from __future__ import annotations

from typing import Any

from station.guide import BalanceTrial
from station.permissions import Action
from ui.calibrate.live_guide import LiveGuide, Step
from ui.calibrate.section import SectionPage
from ui.widgets.buttons import ActionButton
from ui.words import number_text

COUNT = 4


class WhiteBalanceSection(LiveGuide):
    """Pictures of a card, the gains that make it grey, and their storing."""

    def __init__(self, page: SectionPage) -> None:
        super().__init__(page)
        theme = self.context.theme
        self._trial: BalanceTrial | None = None
        self.before_button = self.add_show("before", "compare", self.tr("Before"))
        self.after_button = self.add_show("after", "good", self.tr("After"))
        self.card = Step(
            1,
            self.tr("Grey card"),
            self.tr(
                "A grey or white card in the middle of the view, in the light of the line. A flat field of the product"
                " comes first: pictures are corrected by it."
            ),
        )
        self.card_button = ActionButton(theme, "capture", self.tr("Take {count} of the card").format(count=COUNT))
        self.card.buttons.addWidget(self.card_button)
        self.result = Step(2, self.tr("Result"), self.tr("The card has no colour any more. For colour cameras only."))
        self.keep = Step(3, self.tr("Keep"), self.tr("Stored with its date and your reason, as a version."))
        self.keep_button = ActionButton(theme, "save", self.tr("Keep this white balance"))
        self.keep.buttons.addWidget(self.keep_button)
        self.keep.body.addWidget(self.take_over_button)
        for step in (self.card, self.result, self.keep):
            self.steps.addWidget(step)
        self.card_button.clicked.connect(lambda: self.take(COUNT, self.tr("Pictures of the card"), self._taken))
        self.keep_button.clicked.connect(self._ask)
        self.refresh()

    def unsaved(self) -> str | None:
        return self.tr("a white balance that was not kept") if self._trial is not None else None

    def refresh(self) -> None:
        super().refresh()
        self.card_button.setEnabled(self.live and not self.context.jobs.running)
        self.card_button.set_prominent(self._trial is None and self.live)
        self.keep_button.setEnabled(
            self._trial is not None and bool(self.page.product) and self.context.desk.may(Action.CALIBRATE)
        )
        self.keep_button.set_prominent(self._trial is not None)

    def _taken(self, pictures: tuple[Any, ...]) -> None:
        self._trial = None
        self.set_result({}, "")
        product = self.page.product
        self.try_out(
            self.tr("Trying the white balance"),
            lambda: self.guide.try_white_balance(product, pictures),
            self._tried,
            self.result,
        )

    def _tried(self, trial: BalanceTrial) -> None:
        self._trial = trial
        red, green, blue = (number_text(one, 3) for one in trial.gains)
        self.result.say(
            self.tr("Gains: red {red}, green {green}, blue {blue}.").format(red=red, green=green, blue=blue)
        )
        self.set_result({"before": trial.before, "after": trial.after}, "after")
        self.refresh()

    def _ask(self) -> None:
        trial, product = self._trial, self.page.product
        if trial is None:
            return
        by = self.context.desk.require(Action.CALIBRATE)
        self.ask_keep(
            self.tr("Keep this white balance for {name}?").format(name=product),
            self.result.found.text(),
            lambda why: self.guide.keep_white_balance(by, product, trial, why=why),
            self._kept,
        )

    def _kept(self, record: Any) -> None:
        self._trial = None
        self.kept(record)
