"""What is said of a study and of a threshold that is tried on it: counts, each with its exact bound."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from station.study import Evaluation, Rate, Study, good_images_needed
from ui.bounds import at_most_text, between_text, bounded_text
from ui.words import count_text, defects_text, good_pictures_text, number_text

translate = QCoreApplication.translate

_CLAIM = 0.05


def facts_text(study: Study) -> str:
    """What it was made on, and what so many pictures can show at best."""
    recipe = study.recipe
    texts = [
        translate("threshold", "Version {version}, model {model}. Tried on {good} and {defects}.").format(
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
        texts.append(_good_text(good))
    if escapes is None:
        texts.append(translate("threshold", "Escape rate unknown."))
    else:
        texts.append(
            translate("threshold", "So many defects can show escapes of {bound}.").format(
                bound=at_most_text(escapes.upper, escapes.confidence)
            )
        )
    return " ".join(texts)


def _good_text(good: Rate) -> str:
    words = {"bound": at_most_text(good.upper, good.confidence)}
    needed = good_images_needed(_CLAIM)
    if good.total >= needed:
        return translate("threshold", "At best, so many good pictures can show false rejects of {bound}.").format(
            **words
        )
    return translate(
        "threshold", "At best, so many good pictures can show false rejects of {bound}; for {claim} it takes {needed}."
    ).format(**words, claim=at_most_text(_CLAIM), needed=count_text(needed))


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
