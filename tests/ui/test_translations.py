"""The German words of the window: none missing, none left over, and as compiled."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import ui
from calibration import choose as choose_threshold
from calibration import policies
from station.errors import AccountError, NotPermitted
from station.history import FLAW_TEXT
from station.permissions import Action, Role, require
from station.services import NO_RECIPE_HINT
from station.types import REASON_TEXT, Reason, StationState
from ui.app import WindowSession
from ui.desk import Desk
from ui.language import LANGUAGES, Language, choose
from ui.pages import PAGES
from ui.service_agreement import AGREEMENT
from ui.service_calibration import CALIBRATING
from ui.service_plans import PLANS
from ui.service_publishing import PUBLISHING
from ui.service_sentences import INSTEAD, SENTENCES
from ui.service_words import ACTIONS, FLAWS, LOST, POLICIES, REASONS, ROLES, STAGES
from ui.told import figures_in_words, in_words, told
from ui.words import (
    bytes_text,
    count_text,
    day_time_text,
    duration_text,
    figures_text,
    moment_text,
    reason_sentence,
    reason_word,
    score_text,
    state_word,
    tick_time_text,
    with_point,
)

SOURCES = Path(ui.__file__).parent
TS = SOURCES / "translations" / "station_de.ts"
Words = dict[tuple[str, str], ElementTree.Element]


def tool(name: str) -> str:
    found = shutil.which(name, path=str(Path(sys.executable).parent))
    assert found is not None, f"{name} belongs to PySide6"
    return found


def words_of(path: Path) -> Words:
    return {
        (context.findtext("name") or "", message.findtext("source") or ""): message
        for context in ElementTree.parse(path).getroot().findall("context")
        for message in context.findall("message")
    }


@pytest.fixture(scope="module")
def words() -> Words:
    return words_of(TS)


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    language = Language(qapp, "de")
    yield
    language.close()


def test_the_translation_has_the_words_of_the_sources_and_no_others(tmp_path: Path, words: Words) -> None:
    fresh = tmp_path / "station_de.ts"
    files = [str(path) for path in sorted(SOURCES.rglob("*.py"))]
    command = [tool("pyside6-lupdate"), *files, "-ts", str(fresh), "-source-language", "en", "-target-language", "de"]
    subprocess.run(command, check=True, capture_output=True, timeout=100)
    assert set(words_of(fresh)) == set(words), "run `make translations`, and translate what is new"


def test_everything_is_translated(words: Words) -> None:
    unfinished = [
        source
        for source, message in words.items()
        if message.find("translation").get("type") is not None or not message.findtext("translation")  # type: ignore[union-attr]
    ]
    assert unfinished == []


def test_every_place_for_a_name_or_number_is_in_both_languages(words: Words) -> None:
    for (_, source), message in words.items():
        translation = message.findtext("translation") or ""
        places = [sorted(re.findall(r"\{[^}]*\}", text)) for text in (source, translation)]
        assert places[0] == places[1], source
        assert all(re.fullmatch(r"\{\w+\}", place) for place in places[0]), (
            f"a form of numbers is not of every language: {source}"
        )


def test_the_compiled_words_are_those_of_the_translation(tmp_path: Path) -> None:
    fresh = tmp_path / "station_de.qm"
    subprocess.run(
        [tool("pyside6-lrelease"), "-silent", str(TS), "-qm", str(fresh)], check=True, capture_output=True, timeout=100
    )
    assert fresh.read_bytes() == TS.with_suffix(".qm").read_bytes(), "run `make translations`"


def test_all_words_of_the_services_that_are_known_beforehand_are_collected() -> None:
    assert set(REASONS) == set(REASON_TEXT.values())
    assert set(ACTIONS) == {action.value for action in Action}
    assert set(FLAWS) == set(FLAW_TEXT.values())
    assert {"hand", "going back", *(name.replace("_", " ") for name in policies())} == set(POLICIES)
    assert set(ROLES) == {role.value for role in Role}
    assert set(LOST) <= {reason.value.replace("_", " ") for reason in Reason}


def test_the_collected_sentences_are_what_the_services_say() -> None:
    said = set()
    for package in ("station", "calibration", "camera", "ui"):
        for path in (SOURCES.parent / package).rglob("*.py"):
            if path.name.startswith("service_"):
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.JoinedStr):
                    said.add("".join(one.value if isinstance(one, ast.Constant) else "{}" for one in node.values))
                elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                    said.add(re.sub(r"\{\w+\}", "{}", node.value))
    # written with a name in its place, because another program can hold a folder too
    said |= {text.replace("Another {}", "Another station", 1) for text in said if text.startswith("Another {}")}
    # who it is that may not is put together: nobody, or somebody in a role
    said |= {"Somebody who has not signed in may not {}.", "An {} may not {}."}
    collected = (*SENTENCES, *PUBLISHING, *AGREEMENT, *CALIBRATING, *PLANS, *STAGES, *INSTEAD)
    missing = [one for one in collected if re.sub(r"\{\w+\}", "{}", one) not in said]
    assert missing == []


def test_the_window_names_pages_where_the_services_name_commands() -> None:
    assert in_words(NO_RECIPE_HINT) == "Teach one on the page Teach, or put one in force on the page Recipes."
    assert [one for one in (*SENTENCES, *INSTEAD.values()) if "`" in one or "station train" in one] == []


def test_a_refusal_with_names_in_it_is_said_in_german(german: None) -> None:
    with pytest.raises(NotPermitted) as caught:
        require(Role.OPERATOR, Action.CHANGE_THRESHOLD)
    assert told(caught.value) == (
        "Als Bediener darf man nicht: eine Schwelle ändern.",
        "Bitte als Ingenieur anmelden.",
    )
    locked = AccountError("5 wrong passwords: Ada is locked until 10:20:30.")
    assert told(locked)[0] == "5 falsche Kennwörter: Ada ist bis 10:20:30 blockiert."
    with pytest.raises(NotPermitted, match="Wer nicht angemeldet ist"):
        Desk(operator_signs_in=True).require(Action.TRIGGER)


def test_what_nobody_knew_beforehand_stays_as_it_is(german: None) -> None:
    assert in_words("The disk of the database is on fire.") == "The disk of the database is on fire."
    assert in_words("") == ""


def test_numbers_and_units_follow_the_language(german: None) -> None:
    assert score_text(2.7134, 2.1) == "2,713"
    assert score_text(1234.56, 1000.0) == "1235"
    assert count_text(12345) == "12.345"
    assert bytes_text(1_500) == "1,5 kB"
    assert duration_text(3 * 86_400) == "3 Tage"
    assert state_word(StationState.FAULT) == "Störung"
    assert reason_sentence(Reason.LATE) == "Das Urteil kam zu spät für das Teil"
    assert reason_word("missing_frame") == "fehlendes Bild"


def test_dates_and_figures_follow_the_language(german: None) -> None:
    at = datetime(2026, 3, 5, 14, 7, 9).astimezone()
    assert moment_text(at) == "05.03.2026 14:07"
    assert moment_text(at, seconds=True) == "05.03.2026 14:07:09"
    assert day_time_text(at) == "5. März 14:07"
    assert tick_time_text(at, "05 Mar") == "5. März"
    assert tick_time_text(at, "Mar 2026") == "März 2026"
    assert figures_text(2.71828, 4) == "2,718"
    assert with_point("0.5 %") == "0,5 %"


def test_a_sentence_within_a_sentence_is_said_in_german_too(german: None) -> None:
    assert in_words("The fault is still there: The camera is lost.") == (
        "Die Störung besteht noch: Die Kamera ist nicht erreichbar."
    )


@pytest.mark.parametrize("policy", ["zero_escape", "good_only"])
def test_what_a_threshold_does_is_said_in_german(german: None, policy: str) -> None:
    good, defects = [0.1 * number for number in range(40)], [3.0, 5.0, 6.0]
    params = {"rate": 0.05} if policy == "good_only" else {}
    choice = choose_threshold(policy, good, defects, **params)
    words = figures_in_words(choice.sentence)
    assert "höchstens" in words
    assert "Defekte" in words
    for english in ("would", "at most", "picture", "."):
        assert english not in words


def test_english_comes_back_when_the_language_is_closed(qapp: QApplication) -> None:
    before = QLocale().name()
    Language(qapp, "de").close()
    assert state_word(StationState.FAULT) == "Fault"
    assert QLocale().name() == before


def test_the_language_is_the_wanted_one_or_that_of_the_computer() -> None:
    assert choose("de", QLocale("en_US")) == "de"
    assert choose("auto", QLocale("de_AT")) == "de"
    assert choose("auto", QLocale("fr_FR")) == "en"
    assert choose("nonsense", QLocale("de_DE")) == "de"
    assert set(LANGUAGES) == {"en", "de"}


def test_the_whole_frame_speaks_german(qtbot: QtBot, german: None, session: WindowSession) -> None:
    # the fixture of the station leaves the language to the computer; here it is German before the window is made
    assert PAGES[0].title == "Betrieb"
    page = session.window.operate
    assert page.explain(ValueError("x")) is None
    assert page.banner.message.text.startswith("Unerwarteter Fehler")
    page.say("x")
    assert page.banner.close_button.accessibleName() == "Diese Meldung schließen"
    assert session.window.header.person_button.text() == "Anmelden"
