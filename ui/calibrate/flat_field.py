"""The guide of the flat field: cover the lens, show an even sheet, look at what it does, keep it."""

from __future__ import annotations

from typing import Any

from station.accounts import Session
from station.calibration_record import CalibrationRecord
from station.guide import FlatTrial
from ui.calibrate.live_guide import Step
from ui.calibrate.section import SectionPage
from ui.calibrate.trial_guide import TrialGuide
from ui.words import number_text

COUNT = 8


class FlatFieldSection(TrialGuide):
    """Two references, a trial with the picture before and after, and its storing."""

    def __init__(self, page: SectionPage) -> None:
        super().__init__(page)
        self._dark: tuple[Any, ...] = ()
        self._bright: tuple[Any, ...] = ()
        self.before_button = self.add_show("before", "compare", self.tr("Before"))
        self.after_button = self.add_show("after", "good", self.tr("After"))
        self.gain_button = self.add_show("gain", "heatmap", self.tr("Gain"))
        self.dark = Step(
            1,
            self.tr("Dark"),
            self.tr("Cover the lens. Shows what the sensor says without light. May be left out where it is cooled."),
        )
        self.dark_button = self.add_button(self.dark, "capture", self.tr("Take {count} dark").format(count=COUNT))
        self.bright = Step(
            2,
            self.tr("Bright"),
            self.tr(
                "One even white or grey sheet over the whole view, a little out of focus, in the light of the line. The"
                " brightest place at about 80 %."
            ),
        )
        self.bright_button = self.add_button(self.bright, "capture", self.tr("Take {count} bright").format(count=COUNT))
        self.result = Step(3, self.tr("Result"), self.tr("Compare the picture before and after, and the gain map."))
        self.keep = Step(4, self.tr("Keep"), self.tr("Stored with its date and your reason, as a version."))
        self.dark_button.clicked.connect(lambda: self.take(COUNT, self.tr("Dark pictures"), self._dark_taken))
        self.bright_button.clicked.connect(lambda: self.take(COUNT, self.tr("Bright pictures"), self._bright_taken))
        self.add_steps(self.dark, self.bright, self.result, self.keep, keep=self.tr("Keep this flat field"))

    def unsaved(self) -> str | None:
        return self.tr("a flat field that was not kept") if self._trial is not None else None

    def refresh(self) -> None:
        super().refresh()
        for button in (self.dark_button, self.bright_button):
            button.setEnabled(self.live and not self.context.jobs.running)
        self.bright_button.set_prominent(not self._bright and self.live)

    def _dark_taken(self, pictures: tuple[Any, ...]) -> None:
        self._dark = pictures
        self.page.run(lambda: self.guide.level(pictures), lambda level: self.dark.say(
            self.tr("{count} pictures, mean {mean} % of full scale.").format(
                count=level.n, mean=number_text(100 * level.mean, 1)
            )
        ))  # fmt: skip
        if self._bright:
            self._try()

    def _bright_taken(self, pictures: tuple[Any, ...]) -> None:
        self._bright = pictures
        self.page.run(lambda: self.guide.level(pictures), lambda level: self.bright.say(
            self.tr("{count} pictures, mean {mean} %, brightest place {most} %, saturated {share} %.").format(
                count=level.n,
                mean=number_text(100 * level.mean, 1),
                most=number_text(100 * level.highest, 0),
                share=number_text(100 * level.saturated, 2),
            )
        ))  # fmt: skip
        self._try()

    def _try(self) -> None:
        bright, dark = self._bright, self._dark
        self.begin_trial(
            self.tr("Trying the flat field"), lambda: self.guide.try_flat_field(bright, dark), self._tried, self.result
        )

    def _tried(self, trial: FlatTrial) -> None:
        self.result.say(
            self.tr(
                "Darkest place: {before} % of the mean before, {after} % after. Corrects by up to {gain} times."
                " Pixels replaced: {hot} hot, {dead} dead."
            ).format(
                before=number_text(100 * trial.even_before, 0),
                after=number_text(100 * trial.even_after, 0),
                gain=number_text(trial.most_gain, 2),
                hot=trial.hot,
                dead=trial.dead,
            )
        )
        self.show_trial(trial, gain=trial.gain)

    def ask_words(self, product: str) -> tuple[str, str]:
        bright, dark = len(self._trial.bright), len(self._trial.dark)
        return (
            self.tr("Keep this flat field for {name}?").format(name=product),
            self.tr("{count} bright and {dark} dark pictures.").format(count=bright, dark=dark),
        )

    def keep_trial(self, by: Session, product: str, trial: FlatTrial, why: str) -> CalibrationRecord:
        return self.guide.keep_flat_field(by, product, trial, why=why)
