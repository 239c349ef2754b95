"""Words of the history page for what the station's services say. All pass through Qt's translation."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from station.audit import Act, AuditEntry
from station.charts import Drift, Finding, YieldPoint
from station.history import FLAW_TEXT, Flaw
from station.queries import Feedback, Outcome, Review, Said, Total
from station.rescoring import Agreement, Rescored
from station.types import OutputState
from ui.words import count_text, figures_text, moment_text, number_text, score_text, verdict_word

translate = QCoreApplication.translate


def sentence(text: str) -> str:
    """With a capital first letter and a full stop."""
    text = text[:1].upper() + text[1:]
    return text if text.endswith(".") else f"{text}."


def flaw_sentence(flaw: Flaw) -> str:
    return sentence(translate("services", FLAW_TEXT[flaw]))


def total_text(total: Total) -> str:
    if total.more:
        return translate("history", "more than {count} parts").format(count=count_text(total.count))
    return parts_text(total.count)


def parts_text(count: int) -> str:
    """So many parts, to stand by itself."""
    if count == 1:
        return translate("history", "1 part")
    return translate("history", "{count} parts").format(count=count_text(count))


def pictures_text(count: int) -> str:
    """So many pictures, to stand by itself."""
    if count == 1:
        return translate("history", "1 picture")
    return translate("history", "{count} pictures").format(count=count_text(count))


def output_text(output: OutputState) -> str:
    match output:
        case OutputState.PENDING:
            return translate("history", "has not reported back")
        case OutputState.SENT:
            return translate("history", "sent to the line")
        case OutputState.WITHHELD:
            return translate("history", "withheld: the line saw a reject")
        case OutputState.FAILED:
            return translate("history", "failed: the line saw a reject")
        case OutputState.UNKNOWN:
            return translate("history", "unknown: the program ended before it reported")


def agreement_sentences(again: Rescored) -> str:
    """Whether a score could be reproduced, and what it means where it could not."""
    now, limit = score_text(again.score, again.inspection.threshold), again.inspection.threshold
    then = score_text(again.inspection.score, limit)
    match again.agreement:
        case Agreement.EQUAL:
            return translate("history", "Equal: the score is {score} again, on {device}.").format(
                score=now, device=again.device
            )
        case Agreement.NOT_SCORED:
            return translate("history", "The line did not score this picture. Scored now on {device}: {score}.").format(
                score=now, device=again.device
            )
        case Agreement.WITHIN:
            told = translate(
                "history",
                "Differs by {difference}: {score} now, {stored} then. That is what another device or number type gives"
                " (now: {device}).",
            )
        case Agreement.DIFFERS:
            told = translate(
                "history",
                "Differs by {difference}: {score} now on {device}, {stored} then. Another device or number type alone"
                " does not give so much; the program or its libraries may have changed since.",
            )
    difference = again.difference or 0.0
    words = told.format(
        difference=("+" if difference > 0 else "") + figures_text(difference, 3),
        score=now,
        stored=then,
        device=again.device,
    )
    if again.other_verdict and again.verdict is not None:
        words += " " + translate("history", "The verdict would be {verdict}.").format(
            verdict=verdict_word(again.verdict)
        )
    elif again.agreement is Agreement.WITHIN:
        words += " " + translate("history", "The verdict is the same.")
    return words


def review_line(review: Review) -> str:
    defect = f" ({review.defect})" if review.defect else ""
    words = translate("history", "{verdict}{defect} instead of {was}, {who}, {time}").format(
        verdict=verdict_word(review.verdict),
        defect=defect,
        was=verdict_word(review.was),
        who=review.who,
        time=moment_text(review.at),
    )
    return f"{words}: {review.why}" if review.why else words


def feedback_line(one: Feedback) -> str:
    said = translate("history", "“was good”") if one.said is Said.GOOD else translate("history", "“was bad”")
    match one.outcome:
        case Outcome.OPEN:
            outcome = translate("history", "open")
        case Outcome.TAKEN:
            outcome = translate("history", "taken into the data set")
        case Outcome.DISMISSED:
            outcome = translate("history", "dismissed")
    words = f"{said}, {one.who}, {moment_text(one.at)}, {outcome}"
    return f"{words}: {one.reason}" if one.reason else words


def audit_line(entry: AuditEntry) -> str:
    words = f"{moment_text(entry.at)}  {act_words(entry.action)}, {entry.who}"
    return f"{words}: {entry.why}" if entry.why else words


def act_words(action: str) -> str:
    match action:
        case Act.FEEDBACK_GIVEN:
            return translate("history", "feedback given")
        case Act.FEEDBACK_SETTLED:
            return translate("history", "feedback settled")
        case Act.VERDICT_REVIEWED:
            return translate("history", "verdict reviewed")
        case Act.RECIPE_STORED:
            return translate("history", "recipe version made")
        case Act.RECIPE_TAUGHT:
            return translate("history", "recipe taught")
        case Act.RECIPE_ACTIVATED:
            return translate("history", "recipe put in force")
        case Act.RECIPE_ROLLED_BACK:
            return translate("history", "recipe rolled back")
        case Act.THRESHOLD_CHANGED:
            return translate("history", "threshold changed")
        case Act.RECIPE_DUPLICATED:
            return translate("history", "recipe duplicated")
        case Act.RECIPE_EXPORTED:
            return translate("history", "recipe exported")
        case Act.RECIPE_IMPORTED:
            return translate("history", "recipe imported")
        case Act.GATE_LEARNED:
            return translate("history", "image gate learned")
        case Act.MODEL_STORED:
            return translate("history", "model stored")
        case Act.MODELS_COMPARED:
            return translate("history", "models compared")
        case Act.LABELS_CHANGED:
            return translate("history", "pictures labelled")
        case Act.LABELS_UNDONE:
            return translate("history", "labels taken back")
        case Act.MASK_CHANGED:
            return translate("history", "mask changed")
        case Act.SNAPSHOT_TAKEN:
            return translate("history", "snapshot taken")
        case Act.CAMERA_CHANGED:
            return translate("history", "camera changed")
        case Act.CALIBRATION_MADE:
            return translate("history", "calibrated")
        case Act.CALIBRATION_TAKEN_OVER:
            return translate("history", "calibration taken over")
        case Act.SETTINGS_CHANGED:
            return translate("history", "settings changed")
        case Act.OUTPUT_TESTED:
            return translate("history", "output tested")
        case Act.PLAN_RUN:
            return translate("history", "capture plan run")
        case Act.DIAGNOSIS_MADE:
            return translate("history", "diagnostic bundle made")
        case Act.HISTORY_EXPORTED:
            return translate("history", "history exported")
        case Act.AUDIT_EXPORTED:
            return translate("history", "audit trail exported")
        case Act.ALARM_ACKNOWLEDGED:
            return translate("history", "alarm acknowledged")
        case Act.LINE_STARTED:
            return translate("history", "line started")
        case Act.LINE_STOPPED:
            return translate("history", "line stopped")
        case Act.KIOSK_LEFT:
            return translate("history", "kiosk left")
        case Act.GOLDEN_PART_SET:
            return translate("history", "reference part set")
        case Act.GOLDEN_PART_REMOVED:
            return translate("history", "reference part removed")
        case Act.GOLDEN_CHECKED:
            return translate("history", "reference parts checked")
        case Act.GOLDEN_OVERRIDDEN:
            return translate("history", "reference check overridden")
        case Act.AGREEMENT_MADE:
            return translate("history", "agreement study planned")
        case Act.AGREEMENT_SET_ASIDE:
            return translate("history", "reading set aside")
        case Act.AGREEMENT_ENDED:
            return translate("history", "agreement study ended")
        case Act.AGREEMENT_REPORTED:
            return translate("history", "agreement report taken out")
        case Act.USER_ADDED:
            return translate("history", "account added")
        case Act.USER_ROLE:
            return translate("history", "role changed")
        case Act.USER_DISABLED:
            return translate("history", "account disabled")
        case Act.USER_ENABLED:
            return translate("history", "account enabled")
        case Act.USER_PASSWORD:
            return translate("history", "password changed")
        case Act.USER_SIGNED_IN:
            return translate("history", "signed in")
        case Act.USER_SIGNED_OUT:
            return translate("history", "signed out")
        case Act.USER_REFUSED:
            return translate("history", "wrong password")
        case Act.USER_LOCKED:
            return translate("history", "account locked")
        case _:
            return action.replace(".", " ").replace("_", " ")


def yield_sentence(point: YieldPoint) -> str:
    """The yield with its count and exact bounds."""
    rate = point.rate
    if rate is None:
        return translate("history", "No parts in this period.")
    low, high = rate.interval
    return translate("history", "{parts}, {rate} % OK; with 95 % confidence the share is {low} % to {high} %.").format(
        rate=number_text(100 * rate.value, 2),
        parts=parts_text(rate.total),
        low=number_text(100 * low, 2),
        high=number_text(100 * high, 2),
    )


def drift_sentences(drift: Drift) -> str:
    """What the scores of OK parts say, and what to do."""
    latest, reference = drift.latest, drift.reference
    if reference is None:
        words = translate("history", "Too few OK parts yet ({n} of {needed}): limits are drawn from {needed} on.")
        return words.format(n=count_text(drift.found), needed=count_text(drift.needed))
    before = reference.spread
    if latest is None:
        words = translate("history", "Too few OK parts beside the {n} that made the limits to say anything of a drift.")
        return words.format(n=count_text(before.n))
    now = latest.spread
    numbers = translate("history", "Newest {n}: mean {mean}, sd {sd}; reference of {m}: {old_mean}, {old_sd}.").format(
        n=count_text(now.n),
        mean=figures_text(now.mean, 4),
        sd=figures_text(now.sd, 3),
        m=count_text(before.n),
        old_mean=figures_text(before.mean, 4),
        old_sd=figures_text(before.sd, 3),
    )
    if drift.outside:
        numbers += " " + translate("history", "Single scores outside the limits: {outside} of the newest {n}.").format(
            n=count_text(len(drift.compared)), outside=count_text(drift.outside)
        )
    advice = translate("history", "Look at light, lens and lot; a higher threshold would only hide it.")
    match drift.finding:
        case Finding.SHIFTED:
            template = (
                translate("history", "Shifted up by {size} sd.")
                if drift.shift_sd > 0
                else translate("history", "Shifted down by {size} sd.")
            )
            return f"{template.format(size=number_text(abs(drift.shift_sd), 1))} {numbers} {advice}"
        case Finding.WIDER:
            return " ".join((translate("history", "The spread has at least doubled."), numbers, advice))
        case Finding.NARROWER:
            return " ".join((translate("history", "The spread has halved or more."), numbers, advice))
        case _:
            return translate("history", "Steady.") + f" {numbers}"
