"""One connection to a broker, from its beginning to its end. The only file that knows paho.

Everything happens on the caller's thread, inside `open`, `turn` and `close`; nothing is kept from one session to the
next, so that what was not acknowledged is the publisher's to send again.
"""

from __future__ import annotations

import os
import ssl
import time
from collections import deque
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from station.config_cell import MqttSection
from station.errors import OutputError

if TYPE_CHECKING:
    from paho.mqtt.client import Client
    from paho.mqtt.reasoncodes import ReasonCode

PASSWORD = "STATION_MQTT_PASSWORD"
WINDOW = 20
"""Messages on their way at most; fewer where the broker asks for it."""

_CONNECT_S = 5.0
_ANSWER_S = 10.0
_ACKNOWLEDGE_S = 30.0
_ENDED_BY_BROKER = {
    0x8E: (
        "another program took over the client id {client_id}",
        "Give each station a mqtt.client_id of its own.",
    ),
    0x87: ("the broker does not allow it", "Let the broker's administrator look at the rights of this user."),
    0x97: ("the station's quota at the broker is used up", "Let the broker's administrator look at the quota."),
}


class BrokerLost(OutputError):
    """The session cannot begin, or has ended. The publisher tries again by itself."""


def read_password(section: MqttSection, environ: Mapping[str, str] = os.environ) -> str | None:
    """The password from the file, else from the environment; read anew for each session, so that it may be changed.

    Raises:
        OutputError: the file cannot be read, or is empty.
    """
    if section.password_file is None:
        return environ.get(PASSWORD) or None
    path = section.password_file
    try:
        password = path.read_text(encoding="utf-8").strip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        raise OutputError(
            f"The password file of the MQTT broker, {path}, cannot be read ({why}).",
            "Correct mqtt.password_file, or give this user the right to read the file.",
        ) from None
    if not password:
        raise OutputError(f"The password file of the MQTT broker, {path}, is empty.", "Write the password into it.")
    return password


def load_paho() -> None:
    """Raises OutputError where the client library is not installed."""
    try:
        import paho.mqtt.client as _  # noqa: F401
    except ImportError as error:
        raise OutputError(
            f"MQTT needs the package paho-mqtt, which is not installed ({error}).",
            'Install it: pip install "inspection-station[mqtt]"',
        ) from error


class _Context(ssl.SSLContext):
    """Remembers the socket that it made: paho forgets to close one whose handshake fails."""

    made: ssl.SSLSocket | None = None

    def wrap_socket(self, *args: Any, **more: Any) -> ssl.SSLSocket:
        self.made = super().wrap_socket(*args, **more)
        return self.made


