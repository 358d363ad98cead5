"""One connection to a broker, by paho. It is used by one thread: paho's own thread and its locks stay out of it."""

import hashlib
import selectors
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from paho.mqtt.client import Client, DisconnectFlags
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from watchlist.announcing.address import BrokerAddress
from watchlist.announcing.errors import (
    AnnouncingError,
    BrokerAway,
    BrokerNotTrusted,
    BrokerRefused,
    ConnectionCut,
    PrefixShared,
    SecretUnreadable,
)
from watchlist.announcing.message import Message
from watchlist.announcing.waking import Waker

CONNECT_S = 3.0
KEEPALIVE_S = 10
_TAKEN_OVER = 0x8E
Answered = Callable[[int, str | None], None]
"""Told the number of a message that the broker answered, and why it did not take it, where it did not."""


@dataclass(frozen=True, slots=True)
class Broker:
    """Who is connected to, and as whom. The files are read anew for every connection: somebody may have mended them."""

    address: BrokerAddress
    user: str = ""
    password_file: Path | None = None
    ca_file: Path | None = None
    client: str = "gatehouse"

    @property
    def client_id(self) -> str:
        """The same in every run, so that the broker takes a killed program for gone as soon as the next one is there;
        in as many letters and digits as every broker must take."""
        mark = hashlib.sha256(self.address.prefix.encode()).hexdigest()
        return f"{self.client}{mark}"[:23]


class BrokerLink:
    """Everything raises AnnouncingError when the connection is not there; then this one is done with."""

    def __init__(self, broker: Broker, answered: Answered, will: Message | None = None) -> None:
        self._broker = broker
        self._answered = answered
        self._numbers: dict[int, int] = {}
        self._is_there = False
        self._lost: AnnouncingError | None = None
        self._client = Client(
            CallbackAPIVersion.VERSION2,
            client_id=broker.client_id,
            protocol=MQTTProtocolVersion.MQTTv5,
            reconnect_on_failure=False,
        )
        self._client.connect_timeout = CONNECT_S
        self._client.on_connect = self._on_connect
        self._client.on_disconnect = self._on_disconnect
        self._client.on_publish = self._on_publish
        if will is not None:
            self._client.will_set(will.topic, will.payload, qos=1, retain=True)

    def open(self, waker: Waker) -> None:
        """Waits for the broker's welcome, for some seconds at most."""
        self._let_in()
        try:
            self._client.connect(self._broker.address.host, self._broker.address.port, KEEPALIVE_S, clean_start=True)
        except ssl.SSLError as error:
            raise BrokerNotTrusted(f"{self._broker.address}: {_in_words(error)}") from error
        except (OSError, UnicodeError) as error:
            raise BrokerAway(f"{self._broker.address} cannot be reached: {_in_words(error)}") from error
        deadline = time.monotonic() + CONNECT_S
        while not self._is_there:
            self.turn(waker, 0.1)
            if time.monotonic() > deadline:
                raise BrokerAway(f"{self._broker.address} does not answer as a broker does")

    def publish(self, number: int, message: Message) -> None:
        """Send it; `answered` is told this number."""
        properties = Properties(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call]
        if message.kept_s is not None:
            properties.MessageExpiryInterval = message.kept_s
        info = self._client.publish(message.topic, message.payload, 1, message.is_kept, properties)
        self._numbers[info.mid] = number

    def turn(self, waker: Waker, wait_s: float) -> None:
        """Do what is to be done, after waiting for it for so long or until somebody wakes us."""
        sock: Any = self._client.socket()
        if sock is not None:
            is_pending = isinstance(sock, ssl.SSLSocket) and sock.pending() > 0
            with selectors.DefaultSelector() as selector:
                write = selectors.EVENT_WRITE if self._client.want_write() else 0
                place = selector.register(sock, selectors.EVENT_READ | write)
                selector.register(waker, selectors.EVENT_READ)
                ready = dict(selector.select(0.0 if is_pending else wait_s))
            waker.rest()
            if is_pending or ready.get(place, 0) & selectors.EVENT_READ:
                self._client.loop_read()
            if ready.get(place, 0) & selectors.EVENT_WRITE:
                self._client.loop_write()
            self._client.loop_misc()
        if self._lost is not None:
            raise self._lost

    def close(self) -> None:
        """Leave in peace: no last will. Whoever lost the connection has left already."""
        self._client.disconnect()
        sock: Any = self._client.socket()
        if sock is not None:  # what the broker does not take any more; it finds out
            sock.close()

    def _let_in(self) -> None:
        broker = self._broker
        try:
            password = None
            if broker.password_file is not None:
                password = broker.password_file.read_text(encoding="utf-8-sig").strip()
            if broker.user:
                self._client.username_pw_set(broker.user, password)
            if broker.address.is_secure:
                context = ssl.create_default_context(cafile=broker.ca_file)
                context.sslsocket_class = _HandshakingSocket
                self._client.tls_set_context(context)
        except ssl.SSLError as error:
            raise SecretUnreadable(f"{broker.ca_file} is no certificate") from error
        except (OSError, ValueError) as error:
            raise SecretUnreadable(f"a file of [mqtt] cannot be read: {error}") from error

    def _on_connect(self, _client: Client, _data: Any, _flags: Any, reason: ReasonCode, _properties: Any) -> None:
        if reason.is_failure:
            self._lost = self._refusal(reason)
        else:
            self._is_there = True

    def _refusal(self, reason: ReasonCode) -> AnnouncingError:
        who = f"user {self._broker.user!r}" if self._broker.user else "anybody without a user"
        why = f"{self._broker.address} does not let {who} in: {reason}"
        if reason.getName() in ("Bad user name or password", "Not authorized", "Banned", "Client identifier not valid"):
            return BrokerRefused(why)
        return BrokerRefused(why, "Look at the broker: it is there and takes nobody in, or nobody who speaks MQTT 5.")

    def _on_disconnect(
        self, _client: Client, _data: Any, flags: DisconnectFlags, reason: ReasonCode, _properties: Any
    ) -> None:
        if self._lost is not None:
            return
        if flags.is_disconnect_packet_from_server and reason.value == _TAKEN_OVER:
            self._lost = PrefixShared(f"{self._broker.address}: somebody else connected as us")
        else:
            kind = ConnectionCut if self._is_there else BrokerAway
            self._lost = kind(f"{self._broker.address} went away: {reason}")

    def _on_publish(self, _client: Client, _data: Any, mid: int, reason: ReasonCode, _properties: Any) -> None:
        number = self._numbers.pop(mid, None)
        if number is not None:
            self._answered(number, str(reason) if reason.is_failure else None)


class _HandshakingSocket(ssl.SSLSocket):
    """paho leaves its socket open when the handshake fails."""

    def do_handshake(self, block: bool = False) -> None:
        try:
            super().do_handshake(block)
        except OSError:
            self.close()
            raise


def _in_words(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message
    if isinstance(error, ssl.SSLError) and error.reason:
        return f"no TLS there ({error.reason})"
    if isinstance(error, TimeoutError):
        return "no answer"
    return str(getattr(error, "strerror", None) or error)
