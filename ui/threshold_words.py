"""What is said of a study and of a threshold that is tried on it: counts, each with its exact bound."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from station.study import Evaluation, Rate, Study, good_images_needed
from ui.bounds import at_most_text, between_text, bounded_text
from ui.words import count_text, defects_text, good_pictures_text, number_text

translate = QCoreApplication.translate

_CLAIM = 0.05


def facts_text(study: Study) -> str:
    """What it was made on, and what so many pictures can show at best; the most important first."""
    recipe = study.recipe
    texts = [
        translate("threshold", "Version {version}, model {model}: {good}, {defects}.").format(
            version=recipe.version,
            model=recipe.model.version,
            good=good_pictures_text(study.n_good),
            defects=defects_text(study.n_defect),
        )
    ]
    if study.auroc is not None:
        texts.append(
            translate("threshold", "AUROC {auroc}, {interval}.").format(
                auroc=number_text(study.auroc, 3), interval=between_text(study.auroc_interval)
            )
        )
    good, escapes = study.least_false_rejects, study.least_escapes
    if good is not None:
        texts.append(
            translate("threshold", "At best they show false rejects of {bound}.").format(
                bound=at_most_text(good.upper, good.confidence)
            )
        )
    if escapes is None:
        texts.append(translate("threshold", "Escape rate unknown."))
    else:
        texts.append(
            translate("threshold", "Escapes: {bound}.").format(bound=at_most_text(escapes.upper, escapes.confidence))
        )
    needed = good_images_needed(_CLAIM)
    if study.n_good < needed:
        texts.append(
            translate("threshold", "To show {claim} takes {pictures}.").format(
                claim=at_most_text(_CLAIM), pictures=good_pictures_text(needed)
            )
        )
    return " ".join(texts)


def rejected_text(now: Evaluation) -> str:
    if now.false_rejects is None:
        return translate("threshold", "False rejects unknown: no good picture was scored")
    return counted_as(now.false_rejects, translate("threshold", "{count} of {total} good would be rejected"))


def escapes_text(now: Evaluation) -> str:
    if now.escapes is None:
        return translate("threshold", "Escape rate unknown: no defect was scored")
    if now.escapes.total == 1:
        return counted_as(now.escapes, translate("threshold", "{count} of 1 defect would pass"))
    return counted_as(now.escapes, translate("threshold", "{count} of {total} defects would pass"))


def review_text(now: Evaluation) -> str:
    kinds = translate("threshold", "good {good}, defects {defects}").format(
        good=count_text(now.point.good_in_review), defects=count_text(now.point.defects_in_review)
    )
    return f"{counted_as(now.review, translate('threshold', '{count} of {total} to review'))} · {kinds}"


def counted_as(rate: Rate, words: str) -> str:
    """A count with its exact bound: "6 of 35 good would be rejected: 17 %, at most 32 % (95 %)"."""
    counted = words.format(count=count_text(rate.count), total=count_text(rate.total))
    return translate("threshold", "{counted}: {bounded}").format(counted=counted, bounded=bounded_text(rate))
