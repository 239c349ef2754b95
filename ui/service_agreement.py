"""Sentences about agreement studies that the window translates; see `ui.service_sentences`."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

AGREEMENT = (
    str(QT_TRANSLATE_NOOP("services", "The agreement study {name} is under way.")),
    str(QT_TRANSLATE_NOOP("services", "Parts are judged, but no OK leaves until the study is paused or ended.")),
    str(QT_TRANSLATE_NOOP("services", "The agreement study {name} was {outcome}.")),
    str(QT_TRANSLATE_NOOP("services", "finished")),
    str(QT_TRANSLATE_NOOP("services", "cancelled")),
    str(QT_TRANSLATE_NOOP("services", "Make a new one to go on.")),
    str(QT_TRANSLATE_NOOP("services", "No recipe is in force to be studied.")),
    str(QT_TRANSLATE_NOOP("services", "Teach one and put it in force.")),
    str(QT_TRANSLATE_NOOP("services", "Every part of the study was read.")),
    str(QT_TRANSLATE_NOOP("services", "Finish it.")),
    str(QT_TRANSLATE_NOOP("services", "Setting a reading aside needs a reason.")),
    str(QT_TRANSLATE_NOOP("services", "Say what was wrong with the presentation.")),
    str(QT_TRANSLATE_NOOP("services", "Nothing was read yet.")),
    str(QT_TRANSLATE_NOOP("services", "{count} presentations of the study are missing.")),
    str(QT_TRANSLATE_NOOP("services", "Present the part that is asked for, or cancel the study.")),
    str(QT_TRANSLATE_NOOP("services", "Cancelling a study needs a reason.")),
    str(QT_TRANSLATE_NOOP("services", "No agreement study is under way.")),
    str(QT_TRANSLATE_NOOP("services", "The line does not run.")),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "The agreement study {name} is of recipe {recipe} version {version}; {other} version {newer} is in force.",
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "The line has to run without a fault, with the recipe version of the study.")),
    str(QT_TRANSLATE_NOOP("services", "The last picture is no reading: it was not recorded, or the line was stopped.")),
    str(QT_TRANSLATE_NOOP("services", "The last picture is no reading: another recipe version inspected it.")),
    str(QT_TRANSLATE_NOOP("services", "The last picture is no reading: {problem}")),
    str(QT_TRANSLATE_NOOP("services", "A study needs a name.")),
    str(QT_TRANSLATE_NOOP("services", "Give it one of at most {most} characters.")),
    str(QT_TRANSLATE_NOOP("services", "There is a study {name} already.")),
    str(QT_TRANSLATE_NOOP("services", "Give this one another name.")),
    str(QT_TRANSLATE_NOOP("services", "There is no study {name}.")),
    str(QT_TRANSLATE_NOOP("services", "A study has 2 to {most} parts, not {count}.")),
    str(QT_TRANSLATE_NOOP("services", "20 to 80 are usual.")),
    str(QT_TRANSLATE_NOOP("services", "A part of the study has no name.")),
    str(QT_TRANSLATE_NOOP("services", "Part {name} is in the study twice.")),
    str(QT_TRANSLATE_NOOP("services", "Give every part a name of its own.")),
    str(QT_TRANSLATE_NOOP("services", "Part {name} is good and has a defect.")),
    str(QT_TRANSLATE_NOOP("services", "Take one of the two away.")),
    str(
        QT_TRANSLATE_NOOP(
            "services", "The agreement study {name} has not ended: {done} of {presentations} presentations are done."
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "Its figures are shown when it is finished.")),
    str(QT_TRANSLATE_NOOP("services", "no part was presented yet")),
    str(QT_TRANSLATE_NOOP("services", "Present the parts first.")),
    str(QT_TRANSLATE_NOOP("services", "{file} is too large for a list of parts.")),
    str(QT_TRANSLATE_NOOP("services", "Give the file with the list itself.")),
    str(QT_TRANSLATE_NOOP("services", "{file} cannot be read ({problem}).")),
    str(QT_TRANSLATE_NOOP("services", "Give the file with the parts.")),
    str(QT_TRANSLATE_NOOP("services", "{file} is no text in UTF-8.")),
    str(QT_TRANSLATE_NOOP("services", "Save the table as CSV UTF-8.")),
    str(QT_TRANSLATE_NOOP("services", "{file} is no table: {problem}.")),
    str(QT_TRANSLATE_NOOP("services", "{file} has no parts.")),
    str(QT_TRANSLATE_NOOP("services", "{file} has no column {column}.")),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "The first line names the columns: {columns}; the reference is good or defect, the defect may be empty.",
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "{file}, line {line}: the part has no name.")),
    str(QT_TRANSLATE_NOOP("services", "{file}, line {line}: the reference of part {part} is empty.")),
    str(QT_TRANSLATE_NOOP("services", "{file}, line {line}: {word} is neither good nor defect (part {part}).")),
    str(QT_TRANSLATE_NOOP("services", "{file}, line {line}: there are more cells than columns.")),
    str(QT_TRANSLATE_NOOP("services", "{file}, line {line}: part {part} is good and has the defect {defect}.")),
    str(QT_TRANSLATE_NOOP("services", "{file}, line {line}: part {part} is in line {first} already.")),
    str(QT_TRANSLATE_NOOP("services", "Write on the part what you write here.")),
    str(QT_TRANSLATE_NOOP("services", "Let the experts decide, or leave the part out.")),
    str(
        QT_TRANSLATE_NOOP("services", "Study {number} does not match its own hash: the row was changed or is damaged.")
    ),
    str(QT_TRANSLATE_NOOP("services", "Do not use it. Put back a backup of the database, or make a new study.")),
    str(QT_TRANSLATE_NOOP("services", "The station is in fault: {problem}")),
)
