"""What the station measures with: light, lens, image gate and drift, each with its guide, and what of it is due."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from station.recipe_book import Listed
from ui.calibrate import SECTIONS
from ui.calibrate.section import Section, SectionPage
from ui.page import PageContext, dress
from ui.theme import GRID

_CHOICE = 150


class CalibrationPage(SectionPage):
    """Sections as tabs, built when first shown. The product above them is that of all sections."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._sections: dict[str, Section] = {}
        self._shown: Section | None = None
        self._visible = False
        self._active = ""
        self.choice = QComboBox()
        self.choice.setAccessibleName(self.tr("Product"))
        self.choice.setMinimumWidth(_CHOICE)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.tabBar().setStyleSheet("QTabBar::tab { padding: 0 9px; }")  # all of them on a small screen
        self.tabs.setAccessibleName(self.tr("Sections"))
        for spec in SECTIONS:
            place = QWidget()
            inside = QVBoxLayout(place)
            inside.setContentsMargins(0, 0, 0, 0)
            self.tabs.addTab(place, spec.title)
        self.choice.setToolTip(self.tr("Product"))
        corner = QWidget()
        beside = QHBoxLayout(corner)
        beside.setContentsMargins(GRID, 0, 0, 4)
        beside.setSpacing(GRID)
        beside.addWidget(self.choice)
        self.tabs.setCornerWidget(corner)
        self.body.addWidget(self.tabs, 1)
        self.tabs.currentChanged.connect(self._show)
        self.choice.activated.connect(lambda _index: self._enter())

    @property
    def product(self) -> str:
        return self.choice.currentText()

    @property
    def section(self) -> Section | None:
        """The section that is shown."""
        return self._shown

    def open_section(self, key: str) -> bool:
        number = next((number for number, spec in enumerate(SECTIONS) if spec.key == key), None)
        if number is None:
            return False
        self.tabs.setCurrentIndex(number)
        return True

    def entered(self) -> None:
        self._visible = True
        self.run(self.context.station.recipes.list, self._show_products)

    def show_subject(self, subject: object) -> None:
        """Open the section of that key."""
        self.open_section(str(subject))

    def left(self) -> None:
        self._visible = False
        self._leave()

    def session_changed(self) -> None:
        for section in self._sections.values():
            section.session_changed()

    def unsaved(self) -> str | None:
        return next((words for one in self._sections.values() if (words := one.unsaved()) is not None), None)

    def shut_down(self) -> None:
        for section in self._sections.values():
            section.shut_down()

    def keys(self) -> tuple[tuple[str, str], ...]:
        return () if self._shown is None else self._shown.keys()

    def _show_products(self, recipes: tuple[Listed, ...]) -> None:
        before, names = self.product, [one.newest.name for one in recipes]
        in_force = next((one.newest.name for one in recipes if one.in_force is not None), "")
        if names != [self.choice.itemText(number) for number in range(self.choice.count())]:
            self.choice.clear()
            self.choice.addItems(names)
        chosen = before if before in names else in_force
        if chosen:
            self.choice.setCurrentText(chosen)
        self.choice.setEnabled(bool(names))
        if self._visible:
            self._show()

    def _show(self, _number: int = 0) -> None:
        """Show the section of the tab; it is built now if it was not."""
        if not self._visible:
            return
        spec = SECTIONS[self.tabs.currentIndex()]
        section = self._sections.get(spec.key)
        if section is None:
            section = self._sections[spec.key] = spec.build(self)
            dress(section, spec.title)
            place = self.tabs.currentWidget().layout()
            if place is not None:
                place.addWidget(section)
        if section is not self._shown:
            self._leave()
            self._shown = section
        self._enter()

    def _enter(self) -> None:
        if self._shown is not None:
            self._shown.entered()

    def _leave(self) -> None:
        if self._shown is not None:
            self._shown.left()
            self._shown = None
