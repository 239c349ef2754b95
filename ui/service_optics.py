"""What the calibrations say of pictures and of themselves, so that Qt's lupdate finds it. A test compares them."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

OPTICS = (
    str(QT_TRANSLATE_NOOP("services", "bright")),
    str(QT_TRANSLATE_NOOP("services", "dark")),
    str(QT_TRANSLATE_NOOP("services", "there is no bright picture to learn the flat field from")),
    str(QT_TRANSLATE_NOOP("services", "Put an even white or grey sheet where the part lies and take some pictures.")),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "the light falls to {value} % of its mean at x {x}, y {y}; a correction by {gain} would show noise only",
        )
    ),
    str(
        QT_TRANSLATE_NOOP(
            "services", "Make the light more even, or take the dark place out of the camera's region of interest."
        )
    ),
    str(
        QT_TRANSLATE_NOOP(
            "services", "{count} pixels ({value} %) do not measure light; at most {limit} % can be replaced"
        )
    ),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "around x {x}, y {y} no pixel measures light within {reach} pixels: that is too large to replace",
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "Clean sensor and lens. If it stays, the camera has to be replaced.")),
    str(QT_TRANSLATE_NOOP("services", "the board covers {value} % of the view; at least {limit} % are needed")),
    str(QT_TRANSLATE_NOOP("services", "Take a larger board, or one with larger squares: it should fill the view.")),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "the corners of the board lie {px} pixels ({mm} mm) off a plane; at most {limit} pixels are good enough",
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "Glue the board onto something flat.")),
    str(QT_TRANSLATE_NOOP("services", "Calibrate the lens first.")),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "the board was held flat: tilted by {most} degrees at most, and in fewer than three pictures by "
            "{limit}; the focal length cannot be told from that",
        )
    ),
    str(
        QT_TRANSLATE_NOOP("services", "Take more pictures with the board tilted by 20 to 45 degrees in all directions.")
    ),
    str(QT_TRANSLATE_NOOP("services", "the pixels would not be square: focal length {across} across and {down} down")),
    str(
        QT_TRANSLATE_NOOP(
            "services", "Check with a ruler that the board was printed to the same scale in both directions."
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "The {part} was made {days} days ago; it is due every {every} days.")),
    str(QT_TRANSLATE_NOOP("services", "The {part} is dated {time} UTC, which is in the future.")),
    str(QT_TRANSLATE_NOOP("services", "flat field")),
    str(QT_TRANSLATE_NOOP("services", "white balance")),
    str(QT_TRANSLATE_NOOP("services", "lens")),
    str(QT_TRANSLATE_NOOP("services", "part plane")),
    str(QT_TRANSLATE_NOOP("services", "{name} has no calibration.")),
    str(QT_TRANSLATE_NOOP("services", "Recipe {name} version {version} judges by {calibration} already.")),
    str(QT_TRANSLATE_NOOP("services", "There is nothing to do.")),
    str(
        QT_TRANSLATE_NOOP(
            "services", "Take pictures anew, they are corrected from now on, and teach the recipe from them."
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "Calibrate with the camera settings of the recipe, or teach the recipe anew.")),
    str(QT_TRANSLATE_NOOP("services", "Use the same camera settings, or begin anew and make all parts again.")),
)
