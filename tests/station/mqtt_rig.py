"""Real brokers on this machine, and a client that listens to them."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion

USER, PASSWORD = "station", "geheim-4711"
WAIT_S = 60.0
HOST = "127.0.0.1"


def free_port() -> int:
    with socket.create_server((HOST, 0)) as server:
        return int(server.getsockname()[1])


def until(condition: Callable[[], Any], what: str) -> Any:
    """Wait for what comes in its own time; returns it."""
    end = time.monotonic() + WAIT_S
    while not (found := condition()):
        assert time.monotonic() < end, f"{what} did not happen within {WAIT_S:.0f} s"
        time.sleep(0.01)
    return found


@dataclass(frozen=True)
class Tls:
    ca: Path
    certificate: Path
    key: Path


class Broker:
    """One broker process; the port stays the same when it is started again."""

    def __init__(self, folder: Path, protocol: str) -> None:
        self.port = free_port()
        self.protocol = protocol
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._log = folder / "broker.log"

    def command(self, *, password: bool, tls: Tls | None, deny: bool) -> list[str]:
        raise NotImplementedError

    def start(self, *, password: bool = False, tls: Tls | None = None, deny: bool = False) -> None:
        command = self.command(password=password, tls=tls, deny=deny)
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self._folder)
        until(self._listens, f"the start of {command[0]}")

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _listens(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, self._log.read_text(errors="replace")
        try:
            socket.create_connection((HOST, self.port), timeout=1).close()
        except OSError:
            return False
        return True


class Mosquitto(Broker):
    def __init__(self, folder: Path) -> None:
        # Debian keeps it where only administrators look
        found = shutil.which("mosquitto", path="/usr/sbin:/usr/local/sbin:/opt/homebrew/sbin") or shutil.which(
            "mosquitto"
        )
        if found is None:
            pytest.skip("no mosquitto on this machine (Debian: apt-get install mosquitto)")
        self._program = found
        super().__init__(folder, "5")

    def command(self, *, password: bool, tls: Tls | None, deny: bool) -> list[str]:
        lines = [f"listener {self.port} {HOST}", f"allow_anonymous {str(not password).lower()}", "persistence false"]
        lines.append("max_queued_messages 100000")
        if hasattr(os, "getuid") and os.getuid() == 0:
            lines.append("user root")  # it would change to a user who may not read the files of this test
        if password:
            tool = shutil.which("mosquitto_passwd")
            assert tool is not None, "mosquitto without mosquitto_passwd"
            passwords = self._folder / "passwords"
            subprocess.run([tool, "-b", "-c", passwords, USER, PASSWORD], check=True, capture_output=True)
            lines.append(f"password_file {passwords}")
        if tls is not None:
            lines += [f"cafile {tls.ca}", f"certfile {tls.certificate}", f"keyfile {tls.key}"]
        if deny:
            (self._folder / "rights").write_text("topic read #\n")
            lines.append(f"acl_file {self._folder / 'rights'}")
        file = self._folder / "mosquitto.conf"
        file.write_text("\n".join(lines) + "\n")
        return [self._program, "-c", str(file)]


class Amqtt(Broker):
    def __init__(self, folder: Path) -> None:
        if importlib.util.find_spec("amqtt") is None:
            pytest.skip('the package amqtt is not installed (pip install "inspection-station[test]")')
        super().__init__(folder, "3.1.1")

    def command(self, *, password: bool, tls: Tls | None, deny: bool) -> list[str]:
        if tls is not None or deny:
            pytest.skip("amqtt is tried without TLS and without rights")
        plugins: dict[str, Any] = {"amqtt.plugins.authentication.AnonymousAuthPlugin": {"allow_anonymous": True}}
        if password:
            (self._folder / "passwords").write_text(f"{USER}:{PasswordHasher().hash(PASSWORD)}\n")
            plugins = {
                "amqtt.plugins.authentication.FileAuthPlugin": {"password_file": str(self._folder / "passwords")}
            }
        settings = {"listeners": {"default": {"type": "tcp", "bind": f"{HOST}:{self.port}"}}, "plugins": plugins}
        settings_file = self._folder / "amqtt.yaml"
        settings_file.write_text(json.dumps(settings))  # JSON is YAML
        return [sys.executable, "-m", "amqtt.scripts.broker_script", "-c", str(settings_file)]


BROKERS = {"mosquitto": Mosquitto, "amqtt": Amqtt}


class Listener:
    """Subscribes to everything of one prefix, and keeps it in the order in which it came."""

    def __init__(self, port: int, *, prefix: str = "inspection", user: str | None = None) -> None:
        self._lock = threading.Lock()
        self._messages: list[tuple[str, bool, dict[str, Any]]] = []
        self._ready = threading.Event()
        self._client = Client(CallbackAPIVersion.VERSION2, client_id=f"listener-{port}")
        if user is not None:
            self._client.username_pw_set(user, PASSWORD)
        self._client.on_connect = lambda client, *_: client.subscribe(f"{prefix}/#", qos=1)
        self._client.on_subscribe = lambda *_: self._ready.set()
        self._client.on_message = self._take
        self._client.connect(HOST, port, keepalive=60)
        self._client.loop_start()
        assert self._ready.wait(WAIT_S)

    def of(self, kind: str) -> list[dict[str, Any]]:
        """What came under a topic that ends in `kind`."""
        with self._lock:
            return [body for topic, _, body in self._messages if topic.endswith(f"/{kind}")]

    def topics(self) -> set[str]:
        with self._lock:
            return {topic for topic, _, _ in self._messages}

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    def _take(self, _client: Client, _data: Any, message: MQTTMessage) -> None:
        with self._lock:
            self._messages.append((message.topic, message.retain, json.loads(message.payload)))


def make_tls(folder: Path) -> Tls:
    """An authority, and a certificate of it for this machine."""
    tool = shutil.which("openssl")
    if tool is None:
        pytest.skip("no openssl on this machine to make a certificate with")
    ca, ca_key = folder / "ca.pem", folder / "ca.key"
    certificate, key, request = folder / "broker.pem", folder / "broker.key", folder / "broker.csr"
    new = [tool, "req", "-newkey", "rsa:2048", "-nodes"]
    names = folder / "names"
    names.write_text(f"subjectAltName=IP:{HOST}\n")
    sign = [tool, "x509", "-req", "-days", "2", "-in", request, "-CA", ca, "-CAkey", ca_key, "-CAcreateserial"]
    for command in (
        [*new, "-x509", "-days", "2", "-keyout", ca_key, "-out", ca, "-subj", "/CN=authority of a test"],
        [*new, "-keyout", key, "-out", request, "-subj", f"/CN={HOST}"],
        [*sign, "-out", certificate, "-extfile", names],
    ):
        subprocess.run(command, check=True, capture_output=True)
    return Tls(ca, certificate, key)
