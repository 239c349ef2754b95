"""What calibrations, image gate and drift monitor say in sentences, for Qt's lupdate. A test compares them."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

CALIBRATING = (
    str(QT_TRANSLATE_NOOP("services", "The last study was of another model.")),
    str(QT_TRANSLATE_NOOP("services", "The recipe does not correct by it yet: it has to be taken over.")),
    str(QT_TRANSLATE_NOOP("services", "Too few good parts yet to say anything of a drift.")),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "Look at the light: lamp, exposure, dirt, stray light. A higher threshold would only hide it.",
        )
    ),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "Look at the lens: focus, dirt, a loose mount. A higher threshold would only hide it.",
        )
    ),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "Look at how the parts lie: holder, trigger, camera mount. A higher threshold would only hide it.",
        )
    ),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "The pictures are as they were: look at the lot, the material or the process before. A"
            " higher threshold would only hide it.",
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "Good parts of {name} have drifted: {what}.")),
    str(QT_TRANSLATE_NOOP("services", "{quantity}, and {number} more")),
    str(QT_TRANSLATE_NOOP("services", "{quantity} up by {size} sd ({low} to {high})")),
    str(QT_TRANSLATE_NOOP("services", "{quantity} down by {size} sd ({low} to {high})")),
    str(QT_TRANSLATE_NOOP("services", "spread of the {quantity} {ratio} times as before ({low} to {high})")),
    str(QT_TRANSLATE_NOOP("services", "score")),
    str(QT_TRANSLATE_NOOP("services", "brightness")),
    str(QT_TRANSLATE_NOOP("services", "saturated share")),
    str(QT_TRANSLATE_NOOP("services", "sharpness")),
    str(QT_TRANSLATE_NOOP("services", "shift of the part")),
    str(QT_TRANSLATE_NOOP("services", "turn of the part")),
    str(QT_TRANSLATE_NOOP("services", "The drift monitor failed: {problem}")),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "picture too dark: brightness {share}, at least {bound} expected (lamp, exposure, lens cap?)",
        )
    ),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "picture too bright: brightness {share}, at most {bound} expected (exposure, stray light?)",
        )
    ),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "picture over-exposed: {share} of it saturated, at most {bound} expected (exposure, gain, stray light?)",
        )
    ),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "picture blurred: sharpness {value}, at least {limit} expected (focus, motion, dirt on the lens?)",
        )
    ),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "part not recognised at its place: agreement with the reference {value}, at least"
            " {limit} expected (no part, another part, upside down?)",
        )
    ),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "part out of place: {value} px from its place, at most {limit} px expected (holder,"
            " trigger, camera mount?)",
        )
    ),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "part turned: by {value} degrees, at most {limit} degrees expected (holder, camera mount?)",
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "picture of another size than the reference picture of the image gate")),
    str(QT_TRANSLATE_NOOP("services", "it needs at least {fewest} good pictures, there are {number}")),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "the good pictures have no place in common: the material or its position changes from one to the next",
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "the parts lie anywhere in the pictures")),
    str(QT_TRANSLATE_NOOP("services", "no place could be learned: {why}")),
    str(QT_TRANSLATE_NOOP("services", "Keep the limits without the place.")),
    str(QT_TRANSLATE_NOOP("services", "The image gate is changed for a reason.")),
    str(QT_TRANSLATE_NOOP("services", "The limits are those that the recipe has.")),
    str(QT_TRANSLATE_NOOP("services", "There is nothing to keep.")),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "No picture that recipe {name} version {version} was taught from is there any more.",
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "There is no raw picture to take: the camera is not open here.")),
    str(QT_TRANSLATE_NOOP("services", "Stop the line, then start the live view.")),
    str(QT_TRANSLATE_NOOP("services", "taking the pictures")),
    str(QT_TRANSLATE_NOOP("services", "Put one even white or grey sheet over the whole view, a little out of focus.")),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "the bright reference is not even: {value} % of the view differ by more than {limit} %"
            " from a smooth fall-off of light, by {worst} % around x {x}, y {y}; something lies in"
            " view there",
        )
    ),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "the bright reference is saturated: {value} % of it are at {level}, at most {limit} % may be",
        )
    ),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "Shorten the exposure until the brightest place lies at about 80 % of full scale, and take it again.",
        )
    ),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "the dark reference is not dark: its mean is {value} % of full scale, at most {limit} % may be",
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "Cover the lens, or switch the light off and shut out daylight.")),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "the bright reference is too dark: its mean is {value} % of full scale above the dark"
            " one, at least {limit} % are needed",
        )
    ),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "Make the exposure longer or the light stronger until the brightest place lies at about 80 %.",
        )
    ),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "the light changed: {what} picture {number} has a mean of {level}, the others {middle}",
        )
    ),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "Keep the light steady (warmed up, no flicker, no daylight) and take the pictures again.",
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "Use the camera settings of the calibration, or calibrate again.")),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "Lay a plain grey card into the middle of the view, at least half as wide and high as the view.",
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "picture {number} is grey; only colour pictures have a white balance")),
    str(QT_TRANSLATE_NOOP("services", "Set the camera to colour.")),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "the grey card is saturated: {value} % of the middle of the view are at full scale",
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "Shorten the exposure and take the pictures again.")),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "the middle of the view is no even grey card: its colour differs by up to {colour} %,"
            " its brightness by up to {shade} %",
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "the {board} was not found: {seen}")),
    str(QT_TRANSLATE_NOOP("services", "{markers} of {all_markers} markers and {found} of {corners} corners were seen")),
    str(QT_TRANSLATE_NOOP("services", "not all of its {across} x {down} inner corners were seen")),
    str(QT_TRANSLATE_NOOP("services", "{kind} of {columns} x {rows} squares of {side} mm")),
    str(QT_TRANSLATE_NOOP("services", "a chessboard of {columns} x {rows} squares looks the same upside down")),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "Take an even and an odd number of squares, such as 12 x 9, or a ChArUco board.",
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "{number} pictures show the board; {fewest} are good.")),
    str(QT_TRANSLATE_NOOP("services", "The board was never seen in these parts of the view: {places}.")),
    str(QT_TRANSLATE_NOOP("services", "The board was tilted by {tilt} degrees at most; {wanted} to 45 are good.")),
    str(QT_TRANSLATE_NOOP("services", "the board was found in {number} pictures; at least {fewest} are needed")),
    str(QT_TRANSLATE_NOOP("services", "Take about {number}: all over the view, tilted in all directions.")),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "the board was seen in {number} of 9 parts of the view; at least {fewest} are needed",
        )
    ),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "picture {number} does not fit the others: its corners lie {off} pixels off, those of the others {usual}",
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "Leave it out: the board was moved, bent or covered in it.")),
    str(QT_TRANSLATE_NOOP("services", "finding the lens")),
)
