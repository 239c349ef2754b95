"""What the publisher of results says of its link, for Qt's lupdate. `{places}` stand for names."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

PUBLISHING = (
    str(QT_TRANSLATE_NOOP("services", "{said} {count} inspections wait in the records.")),
    str(QT_TRANSLATE_NOOP("services", "Connected to the MQTT broker {where}.")),
    str(QT_TRANSLATE_NOOP("services", "Connecting to the MQTT broker {where}.")),
    str(QT_TRANSLATE_NOOP("services", "Results are not published: {why}")),
    str(QT_TRANSLATE_NOOP("services", "The MQTT broker {where} is connected again.")),
    str(QT_TRANSLATE_NOOP("services", "There is no connection to the MQTT broker {where} ({why}).")),
    str(QT_TRANSLATE_NOOP("services", "Start the broker, or correct mqtt.host and mqtt.port.")),
    str(QT_TRANSLATE_NOOP("services", "The connection to the MQTT broker {where} was lost.")),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "It is made again by itself. If this repeats, another program may use the client id {name} too: give each"
            " station a mqtt.client_id of its own.",
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "The MQTT broker {where} ended the connection: {why}.")),
    str(QT_TRANSLATE_NOOP("services", "The MQTT broker {where} did not take a message on {topic}: {why}.")),
    str(
        QT_TRANSLATE_NOOP(
            "services", "Let the broker's administrator allow this user to publish there; the message is sent again."
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "The MQTT broker {where} has not acknowledged a message for {time} s.")),
    str(QT_TRANSLATE_NOOP("services", "Look at the broker's log; the messages are sent again.")),
    str(QT_TRANSLATE_NOOP("services", "Look at the broker's log.")),
    str(QT_TRANSLATE_NOOP("services", "The MQTT broker {where} refuses the station as user {name}: {why}.")),
    str(QT_TRANSLATE_NOOP("services", "The MQTT broker {where} refuses the station without a user name: {why}.")),
    str(QT_TRANSLATE_NOOP("services", "The MQTT broker {where} refuses the station: {why}.")),
    str(
        QT_TRANSLATE_NOOP(
            "services", "Correct mqtt.user and the password (mqtt.password_file or STATION_MQTT_PASSWORD)."
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "What listens at {where} does not answer as an MQTT broker does.")),
    str(QT_TRANSLATE_NOOP("services", "Check mqtt.host, mqtt.port, mqtt.tls and mqtt.protocol.")),
    str(QT_TRANSLATE_NOOP("services", "The certificate of the MQTT broker {where} cannot be verified ({why}).")),
    str(
        QT_TRANSLATE_NOOP(
            "services",
            "Give the certificate of the authority that signed it in mqtt.ca_file, and the name that it was made out to"
            " in mqtt.host.",
        )
    ),
    str(QT_TRANSLATE_NOOP("services", "The password file of the MQTT broker, {path}, cannot be read ({why}).")),
    str(QT_TRANSLATE_NOOP("services", "The password file of the MQTT broker, {path}, is empty.")),
)