class BrokerSession:
    """Publishes with QoS 1. Not thread-safe."""

    def __init__(self, section: MqttSection, client_id: str, will: tuple[str, bytes] | None) -> None:
        """`will`: topic and message that the broker publishes, retained, when it loses the station."""
        self._section = section
        self._client_id = client_id
        self._will = will
        self._client: Client | None = None
        self._sent: deque[tuple[int, str, float]] = deque()  # mid, topic, when; oldest first
        self._acknowledged: dict[int, ReasonCode] = {}
        self._window = WINDOW
        self._context: _Context | None = None
        self._answer: ReasonCode | None = None
        self._ended: ReasonCode | None = None

    @property
    def address(self) -> str:
        return f"{self._section.host}:{self._section.port}"

    @property
    def room(self) -> bool:
        """Whether one more message may be under way."""
        return len(self._sent) < self._window

    @property
    def idle(self) -> bool:
        """Whether everything that was published is acknowledged."""
        return not self._sent

    def open(self) -> None:
        """Connect and sign in. Takes at most 15 s, and as long as the name of the broker takes to be found.

        Raises:
            BrokerLost: no such broker, refused, wrong password, a certificate that cannot be verified.
            OutputError: a file of the configuration cannot be read.
        """
        client = self._make_client()
        try:
            self._connect(client)
        except BaseException:
            if self._context is not None and self._context.made is not None:
                self._context.made.close()
            raise
        self._client = client
        until = time.monotonic() + _ANSWER_S
        while self._answer is None:
            problem = client.loop(0.1)
            if self._answer is None and (problem or time.monotonic() > until):
                self._drop()
                raise BrokerLost(
                    f"What listens at {self.address} does not answer as an MQTT broker does.",
                    "Check mqtt.host, mqtt.port, mqtt.tls and mqtt.protocol.",
                )
        if self._answer.is_failure:
            self._drop()
            raise self._refusal(self._answer)

    def publish(self, topic: str, message: bytes, *, retain: bool = False) -> int:
        """Send one message; returns its number, which `turn` gives back when the broker has it. Raises BrokerLost."""
        client = self._living()
        info = client.publish(topic, message, qos=1, retain=retain)
        self._sent.append((info.mid, topic, time.monotonic()))
        if info.rc:
            raise self._lost()
        return info.mid

    def turn(self, timeout_s: float) -> frozenset[int]:
        """Send and hear for at most `timeout_s`; returns the numbers of what the broker acknowledged.

        Raises:
            BrokerLost: the connection is gone, or the broker said no to a message: then the session is over too.
        """
        client = self._living()
        if client.loop(timeout_s) and not self._acknowledged:
            raise self._lost()
        found, self._acknowledged = self._acknowledged, {}
        for mid, topic, _ in self._sent:
            if mid in found and found[mid].is_failure:
                raise self._not_taken(topic, found[mid])
        self._sent = deque(one for one in self._sent if one[0] not in found)
        if self._sent and time.monotonic() - self._sent[0][2] > _ACKNOWLEDGE_S:
            self._drop()
            raise BrokerLost(
                f"The MQTT broker {self.address} has not acknowledged a message for {_ACKNOWLEDGE_S:.0f} s.",
                "Look at the broker's log; the messages are sent again.",
            )
        return frozenset(found)

    def close(self) -> None:
        """End the session in order, so that the broker does not publish the will. Safe to call twice."""
        client, self._client = self._client, None
        if client is not None:
            client.disconnect()
            client.loop(0.1)  # writes what is left
            _release(client)

    def abandon(self) -> None:
        """End it as a crash would: the broker publishes the will. Safe to call twice."""
        self._drop()

    def _connect(self, client: Client) -> None:
        try:
            client.connect(self._section.host, self._section.port, self._section.keepalive_s)
        except ssl.SSLCertVerificationError as error:
            raise BrokerLost(
                f"The certificate of the MQTT broker {self.address} cannot be verified ({error.verify_message}).",
                "Give the certificate of the authority that signed it in mqtt.ca_file, and the name that it was made"
                " out to in mqtt.host.",
            ) from error
        except ssl.SSLError as error:
            raise BrokerLost(
                f"The MQTT broker {self.address} speaks no TLS that this station understands ({error.reason}).",
                "Check mqtt.port and mqtt.tls: brokers take TLS on a port of its own, mostly 8883.",
            ) from error
        except (OSError, ValueError) as error:
            raise BrokerLost(
                f"There is no connection to the MQTT broker {self.address} ({_why(error)}).",
                "Start the broker, or correct mqtt.host and mqtt.port.",
            ) from error

    def _make_client(self) -> Client:
        from paho.mqtt.client import Client
        from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion

        section = self._section
        five = section.protocol == "5"
        client = Client(
            CallbackAPIVersion.VERSION2,
            client_id=self._client_id,
            clean_session=None if five else True,
            protocol=MQTTProtocolVersion.MQTTv5 if five else MQTTProtocolVersion.MQTTv311,
            reconnect_on_failure=False,
        )
        client.connect_timeout = _CONNECT_S
        client.max_inflight_messages_set(WINDOW)
        if section.user is not None:
            client.username_pw_set(section.user, read_password(section))
        if section.tls:
            self._use_tls(client)
        if self._will is not None:
            client.will_set(*self._will, qos=1, retain=True)

        def on_connect(_client: Client, _data: Any, _flags: Any, code: ReasonCode, properties: Any) -> None:
            self._answer = code
            self._window = min(WINDOW, getattr(properties, "ReceiveMaximum", WINDOW))

        def on_publish(_client: Client, _data: Any, mid: int, code: ReasonCode, _properties: Any) -> None:
            self._acknowledged[mid] = code

        def on_disconnect(_client: Client, _data: Any, flags: Any, code: ReasonCode, _properties: Any) -> None:
            if flags.is_disconnect_packet_from_server:  # it comes once more when the socket ends
                self._ended = code

        client.on_connect = on_connect
        client.on_publish = on_publish
        client.on_disconnect = on_disconnect
        return client

    def _use_tls(self, client: Client) -> None:
        section = self._section
        try:
            context = _Context(ssl.PROTOCOL_TLS_CLIENT)  # which verifies certificates and names
            if section.ca_file is None:
                context.load_default_certs()
            else:
                context.load_verify_locations(section.ca_file)
            if section.cert_file is not None:
                context.load_cert_chain(section.cert_file, section.key_file)
        except (OSError, ssl.SSLError) as error:
            raise OutputError(
                f"The TLS files of the MQTT broker cannot be used ({_why(error)}).",
                "Check mqtt.ca_file, mqtt.cert_file and mqtt.key_file: they are PEM files.",
            ) from error
        client.tls_set_context(context)
        self._context = context

    def _living(self) -> Client:
        if self._client is None:
            raise BrokerLost("There is no connection to the MQTT broker.")
        return self._client

    def _lost(self) -> BrokerLost:
        code = self._ended
        self._drop()
        if code is None:
            return BrokerLost(
                f"The connection to the MQTT broker {self.address} was lost.",
                "It is made again by itself. If this repeats, another program may use the client id"
                f" {self._client_id} too: give each station a mqtt.client_id of its own.",
            )
        why, hint = _ENDED_BY_BROKER.get(code.value, (_in_words(code), "Look at the broker's log."))
        why = why.format(client_id=self._client_id)
        return BrokerLost(f"The MQTT broker {self.address} ended the connection: {why}.", hint)

    def _not_taken(self, topic: str, code: ReasonCode) -> BrokerLost:
        self._drop()
        return BrokerLost(
            f"The MQTT broker {self.address} did not take a message on {topic}: {_in_words(code)}.",
            "Let the broker's administrator allow this user to publish there; the message is sent again.",
        )

    def _refusal(self, code: ReasonCode) -> BrokerLost:
        why = _in_words(code)
        if why in ("bad user name or password", "not authorized"):
            user = self._section.user
            return BrokerLost(
                f"The MQTT broker {self.address} refuses the station without a user name: {why}."
                if user is None
                else f"The MQTT broker {self.address} refuses the station as user {user}: {why}.",
                "Correct mqtt.user and the password (mqtt.password_file or STATION_MQTT_PASSWORD).",
            )
        hint = 'Set mqtt.protocol to "3.1.1" or "5".' if "protocol version" in why else "Look at the broker's log."
        return BrokerLost(f"The MQTT broker {self.address} refuses the station: {why}.", hint)

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            _release(client)


def _release(client: Client) -> None:
    """Close the socket; paho's other two go with the client itself."""
    sock = client.socket()
    if sock is not None:
        sock.close()


def _in_words(code: ReasonCode) -> str:
    return str(code).lower()


def _why(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer"
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
