"""Who may do what: one table. A role may do what the roles below it may."""

from __future__ import annotations

from enum import StrEnum

from station.errors import NotPermitted


class Role(StrEnum):
    """Who somebody is at the station, from the least to the most."""

    OPERATOR = "operator"
    ENGINEER = "engineer"
    ADMINISTRATOR = "administrator"


class Action(StrEnum):
    """What can be done at the station. The value completes "... may ..." for people."""

    SEE_LINE = "see the line"
    CHANGE_OWN_PASSWORD = "change their own password"
    RUN_LINE = "start and stop the line"
    TRIGGER = "inspect a part by hand"
    ACKNOWLEDGE = "acknowledge a fault or an alarm"
    CHOOSE_RECIPE = "choose which released recipe runs"
    CHECK_GOLDEN_PART = "check the reference parts"
    GIVE_FEEDBACK = "say that a verdict was wrong"
    REVIEW_PART = "decide on a part in review"
    SEE_HISTORY = "look at past inspections"
    EXPORT_HISTORY = "export past inspections"
    CHANGE_VERDICT = "change the verdict of a part that was not in review"
    SETTLE_FEEDBACK = "settle what operators said"
    CAPTURE = "take pictures for a data set"
    LABEL = "label pictures"
    PAINT_MASK = "paint masks"
    TEACH = "teach a model"
    COMPARE_MODELS = "compare models"
    CHANGE_THRESHOLD = "change a threshold"
    EDIT_RECIPE = "make a recipe version"
    SET_GOLDEN_PARTS = "say which parts are reference parts"
    OVERRIDE_GOLDEN_CHECK = "let the line run without a passed check of the reference parts"
    RUN_AGREEMENT_STUDY = "run an agreement study"
    ACTIVATE_RECIPE = "put a recipe version in force, or go back to one"
    EXCHANGE_RECIPE = "export or import a recipe with its model"
    CHANGE_CAMERA = "change camera and trigger settings"
    CALIBRATE = "calibrate light, lens and image gate"
    TEST_OUTPUT = "drive the outputs by hand"
    READ_AUDIT = "read the audit trail"
    MAKE_DIAGNOSIS = "make a diagnostic bundle"
    LEAVE_KIOSK = "leave the kiosk mode"
    CHANGE_SETTINGS = "change storage and other settings of the station"
    MANAGE_USERS = "manage accounts"


LEAST: dict[Action, Role | None] = {
    Action.SEE_LINE: None,
    Action.CHANGE_OWN_PASSWORD: Role.OPERATOR,
    Action.RUN_LINE: Role.OPERATOR,
    Action.TRIGGER: Role.OPERATOR,
    Action.ACKNOWLEDGE: Role.OPERATOR,
    Action.CHOOSE_RECIPE: Role.OPERATOR,
    Action.CHECK_GOLDEN_PART: Role.OPERATOR,
    Action.GIVE_FEEDBACK: Role.OPERATOR,
    Action.REVIEW_PART: Role.OPERATOR,
    Action.SEE_HISTORY: Role.OPERATOR,
    Action.EXPORT_HISTORY: Role.ENGINEER,
    Action.CHANGE_VERDICT: Role.ENGINEER,
    Action.SETTLE_FEEDBACK: Role.ENGINEER,
    Action.CAPTURE: Role.ENGINEER,
    Action.LABEL: Role.ENGINEER,
    Action.PAINT_MASK: Role.ENGINEER,
    Action.TEACH: Role.ENGINEER,
    Action.COMPARE_MODELS: Role.ENGINEER,
    Action.CHANGE_THRESHOLD: Role.ENGINEER,
    Action.EDIT_RECIPE: Role.ENGINEER,
    Action.SET_GOLDEN_PARTS: Role.ENGINEER,
    Action.OVERRIDE_GOLDEN_CHECK: Role.ENGINEER,
    Action.RUN_AGREEMENT_STUDY: Role.ENGINEER,
    Action.ACTIVATE_RECIPE: Role.ENGINEER,
    Action.EXCHANGE_RECIPE: Role.ENGINEER,
    Action.CHANGE_CAMERA: Role.ENGINEER,
    Action.CALIBRATE: Role.ENGINEER,
    Action.TEST_OUTPUT: Role.ENGINEER,
    Action.READ_AUDIT: Role.ENGINEER,
    Action.MAKE_DIAGNOSIS: Role.ENGINEER,
    Action.LEAVE_KIOSK: Role.ENGINEER,
    Action.CHANGE_SETTINGS: Role.ADMINISTRATOR,
    Action.MANAGE_USERS: Role.ADMINISTRATOR,
}
"""The least role that may do it; None: nobody needs to sign in."""

_ORDER = tuple(Role)


def may(role: Role | None, action: Action) -> bool:
    """Whether `role` may do `action`; None is somebody who has not signed in."""
    least = LEAST[action]
    if least is None:
        return True
    return role is not None and _ORDER.index(role) >= _ORDER.index(least)


def require(role: Role | None, action: Action) -> None:
    """Raises NotPermitted."""
    if may(role, action):
        return
    least = LEAST[action]
    who = "Somebody who has not signed in" if role is None else f"An {role.value}"
    raise NotPermitted(f"{who} may not {action.value}.", f"Sign in as an {least}.")
