"""Which right each order of the operator's page needs."""

from __future__ import annotations

from station.permissions import Action

ORDER_ACTIONS = {
    "start": Action.RUN_LINE,
    "stop": Action.RUN_LINE,
    "acknowledge": Action.ACKNOWLEDGE,
    "trigger": Action.TRIGGER,
}
