"""Sentences of capture plans that the window translates, so that Qt's lupdate finds them. A test compares them."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

PLANS = (
    str(QT_TRANSLATE_NOOP("services", "No set-up is for training: the folder alone cannot teach a model.")),
    str(QT_TRANSLATE_NOOP("services", "No set-up shows a defect: what would escape stays unknown.")),
    str(QT_TRANSLATE_NOOP("services", "Check the path of the plan.")),
    str(QT_TRANSLATE_NOOP("services", "docs/capture-plan.md shows a whole plan.")),
    str(QT_TRANSLATE_NOOP("services", "docs/capture-plan.md explains each key.")),
    str(QT_TRANSLATE_NOOP("services", "{folder} is a file.")),
    str(QT_TRANSLATE_NOOP("services", "{folder} holds pictures of a plan already.")),
    str(QT_TRANSLATE_NOOP("services", "Go on with it (--resume), or give another folder.")),
    str(QT_TRANSLATE_NOOP("services", "{folder} holds other files.")),
    str(QT_TRANSLATE_NOOP("services", "Give a folder that is not there yet, or an empty one.")),
    str(QT_TRANSLATE_NOOP("services", "{folder} holds no run of a plan to go on with.")),
    str(QT_TRANSLATE_NOOP("services", "Begin one, without --resume.")),
    str(QT_TRANSLATE_NOOP("services", "{folder} holds a run of another plan: {what}.")),
    str(QT_TRANSLATE_NOOP("services", "The folder holds a run of another plan.")),
    str(QT_TRANSLATE_NOOP("services", "Give the plan back its old words, or begin a run in another folder.")),
    str(QT_TRANSLATE_NOOP("services", "{path}: line {number} is not one that this program wrote.")),
    str(QT_TRANSLATE_NOOP("services", "Put the file back from a copy.")),
    str(QT_TRANSLATE_NOOP("services", "{path}: is empty.")),
    str(QT_TRANSLATE_NOOP("services", "Delete it and begin the plan anew.")),
    str(QT_TRANSLATE_NOOP("services", "Another program takes pictures into {folder}.")),
    str(QT_TRANSLATE_NOOP("services", "End that one first.")),
    str(QT_TRANSLATE_NOOP("services", "{camera} takes no pictures when this program asks for them.")),
    str(QT_TRANSLATE_NOOP("services", "A capture plan needs a camera with software trigger.")),
    str(QT_TRANSLATE_NOOP("services", "The plan sets camera.{key}, and {camera} cannot set it.")),
    str(QT_TRANSLATE_NOOP("services", "Leave it out of the plan.")),
    str(QT_TRANSLATE_NOOP("services", "The camera is not there.")),
    str(QT_TRANSLATE_NOOP("services", "No picture came within {time} s.")),
    str(QT_TRANSLATE_NOOP("services", "The picture did not arrive whole ({why}).")),
    str(QT_TRANSLATE_NOOP("services", "It is asked for again.")),
    str(QT_TRANSLATE_NOOP("services", "A capture plan runs already.")),
    str(QT_TRANSLATE_NOOP("services", "The line runs and has the camera.")),
    str(QT_TRANSLATE_NOOP("services", "A capture plan was started.")),
    str(QT_TRANSLATE_NOOP("services", "The plan {name} has poses, and no robot is set up at this station.")),
    str(
        QT_TRANSLATE_NOOP(
            "services", "Give station.toml a section [robot], or take the poses out: then the part is moved by hand."
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "The robot leads: it chooses its poses itself, and a plan has to ask for them.")),
    str(
        QT_TRANSLATE_NOOP(
            "services", 'Set robot.mode = "station_leads", and ROBOT_LEADS = False in the robot\'s program.'
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "No capture plan runs.")),
    str(QT_TRANSLATE_NOOP("services", "The plan was cancelled; what was taken stays.")),
    str(QT_TRANSLATE_NOOP("services", "It can be gone on with.")),
    str(QT_TRANSLATE_NOOP("services", "The plan failed: {error}")),
    str(QT_TRANSLATE_NOOP("services", "The plan was paused.")),
    str(QT_TRANSLATE_NOOP("services", "Nothing is asked that could be answered so.")),
    str(QT_TRANSLATE_NOOP("services", "Read what the plan asks for.")),
    str(QT_TRANSLATE_NOOP("services", "The robot was lost while the picture at pose {pose} was taken.")),
    str(QT_TRANSLATE_NOOP("services", "The arm moved by {gap} mm while the picture at pose {pose} was taken.")),
    str(QT_TRANSLATE_NOOP("services", "Look whether something else moves it.")),
    str(QT_TRANSLATE_NOOP("services", "The picture is {found}, but the pictures of {product} are {kind}.")),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "A data set holds pictures of one kind: set the camera as it was, or give the plan another product.",
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "The picture is {found}; recipe {name} version {version} needs {kind}.")),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "ground_truth is empty: nobody painted masks. Paint them on the page Masks, or do without pixel figures.",
        )
    ),
)
