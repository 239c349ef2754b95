"""Look at the message broker."""

from __future__ import annotations

from station.config_cell import MqttSection
from station.errors import OutputError
from station.findings import Finding, Level
from station.ids import new_id
from station.mqtt.session import BrokerLost, BrokerSession, load_paho


def check_mqtt(section: MqttSection, station: str) -> Finding:
    """Connect and sign in once, under a name of its own: a station that runs keeps its link."""
    session = BrokerSession(section, f"doctor-{station}-{new_id()[-8:]}", None)
    try:
        load_paho()
        session.open()
    except BrokerLost as error:  # parts are inspected all the same, and published when it is back
        return Finding("mqtt", Level.WARN, error.message, error.hint)
    except OutputError as error:
        return Finding("mqtt", Level.FAIL, error.message, error.hint)
    session.close()
    who = "" if section.user is None else f" as user {section.user}"
    tls = " over TLS" if section.tls else ""
    return Finding("mqtt", Level.OK, f"{session.address} takes the station{who}, MQTT {section.protocol}{tls}")
