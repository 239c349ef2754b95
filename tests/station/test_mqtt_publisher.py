"""The publisher of results against real brokers: nothing is lost, in order, and the line never waits."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from station.config_cell import MqttSection
from station.errors import OutputError
from station.findings import Level
from station.mqtt.doctor import check_mqtt
from station.mqtt.session import BrokerSession
from station.services import Station
from station.types import OutputState, PartnerStatus, Verdict
from tests.station.built_rig import built, make_camera, make_config, teach
from tests.station.mqtt_rig import (
    BROKERS,
    HOST,
    PASSWORD,
    USER,
    Broker,
    Listener,
    Mosquitto,
    free_port,
    make_tls,
    until,
)


@pytest.fixture(params=sorted(BROKERS))
def broker(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Broker]:
    folder = tmp_path / "broker"
    folder.mkdir()
    broker = BROKERS[request.param](folder)
    yield broker
    broker.stop()


@pytest.fixture
def mosquitto(tmp_path: Path) -> Iterator[Broker]:
    folder = tmp_path / "broker"
    folder.mkdir()
    broker = Mosquitto(folder)
    yield broker
    broker.stop()


def config_for(folder: Path, broker: Broker, **more: Any) -> Any:
    return make_config(folder, mqtt={"host": HOST, "port": broker.port, "protocol": broker.protocol, **more})


def mqtt_of(station: Station) -> PartnerStatus:
    (found,) = [one for one in station.status().partners if one.name == "mqtt"]
    return found


def ready(station: Station) -> None:
    """Teach a recipe, put it in force, open the links and start the line."""
    recipe = teach(station)
    station.records.activate(recipe.name, recipe.version, who="anna", why="test")
    station.open_partners()
    station.start()


def told(station: Station, words: str) -> PartnerStatus:
    """Wait until the station says `words` of the broker."""
    return until(lambda: [now for now in [mqtt_of(station)] if words in now.message], words)[0]


def inspect(station: Station, count: int) -> list[str]:
    """Have so many parts inspected; returns their ids in order."""
    done: list[str] = []
    leave = station.subscribe(lambda result: done.append(result.inspection.id))
    try:
        for _ in range(count):
            before = len(done)
            station.trigger()
            until(lambda before=before: len(done) > before, "the verdict of a part")
    finally:
        leave()
    return done


def ids_of(listener: Listener) -> list[str]:
    """What was published, each once: what was not acknowledged may come again."""
    return list(dict.fromkeys(message["id"] for message in listener.of("inspection")))


def test_every_inspection_is_published_whole_and_in_order(tmp_path: Path, broker: Broker) -> None:
    broker.start()
    with closing(Listener(broker.port)) as listener, built(config_for(tmp_path, broker)) as station:
        ready(station)
        ids = inspect(station, 30)
        until(lambda: len(ids_of(listener)) >= 30, "the publishing of 30 inspections")
        assert ids_of(listener) == ids
        first = listener.of("inspection")[0]
        kept = station.records.get(ids[0])
        assert kept is not None
        assert kept.output is OutputState.SENT
        assert first["verdict"] == kept.verdict.value
        assert first["passed"] is (kept.verdict is Verdict.OK)
        assert first["trigger"]["acquisition"] == kept.acquisition
        assert first["image"] == {
            "state": "stored",
            "path": kept.image.path,
            "sha256": kept.image.sha256,
            "bytes": kept.image.bytes,
        }
        assert first["score"] == kept.score
        assert first["recipe"]["sha256"] == kept.recipe.sha256 if kept.recipe else False
        assert [message["key"] for message in listener.of("inspection")] == list(range(1, 31))
        until(lambda: any(event["message"] == "The station was started." for event in listener.of("event")), "an event")
        assert until(lambda: listener.of("status"), "the status")[-1]["online"] is True
        assert mqtt_of(station).ok
        assert listener.topics() == {f"inspection/{tmp_path.name}/{kind}" for kind in ("inspection", "event", "status")}


def test_during_an_outage_the_line_goes_on_and_nothing_is_lost(tmp_path: Path, broker: Broker) -> None:
    broker.start()
    with built(config_for(tmp_path, broker)) as station:
        ready(station)
        with closing(Listener(broker.port)) as listener:
            before = inspect(station, 3)
            until(lambda: len(ids_of(listener)) >= 3, "the publishing of the first parts")
        broker.stop()
        until(lambda: not mqtt_of(station).ok, "the outage being noticed")
        states: list[OutputState] = []
        leave = station.subscribe(lambda result: states.append(result.inspection.output))
        meanwhile = inspect(station, 25)
        leave()
        assert states == [OutputState.SENT] * 25
        status = told(station, "25 inspections wait")
        assert str(broker.port) in status.message
        assert status.hint
        broker.start()
        with closing(Listener(broker.port)) as listener:
            until(lambda: mqtt_of(station).ok, "the connection coming back")
            after = inspect(station, 2)
            until(lambda: set(after) <= set(ids_of(listener)), "the publishing after the outage")
            published = ids_of(listener)
            # a listener that is later than the station does not hear what went before it
            assert published == (before + meanwhile + after)[-len(published) :]
            until(lambda: mqtt_of(station).message.endswith("."), "peace")
        events = [event.message for event in station.records.events(limit=50)]
        assert any(message.startswith("Results are not published:") for message in events)


def test_what_was_inspected_without_a_broker_is_published_after_the_next_start(tmp_path: Path, broker: Broker) -> None:
    config = config_for(tmp_path, broker)
    with built(config) as station:
        ready(station)
        ids = inspect(station, 12)
    broker.start()
    with closing(Listener(broker.port)) as listener:
        with built(config) as station:
            station.open_partners()
            until(lambda: len(ids_of(listener)) >= 12, "the publishing of the last run")
            assert ids_of(listener) == ids
        assert until(lambda: [one for one in listener.of("status") if not one["online"]], "the farewell")
        with built(config) as station:  # what is acknowledged is remembered: nothing is published twice
            station.open_partners()
            until(lambda: mqtt_of(station).ok, "the connection")
        assert len(listener.of("inspection")) == 12


def test_a_crash_publishes_again_and_leaves_nothing_out(tmp_path: Path, broker: Broker) -> None:
    broker.start()
    config = config_for(tmp_path, broker)
    with closing(Listener(broker.port)) as listener:
        with built(config) as station:
            ready(station)
            bookmark = (config.data_dir / "mqtt.json").read_bytes()
            ids = inspect(station, 5)
            until(lambda: len(ids_of(listener)) >= 5, "the publishing")
        (config.data_dir / "mqtt.json").write_bytes(bookmark)  # as if the program had died before it was kept
        with built(config) as station:
            station.open_partners()
            until(lambda: len(listener.of("inspection")) >= 10, "the publishing again")
        assert [message["id"] for message in listener.of("inspection")] == ids + ids


def test_a_wrong_password_is_told_in_words_and_never_in_clear(
    tmp_path: Path, broker: Broker, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    broker.start(password=True)
    file = tmp_path / "password"
    file.write_text("not-the-password\n")
    with built(config_for(tmp_path, broker, user=USER, password_file=str(file))) as station:
        station.open_partners()
        refused = told(station, "refuses")
        assert not refused.ok
        assert USER in refused.message
        assert "password" in refused.hint
        file.write_text(PASSWORD + "\n")  # read anew with the next attempt
        until(lambda: mqtt_of(station).ok, "the connection with the right password")
        said = caplog.text + repr(station.config) + "".join(event.message for event in station.records.events())
        assert PASSWORD not in said
        assert "not-the-password" not in said


def test_the_broker_says_offline_for_a_station_that_is_gone(tmp_path: Path, broker: Broker) -> None:
    broker.start()
    section = MqttSection(host=HOST, port=broker.port, protocol=broker.protocol)  # type: ignore[arg-type]
    session = BrokerSession(section, "station-a", ("inspection/a/status", b'{"online": false}'))
    session.open()
    with closing(Listener(broker.port)) as listener:
        session.abandon()
        assert until(lambda: listener.of("status"), "the last will") == [{"online": False}]
    with closing(Listener(broker.port)) as late:  # who comes later is told too
        assert until(lambda: late.of("status"), "the retained status") == [{"online": False}]


def test_with_tls_only_a_certificate_of_the_authority_is_trusted(tmp_path: Path, mosquitto: Broker) -> None:
    tls = make_tls(tmp_path)
    mosquitto.start(tls=tls)
    with built(config_for(tmp_path / "a", mosquitto, tls=True)) as station:
        station.open_partners()
        refused = told(station, "certificate")
        assert "mqtt.ca_file" in refused.hint
    with built(config_for(tmp_path / "b", mosquitto, tls=True, ca_file=str(tls.ca))) as station:
        station.open_partners()
        until(lambda: mqtt_of(station).ok, "the connection")
    with built(config_for(tmp_path / "c", mosquitto)) as station:  # plain MQTT to a TLS port
        station.open_partners()
        until(lambda: "Connecting" not in mqtt_of(station).message, "the answer")
        wrong = mqtt_of(station)
        assert not wrong.ok
        assert "mqtt.tls" in wrong.hint


def test_a_broker_that_does_not_allow_publishing_is_told_in_words(tmp_path: Path, mosquitto: Broker) -> None:
    mosquitto.start(deny=True)
    with built(config_for(tmp_path, mosquitto)) as station:
        station.open_partners()
        refused = told(station, "did not take")
        assert "not authorized" in refused.message
        assert not refused.ok


def test_two_stations_with_one_client_id_are_told(tmp_path: Path, mosquitto: Broker) -> None:
    mosquitto.start()
    with built(config_for(tmp_path / "a", mosquitto, client_id="same")) as one:
        one.open_partners()
        until(lambda: mqtt_of(one).ok, "the first connection")
        with built(config_for(tmp_path / "b", mosquitto, client_id="same")) as other:
            other.open_partners()
            # mosquitto 2.0 ends the older connection without a word; others say "session taken over"
            until(lambda: "mqtt.client_id" in mqtt_of(one).hint, "the word")


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n"])
def test_what_is_no_broker_is_told_in_words(tmp_path: Path, answer: bytes) -> None:
    server = socket.create_server((HOST, 0))

    def serve() -> None:
        with suppress(OSError):
            while True:
                link, _ = server.accept()
                link.recv(1000)
                link.sendall(answer)
                link.close()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        config = make_config(tmp_path, mqtt={"host": HOST, "port": server.getsockname()[1]})
        with built(config) as station:
            station.open_partners()
            wrong = told(station, "does not answer")
            assert "mqtt.port" in wrong.hint
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join()


def test_a_station_opens_and_inspects_where_nothing_listens(tmp_path: Path) -> None:
    with built(make_config(tmp_path, mqtt={"host": HOST, "port": free_port()}), make_camera()) as station:
        ready(station)
        assert len(inspect(station, 3)) == 3
        gone = told(station, "no connection")
        assert "Start the broker" in gone.hint


def test_a_password_file_that_is_not_there_is_told_before_anything_is_opened(tmp_path: Path) -> None:
    config = make_config(tmp_path, mqtt={"host": HOST, "user": "a", "password_file": "nowhere"})
    with built(config) as station, pytest.raises(OutputError, match="nowhere") as caught:
        station.open_partners()
    assert "mqtt.password_file" in caught.value.hint


def test_doctor_signs_in_beside_a_running_station(tmp_path: Path, broker: Broker) -> None:
    broker.start()
    config = config_for(tmp_path, broker)
    with built(config) as station:
        station.open_partners()
        until(lambda: mqtt_of(station).ok, "the connection")
        found = check_mqtt(config.mqtt, config.station.name)
        assert found.level is Level.OK
        assert f"127.0.0.1:{broker.port} takes the station" in found.text
        assert mqtt_of(station).ok
    broker.stop()
    gone = check_mqtt(config.mqtt, config.station.name)
    assert gone.level is Level.WARN  # parts are inspected all the same
    assert "Start the broker" in gone.remedy
    wrong = check_mqtt(config.mqtt.model_copy(update={"user": "a", "password_file": tmp_path / "nowhere"}), "s")
    assert wrong.level is Level.FAIL
