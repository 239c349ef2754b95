"""The guide of the white balance: a grey card in the middle of the view."""

from __future__ import annotations

from typing import Any

from station.accounts import Session
from station.calibration_record import CalibrationRecord
from station.guide import BalanceTrial
from ui.calibrate.live_guide import Step
from ui.calibrate.section import SectionPage
from ui.calibrate.trial_guide import TrialGuide
from ui.words import number_text

COUNT = 4


class WhiteBalanceSection(TrialGuide):
    """Pictures of a card, the gains that make it grey, and their storing."""

    def __init__(self, page: SectionPage) -> None:
        super().__init__(page)
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
        self.card_button = self.add_button(
            self.card, "capture", self.tr("Take {count} of the card").format(count=COUNT)
        )
        self.result = Step(2, self.tr("Result"), self.tr("The card has no colour any more. For colour cameras only."))
        self.keep = Step(3, self.tr("Keep"), self.tr("Stored with its date and your reason, as a version."))
        self.card_button.clicked.connect(lambda: self.take(COUNT, self.tr("Pictures of the card"), self._taken))
        self.add_steps(self.card, self.result, self.keep, keep=self.tr("Keep this white balance"))

    def unsaved(self) -> str | None:
        return self.tr("a white balance that was not kept") if self._trial is not None else None

    def refresh(self) -> None:
        super().refresh()
        self.card_button.setEnabled(self.live and not self.context.jobs.running)
        self.card_button.set_prominent(self._trial is None and self.live)

    def _taken(self, pictures: tuple[Any, ...]) -> None:
        product = self.page.product
        self.begin_trial(
            self.tr("Trying the white balance"),
            lambda: self.guide.try_white_balance(product, pictures),
            self._tried,
            self.result,
        )

    def _tried(self, trial: BalanceTrial) -> None:
        red, green, blue = (number_text(one, 3) for one in trial.gains)
        self.result.say(
            self.tr("Gains: red {red}, green {green}, blue {blue}.").format(red=red, green=green, blue=blue)
        )
        self.show_trial(trial)

    def ask_words(self, product: str) -> tuple[str, str]:
        return self.tr("Keep this white balance for {name}?").format(name=product), self.result.found.text()

    def keep_trial(self, by: Session, product: str, trial: BalanceTrial, why: str) -> CalibrationRecord:
        return self.guide.keep_white_balance(by, product, trial, why=why)
