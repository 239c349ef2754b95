"""Words on the screen for the station's types, and numbers as text. All pass through Qt's translation."""

from __future__ import annotations

import math
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from station.permissions import Action, Role
from station.queries import Outcome, Said
from station.types import REASON_TEXT, Inspection, Reason, StationState, Verdict

_DAY_TIME, _DATE_TIME = "d MMM HH:mm:ss", "d MMM yyyy HH:mm"

translate = QCoreApplication.translate


def verdict_word(verdict: Verdict) -> str:
    match verdict:
        case Verdict.OK:
            return translate("words", "OK")
        case Verdict.NOK:
            return translate("words", "NOK")
        case Verdict.REVIEW:
            return translate("words", "REVIEW")
        case Verdict.ERROR:
            return translate("words", "ERROR")


def state_word(state: StationState) -> str:
    match state:
        case StationState.STOPPED:
            return translate("words", "Stopped")
        case StationState.STARTING:
            return translate("words", "Starting")
        case StationState.READY:
            return translate("words", "Ready")
        case StationState.BLOCKED:
            return translate("words", "Blocked")
        case StationState.RECOVERING:
            return translate("words", "Recovering")
        case StationState.FAULT:
            return translate("words", "Fault")
        case StationState.STOPPING:
            return translate("words", "Stopping")


def said_word(said: Said) -> str:
    """What an operator said of a part."""
    return translate("words", "good") if said is Said.GOOD else translate("words", "bad")


def outcome_word(outcome: Outcome) -> str:
    """What became of an operator's word."""
    match outcome:
        case Outcome.OPEN:
            return translate("words", "open")
        case Outcome.TAKEN:
            return translate("words", "taken into the data set")
        case Outcome.DISMISSED:
            return translate("words", "dismissed")


def reason_sentence(reason: Reason) -> str:
    """The reason as a sentence: capital first letter, no full stop."""
    text = translate("services", REASON_TEXT[reason])
    return text[:1].upper() + text[1:]


def role_word(role: Role) -> str:
    return translate("services", role.value)


def action_word(action: Action) -> str:
    """What one does, to be put after "may" or "to"."""
    return translate("services", action.value)


def clock_text(at: datetime) -> str:
    """A time of today by this computer's clock."""
    return at.astimezone().strftime("%H:%M")


def day_text(at: datetime) -> str:
    """A day and a time by this computer's clock, the same in every language."""
    return f"{at.astimezone():%Y-%m-%d %H:%M}"


def part_name(inspection: Inspection) -> str:
    """What the operator calls the part: its id where there is one, else the running number."""
    if inspection.part_id:
        return inspection.part_id
    return translate("words", "no. {number}").format(number=inspection.seq)


def local_time(inspection: Inspection) -> str:
    return inspection.at.astimezone().strftime("%H:%M:%S")


def short_time(inspection: Inspection) -> str:
    """Day and time; the year only where it is not this one, the seconds only where it is."""
    at = inspection.at.astimezone()
    this_year = at.year == datetime.now().astimezone().year
    return QLocale().toString(QDateTime.fromSecsSinceEpoch(int(at.timestamp())), _DAY_TIME if this_year else _DATE_TIME)


def score_text(value: float | None, limit: float | None = None) -> str:
    """A raw score with four digits at the size of `limit`; more where fewer would make it look equal to `limit`."""
    if value is None:
        return "–"
    if not math.isfinite(value):
        return str(value)
    size = abs(limit) if limit is not None and math.isfinite(limit) and limit != 0 else abs(value)
    decimals = 3 if size == 0 else min(max(3 - math.floor(math.log10(size)), 0), 9)
    if limit is not None and math.isfinite(limit) and value != limit:
        while decimals < 12 and round(value, decimals) == round(limit, decimals):
            decimals += 1
    return number_text(value, decimals)


def number_text(value: float, decimals: int) -> str:
    """A number with so many decimals, with the point of the language and without groups of three."""
    locale = QLocale()
    locale.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
    return locale.toString(float(value), "f", decimals)


def count_text(value: int) -> str:
    return QLocale().toString(value)


def milliseconds_text(value: float) -> str:
    return f"{number_text(value, 1 if value < 9.95 else 0)} ms"


def duration_text(seconds: float) -> str:
    """A length of time in the two largest units that say something: 45 s, 3 min, 1 h 20 min, 2 days."""
    if seconds < 90:
        return translate("words", "{count} s").format(count=max(1, round(seconds)))
    minutes = round(seconds / 60)
    if minutes < 90:
        return translate("words", "{count} min").format(count=minutes)
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return translate("words", "{hours} h {minutes} min").format(hours=hours, minutes=minutes)
    return translate("words", "{count} days").format(count=round(hours / 24))


def bytes_text(value: int) -> str:
    size, unit = float(value), "B"
    for unit in ("B", "kB", "MB", "GB", "TB"):
        if size < 1000 or unit == "TB":
            break
        size /= 1000
    return f"{number_text(size, 0 if size >= 10 or unit == 'B' else 1)} {unit}"


def reason_word(reason: str) -> str:
    """A key of `Counters.lost` for people."""
    return translate("services", reason.replace("_", " "))
