"""Words on the screen for the station's types, and numbers as text. All pass through Qt's translation."""

from __future__ import annotations

import math
from datetime import date, datetime

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale, QTime

from station.permissions import Action, Role
from station.queries import Outcome, Said
from station.types import REASON_TEXT, Inspection, Reason, StationState, Verdict

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
    """A day and a time, with digits only."""
    return moment_text(at)


def moment_pattern() -> str:
    """Qt's pattern of a date and a time with digits only."""
    return translate("words", "yyyy-MM-dd HH:mm")


def moment_text(at: datetime, *, seconds: bool = False) -> str:
    """Date and time by this computer's clock, with digits only: for tables and records."""
    return QLocale().toString(_local(at), moment_pattern() + (":ss" if seconds else ""))


def day_time_text(at: datetime, *, seconds: bool = False) -> str:
    """Day and time of this year by this computer's clock."""
    return QLocale().toString(_local(at), translate("words", "d MMM HH:mm") + (":ss" if seconds else ""))


def month_day_text(day: date) -> str:
    return QLocale().toString(QDate(day.year, day.month, day.day), translate("words", "d MMM"))


def year_day_text(day: date) -> str:
    """A date with digits only."""
    return QLocale().toString(QDate(day.year, day.month, day.day), moment_pattern().partition(" ")[0])


def tick_time_text(at: datetime, words: str) -> str:
    """A mark of a time axis in the language; `words` are what the station writes there."""
    if ":" in words:
        return words
    if words[:1].isdigit():
        return month_day_text(at)
    return QLocale().toString(QDate(at.year, at.month, at.day), "MMM yyyy" if " " in words else "MMM")


def _local(at: datetime) -> QDateTime:
    local = at.astimezone()
    return QDateTime(QDate(local.year, local.month, local.day), QTime(local.hour, local.minute, local.second))


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
    if this_year:
        return day_time_text(at, seconds=True)
    return QLocale().toString(_local(at), translate("words", "d MMM yyyy HH:mm"))


def seen_time(inspection: Inspection) -> str:
    """The time of day of a part of today; with its day for one of another day."""
    today = inspection.at.astimezone().date() == datetime.now().astimezone().date()
    return local_time(inspection) if today else short_time(inspection)


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


def figures_text(value: float, figures: int) -> str:
    """A number with so many significant figures, with the point of the language and without groups of three."""
    return with_point(f"{value:.{figures}g}")


def with_point(text: str) -> str:
    """Figures as the station writes them, with the point of the language."""
    return text.replace(".", QLocale().decimalPoint())


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
