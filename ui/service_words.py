"""Words and sentences of the services that the window translates, so that Qt's lupdate finds them.

A test compares them with the services. `{places}` stand where a service puts names and numbers.
"""

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
    str(QT_TRANSLATE_NOOP("services", "check the golden parts")),
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
    str(QT_TRANSLATE_NOOP("services", "put a recipe version in force, or go back to one")),
    str(QT_TRANSLATE_NOOP("services", "export or import a recipe with its model")),
    str(QT_TRANSLATE_NOOP("services", "change camera and trigger settings")),
    str(QT_TRANSLATE_NOOP("services", "drive the outputs by hand")),
    str(QT_TRANSLATE_NOOP("services", "read the audit trail")),
    str(QT_TRANSLATE_NOOP("services", "make a diagnostic bundle")),
    str(QT_TRANSLATE_NOOP("services", "leave the kiosk mode")),
    str(QT_TRANSLATE_NOOP("services", "change storage and other settings of the station")),
    str(QT_TRANSLATE_NOOP("services", "manage accounts")),
)

SENTENCES = (
    str(QT_TRANSLATE_NOOP("services", "The name or the password is wrong.")),
    str(QT_TRANSLATE_NOOP("services", "After {attempts} wrong passwords an account is locked for {minutes} minutes.")),
    str(QT_TRANSLATE_NOOP("services", "{attempts} wrong passwords: {name} is locked until {time}.")),
    str(QT_TRANSLATE_NOOP("services", "Wait until then, or let an administrator set a new password.")),
    str(QT_TRANSLATE_NOOP("services", "The account {name} is disabled.")),
    str(QT_TRANSLATE_NOOP("services", "An administrator can enable it.")),
    str(QT_TRANSLATE_NOOP("services", "The account {name} was changed at this moment.")),
    str(QT_TRANSLATE_NOOP("services", "Sign in again.")),
    str(QT_TRANSLATE_NOOP("services", "{name} is not signed in any more.")),
    str(QT_TRANSLATE_NOOP("services", "{name} cannot be the name of an account.")),
    str(
        QT_TRANSLATE_NOOP(
            "services", "Use 1 to 64 letters, digits, spaces, or . ' @ - _, beginning with a letter or a digit."
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "The password must have {shortest} to {longest} characters.")),
    str(
        QT_TRANSLATE_NOOP(
            "services", "Use {shortest} to {longest} characters; a few words are easier to remember than signs."
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "This password is too easy to guess.")),
    str(QT_TRANSLATE_NOOP("services", "An {role} may not {action}.")),
    str(QT_TRANSLATE_NOOP("services", "Sign in as an {role}.")),
    str(QT_TRANSLATE_NOOP("services", "Somebody who has not signed in may not {action}.")),
    str(QT_TRANSLATE_NOOP("services", "The first account must be an administrator's.")),
    str(QT_TRANSLATE_NOOP("services", "Add the others after it.")),
    str(QT_TRANSLATE_NOOP("services", "Another station is running on the folder {folder} (process {process}).")),
    str(QT_TRANSLATE_NOOP("services", "Stop it first, or give this one another station.data_dir.")),
    str(QT_TRANSLATE_NOOP("services", "There are accounts already.")),
    str(QT_TRANSLATE_NOOP("services", "Sign in as an administrator to add others.")),
    str(QT_TRANSLATE_NOOP("services", "There is an account {name} already.")),
    str(QT_TRANSLATE_NOOP("services", "Choose another name.")),
    str(QT_TRANSLATE_NOOP("services", "There is no account {name}.")),
    str(QT_TRANSLATE_NOOP("services", "{name} is the last administrator: the account must stay as it is.")),
    str(QT_TRANSLATE_NOOP("services", "Make somebody else an administrator first.")),
    str(QT_TRANSLATE_NOOP("services", "No recipe is active.")),
    str(QT_TRANSLATE_NOOP("services", "Loading the model of recipe {name} version {version}.")),
    str(QT_TRANSLATE_NOOP("services", "Teach one: `station train NAME --good FOLDER --activate`.")),
    str(QT_TRANSLATE_NOOP("services", "The station is running already.")),
    str(QT_TRANSLATE_NOOP("services", "Stop it first.")),
    str(QT_TRANSLATE_NOOP("services", "Start it first.")),
    str(QT_TRANSLATE_NOOP("services", "There is nothing to acknowledge.")),
    str(QT_TRANSLATE_NOOP("services", "Another fault came up meanwhile.")),
    str(QT_TRANSLATE_NOOP("services", "Look at it, then acknowledge again.")),
    str(QT_TRANSLATE_NOOP("services", "The fault is still there: {fault}")),
    str(QT_TRANSLATE_NOOP("services", "Acknowledge when the camera is back.")),
    str(QT_TRANSLATE_NOOP("services", "Stop and start the station.")),
    str(QT_TRANSLATE_NOOP("services", "Unexpected error: {error}")),
    str(QT_TRANSLATE_NOOP("services", "This is a mistake in the program. The log has the details.")),
)
