"""Words of the history page for what the station's services say. All pass through Qt's translation."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from station.audit import Act, AuditEntry
from station.charts import Drift, Finding, YieldPoint
from station.history import FLAW_TEXT, Flaw
from station.queries import Feedback, Outcome, Review, Said, Total
from station.rescoring import Agreement, Rescored
from station.types import OutputState
from ui.words import count_text, score_text, verdict_word


def _tr(text: str) -> str:
    return QCoreApplication.translate("history", text)


def sentence(text: str) -> str:
    """With a capital first letter and a full stop."""
    text = text[:1].upper() + text[1:]
    return text if text.endswith(".") else f"{text}."


def flaw_sentence(flaw: Flaw) -> str:
    return sentence(_tr(FLAW_TEXT[flaw]))


def total_text(total: Total) -> str:
    if total.more:
        return _tr("more than {count} parts").format(count=count_text(total.count))
    return _tr("1 part") if total.count == 1 else _tr("{count} parts").format(count=count_text(total.count))


def output_text(output: OutputState) -> str:
    match output:
        case OutputState.PENDING:
            return _tr("has not reported back")
        case OutputState.SENT:
            return _tr("sent to the line")
        case OutputState.WITHHELD:
            return _tr("withheld: the line saw a reject")
        case OutputState.FAILED:
            return _tr("failed: the line saw a reject")
        case OutputState.UNKNOWN:
            return _tr("unknown: the program ended before it reported")


def agreement_sentences(again: Rescored) -> str:
    """Whether a score could be reproduced, and what it means where it could not."""
    now, limit = score_text(again.score, again.inspection.threshold), again.inspection.threshold
    then = score_text(again.inspection.score, limit)
    match again.agreement:
        case Agreement.EQUAL:
            return _tr("Equal: the score is {score} again, on {device}.").format(score=now, device=again.device)
        case Agreement.NOT_SCORED:
            return _tr("The line did not score this picture. Scored now on {device}: {score}.").format(
                score=now, device=again.device
            )
        case Agreement.WITHIN:
            told = _tr(
                "Differs by {difference}: {score} now, {stored} then. That is what another device or number type gives"
                " (now: {device}); the verdict is the same."
            )
        case Agreement.DIFFERS:
            told = _tr(
                "Differs by {difference}: {score} now on {device}, {stored} then. Another device or number type alone"
                " does not give so much; the program or its libraries may have changed since."
            )
    difference = again.difference or 0.0
    words = told.format(difference=f"{difference:+.3g}", score=now, stored=then, device=again.device)
    if again.other_verdict and again.verdict is not None:
        words = words.replace(_tr("; the verdict is the same"), "")
        words += " " + _tr("The verdict would be {verdict}.").format(verdict=verdict_word(again.verdict))
    return words


def review_line(review: Review) -> str:
    defect = f" ({review.defect})" if review.defect else ""
    words = _tr("{verdict}{defect} instead of {was}, {who}, {time}").format(
        verdict=verdict_word(review.verdict),
        defect=defect,
        was=verdict_word(review.was),
        who=review.who,
        time=f"{review.at.astimezone():%Y-%m-%d %H:%M}",
    )
    return f"{words}: {review.why}" if review.why else words


def feedback_line(one: Feedback) -> str:
    said = _tr("“was good”") if one.said is Said.GOOD else _tr("“was bad”")
    match one.outcome:
        case Outcome.OPEN:
            outcome = _tr("open")
        case Outcome.TAKEN:
            outcome = _tr("taken into the data set")
        case Outcome.DISMISSED:
            outcome = _tr("dismissed")
    words = f"{said}, {one.who}, {one.at.astimezone():%Y-%m-%d %H:%M}, {outcome}"
    return f"{words}: {one.reason}" if one.reason else words


def audit_line(entry: AuditEntry) -> str:
    words = f"{entry.at.astimezone():%Y-%m-%d %H:%M}  {act_words(entry.action)}, {entry.who}"
    return f"{words}: {entry.why}" if entry.why else words


def act_words(action: str) -> str:
    match action:
        case Act.FEEDBACK_GIVEN:
            return _tr("feedback given")
        case Act.FEEDBACK_SETTLED:
            return _tr("feedback settled")
        case Act.VERDICT_REVIEWED:
            return _tr("verdict reviewed")
        case Act.RECIPE_STORED | Act.RECIPE_TAUGHT:
            return _tr("recipe version made")
        case Act.RECIPE_ACTIVATED:
            return _tr("recipe put in force")
        case Act.RECIPE_ROLLED_BACK:
            return _tr("recipe rolled back")
        case Act.THRESHOLD_CHANGED:
            return _tr("threshold changed")
        case _:
            return action.replace(".", " ").replace("_", " ")


def yield_sentence(point: YieldPoint) -> str:
    """The yield with its count and exact bounds."""
    rate = point.rate
    if rate is None:
        return _tr("No parts in this period.")
    low, high = rate.interval
    return _tr("{rate} % of {count} parts were OK; with 95 % confidence the share is {low} % to {high} %.").format(
        rate=f"{100 * rate.value:.2f}", count=count_text(rate.total), low=f"{100 * low:.2f}", high=f"{100 * high:.2f}"
    )


def drift_sentences(drift: Drift) -> str:
    """What the scores of good parts say, and what to do."""
    latest, before = drift.latest, drift.reference.spread
    if latest is None or drift.finding is Finding.TOO_FEW:
        return _tr("Too few good parts to say anything of a drift.")
    now = latest.spread
    numbers = _tr("Newest {n}: mean {mean}, sd {sd}; reference of {m}: {old_mean}, {old_sd}.").format(
        n=count_text(now.n),
        mean=f"{now.mean:.4g}",
        sd=f"{now.sd:.3g}",
        m=count_text(before.n),
        old_mean=f"{before.mean:.4g}",
        old_sd=f"{before.sd:.3g}",
    )
    if drift.outside:
        numbers += " " + _tr("Of the newest {n} single scores {outside} are outside the limits.").format(
            n=count_text(len(drift.last)), outside=count_text(drift.outside)
        )
    advice = _tr("Look at light, lens and lot; a higher threshold would only hide it.")
    match drift.finding:
        case Finding.SHIFTED:
            template = _tr("Shifted up by {size} sd.") if drift.shift_sd > 0 else _tr("Shifted down by {size} sd.")
            return f"{template.format(size=f'{abs(drift.shift_sd):.1f}')} {numbers} {advice}"
        case Finding.WIDER:
            return f"{_tr('The spread has at least doubled.')} {numbers} {advice}"
        case Finding.NARROWER:
            return f"{_tr('The spread has halved or more.')} {numbers} {advice}"
        case _:
            return f"{_tr('Steady.')} {numbers}"
