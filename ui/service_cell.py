"""What the partners of the cell say of themselves, so that Qt's lupdate finds it. A test compares them."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

ROBOT = (
    str(QT_TRANSLATE_NOOP("services", "The robot had read the OK of request {request} before it could be taken back.")),
    str(QT_TRANSLATE_NOOP("services", "The robot may have read the OK of request {request} before it was taken back.")),
    str(QT_TRANSLATE_NOOP("services", "There is no link to the robot.")),
    str(QT_TRANSLATE_NOOP("services", "The package ur-rtde is not installed: no robot can be spoken to.")),
    str(QT_TRANSLATE_NOOP("services", "Install the extra robot: pip install inspection-station[robot]")),
    str(QT_TRANSLATE_NOOP("services", "The robot does not answer.")),
    str(
        QT_TRANSLATE_NOOP(
            "services", "Check that the controller is on, its network cable, and robot.host in station.toml."
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "What answers at the robot's address is not a UR controller.")),
    str(QT_TRANSLATE_NOOP("services", "Check robot.host in station.toml.")),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "The robot's controller is of another generation: it lacks the protocol or registers needed.",
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "Use a CB3 with PolyScope 3.9 or newer, or an e-Series with 5.3 or newer.")),
    str(QT_TRANSLATE_NOOP("services", "Somebody else writes the robot's registers.")),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "End the other program or station; switch off EtherNet/IP, PROFINET and Modbus units on the robot.",
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "The robot is connected but sends nothing.")),
    str(QT_TRANSLATE_NOOP("services", "Look at the teach pendant; restart the controller.")),
    str(QT_TRANSLATE_NOOP("services", "The robot is starting.")),
    str(QT_TRANSLATE_NOOP("services", "Wait until the teach pendant shows that it is ready.")),
    str(QT_TRANSLATE_NOOP("services", "The arm is switched off.")),
    str(QT_TRANSLATE_NOOP("services", "Switch it on and release the brakes at the teach pendant.")),
    str(QT_TRANSLATE_NOOP("services", "Protective stop: the robot touched something.")),
    str(QT_TRANSLATE_NOOP("services", "Look at the cell, then unlock the stop at the teach pendant.")),
    str(QT_TRANSLATE_NOOP("services", "Emergency stop.")),
    str(
        QT_TRANSLATE_NOOP(
            "services", "Look at the cell, release the button, then start the program at the teach pendant."
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "The robot's safety system reports a fault.")),
    str(QT_TRANSLATE_NOOP("services", "Read the message on the teach pendant.")),
    str(QT_TRANSLATE_NOOP("services", "The robot's program does not run.")),
    str(QT_TRANSLATE_NOOP("services", "Start the inspection program at the teach pendant.")),
    str(QT_TRANSLATE_NOOP("services", "The robot's program is paused.")),
    str(QT_TRANSLATE_NOOP("services", "Let it go on at the teach pendant.")),
    str(
        QT_TRANSLATE_NOOP(
            "services", "Another program runs on the robot, or an inspection program of another register map or mode."
        )
    ),
    str(
        QT_TRANSLATE_NOOP("services", "Load the shipped inspection program; its version must be that of this station.")
    ),
    str(QT_TRANSLATE_NOOP("services", "The robot's inspection program runs.")),
    str(QT_TRANSLATE_NOOP("services", "The robot cannot be sent to pose {index}: {why}.")),
    str(
        QT_TRANSLATE_NOOP(
            "services", 'Set robot.mode = "station_leads", or use the poses of the program at the teach pendant.'
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "Look at the robot; if it is on its way, give robot.pose_ms more time.")),
    str(QT_TRANSLATE_NOOP("services", "Pose {pose} was not reached within {time} s.")),
    str(QT_TRANSLATE_NOOP("services", "Pose {pose} did not come to rest within {time} s.")),
    str(QT_TRANSLATE_NOOP("services", "Pose {pose} is not waited for any more.")),
)
