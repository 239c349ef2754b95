"""What runs here, whether all is well with it, and a bundle for those who help."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from station.diagnosis import Bundle
from station.permissions import Action
from ui.file_choice import choose_file
from ui.page import Page
from ui.theme import GRID
from ui.told import in_words
from ui.widgets.ask import Question
from ui.widgets.buttons import ActionButton
from ui.widgets.card import Card
from ui.widgets.plain_table import PlainTable
from ui.words import bytes_text

if TYPE_CHECKING:
    from station.doctor import Finding

_NAMED = ("PySide6-Essentials", "PySide6", "torch", "timm", "numpy", "opencv-python-headless", "pypylon", "SQLAlchemy")


class AboutPanel(QWidget):
    """Versions on the left; on the right the checks of `station doctor`, and the diagnostic bundle."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        theme = page.context.theme
        self.dialog: QFileDialog | None = None
        self.facts = PlainTable(self.tr("Versions"), (self.tr("What"), self.tr("Value")), wide=(1,), choosing=False)
        headings = (self.tr("Check"), "", self.tr("Result"))
        self.findings = PlainTable(self.tr("Checks"), headings, wide=(2,), choosing=False)
        self.check_button = ActionButton(theme, "search", self.tr("Check the station"))
        self.bundle_button = ActionButton(theme, "save", self.tr("Diagnostic bundle"))
        about = Card(self.tr("About this station"))
        about.body.addWidget(self.facts, 1)
        checks = Card(
            self.tr("Checks"),
            hint=self.tr("The bundle has versions, checks, configuration, events and logs: no pictures, no passwords."),
        )
        checks.body.addWidget(self.findings, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self.check_button)
        buttons.addWidget(self.bundle_button)
        checks.body.addLayout(buttons)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, GRID, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(about, 5)
        layout.addWidget(checks, 6)
        self.check_button.clicked.connect(self._check)
        self.bundle_button.clicked.connect(self._bundle)
        self.session_changed()

    def session_changed(self) -> None:
        self.bundle_button.setEnabled(self._page.context.desk.may(Action.MAKE_DIAGNOSIS))

    def reload(self) -> None:
        """Read the versions."""
        self._page.run(self._page.context.station.diagnosis.about, self._show_about)

    def write(self, path: Path) -> None:
        """Write a bundle; a file that is there already is asked about first."""
        diagnosis = self._page.context.station.diagnosis
        by = self._page.context.desk.require(Action.MAKE_DIAGNOSIS)
        path = path if path.suffix.lower() == ".zip" else path.with_name(path.name + ".zip")

        def make(_: str = "") -> None:
            self._page.say(self.tr("The station is being looked at."))
            self._page.run(
                lambda: diagnosis.write(by, path), self._written, busy=(self.bundle_button, self.check_button)
            )

        def look(there: bool) -> None:
            if not there:
                make()
                return
            text = self.tr("There is a file of this name in {folder} already.").format(folder=path.parent)
            title = self.tr("Replace {file}?").format(file=path.name)
            self._page.ask(Question(title, text, self.tr("Replace"), make, danger=True))

        self._page.run(path.exists, look)

    def _show_about(self, about: dict[str, Any]) -> None:
        config = self._page.context.station.config
        packages = dict(str(one).rsplit(" ", 1) for one in about["packages"])
        rows = [
            (self.tr("Station"), config.station.name),
            (self.tr("Program"), str(about["program"])),
            (self.tr("Data folder"), str(config.data_dir)),
            (self.tr("Camera"), config.camera.kind),
            (self.tr("Output"), config.output.kind),
            (self.tr("Python"), str(about["python"]).split()[0]),
            (self.tr("System"), str(about["system"])),
            (self.tr("Processors"), str(about["processors"])),
            *((name, packages[name]) for name in _NAMED if name in packages),
        ]
        self.facts.fill(rows)

    def _check(self) -> None:
        diagnosis = self._page.context.station.diagnosis
        self._page.say(self.tr("The station is being looked at."))
        self._page.run(diagnosis.check, self._checked, busy=(self.check_button, self.bundle_button))

    def _checked(self, findings: tuple[Finding, ...]) -> None:
        words = {"OK": self.tr("well"), "WARN": self.tr("look"), "FAIL": self.tr("WRONG")}
        rows = [
            (in_words(one.name), words[one.level.value], " ".join((one.text, in_words(one.remedy))).strip())
            for one in findings
        ]
        not_well = [number for number, one in enumerate(findings) if one.level.value != "OK"]
        self.findings.fill(rows, bold=not_well)
        if not_well:
            text = self.tr("{count} of {all} checks need a look.")
            self._page.say(text.format(count=len(not_well), all=len(findings)))
        else:
            self._page.say(self.tr("All {all} checks are well.").format(all=len(findings)))

    def _bundle(self) -> None:
        self.dialog = choose_file(
            self._page,
            self.tr("Write a diagnostic bundle"),
            self.tr("Zip files ({pattern})").format(pattern="*.zip"),
            self.write,
            suggested="station-diagnosis.zip",
            save=True,
        )

    def _written(self, bundle: Bundle) -> None:
        self._page.say(
            self.tr("{file} was written, {size}.").format(file=bundle.path, size=bytes_text(bundle.bytes)),
            self.tr("Look through it before you hand it on."),
        )
