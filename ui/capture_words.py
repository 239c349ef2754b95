"""What the capture page says of light and of pictures that are being taken."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from station.capture_words import CaptureStatus
from station.live_aids import Exposure, LiveAids
from ui.words import number_text

translate = QCoreApplication.translate


def exposure_text(aids: LiveAids) -> str:
    """Whether the light is fine, and else what to do."""
    match aids.exposure:
        case Exposure.CLIPPED:
            return translate(
                "capture", "{share} % of the picture is clipped: shorten the exposure, or dim the light."
            ).format(share=number_text(100 * aids.clipped, 1))
        case Exposure.DARK:
            return translate(
                "capture", "The picture is dark ({share} % of full brightness): lengthen the exposure."
            ).format(share=round(100 * aids.brightness))
        case Exposure.BLACK:
            return translate("capture", "{share} % of the picture is black: is part of it without light?").format(
                share=round(100 * aids.black)
            )
        case Exposure.FINE:
            return translate("capture", "Light is fine: {share} % clipped, brightness {bright} %.").format(
                share=number_text(100 * aids.clipped, 1), bright=round(100 * aids.brightness)
            )


def counts_text(status: CaptureStatus) -> str:
    """What became of the pictures of this capture; empty where none was asked for."""
    if not (status.taken or status.lost or status.plan):
        return ""
    words = [translate("capture", "{count} taken, {stored} stored").format(count=status.taken, stored=status.stored)]
    if status.copies:
        words.append(translate("capture", "{count} were in the set already").format(count=status.copies))
    if status.waiting:
        words.append(translate("capture", "{count} wait for the disk").format(count=status.waiting))
    if status.failed:
        words.append(translate("capture", "{count} could not be stored").format(count=status.failed))
    if status.lost:
        words.append(translate("capture", "{count} lost on the way").format(count=status.lost))
    return ", ".join(words)
