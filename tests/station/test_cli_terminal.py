from __future__ import annotations

import io
import json
import os
import signal
import threading
from datetime import timedelta

import pytest

from station.commands import options, terminal
from station.errors import UsageError


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_the_stage_and_the_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = _Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    with terminal.progress("training") as show:
        show(0.5, "choosing the [bank]")
    text = screen.getvalue()
    assert "choosing the [bank]" in text
    assert "50%" in text
    assert "left" in text


def test_nothing_moves_where_there_is_no_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    with terminal.progress("training") as show:
        show(0.5, "half")
    assert capsys.readouterr() == ("", "")


def test_a_table_shows_brackets_and_long_names_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    name = "part [red] " + "x" * 150
    terminal.say_table(("name", "score"), [(name, None)], right=("score",))
    assert name in capsys.readouterr().out


def test_the_first_signal_asks_and_the_second_interrupts() -> None:
    before = signal.getsignal(signal.SIGINT)
    asked: list[bool] = []

    def interrupted_twice() -> None:
        with terminal.stop_on_signals() as stop:
            asked.append(stop.is_set())
            os.kill(os.getpid(), signal.SIGINT)
            asked.append(stop.wait(60))
            os.kill(os.getpid(), signal.SIGINT)
            threading.Event().wait(60)

    with pytest.raises(KeyboardInterrupt):
        interrupted_twice()
    assert asked == [False, True]
    assert signal.getsignal(signal.SIGINT) is before


def test_away_from_the_main_thread_signals_are_left_alone() -> None:
    before = signal.getsignal(signal.SIGINT)
    seen: list[bool] = []

    def work() -> None:
        with terminal.stop_on_signals() as stop:
            seen.append(stop.is_set())

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(60)
    assert seen == [False]
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", 3),
        ("0.05", 0.05),
        ("true", True),
        ("[1, 2]", [1, 2]),
        ("efficientnet_lite0", "efficientnet_lite0"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_the_value_of_an_option_is_what_it_reads_as(text: str, value: object) -> None:
    assert options.key_values([f"key={text}"], "--option") == {"key": value}


@pytest.mark.parametrize("pairs", [["key"], ["=1"], ["a=1", "a=2"]])
def test_what_is_not_key_and_value_is_refused(pairs: list[str]) -> None:
    with pytest.raises(UsageError, match="--option"):
        options.key_values(pairs, "--option")


def test_moments_keep_their_zone_and_get_the_local_one_without() -> None:
    zoned = options.moment("2026-03-01T06:00+02:00", "--since")
    local = options.moment("2026-03-01", "--since")
    assert zoned is not None
    assert zoned.utcoffset() == timedelta(hours=2)
    assert local is not None
    assert local.tzinfo is not None
    assert local.isoformat().startswith("2026-03-01T00:00:00")


def test_the_person_is_the_user_of_the_operating_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "ada")
    assert options.person(None) == "ada"
    assert options.person(" grace ") == "grace"

    def nobody() -> str:
        raise OSError("no such user")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert options.person(None)


def test_json_is_ascii_so_that_any_pipe_takes_it(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.say_json({"part": "Zelle-ä"})
    out = capsys.readouterr().out
    assert out.isascii()
    assert json.loads(out) == {"part": "Zelle-ä"}
