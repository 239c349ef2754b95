"""Sentences of the services that the window translates, so that Qt's lupdate finds them.

A test compares them with the services. `{places}` stand where a service puts names and numbers.
"""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ui.service_cell import ROBOT
from ui.service_optics import OPTICS
from ui.service_plc import PLC

SENTENCES = (
    *ROBOT,
    *OPTICS,
    *PLC,
    str(QT_TRANSLATE_NOOP("services", "The recipe has no image gate: any picture is scored.")),
    str(QT_TRANSLATE_NOOP("services", "The reference parts were never checked with this recipe.")),
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
    str(QT_TRANSLATE_NOOP("services", "The station is running already.")),
    str(QT_TRANSLATE_NOOP("services", "Stop it first.")),
    str(QT_TRANSLATE_NOOP("services", "The station was stopped while its model was being loaded.")),
    str(QT_TRANSLATE_NOOP("services", "Start it again.")),
    str(QT_TRANSLATE_NOOP("services", "The camera driver hangs; the line was stopped without it.")),
    str(QT_TRANSLATE_NOOP("services", "The camera driver still hangs since the line was stopped.")),
    str(QT_TRANSLATE_NOOP("services", "The camera driver still hangs since the live view was closed.")),
    str(QT_TRANSLATE_NOOP("services", "Check the camera and its cable, then close the program and open it again.")),
    str(QT_TRANSLATE_NOOP("services", "Start it first.")),
    str(
        QT_TRANSLATE_NOOP("services", "Pictures are being taken into a data set: all of it is to have the same light.")
    ),
    str(QT_TRANSLATE_NOOP("services", "Wait for them, or stop them on the page Capture.")),
    str(QT_TRANSLATE_NOOP("services", "There is nothing to acknowledge.")),
    str(
        QT_TRANSLATE_NOOP(
            "services", "A fault can be acknowledged only while the line runs: its cause is looked at again."
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "Start the line, then acknowledge.")),
    str(QT_TRANSLATE_NOOP("services", "{done}, but not noted in the audit trail: {problem}")),
    str(QT_TRANSLATE_NOOP("services", "The line was started")),
    str(QT_TRANSLATE_NOOP("services", "The line was stopped")),
    str(QT_TRANSLATE_NOOP("services", "Removing a reference part needs a reason.")),
    str(QT_TRANSLATE_NOOP("services", "{name} ended the capturing.")),
    str(QT_TRANSLATE_NOOP("services", "The check was cancelled.")),
    str(QT_TRANSLATE_NOOP("services", "checking, {count} rows")),
    str(QT_TRANSLATE_NOOP("services", "writing, {count} rows")),
    str(QT_TRANSLATE_NOOP("services", "row {number} was not there when its place was written")),
    str(QT_TRANSLATE_NOOP("services", "row {number} is missing")),
    str(
        QT_TRANSLATE_NOOP(
            "services", "row {number} does not match its hash: it or the row before it was changed, moved or put in"
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "the end of the chain is not recorded any more")),
    str(QT_TRANSLATE_NOOP("services", "row {number} is not the one that was written last")),
    str(QT_TRANSLATE_NOOP("services", "row {number} was put in behind the end of the chain")),
    str(QT_TRANSLATE_NOOP("services", "row {number} is missing, the last one is {last}")),
    str(QT_TRANSLATE_NOOP("services", "command line")),
    str(QT_TRANSLATE_NOOP("services", "Another fault came up meanwhile.")),
    str(QT_TRANSLATE_NOOP("services", "Look at it, then acknowledge again.")),
    str(QT_TRANSLATE_NOOP("services", "The fault is still there: {fault}")),
    str(QT_TRANSLATE_NOOP("services", "Acknowledge when the camera is back.")),
    str(QT_TRANSLATE_NOOP("services", "Stop and start the station, then acknowledge.")),
    str(QT_TRANSLATE_NOOP("services", "Unexpected error: {error}")),
    str(QT_TRANSLATE_NOOP("services", "This is a mistake in the program. The log has the details.")),
    str(QT_TRANSLATE_NOOP("services", "This alarm is not there any more.")),
    str(QT_TRANSLATE_NOOP("services", "Look at the list again.")),
    str(QT_TRANSLATE_NOOP("services", "{who} has acknowledged this alarm.")),
    str(QT_TRANSLATE_NOOP("services", "It may have run out of memory: try with fewer pictures.")),
    str(QT_TRANSLATE_NOOP("services", "The data folder {folder} cannot be written ({error}).")),
    str(QT_TRANSLATE_NOOP("services", "{count} verdicts were moved from the emergency journal into the database.")),
    str(QT_TRANSLATE_NOOP("services", "Slow the line down, or look at what slows the station.")),
    str(QT_TRANSLATE_NOOP("services", "The verdict could not be recorded: {error}")),
    str(QT_TRANSLATE_NOOP("services", "Free disk space or end what locks the database, then acknowledge.")),
    str(QT_TRANSLATE_NOOP("services", "The records did not take the verdict of a part before this one.")),
    str(QT_TRANSLATE_NOOP("services", "There is no reason.")),
    str(QT_TRANSLATE_NOOP("services", "Say why, in a few words: it is kept in the records.")),
    str(QT_TRANSLATE_NOOP("services", "Under the live view only exposure and gain can be changed.")),
    str(QT_TRANSLATE_NOOP("services", "End the live view, then change the rest.")),
    str(QT_TRANSLATE_NOOP("services", "End the live view first.")),
    str(QT_TRANSLATE_NOOP("services", "Camera {camera} cannot be changed while it takes pictures.")),
    str(
        QT_TRANSLATE_NOOP(
            "services", "The camera cannot be changed while the line runs: its recipe was taught on pictures taken so."
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "The camera cannot be changed while the line runs.")),
    str(QT_TRANSLATE_NOOP("services", "Stop the line first.")),
    str(QT_TRANSLATE_NOOP("services", "The camera was in use at this moment.")),
    str(QT_TRANSLATE_NOOP("services", "Read again.")),
    str(QT_TRANSLATE_NOOP("services", "The camera is in use by {user}.")),
    str(QT_TRANSLATE_NOOP("services", "A picture from the line is taken as good, or as a defect of some kind.")),
    str(QT_TRANSLATE_NOOP("services", "The picture of this part is not stored (any more).")),
    str(QT_TRANSLATE_NOOP("services", "Dismiss the feedback.")),
    str(QT_TRANSLATE_NOOP("services", "{picture} is not the picture that was judged: its hash differs.")),
    str(QT_TRANSLATE_NOOP("services", "This feedback is not open (any more).")),
    str(QT_TRANSLATE_NOOP("services", "Read the list again.")),
    str(QT_TRANSLATE_NOOP("services", "Read the data set again.")),
    str(QT_TRANSLATE_NOOP("services", "{path}: cannot be read ({error}).")),
    str(QT_TRANSLATE_NOOP("services", "Try again.")),
    str(QT_TRANSLATE_NOOP("services", "There is no picture to take: the camera is not open.")),
    str(QT_TRANSLATE_NOOP("services", "Start the live view first.")),
    str(QT_TRANSLATE_NOOP("services", "Each picture can only be taken where a trigger asks for it.")),
    str(
        QT_TRANSLATE_NOOP(
            "services", "Choose the trigger of the line, or give a number of pictures or a time between them."
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "Pictures are still being taken or stored.")),
    str(QT_TRANSLATE_NOOP("services", "Wait for them, or press Stop.")),
    str(QT_TRANSLATE_NOOP("services", "The recipe cannot be changed now: {why}")),
    str(QT_TRANSLATE_NOOP("services", "End that first.")),
    str(QT_TRANSLATE_NOOP("services", "Recipe {name} is not released: it never was in force.")),
    str(QT_TRANSLATE_NOOP("services", "Recipe {name} version {version} runs already.")),
    str(QT_TRANSLATE_NOOP("services", "There is no good picture in the data set {name}.")),
    str(QT_TRANSLATE_NOOP("services", "Label some pictures good first.")),
    str(QT_TRANSLATE_NOOP("services", "Another recipe is being taught already.")),
    str(QT_TRANSLATE_NOOP("services", "{name} is being taught already.")),
    str(QT_TRANSLATE_NOOP("services", "Wait for it, or cancel it.")),
    str(QT_TRANSLATE_NOOP("services", "The region of {name} was changed since its model was taught.")),
    str(
        QT_TRANSLATE_NOOP(
            "services", "Teach from zero: a model is extended only with pictures of which the same counts."
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "There is no model of {name} to extend.")),
    str(QT_TRANSLATE_NOOP("services", "Teach one from zero.")),
    str(QT_TRANSLATE_NOOP("services", "A comparison is running already.")),
    str(QT_TRANSLATE_NOOP("services", "Version {version} of {name} cannot be compared with itself.")),
    str(QT_TRANSLATE_NOOP("services", "Name another version.")),
    str(QT_TRANSLATE_NOOP("services", "There is no picture to compare versions {old} and {new} of {name} on.")),
    str(
        QT_TRANSLATE_NOOP(
            "services", "Label pictures that neither was taught from, or let the line inspect some parts."
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "Recipe {name} has no other version to compare version {version} with.")),
    str(QT_TRANSLATE_NOOP("services", "Teach or tune it first.")),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "A data set holds pictures of one kind: put these into another one, or label the odd ones as ignored.",
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "The output does not answer; a pulse that it began is ended when it does.")),
    str(QT_TRANSLATE_NOOP("services", "The output failed: {error}")),
    str(QT_TRANSLATE_NOOP("services", "There are no pictures to examine recipe {name} on.")),
    str(QT_TRANSLATE_NOOP("services", "Label pictures of its data set.")),
    str(QT_TRANSLATE_NOOP("services", "The reference parts have to be checked: the station was started.")),
    str(
        QT_TRANSLATE_NOOP(
            "services", "The reference parts have to be checked: recipe {name} version {version} is new here."
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "The reference parts have to be checked every {hours} hours.")),
    str(QT_TRANSLATE_NOOP("services", "The reference parts can be checked only while the station runs.")),
    str(QT_TRANSLATE_NOOP("services", "Recipe {name} has no reference parts.")),
    str(QT_TRANSLATE_NOOP("services", "An engineer makes an inspected part one, or overrides.")),
    str(QT_TRANSLATE_NOOP("services", "Not every reference part was presented.")),
    str(QT_TRANSLATE_NOOP("services", "Present the part that is asked for.")),
    str(QT_TRANSLATE_NOOP("services", "No check of the reference parts is under way.")),
    str(QT_TRANSLATE_NOOP("services", "A check of the reference parts is under way.")),
    str(QT_TRANSLATE_NOOP("services", "A check of the reference parts is under way already.")),
    str(QT_TRANSLATE_NOOP("services", "Letting the line run without a passed check needs a reason.")),
    str(QT_TRANSLATE_NOOP("services", "The station does not run.")),
    str(QT_TRANSLATE_NOOP("services", "End it first.")),
    str(QT_TRANSLATE_NOOP("services", "No check of the reference parts is due.")),
    str(QT_TRANSLATE_NOOP("services", "A reference part needs a name.")),
    str(QT_TRANSLATE_NOOP("services", "Write on the part what you type here.")),
    str(QT_TRANSLATE_NOOP("services", "ERROR cannot be expected of a reference part.")),
    str(QT_TRANSLATE_NOOP("services", "The lowest score that is expected is above the highest.")),
    str(QT_TRANSLATE_NOOP("services", "This part was not scored.")),
    str(QT_TRANSLATE_NOOP("services", "Take another inspection of it.")),
    str(QT_TRANSLATE_NOOP("services", "Begin one.")),
    str(QT_TRANSLATE_NOOP("services", "The picture of this part is on its way.")),
    str(QT_TRANSLATE_NOOP("services", "it was inspected with another recipe version")),
    str(QT_TRANSLATE_NOOP("services", "the verdict was {verdict}, not {expected}")),
    str(QT_TRANSLATE_NOOP("services", "it was not scored")),
    str(QT_TRANSLATE_NOOP("services", "the score {score} is below {limit}")),
    str(QT_TRANSLATE_NOOP("services", "the score {score} is above {limit}")),
    str(QT_TRANSLATE_NOOP("services", "Parts are judged, but no OK leaves until the reference parts were checked.")),
    str(QT_TRANSLATE_NOOP("services", "Check the reference parts.")),
    str(QT_TRANSLATE_NOOP("services", "Free disk space or shorten retention, then acknowledge.")),
    str(QT_TRANSLATE_NOOP("services", "Acknowledge; if it repeats, keep the program's log and ask for help.")),
    str(QT_TRANSLATE_NOOP("services", "Acknowledge; the program's log holds the event.")),
    str(QT_TRANSLATE_NOOP("services", "The health check failed: {error}")),
    str(QT_TRANSLATE_NOOP("services", "An event could not be stored: {error}")),
    str(QT_TRANSLATE_NOOP("services", "Retention failed: {error}")),
    str(QT_TRANSLATE_NOOP("services", "There is no inspection {inspection}.")),
    str(QT_TRANSLATE_NOOP("services", "{path}: cannot be written ({error}).")),
    str(QT_TRANSLATE_NOOP("services", "Check the disk.")),
    str(QT_TRANSLATE_NOOP("services", "Give it a folder that exists.")),
    str(QT_TRANSLATE_NOOP("services", "{path}: the file is empty.")),
    str(QT_TRANSLATE_NOOP("services", "{path}: the picture is cut off.")),
    str(QT_TRANSLATE_NOOP("services", "Copy it again from where it came from.")),
    str(QT_TRANSLATE_NOOP("services", "{path}: is not a picture that can be read.")),
    str(QT_TRANSLATE_NOOP("services", "{folder}: holds no pictures.")),
    str(QT_TRANSLATE_NOOP("services", "{path}: the disk is full.")),
    str(QT_TRANSLATE_NOOP("services", "Free some space, or keep fewer pictures.")),
    str(QT_TRANSLATE_NOOP("services", "{path}: there is no such file.")),
    str(QT_TRANSLATE_NOOP("services", "Check the path.")),
    str(QT_TRANSLATE_NOOP("services", "{folder}: there is no such folder.")),
    str(QT_TRANSLATE_NOOP("services", "{path}: is a file, not a folder.")),
    str(QT_TRANSLATE_NOOP("services", "Give the folder that holds the pictures.")),
    str(QT_TRANSLATE_NOOP("services", "Give this user the right to write in the data folder.")),
    str(
        QT_TRANSLATE_NOOP(
            "services", "Acknowledge to load the model anew; if it repeats, restart the program and look at the GPU."
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "The station is {state}; it takes no triggers.")),
    str(QT_TRANSLATE_NOOP("services", "Look at the disk and at the verdict output.")),
    str(QT_TRANSLATE_NOOP("services", "Check the camera, stop and start the station, then acknowledge.")),
    str(QT_TRANSLATE_NOOP("services", "The detector failed {count} times in a row: {detail}")),
    str(QT_TRANSLATE_NOOP("services", "The detector cannot be loaded anew: {why}")),
    str(QT_TRANSLATE_NOOP("services", "An inspection could not be finished: {error}")),
    str(QT_TRANSLATE_NOOP("services", "Stop and start the station; keep the program's log and ask for help.")),
    str(QT_TRANSLATE_NOOP("services", "The camera is lost.")),
    str(QT_TRANSLATE_NOOP("services", "The station opens it again by itself.")),
    str(QT_TRANSLATE_NOOP("services", "The disk is nearly full: {free} GB are free.")),
    str(
        QT_TRANSLATE_NOOP("services", "Free disk space or shorten retention. With less than {least} MB the line stops.")
    ),
    str(QT_TRANSLATE_NOOP("services", "Events were lost: the database did not take them in time.")),
    str(QT_TRANSLATE_NOOP("services", "End what locks the database; the program's log has the events.")),
    str(QT_TRANSLATE_NOOP("services", "The clock of the computer was put {way} by {seconds} s.")),
    str(QT_TRANSLATE_NOOP("services", "forward")),
    str(QT_TRANSLATE_NOOP("services", "back")),
    str(QT_TRANSLATE_NOOP("services", "Times in the records jump here; let the computer keep its time by NTP.")),
    str(QT_TRANSLATE_NOOP("services", "There are no more pictures: the folder or file has come to its end.")),
    str(QT_TRANSLATE_NOOP("services", "This picture is labelled {label}, and only defects have masks.")),
    str(QT_TRANSLATE_NOOP("services", "Label it as a defect too, or leave it unpainted.")),
    str(QT_TRANSLATE_NOOP("services", "There is no data set {name}.")),
    str(QT_TRANSLATE_NOOP("services", "This station has no verdict output.")),
    str(QT_TRANSLATE_NOOP("services", "Set output.kind in station.toml.")),
    str(QT_TRANSLATE_NOOP("services", "Outputs cannot be tried while the line runs.")),
    str(QT_TRANSLATE_NOOP("services", "The output record is not open.")),
    str(QT_TRANSLATE_NOOP("services", "Start the station first.")),
    str(QT_TRANSLATE_NOOP("services", "There are no good pictures to learn from.")),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "A recipe is taught on pictures of one kind: take out the odd ones, or teach them as another recipe.",
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "{name} cannot be the name of a recipe.")),
    str(
        QT_TRANSLATE_NOOP(
            "services", "Use 1 to 64 letters, digits, '.', '_' or '-', beginning with a letter or a digit."
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "There is a recipe {name} already.")),
    str(QT_TRANSLATE_NOOP("services", "Give another name.")),
    str(QT_TRANSLATE_NOOP("services", "Free some space.")),
    str(QT_TRANSLATE_NOOP("services", "{path}: is a zip file, but not a recipe that a station exported.")),
    str(QT_TRANSLATE_NOOP("services", "{path}: is not a whole recipe file ({error}).")),
    str(QT_TRANSLATE_NOOP("services", "Choose another file.")),
    str(QT_TRANSLATE_NOOP("services", "Do not use it.")),
    str(QT_TRANSLATE_NOOP("services", "Draw it again on a picture of this recipe.")),
    str(
        QT_TRANSLATE_NOOP("services", "Only {percent} % of the region to look at would count; all the rest is ignored.")
    ),
    str(QT_TRANSLATE_NOOP("services", "Ignore less.")),
    str(QT_TRANSLATE_NOOP("services", "Draw the region of this data set again.")),
    str(QT_TRANSLATE_NOOP("services", "Its row with score, threshold and verdict stays as it was.")),
    str(QT_TRANSLATE_NOOP("services", "This inspection cannot be scored again: it was made without a model.")),
    str(QT_TRANSLATE_NOOP("services", "Only inspections of a recipe can be scored again.")),
    str(QT_TRANSLATE_NOOP("services", "Take good pictures that the model was not taught from.")),
    str(QT_TRANSLATE_NOOP("services", "Take good pictures that the model did not learn from, and label them.")),
    str(QT_TRANSLATE_NOOP("services", "{names}: cannot be changed at the station.")),
    str(QT_TRANSLATE_NOOP("services", "Change it in station.toml.")),
    str(QT_TRANSLATE_NOOP("services", "There are no scored pictures.")),
    str(QT_TRANSLATE_NOOP("services", "Score at least one good picture.")),
    str(QT_TRANSLATE_NOOP("services", "There are no new good pictures.")),
    str(QT_TRANSLATE_NOOP("services", "There is no new good picture that could be added to the model.")),
    str(QT_TRANSLATE_NOOP("services", "Label more pictures good, or teach anew from all of them.")),
    str(QT_TRANSLATE_NOOP("services", "A model of {detector} cannot take in more pictures.")),
    str(QT_TRANSLATE_NOOP("services", "Teach it anew from all of them.")),
    str(QT_TRANSLATE_NOOP("services", "Take at least {count} good pictures.")),
    str(
        QT_TRANSLATE_NOOP("services", "A learning curve needs held-out good pictures and defects to try each model on.")
    ),
    str(QT_TRANSLATE_NOOP("services", "Label some defects first.")),
    str(QT_TRANSLATE_NOOP("services", "A threshold is changed for a reason.")),
    str(QT_TRANSLATE_NOOP("services", "Say in a few words why.")),
    str(QT_TRANSLATE_NOOP("services", "The threshold is the one that the recipe has.")),
    str(QT_TRANSLATE_NOOP("services", "There is nothing to apply.")),
    str(
        QT_TRANSLATE_NOOP(
            "services", "Open the recipe again on this page and look at the scores of what is in force now."
        )
    ),
    str(
        QT_TRANSLATE_NOOP("services", "Go back to that whole version on the page Recipes, or choose a threshold here.")
    ),
    str(QT_TRANSLATE_NOOP("services", "audit trail")),
    str(QT_TRANSLATE_NOOP("services", "camera")),
    str(QT_TRANSLATE_NOOP("services", "configuration")),
    str(QT_TRANSLATE_NOOP("services", "data folder")),
    str(QT_TRANSLATE_NOOP("services", "database")),
    str(QT_TRANSLATE_NOOP("services", "device")),
    str(QT_TRANSLATE_NOOP("services", "disk")),
    str(QT_TRANSLATE_NOOP("services", "display")),
    str(QT_TRANSLATE_NOOP("services", "models")),
    str(QT_TRANSLATE_NOOP("services", "packages")),
    str(QT_TRANSLATE_NOOP("services", "recipe")),
    str(QT_TRANSLATE_NOOP("services", "weights")),
    str(QT_TRANSLATE_NOOP("services", "nearly the same as 1 other picture")),
    str(QT_TRANSLATE_NOOP("services", "nearly the same as {count} other pictures")),
    str(
        QT_TRANSLATE_NOOP(
            "services", "scores {score} where the others score {middle} (robust z {z}); most unusual place: {place}"
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "upper left")),
    str(QT_TRANSLATE_NOOP("services", "top")),
    str(QT_TRANSLATE_NOOP("services", "upper right")),
    str(QT_TRANSLATE_NOOP("services", "left")),
    str(QT_TRANSLATE_NOOP("services", "middle")),
    str(QT_TRANSLATE_NOOP("services", "right")),
    str(QT_TRANSLATE_NOOP("services", "lower left")),
    str(QT_TRANSLATE_NOOP("services", "bottom")),
    str(QT_TRANSLATE_NOOP("services", "lower right")),
    str(QT_TRANSLATE_NOOP("services", "Parts came faster than they could be inspected: their verdict is ERROR.")),
    str(QT_TRANSLATE_NOOP("services", "Slow the line down, or give line.queue_images more places.")),
    str(QT_TRANSLATE_NOOP("services", "Triggers came faster than the camera takes pictures: their verdict is ERROR.")),
    str(QT_TRANSLATE_NOOP("services", "Look at the trigger for double pulses.")),
    str(QT_TRANSLATE_NOOP("services", "Pictures were asked for and did not arrive: their verdict is ERROR.")),
    str(QT_TRANSLATE_NOOP("services", "Check the camera, its cable and the trigger.")),
    str(QT_TRANSLATE_NOOP("services", "Pictures could not be stored; the verdicts are recorded without them.")),
    str(QT_TRANSLATE_NOOP("services", "Check the disk; the events say what failed.")),
    str(QT_TRANSLATE_NOOP("services", "Look at the verdict output and its cable, then acknowledge.")),
    str(QT_TRANSLATE_NOOP("services", "Check the output and its cable, then close the program and open it again.")),
    str(QT_TRANSLATE_NOOP("services", "Look at the parts, the light and the lens; acknowledge to go on.")),
    str(QT_TRANSLATE_NOOP("services", "{count} verdicts in a row came too late for their parts.")),
    str(QT_TRANSLATE_NOOP("services", "{count} parts in a row were not OK.")),
    str(QT_TRANSLATE_NOOP("services", "The thread that stores pictures has ended unexpectedly.")),
    str(QT_TRANSLATE_NOOP("services", "Pictures come faster than the disk takes them: some are not stored.")),
    str(
        QT_TRANSLATE_NOOP(
            "services", "Free disk space or repair the disk, then acknowledge. Do not switch the station off before."
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "{path}: the model learned from it.")),
    str(
        QT_TRANSLATE_NOOP(
            "services", "chosen on these very parts, so the figures flatter: check it on parts that were not used"
        )
    ),
)

_TEACH = str(QT_TRANSLATE_NOOP("services", "Teach one on the page Teach, or put one in force on the page Recipes."))
INSTEAD = {
    "Teach one: `station train NAME --good FOLDER --activate`.": _TEACH,
    "Teach one: station train NAME --good FOLDER --activate": _TEACH,
    "There is none yet: teach one with `station train`.": str(
        QT_TRANSLATE_NOOP("services", "There is none yet: teach one on the page Teach.")
    ),
    "Look at the pictures; acknowledge to go on, or activate an earlier recipe version.": str(
        QT_TRANSLATE_NOOP(
            "services",
            "Look at the pictures; acknowledge to go on, or put an earlier version in force on the page Recipes.",
        )
    ),
    "`station records list` shows the ids.": str(QT_TRANSLATE_NOOP("services", "The page History shows them all.")),
    "`station user list` shows the accounts.": str(
        QT_TRANSLATE_NOOP("services", "The page People shows the accounts.")
    ),
    "The next station train, bake-off or start removes what is half-made.": str(
        QT_TRANSLATE_NOOP("services", "The next training or start of the program removes what is half-made.")
    ),
}
"""What the window says where the services name a command: the page or the button for the same."""
