"""What is said about recipes, in the words of the window."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from station.recipe_facts import Fact, Rate, Stated, Unit
from ui.bounds import rate_text
from ui.told import figures_in_words, policy_word
from ui.words import figures_text, moment_text, number_text, pictures_text


def fact_label(stated: Stated) -> str:
    """What a fact is about."""
    words = {
        Fact.RECIPE: QCoreApplication.translate("recipes", "Recipe and version"),
        Fact.MADE_AT: QCoreApplication.translate("recipes", "Made"),
        Fact.MADE_BY: QCoreApplication.translate("recipes", "Made by"),
        Fact.NOTE: QCoreApplication.translate("recipes", "Why"),
        Fact.PICTURES: QCoreApplication.translate("recipes", "Pictures"),
        Fact.CORRECTED: QCoreApplication.translate("recipes", "Corrected by calibration"),
        Fact.DETECTOR: QCoreApplication.translate("recipes", "Detector"),
        Fact.MODEL: QCoreApplication.translate("recipes", "Model"),
        Fact.TAUGHT_FROM: QCoreApplication.translate("recipes", "Taught from"),
        Fact.OPTION: QCoreApplication.translate("recipes", "Option {name}"),
        Fact.THRESHOLD: QCoreApplication.translate("recipes", "Threshold"),
        Fact.REVIEW_FROM: QCoreApplication.translate("recipes", "Review from"),
        Fact.POLICY: QCoreApplication.translate("recipes", "Threshold chosen by"),
        Fact.SENTENCE: QCoreApplication.translate("recipes", "What that means"),
        Fact.GOOD: QCoreApplication.translate("recipes", "Good pictures tried"),
        Fact.DEFECTS: QCoreApplication.translate("recipes", "Defects tried"),
        Fact.FALSE_REJECTS: QCoreApplication.translate("recipes", "False rejects"),
        Fact.ESCAPES: QCoreApplication.translate("recipes", "Escapes"),
        Fact.GATE: QCoreApplication.translate("recipes", "Image gate"),
        Fact.BRIGHTNESS_LOW: QCoreApplication.translate("recipes", "Image gate: brightness at least"),
        Fact.BRIGHTNESS_HIGH: QCoreApplication.translate("recipes", "Image gate: brightness at most"),
        Fact.SATURATED_HIGH: QCoreApplication.translate("recipes", "Image gate: saturated at most"),
        Fact.SHARPNESS_LOW: QCoreApplication.translate("recipes", "Image gate: sharpness at least"),
        Fact.SHIFT_HIGH: QCoreApplication.translate("recipes", "Image gate: shift of the part at most, px"),
        Fact.TURN_HIGH: QCoreApplication.translate("recipes", "Image gate: turn of the part at most, degrees"),
        Fact.AGREEMENT_LOW: QCoreApplication.translate("recipes", "Image gate: agreement with the reference at least"),
    }
    return words[stated.fact].format(name=stated.detail)


def fact_text(stated: Stated | None) -> str:
    """The value of a fact with its unit; a rate with its count and its exact bound."""
    if stated is None:
        return QCoreApplication.translate("recipes", "–")
    match stated.value:
        case None:
            return _nothing(stated.fact)
        case Rate() as rate:
            return rate_text(rate)
        case datetime() as at:
            return moment_text(at)
        case float() as number if stated.unit is Unit.SHARE:
            return f"{number_text(100 * number, 1)} %"
        case float() as number:
            return figures_text(number, 6 if stated.unit is Unit.SCORE else 4)
        case value if stated.unit is Unit.PICTURES:
            return pictures_text(value) if isinstance(value, int) else str(value)
        case value if stated.fact is Fact.POLICY:
            return policy_word(str(value))
        case value if stated.fact is Fact.SENTENCE:
            return figures_in_words(str(value))
        case value:
            return str(value)


def _nothing(fact: Fact) -> str:
    match fact:
        case Fact.REVIEW_FROM:
            return QCoreApplication.translate("recipes", "no review band")
        case Fact.FALSE_REJECTS:
            return QCoreApplication.translate("recipes", "unknown: no good pictures were tried")
        case Fact.ESCAPES:
            return QCoreApplication.translate("recipes", "unknown: no defects were tried")
        case Fact.GATE:
            return QCoreApplication.translate("recipes", "none: every picture is scored")
        case Fact.NOTE:
            return QCoreApplication.translate("recipes", "not said")
    return QCoreApplication.translate("recipes", "none")
