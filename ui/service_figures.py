"""What a threshold does, and what so many pictures can show, as the calibration and the classroom say it.

`{places}` stand where they put numbers. Here so that Qt's lupdate finds them.
"""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

FIGURES = (
    str(QT_TRANSLATE_NOOP("services", "{count} of {total} good would be rejected ({rate} with {sure} confidence)")),
    str(QT_TRANSLATE_NOOP("services", "{count} of {total} defect would pass ({rate})")),
    str(QT_TRANSLATE_NOOP("services", "{count} of {total} defects would pass ({rate})")),
    str(QT_TRANSLATE_NOOP("services", "{count} of {total} defect would pass ({rate} with {sure} confidence)")),
    str(QT_TRANSLATE_NOOP("services", "{count} of {total} defects would pass ({rate} with {sure} confidence)")),
    str(QT_TRANSLATE_NOOP("services", "{good} good and {defects} defect would go to review")),
    str(QT_TRANSLATE_NOOP("services", "{good} good and {defects} defects would go to review")),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "at most {rate} of good parts will be rejected ({sure} confidence, from {count} held-out good images)",
        )
    ),
    str(
        QT_TRANSLATE_NOOP(
            "services", "at most {rate} of good parts will be rejected ({sure} confidence, from 1 held-out good image)"
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "the {rate} asked for cannot be claimed below {count} images")),
    str(QT_TRANSLATE_NOOP("services", "false reject rate unknown: no good part was scored")),
    str(QT_TRANSLATE_NOOP("services", "escape rate unknown: no defect part was scored")),
    str(QT_TRANSLATE_NOOP("services", "{share}, at most {bound}")),
    str(QT_TRANSLATE_NOOP("services", "at most {bound}")),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "chosen on one half of these parts and counted on the other, "
            "both ways: {count} of {total} good would be rejected (at most {bound}), {escapes} of {defe"
            "cts} defects would pass (at most {upper} with {sure} confidence)",
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "the lowest of the defects sets it, among the scores of good parts")),
    str(QT_TRANSLATE_NOOP("services", "good_only at {rate} would let {count} of {total} pass")),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "A model of {detector} cannot take in more pictures: it is taught from zero each time.",
        )
    ),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "With {count} of {good} good pictures held out, not one false reject would still allow a rate of"
            " {bound}; with {defects} defects, not one escape would still allow {upper} ({sure} confidence).",
        )
    ),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "With {count} of {good} good pictures held out, not one false reject would still allow a rate of"
            " {bound}; without defects nothing is known of escapes ({sure} confidence).",
        )
    ),
)
