"""An announcer without a broker: the hand of a test or of the demo takes the broker away, and reads what was heard."""

from collections.abc import Iterable

from watchlist.announcing.errors import BrokerAway
from watchlist.announcing.message import Message
from watchlist.announcing.messages import Messages
from watchlist.announcing.outbox import Outbox
from watchlist.announcing.telling import BrokerListener, BrokerTeller
from watchlist.post.values import AlarmView, Overview


class FakeAnnouncer:
    """`heard` is what a listener who was always there heard, in its order; `kept` what one who comes now would find.

    It tells its trouble from the thread of whoever made it.
    """

    broker = "mqtt://fake"

    def __init__(self, prefix: str = "gatehouse") -> None:
        self._messages = Messages(prefix)
        self._outbox = Outbox()
        self._teller = BrokerTeller(self.broker, lambda _: None)
        self._is_away = False
        self._is_heard = False
        self.heard: list[Message] = []
        self.kept: dict[str, bytes] = {}

    def listen(self, listener: BrokerListener) -> None:
        assert not self._is_heard, "it was started before"
        self._teller = BrokerTeller(self.broker, listener)
        self._is_heard = True
        if self._is_away:
            self._teller.lost(BrokerAway("the fake broker is away"))
        else:
            self.come_back()

    def show(self, overview: Overview) -> None:
        for message in self._messages.standing(overview):
            self._outbox.stand(message)
        self._outbox.beat(self._messages.beat(overview.at))
        self._speak()

    def begin(self, alarms: Iterable[AlarmView]) -> None:
        self._outbox.tell(self._messages.found(alarms))
        self._speak()

    def tell(self, alarm: AlarmView) -> None:
        self._outbox.tell(self._messages.alarm(alarm))
        self._speak()

    def close(self) -> None:
        if self._is_heard:
            self._outbox.stand(self._messages.offline)
            self._speak()
        self._is_heard = False

    def go_away(self) -> None:
        """The broker finds out and speaks our last will."""
        self._is_away = True
        self._hear(self._messages.offline)
        self._teller.lost(BrokerAway("the fake broker is away"))

    def come_back(self) -> None:
        self._is_away = False
        self._outbox.connected_again(self._messages.online)
        self._speak()
        if self._teller.there(self._outbox.dropped):
            self._outbox.dropped = 0

    def _speak(self) -> None:
        while self._is_heard and not self._is_away and (taken := self._outbox.take()):
            number, message = taken
            self._hear(message)
            self._outbox.answered(number)

    def _hear(self, message: Message) -> None:
        self.heard.append(message)
        if message.is_wipe:
            self.kept.pop(message.topic, None)
        elif message.is_kept:
            self.kept[message.topic] = message.payload
