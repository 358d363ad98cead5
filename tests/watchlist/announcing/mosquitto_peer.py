"""A real mosquitto on loopback, and somebody who listens to it."""

import queue
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from watchlist.announcing.address import BrokerAddress

MISSING = "missing part: mosquitto"
WITHIN_S = 15.0
USER, PASSWORD, PREFIX = "gatehouse", "right", "site/gate"
LISTENER = ("building", "listens")


def program() -> str:
    """Passes the test over where it is not installed: Debian puts it where only root looks."""
    found = shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin")
    if found is None or shutil.which("mosquitto_passwd") is None:
        pytest.skip(f"{MISSING}: no mosquitto or no mosquitto_passwd")
    return found


@dataclass
class Mosquitto:
    """Its access rules are those of `rules`; with `certificate` and `key` it speaks TLS only."""

    folder: Path
    certificate: Path | None = None
    key: Path | None = None
    rules: tuple[str, ...] = (f"user {USER}", f"topic write {PREFIX}/#")
    remembers: bool = False
    port: int = field(init=False)
    _process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    def __post_init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        passwords = self.folder / "passwords"
        passwords.touch(mode=0o600)
        for user, password in ((USER, PASSWORD), LISTENER):
            subprocess.run(["mosquitto_passwd", "-b", passwords, user, password], check=True, capture_output=True)

    @property
    def address(self) -> BrokerAddress:
        return BrokerAddress("127.0.0.1", self.port, self.certificate is not None, PREFIX)

    def start(self) -> None:
        settings = self.folder / "mosquitto.conf"
        self._write_rules()
        lines = [
            *("user root", "log_dest none", "allow_anonymous false", "set_tcp_nodelay true"),
            f"listener {self.port} 127.0.0.1",
            f"password_file {self.folder / 'passwords'}",
            f"acl_file {self.folder / 'rules'}",
            f"persistence {str(self.remembers).lower()}",
            f"persistence_location {self.folder}/",
        ]
        if self.certificate is not None:
            lines += [f"certfile {self.certificate}", f"keyfile {self.key}"]
        settings.write_text("\n".join(lines) + "\n")
        self._process = subprocess.Popen(
            [program(), "-c", settings], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + WITHIN_S
        while not self._answers():
            assert self._process.poll() is None, "mosquitto does not start"
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def stop(self, *, gently: bool = False) -> None:
        """Gently it writes down first what it remembers. Twice is allowed."""
        if self._process is not None:
            self._process.terminate() if gently else self._process.kill()
            self._process.wait(WITHIN_S)
            self._process = None

    def change_rules(self, *rules: str) -> None:
        """While it runs, and nobody is told."""
        self.rules = rules
        self._write_rules()
        if sys.platform != "win32":
            assert self._process is not None
            self._process.send_signal(signal.SIGHUP)

    def _write_rules(self) -> None:
        rules = self.folder / "rules"
        rules.write_text("\n".join((*self.rules, f"user {LISTENER[0]}", "topic readwrite #", "")))
        rules.chmod(0o600)

    def _answers(self) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1.0):
            return True
        return False


@contextmanager
def running(broker: Mosquitto) -> Iterator[Mosquitto]:
    try:
        broker.start()
        yield broker
    finally:
        broker.stop()


@contextmanager
def listening(broker: Mosquitto, *, stays: bool = False) -> Iterator["Listener"]:
    """Somebody who hears everything from now on; with `stays` also what is said while they are away."""
    listener = Listener(broker, stays=stays)
    try:
        yield listener
    finally:
        listener.close()


class Listener:
    def __init__(self, broker: Mosquitto, *, stays: bool) -> None:
        self._heard: queue.Queue[MQTTMessage] = queue.Queue()
        self.kept_s: dict[str, int | None] = {}
        """For how long the broker keeps what was heard at a topic."""
        ready: queue.Queue[object] = queue.Queue()
        self._client = Client(CallbackAPIVersion.VERSION2, client_id="listener", protocol=MQTTProtocolVersion.MQTTv5)
        self._client.username_pw_set(*LISTENER)
        if broker.certificate is not None:
            self._client.tls_set(str(broker.folder / "authority.pem"))
        self._client.on_message = lambda _client, _data, message: self._heard.put(message)
        self._client.on_connect = lambda client, *_: client.subscribe(f"{PREFIX}/#", 1)
        self._client.on_subscribe = lambda *_: ready.put(None)
        remembered = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
        remembered.SessionExpiryInterval = 3600 if stays else 0
        self._client.connect("127.0.0.1", broker.port, clean_start=not stays, properties=remembered)
        self._client.loop_start()
        ready.get(timeout=WITHIN_S)

    def until(self, topic: str, is_so: Callable[[bytes], bool]) -> list[tuple[str, bytes]]:
        """What was heard, up to and with the message at this topic of which it is so."""
        heard: list[tuple[str, bytes]] = []
        deadline = time.monotonic() + WITHIN_S
        while True:
            message = self._heard.get(timeout=max(0.01, deadline - time.monotonic()))
            below = message.topic.removeprefix(f"{PREFIX}/")
            heard.append((below, bytes(message.payload)))
            self.kept_s[below] = getattr(message.properties, "MessageExpiryInterval", None)
            if below == topic and is_so(bytes(message.payload)):
                return heard

    def found(self) -> dict[str, bytes]:
        """What the broker hands to whoever comes now: all that it kept, in no order."""
        self._client.publish(f"{PREFIX}/marker", b"all", 1)
        return dict(self.until("marker", bool))

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()
