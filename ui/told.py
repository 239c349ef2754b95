"""What the services say, in the language of the window.

They say it in English, with names and numbers in it. What is known beforehand is translated: a whole sentence, or one
with {places} whose contents are put into the translation. Anything else stays as it is. Where they name a command, the
window names the page that does the same.
"""

from __future__ import annotations

import re
from functools import cache
from typing import cast

from PySide6.QtCore import QCoreApplication, QLocale

from station.errors import EXPLAINED, Explained
from ui.service_agreement import AGREEMENT
from ui.service_calibration import CALIBRATING
from ui.service_figures import FIGURES
from ui.service_plans import PLANS
from ui.service_publishing import PUBLISHING
from ui.service_sentences import INSTEAD, SENTENCES
from ui.service_words import STAGES

_FORMS = {
    **dict.fromkeys(("count", "total", "good", "defects", "escapes"), r"\d+"),
    **dict.fromkeys(("share", "bound", "upper"), r"(?:under )?[\d.]+ %"),
}
"""What may stand in places of these names; in others anything."""
_HANDS = {"manual": "hand", "rolled_back": "going back"}
_NUMBER = re.compile(r"-?\d+(\.\d+)?( %)?")


def told(error: BaseException) -> tuple[str, str]:
    """Message and hint of an error."""
    if isinstance(error, EXPLAINED):
        explained = cast(Explained, error)
        return in_words(explained.message), in_words(explained.hint)
    return (
        QCoreApplication.translate("services", "Unexpected error: {error}").format(
            error=f"{type(error).__name__}: {error}"
        ),
        QCoreApplication.translate("services", "This is a mistake in the program. The log has the details."),
    )


def in_words(text: str) -> str:
    """A sentence of the services in the language of the window."""
    if not text:
        return ""
    text = INSTEAD.get(text, text)
    whole = QCoreApplication.translate("services", text)
    if whole != text:
        return whole
    for sentence, pattern in _patterns():
        found = pattern.fullmatch(text)
        if found is not None:
            # what stands in the places may be words of the services itself: a role, another error
            parts = {name: _part(part) for name, part in found.groupdict().items()}
            return QCoreApplication.translate("services", sentence).format(**parts)
    return text


def figures_in_words(sentence: str) -> str:
    """What the calibration says of a threshold: pieces with a semicolon between them."""
    return "; ".join(in_words(piece) for piece in sentence.split("; "))


def policy_word(policy: str) -> str:
    """What a threshold was chosen by; reads well after "chosen by"."""
    return in_words(_HANDS.get(policy) or policy.replace("_", " "))


def _part(text: str) -> str:
    if _NUMBER.fullmatch(text):
        return text.replace(".", QLocale().decimalPoint())
    return in_words(text)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    sentences = (*SENTENCES, *PUBLISHING, *AGREEMENT, *CALIBRATING, *PLANS, *FIGURES, *STAGES)
    return tuple((sentence, _pattern(sentence)) for sentence in sentences if "{" in sentence)


def _pattern(sentence: str) -> re.Pattern[str]:
    pieces = re.split(r"\{(\w+)\}", sentence)
    return re.compile(
        "".join(
            re.escape(piece) if number % 2 == 0 else f"(?P<{piece}>{_FORMS.get(piece, '.+?')})"
            for number, piece in enumerate(pieces)
        ),
        re.DOTALL,
    )
