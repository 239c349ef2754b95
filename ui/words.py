"""Words on the screen for the station's types, and numbers as text. All pass through Qt's translation."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication, QLocale

from station.queries import Outcome, Said
from station.types import REASON_TEXT, Inspection, Reason, StationState, Verdict


def _tr(text: str) -> str:
    return QCoreApplication.translate("words", text)


def verdict_word(verdict: Verdict) -> str:
    match verdict:
        case Verdict.OK:
            return _tr("OK")
        case Verdict.NOK:
            return _tr("NOK")
        case Verdict.REVIEW:
            return _tr("REVIEW")
        case Verdict.ERROR:
            return _tr("ERROR")


def state_word(state: StationState) -> str:
    match state:
        case StationState.STOPPED:
            return _tr("Stopped")
        case StationState.STARTING:
            return _tr("Starting")
        case StationState.READY:
            return _tr("Ready")
        case StationState.BLOCKED:
            return _tr("Blocked")
        case StationState.RECOVERING:
            return _tr("Recovering")
        case StationState.FAULT:
            return _tr("Fault")
        case StationState.STOPPING:
            return _tr("Stopping")


def said_word(said: Said) -> str:
    """What an operator said of a part."""
    return _tr("good") if said is Said.GOOD else _tr("bad")


def outcome_word(outcome: Outcome) -> str:
    """What became of an operator's word."""
    match outcome:
        case Outcome.OPEN:
            return _tr("open")
        case Outcome.TAKEN:
            return _tr("taken into the data set")
        case Outcome.DISMISSED:
            return _tr("dismissed")


def reason_sentence(reason: Reason) -> str:
    """The reason as a sentence: capital first letter, no full stop."""
    text = _tr(REASON_TEXT[reason])
    return text[:1].upper() + text[1:]


def part_name(inspection: Inspection) -> str:
    """What the operator calls the part: its id where there is one, else the running number."""
    if inspection.part_id:
        return inspection.part_id
    return _tr("no. {number}").format(number=inspection.seq)


def local_time(inspection: Inspection) -> str:
    return inspection.at.astimezone().strftime("%H:%M:%S")


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
    return f"{value:.{decimals}f}"


def count_text(value: int) -> str:
    return QLocale().toString(value)


def milliseconds_text(value: float) -> str:
    return f"{value:.1f} ms" if value < 9.95 else f"{value:.0f} ms"


def duration_text(seconds: float) -> str:
    """A length of time in the two largest units that say something: 45 s, 3 min, 1 h 20 min, 2 days."""
    if seconds < 90:
        return _tr("{count} s").format(count=max(1, round(seconds)))
    minutes = round(seconds / 60)
    if minutes < 90:
        return _tr("{count} min").format(count=minutes)
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return _tr("{hours} h {minutes} min").format(hours=hours, minutes=minutes)
    return _tr("{count} days").format(count=round(hours / 24))


def bytes_text(value: int) -> str:
    size, unit = float(value), "B"
    for unit in ("B", "kB", "MB", "GB", "TB"):
        if size < 1000 or unit == "TB":
            break
        size /= 1000
    return f"{size:.0f} {unit}" if size >= 10 or unit == "B" else f"{size:.1f} {unit}"


def reason_word(reason: str) -> str:
    """A key of `Counters.lost` for people."""
    return reason.replace("_", " ")
