"""An OK goes to all outputs or stays with none; a partner that is gone is no fault."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from station.delivery import Delivery
from station.errors import OutputError, PartnerLost
from station.outputs.combined import CombinedOutput
from station.types import Inspection, OutputState, Reason, Verdict
from tests.station.conftest import NOON

CALLS = ("open", "ok", "reject", "rest", "heartbeat", "close", "check")


class Noting:
    """Notes every call under its name; a call named in `fails` raises that instead."""

    def __init__(self, name: str, heard: list[str], **fails: Exception) -> None:
        self.name, self.heard, self.fails = name, heard, fails

    def __getattr__(self, call: str) -> Callable[..., None]:
        if call not in CALLS:
            raise AttributeError(call)

        def noted(*_: object) -> None:
            self.heard.append(f"{self.name} {call}")
            if call in self.fails:
                raise self.fails[call]

        return noted


def inspection(verdict: Verdict = Verdict.OK) -> Inspection:
    return Inspection("i", "t", "robot", None, 0, NOON, verdict, Reason.BELOW_THRESHOLD)


def test_partners_are_asked_before_the_stations_own_signal_is_given() -> None:
    heard: list[str] = []
    CombinedOutput(Noting("own", heard), [Noting("robot", heard), Noting("plc", heard)]).ok(inspection())
    assert heard == ["robot check", "plc check", "own ok", "robot ok", "plc ok"]


def test_no_ok_is_given_where_a_partner_is_gone() -> None:
    heard: list[str] = []
    robot = Noting("robot", heard, check=PartnerLost("The robot is gone."))
    with pytest.raises(PartnerLost):
        CombinedOutput(Noting("own", heard), [robot]).ok(inspection())
    assert "own ok" not in heard
    assert "robot ok" not in heard


def test_a_partner_that_is_gone_leaves_no_ok_of_the_part_before_standing_and_the_others_are_told() -> None:
    heard: list[str] = []
    robot = Noting("robot", heard, check=PartnerLost("The robot is gone."), reject=PartnerLost("The robot is gone."))
    with pytest.raises(PartnerLost):
        CombinedOutput(Noting("own", heard), [robot, Noting("plc", heard)]).ok(inspection())
    assert heard == ["robot check", "own reject", "robot reject", "plc reject"]


@pytest.mark.parametrize("call", ["rest", "close", "reject"])
def test_a_driver_with_a_mistake_keeps_no_other_output_from_its_rest(call: str) -> None:
    heard: list[str] = []
    outputs = CombinedOutput(
        Noting("own", heard, **{call: RuntimeError("a mistake")}),
        [Noting("robot", heard, **{call: PartnerLost("gone")}), Noting("plc", heard)],
    )
    with pytest.raises(RuntimeError, match="a mistake"):
        getattr(outputs, call)(*([inspection()] if call == "reject" else []))
    assert heard == [f"own {call}", f"robot {call}", f"plc {call}"]


def test_an_ok_is_taken_back_everywhere_when_one_of_them_fails() -> None:
    heard: list[str] = []
    outputs = CombinedOutput(
        Noting("own", heard), [Noting("robot", heard, ok=OutputError("torn")), Noting("plc", heard)]
    )
    with pytest.raises(OutputError, match="torn"):
        outputs.ok(inspection())
    assert heard[2:] == ["own ok", "robot ok", "own reject", "robot reject", "plc reject"]


@pytest.mark.parametrize("call", ["rest", "close"])
def test_every_output_is_reached_though_one_fails_and_the_gravest_is_told(call: str) -> None:
    heard: list[str] = []
    outputs = CombinedOutput(
        Noting("own", heard, **{call: PartnerLost("gone")}),
        [Noting("robot", heard, **{call: OutputError("broken")}), Noting("plc", heard)],
    )
    with pytest.raises(OutputError, match="broken"):
        getattr(outputs, call)()
    assert heard == [f"own {call}", f"robot {call}", f"plc {call}"]


def test_outputs_that_were_opened_are_closed_when_one_cannot_be() -> None:
    heard: list[str] = []
    outputs = CombinedOutput(Noting("own", heard), [Noting("robot", heard, open=OutputError("in use"))])
    with pytest.raises(OutputError, match="in use"):
        outputs.open()
    assert heard == ["own open", "robot open", "own close", "robot close"]


@pytest.mark.parametrize(("verdict", "state"), [(Verdict.OK, OutputState.WITHHELD), (Verdict.NOK, OutputState.FAILED)])
def test_a_verdict_whose_partner_is_gone_is_told_of_and_no_fault(verdict: Verdict, state: OutputState) -> None:
    gone, told, faults = PartnerLost("The robot is gone."), list[str](), list[OutputError]()
    delivery = Delivery(
        Noting("robot", [], ok=gone, reject=gone),
        refusal=lambda: None,
        withheld=lambda _inspection, why: told.append(why),
        failed=faults.append,
        patience_s=60,
    )
    assert delivery.deliver(inspection(verdict), lambda: False) is state
    assert told == ["The robot is gone."]
    assert faults == []
