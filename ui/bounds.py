"""How sure a figure is, said alike on all pages.

One-sided: "at most 9.6 % (95 %)". Two-sided: "0.844 to 0.976 (95 %)". What is in brackets is the confidence.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from station.study import Rate, percent, percent_at_most
from ui.words import count_text, number_text, with_point

translate = QCoreApplication.translate

_SURE = 0.95


def share_text(share: float) -> str:
    """A share in percent, as `calibration.percent` rounds it."""
    text = percent(share)
    if text.startswith("under "):
        return translate("bounds", "under {share}").format(share=with_point(text.removeprefix("under ")))
    return with_point(text)


def at_most_text(upper: float, confidence: float = _SURE) -> str:
    """A one-sided bound, rounded up: a claim is never smaller than what was computed."""
    return translate("bounds", "at most {bound} ({sure})").format(
        bound=with_point(percent_at_most(upper)), sure=share_text(confidence)
    )


def between_text(interval: tuple[float, float] | None, decimals: int = 3, confidence: float = _SURE) -> str:
    """A two-sided interval of a figure that is no share."""
    if interval is None:
        return translate("bounds", "no interval")
    low, high = (number_text(end, decimals) for end in interval)
    return translate("bounds", "{low} to {high} ({sure})").format(low=low, high=high, sure=share_text(confidence))


def counted_text(rate: Rate) -> str:
    return translate("bounds", "{count} of {total}").format(count=count_text(rate.count), total=count_text(rate.total))


def bounded_text(rate: Rate) -> str:
    """The share with its one-sided bound; of none the bound alone says all."""
    bound = at_most_text(rate.upper, rate.confidence)
    if rate.count == 0:
        return bound
    return translate("bounds", "{share}, {bound}").format(share=share_text(rate.value), bound=bound)


def rate_text(rate: Rate) -> str:
    """Count, share and bound: "6 of 35: 17 %, at most 32 % (95 %)"."""
    return translate("bounds", "{counted}: {bounded}").format(counted=counted_text(rate), bounded=bounded_text(rate))
