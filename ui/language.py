"""Which language the window speaks: Qt's own translations, and the numbers and dates that go with them."""

from __future__ import annotations

from importlib.resources import as_file, files

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

LANGUAGES = {"en": "English", "de": "Deutsch"}
"""Code and own name of every language there is."""
_PLACES = {"en": QLocale("en_GB"), "de": QLocale("de_DE")}


def choose(wanted: str, system: QLocale | None = None) -> str:
    """The language to use: the wanted one, for "auto" that of the computer where there is a translation."""
    if wanted in LANGUAGES:
        return wanted
    code = (system or QLocale.system()).name().split("_")[0]
    return code if code in LANGUAGES else "en"


class Language:
    """The language in use of one window. `close` takes it out of the application again."""

    def __init__(self, application: QCoreApplication, code: str) -> None:
        self.code = code
        self._application = application
        self._before = QLocale()
        self._translators: list[QTranslator] = []
        place = _PLACES[code]
        QLocale.setDefault(place)
        if code != "en":
            with as_file(files("ui") / "translations" / f"station_{code}.qm") as path:
                self._install(str(path))
            self._install(f"{QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)}/qtbase_{code}.qm")

    def close(self) -> None:
        """Safe to call twice."""
        for translator in self._translators:
            self._application.removeTranslator(translator)
        self._translators.clear()
        QLocale.setDefault(self._before)

    def _install(self, path: str) -> None:
        translator = QTranslator()
        if translator.load(path):
            self._application.installTranslator(translator)
            self._translators.append(translator)
