"""What the link to the PLC says of itself, so that Qt's lupdate finds it. A test compares it."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

PLC = (
    str(QT_TRANSLATE_NOOP("services", "The PLC is not connected.")),
    str(
        QT_TRANSLATE_NOOP(
            "services", "Look at its power, its cable and its address; the station takes it by itself when it comes."
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "The PLC's heartbeat stands still.")),
    str(QT_TRANSLATE_NOOP("services", "Look whether the PLC program runs: it has to change its heartbeat register.")),
    str(QT_TRANSLATE_NOOP("services", "The station's own heartbeat stands still, so the PLC is shown no result.")),
    str(QT_TRANSLATE_NOOP("services", "Look at the state of the line.")),
    str(QT_TRANSLATE_NOOP("services", "The PLC did not take a result in time.")),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "Look at the PLC program: it has to answer ResultValid with ResultAck. It goes on when the PLC sets Reset.",
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "The PLC leaves Trigger at 1 after Ack.")),
    str(QT_TRANSLATE_NOOP("services", "Look at the PLC program.")),
    str(QT_TRANSLATE_NOOP("services", "The PLC leaves ResultAck at 1 after ResultValid has gone.")),
    str(QT_TRANSLATE_NOOP("services", "The recipe that the PLC asked for could not be put in force.")),
    str(
        QT_TRANSLATE_NOOP(
            "services", "The events say why; it is tried again when the PLC asks for 0 and then for it again."
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "Another recipe is in force than the PLC asked for.")),
    str(QT_TRANSLATE_NOOP("services", "Put that one in force again, or let the PLC ask anew.")),
    str(QT_TRANSLATE_NOOP("services", "All is well.")),
    str(QT_TRANSLATE_NOOP("services", "As many parts are under way as may be.")),
    str(QT_TRANSLATE_NOOP("services", "Another recipe is being prepared.")),
    str(QT_TRANSLATE_NOOP("services", "The station waits until the PLC has Trigger and ResultAck at 0.")),
    str(QT_TRANSLATE_NOOP("services", "The station is being started or stopped.")),
    str(QT_TRANSLATE_NOOP("services", "A trigger was not taken.")),
    str(QT_TRANSLATE_NOOP("services", "The PLC asked for a recipe number that is not in [plc.recipes].")),
    str(QT_TRANSLATE_NOOP("services", "The line is stopped.")),
    str(QT_TRANSLATE_NOOP("services", "The reference parts have to be checked first.")),
    str(QT_TRANSLATE_NOOP("services", "The station is in fault.")),
    str(QT_TRANSLATE_NOOP("services", "The PLC did not take a result in time; it has to set Reset.")),
    str(QT_TRANSLATE_NOOP("services", "The station's own heartbeat stands still.")),
    str(QT_TRANSLATE_NOOP("services", "No PLC is connected.")),
    str(QT_TRANSLATE_NOOP("services", "The PLC has another register map.")),
    str(QT_TRANSLATE_NOOP("services", "The PLC has register map {found}, this station {expected}.")),
    str(QT_TRANSLATE_NOOP("services", "Load the PLC program that is made for this map; {where}")),
    str(QT_TRANSLATE_NOOP("services", "docs/integration.md has the register map and the order of the signals.")),
    str(QT_TRANSLATE_NOOP("services", "The PLC asks for recipe {number}, which is not in [plc.recipes].")),
    str(QT_TRANSLATE_NOOP("services", "Add it to station.toml.")),
    str(QT_TRANSLATE_NOOP("services", "The PLC is connected.")),
    str(QT_TRANSLATE_NOOP("services", "The PLC is connected; Trigger and ResultAck have to be 0 once.")),
    str(QT_TRANSLATE_NOOP("services", "The PLC is connected; the station is not ready.")),
    str(QT_TRANSLATE_NOOP("services", "No PLC is connected; the station listens on {peer}.")),
    str(QT_TRANSLATE_NOOP("services", "The PLC at {peer} is not connected.")),
    str(QT_TRANSLATE_NOOP("services", "The PLC at {peer} is not connected: {problem}")),
    str(QT_TRANSLATE_NOOP("services", "The Modbus server does not run: {problem}")),
    str(QT_TRANSLATE_NOOP("services", "it does not answer.")),
    str(QT_TRANSLATE_NOOP("services", "it ended the connection.")),
    str(QT_TRANSLATE_NOOP("services", "Look at the PLC: for it the part is a reject.")),
    str(QT_TRANSLATE_NOOP("services", "The PLC did not take the answer to {part}.")),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "The PLC may have let a part pass by an OK that was taken back: acquisition {acquisition}.",
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "Take this part out by hand, then acknowledge.")),
    str(QT_TRANSLATE_NOOP("services", "The PLC is not there to take the verdict on acquisition {acquisition}.")),
    str(
        QT_TRANSLATE_NOOP("services", "The part is a reject for the PLC: it gets no ResultValid for this acquisition.")
    ),
    str(QT_TRANSLATE_NOOP("services", "The handshake with the PLC failed: {error}")),
    str(QT_TRANSLATE_NOOP("services", "Close the program and open it again.")),
)
