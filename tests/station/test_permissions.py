"""Who may do what."""

from __future__ import annotations

import pytest

from station.errors import NotPermitted
from station.permissions import LEAST, Action, Role, may, require

OPERATOR = {
    Action.SEE_LINE,
    Action.CHANGE_OWN_PASSWORD,
    Action.RUN_LINE,
    Action.TRIGGER,
    Action.ACKNOWLEDGE,
    Action.CHOOSE_RECIPE,
    Action.CHECK_GOLDEN_PART,
    Action.GIVE_FEEDBACK,
    Action.REVIEW_PART,
    Action.SEE_HISTORY,
}
ADMINISTRATOR_ONLY = {Action.CHANGE_SETTINGS, Action.MANAGE_USERS}


def test_every_action_is_in_the_table_once() -> None:
    assert set(LEAST) == set(Action)
    assert len({action.value for action in Action}) == len(Action)


def test_without_signing_in_one_can_look_at_the_line_and_nothing_else() -> None:
    assert {action for action in Action if may(None, action)} == {Action.SEE_LINE}


def test_an_operator_works_the_line_and_changes_no_recipe_threshold_or_label() -> None:
    assert {action for action in Action if may(Role.OPERATOR, action)} == OPERATOR
    for action in (Action.EDIT_RECIPE, Action.ACTIVATE_RECIPE, Action.CHANGE_THRESHOLD, Action.LABEL, Action.TEACH):
        assert not may(Role.OPERATOR, action)


def test_an_engineer_may_all_but_settings_and_accounts() -> None:
    assert {action for action in Action if not may(Role.ENGINEER, action)} == ADMINISTRATOR_ONLY


def test_an_administrator_may_everything() -> None:
    assert all(may(Role.ADMINISTRATOR, action) for action in Action)


@pytest.mark.parametrize("action", Action)
def test_whoever_may_not_is_told_who_may(action: Action) -> None:
    for role in (None, *Role):
        if may(role, action):
            require(role, action)
            continue
        with pytest.raises(NotPermitted, match=action.value) as caught:
            require(role, action)
        assert str(LEAST[action]) in caught.value.hint
        assert caught.value.exit_code == 8
