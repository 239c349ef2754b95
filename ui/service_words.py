"""Words of the services that the window translates, so that Qt's lupdate finds them. A test compares them."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

REASONS = (
    str(QT_TRANSLATE_NOOP("services", "score below the threshold")),
    str(QT_TRANSLATE_NOOP("services", "score at or above the threshold")),
    str(QT_TRANSLATE_NOOP("services", "score between the two thresholds")),
    str(QT_TRANSLATE_NOOP("services", "parts came faster than they could be inspected")),
    str(QT_TRANSLATE_NOOP("services", "the camera delivered a damaged picture")),
    str(QT_TRANSLATE_NOOP("services", "the camera took no picture for this trigger")),
    str(QT_TRANSLATE_NOOP("services", "the camera was lost")),
    str(QT_TRANSLATE_NOOP("services", "the camera could not take the trigger")),
    str(QT_TRANSLATE_NOOP("services", "the verdict came too late for the part")),
    str(QT_TRANSLATE_NOOP("services", "the picture is not the kind the recipe was taught on")),
    str(QT_TRANSLATE_NOOP("services", "the picture is not fit for inspection")),
    str(QT_TRANSLATE_NOOP("services", "the detector failed")),
    str(QT_TRANSLATE_NOOP("services", "the detector did not answer")),
    str(QT_TRANSLATE_NOOP("services", "the detector gave no usable score")),
    str(QT_TRANSLATE_NOOP("services", "the verdict could not be recorded")),
    str(QT_TRANSLATE_NOOP("services", "the station is in fault")),
    str(QT_TRANSLATE_NOOP("services", "the station was stopped")),
    str(QT_TRANSLATE_NOOP("services", "found good, but the OK was withheld: the line saw a reject")),
)

LOST = (
    str(QT_TRANSLATE_NOOP("services", "overrun")),
    str(QT_TRANSLATE_NOOP("services", "bad buffer")),
    str(QT_TRANSLATE_NOOP("services", "missing frame")),
    str(QT_TRANSLATE_NOOP("services", "camera lost")),
    str(QT_TRANSLATE_NOOP("services", "trigger refused")),
    str(QT_TRANSLATE_NOOP("services", "station stopped")),
    str(QT_TRANSLATE_NOOP("services", "station fault")),
    str(QT_TRANSLATE_NOOP("services", "detector hung")),
    str(QT_TRANSLATE_NOOP("services", "late")),
)
"""Reasons in few words, as `Counters.lost` names them."""

FLAWS = (
    str(QT_TRANSLATE_NOOP("services", "there never was a picture")),
    str(QT_TRANSLATE_NOOP("services", "the picture is being written")),
    str(QT_TRANSLATE_NOOP("services", "the picture was not kept: only a share of the OK parts is")),
    str(QT_TRANSLATE_NOOP("services", "the picture could not be written when it was taken; an event says why")),
    str(QT_TRANSLATE_NOOP("services", "the picture has expired; its row stays")),
    str(
        QT_TRANSLATE_NOOP("services", "the picture's file is gone, though nothing removed it that the station knows of")
    ),
    str(
        QT_TRANSLATE_NOOP("services", "the picture's file is not the one that was inspected: it was changed after that")
    ),
    str(QT_TRANSLATE_NOOP("services", "the picture's file cannot be read")),
)
"""What is wrong with a stored picture."""

STAGES = (
    str(QT_TRANSLATE_NOOP("services", "collecting the pictures")),
    str(QT_TRANSLATE_NOOP("services", "copying the pictures")),
    str(QT_TRANSLATE_NOOP("services", "scoring the pictures")),
    str(QT_TRANSLATE_NOOP("services", "scoring the held-out pictures")),
    str(QT_TRANSLATE_NOOP("services", "scoring held-out pictures")),
    str(QT_TRANSLATE_NOOP("services", "scoring the painted pictures")),
    str(QT_TRANSLATE_NOOP("services", "measuring the heatmaps")),
    str(QT_TRANSLATE_NOOP("services", "comparing with the masks")),
    str(QT_TRANSLATE_NOOP("services", "looking for near-duplicates")),
    str(QT_TRANSLATE_NOOP("services", "comparing each picture with the others")),
    str(QT_TRANSLATE_NOOP("services", "reading the pictures")),
    str(QT_TRANSLATE_NOOP("services", "reading the picture")),
    str(QT_TRANSLATE_NOOP("services", "recording the pictures")),
    str(QT_TRANSLATE_NOOP("services", "loading the model")),
    str(QT_TRANSLATE_NOOP("services", "loading the model {name} version {version}")),
    str(QT_TRANSLATE_NOOP("services", "loading the model that is extended")),
    str(QT_TRANSLATE_NOOP("services", "checking the model")),
    str(QT_TRANSLATE_NOOP("services", "saving the model")),
    str(QT_TRANSLATE_NOOP("services", "drawing the curves")),
    str(QT_TRANSLATE_NOOP("services", "reading the rejected parts")),
    str(QT_TRANSLATE_NOOP("services", "writing, {count} inspections")),
    str(QT_TRANSLATE_NOOP("services", "pictures, {number} of {count}")),
    str(QT_TRANSLATE_NOOP("services", "counting")),
    str(QT_TRANSLATE_NOOP("services", "scoring")),
    str(QT_TRANSLATE_NOOP("services", "done")),
    str(QT_TRANSLATE_NOOP("services", "written")),
)
"""What long work is doing, as its progress says it."""

POLICIES = (
    str(QT_TRANSLATE_NOOP("services", "best f1")),
    str(QT_TRANSLATE_NOOP("services", "cautious")),
    str(QT_TRANSLATE_NOOP("services", "good only")),
    str(QT_TRANSLATE_NOOP("services", "min cost")),
    str(QT_TRANSLATE_NOOP("services", "target false reject")),
    str(QT_TRANSLATE_NOOP("services", "youden")),
    str(QT_TRANSLATE_NOOP("services", "zero escape")),
    str(QT_TRANSLATE_NOOP("services", "zero false reject")),
    str(QT_TRANSLATE_NOOP("services", "hand")),
    str(QT_TRANSLATE_NOOP("services", "going back")),
)
"""What a threshold was chosen by."""

ROLES = (
    str(QT_TRANSLATE_NOOP("services", "operator")),
    str(QT_TRANSLATE_NOOP("services", "engineer")),
    str(QT_TRANSLATE_NOOP("services", "administrator")),
)

ACTIONS = (
    str(QT_TRANSLATE_NOOP("services", "see the line")),
    str(QT_TRANSLATE_NOOP("services", "change their own password")),
    str(QT_TRANSLATE_NOOP("services", "start and stop the line")),
    str(QT_TRANSLATE_NOOP("services", "inspect a part by hand")),
    str(QT_TRANSLATE_NOOP("services", "acknowledge a fault or an alarm")),
    str(QT_TRANSLATE_NOOP("services", "choose which released recipe runs")),
    str(QT_TRANSLATE_NOOP("services", "check the reference parts")),
    str(QT_TRANSLATE_NOOP("services", "say which parts are reference parts")),
    str(QT_TRANSLATE_NOOP("services", "let the line run without a passed check of the reference parts")),
    str(QT_TRANSLATE_NOOP("services", "say that a verdict was wrong")),
    str(QT_TRANSLATE_NOOP("services", "decide on a part in review")),
    str(QT_TRANSLATE_NOOP("services", "look at past inspections")),
    str(QT_TRANSLATE_NOOP("services", "export past inspections")),
    str(QT_TRANSLATE_NOOP("services", "change the verdict of a part that was not in review")),
    str(QT_TRANSLATE_NOOP("services", "settle what operators said")),
    str(QT_TRANSLATE_NOOP("services", "take pictures for a data set")),
    str(QT_TRANSLATE_NOOP("services", "label pictures")),
    str(QT_TRANSLATE_NOOP("services", "paint masks")),
    str(QT_TRANSLATE_NOOP("services", "teach a model")),
    str(QT_TRANSLATE_NOOP("services", "compare models")),
    str(QT_TRANSLATE_NOOP("services", "change a threshold")),
    str(QT_TRANSLATE_NOOP("services", "make a recipe version")),
    str(QT_TRANSLATE_NOOP("services", "run an agreement study")),
    str(QT_TRANSLATE_NOOP("services", "put a recipe version in force, or go back to one")),
    str(QT_TRANSLATE_NOOP("services", "export or import a recipe with its model")),
    str(QT_TRANSLATE_NOOP("services", "change camera and trigger settings")),
    str(QT_TRANSLATE_NOOP("services", "calibrate light, lens and image gate")),
    str(QT_TRANSLATE_NOOP("services", "drive the outputs by hand")),
    str(QT_TRANSLATE_NOOP("services", "read the audit trail")),
    str(QT_TRANSLATE_NOOP("services", "make a diagnostic bundle")),
    str(QT_TRANSLATE_NOOP("services", "leave the kiosk mode")),
    str(QT_TRANSLATE_NOOP("services", "change storage and other settings of the station")),
    str(QT_TRANSLATE_NOOP("services", "manage accounts")),
)
