"""The announcer over MQTT, driven from a thread of its own."""

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from watchlist.announcing.errors import AnnouncerEnded, AnnouncingError, ConnectionCut, PublishingDenied
from watchlist.announcing.link import Broker, BrokerLink
from watchlist.announcing.message import KEPT_S, Message
from watchlist.announcing.messages import BEAT_S, Messages
from watchlist.announcing.outbox import Outbox
from watchlist.announcing.telling import BrokerListener, BrokerTeller
from watchlist.announcing.waking import Waker
from watchlist.post.values import AlarmView, Overview

MOST_UNANSWERED = 10
"""What every broker takes at once."""
RENEW_S = KEPT_S / 3
RENEW_DENIED_S = 60.0
"""While something is denied: somebody may be mending the access rules, of which the broker tells nobody."""
TURN_S = 1.0


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: before a lost broker is tried again, at first and at most; and for the goodbye."""

    first_wait_s: float = 0.5
    longest_wait_s: float = 15.0
    goodbye_s: float = 2.0

    def wait_s(self, failures: int) -> float:
        return min(self.first_wait_s * 2.0 ** min(failures, 30), self.longest_wait_s)

    def steady_s(self, cuts: int) -> float:
        """After so many cuts a connection lasts when it outlives the next try of somebody who takes our place."""
        return 2 * self.wait_s(cuts) if cuts else 0.0


class MqttAnnouncer:
    """Callers only ever touch the outbox; the broker belongs to the thread."""

    def __init__(
        self, broker: Broker, patience: Patience | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.broker = str(broker.address)
        self._to = broker
        self._patience = patience or Patience()
        self._clock = clock
        self._messages = Messages(broker.address.prefix)
        self._putting = threading.Lock()
        self._outbox = Outbox()
        self._beat_at_s: float | None = None
        self._sent: dict[int, Message] = {}
        self._denied: dict[str, AnnouncingError] = {}
        self._failures = 0
        self._cuts = 0
        self._connected_at_s = 0.0
        self._renewed_at_s = 0.0
        self._waker = Waker()
        self._stop = threading.Event()
        self._teller = BrokerTeller(self.broker, lambda _: None)
        self._thread = threading.Thread(target=self._run, name="announcer", daemon=True)

    def listen(self, listener: BrokerListener) -> None:
        self._teller = BrokerTeller(self.broker, listener)
        self._thread.start()

    def show(self, overview: Overview) -> None:
        now_s = self._clock()
        with self._putting:
            for message in self._messages.standing(overview):
                self._outbox.stand(message)
            if self._beat_at_s is None or now_s - self._beat_at_s >= BEAT_S:
                self._beat_at_s = now_s
                self._outbox.beat(self._messages.beat(overview.at))
        self._waker.wake()

    def begin(self, alarms: Iterable[AlarmView]) -> None:
        with self._putting:
            self._outbox.tell(self._messages.found(alarms))
        self._waker.wake()

    def tell(self, alarm: AlarmView) -> None:
        with self._putting:
            self._outbox.tell(self._messages.alarm(alarm))
        self._waker.wake()

    def close(self) -> None:
        self._stop.set()
        self._waker.wake()
        if self._thread.ident is None:
            self._waker.close()
        elif self._thread is not threading.current_thread():
            # A name server that does not answer may hold it for longer; it is let go then.
            self._thread.join(2 * self._patience.goodbye_s + TURN_S)

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                try:
                    self._serve()
                except AnnouncingError as error:
                    self._teller.lost(error)
                    self._stop.wait(self._patience.wait_s(self._failures))
                    self._failures += 1
                    self._cuts += isinstance(error, ConnectionCut)
        finally:
            if not self._stop.is_set():  # a bug ended it: the crash report has it
                self._teller.lost(AnnouncerEnded("the announcer ended"))
            self._waker.close()

    def _serve(self) -> None:
        """One connection, from its beginning to its end."""
        link = BrokerLink(self._to, self._answered, will=self._messages.offline)
        try:
            link.open(self._waker)
            self._sent.clear()
            self._denied.clear()
            with self._putting:
                self._outbox.connected_again(self._messages.online)
            self._connected_at_s = self._renewed_at_s = self._clock()
            while not self._stop.is_set():
                self._speak(link)
                link.turn(self._waker, TURN_S)
                self._judge()
            self._say_goodbye(link)
        finally:
            link.close()

    def _speak(self, link: BrokerLink) -> None:
        """Hand over as much as may be under way at once. Never under the lock: paho may call back from within."""
        if self._clock() - self._renewed_at_s >= (RENEW_DENIED_S if self._denied else RENEW_S):
            self._renewed_at_s = self._clock()
            with self._putting:
                self._outbox.renew()
        while len(self._sent) < MOST_UNANSWERED:
            with self._putting:
                taken = self._outbox.take()
            if taken is None:
                return
            number, message = taken
            self._sent[number] = message
            link.publish(number, message)

    def _answered(self, number: int, refusal: str | None) -> None:
        with self._putting:
            self._outbox.answered(number)
        message = self._sent.pop(number)
        if refusal is None:
            self._denied.pop(message.family, None)
        else:
            denied = PublishingDenied.by(self._to.address, self._to.user, message.topic, refusal)
            self._denied[message.family] = denied

    def _judge(self) -> None:
        """It is well when all was said and the connection lasts: one that is cut again and again is not."""
        if self._denied:
            self._teller.lost(next(iter(self._denied.values())))
            return
        with self._putting:
            is_empty, dropped = self._outbox.is_empty, self._outbox.dropped
        lasts = self._clock() - self._connected_at_s >= self._patience.steady_s(self._cuts)
        if is_empty and lasts:
            self._failures = self._cuts = 0
            if self._teller.there(dropped):
                with self._putting:
                    self._outbox.dropped -= dropped

    def _say_goodbye(self, link: BrokerLink) -> None:
        self._finish(link)
        with self._putting:
            self._outbox.stand(self._messages.offline)
        self._finish(link)

    def _finish(self, link: BrokerLink) -> None:
        deadline_s = time.monotonic() + self._patience.goodbye_s
        while time.monotonic() < deadline_s:
            self._speak(link)
            with self._putting:
                if self._outbox.is_empty:
                    return
            link.turn(self._waker, 0.1)
