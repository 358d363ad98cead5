"""What the broker still has to hear. Pure: it is told what the broker answered, and says what comes next.

Of what stands only the newest is kept; alarms are told in their order. Everything is bounded, however long the broker
is away.
"""

from collections import deque
from collections.abc import Iterable

from watchlist.announcing.message import Message

MOST_IN_ORDER = 1000


class Outbox:
    def __init__(self, most_in_order: int = MOST_IN_ORDER) -> None:
        self._most = most_in_order
        self._standing: dict[str, Message] = {}
        self._due: dict[str, None] = {}
        self._beat: Message | None = None
        self._in_order: deque[Message] = deque()
        self._sent: dict[int, tuple[Message, bool]] = {}
        self._number = 0
        self.dropped = 0

    @property
    def is_empty(self) -> bool:
        """Everything was said and answered."""
        return not (self._due or self._beat or self._in_order or self._sent)

    @property
    def unanswered(self) -> int:
        return len(self._sent)

    def stand(self, message: Message) -> None:
        """This holds from now on, whatever stood at its topic; nothing to say when it is the same."""
        if self._standing.get(message.topic) != message:
            self._standing.pop(message.topic, None)
            self._standing[message.topic] = message
            self._due[message.topic] = None

    def beat(self, message: Message) -> None:
        """Of these only the newest is worth saying."""
        self._beat = message

    def tell(self, messages: Iterable[Message]) -> None:
        """These happened, in this order. What is kept of them stands until it is wiped."""
        for message in messages:
            if message.is_kept and not message.is_wipe and self._standing.get(message.topic) == message:
                continue
            self._note(message)
            self._in_order.append(message)
            if len(self._in_order) > self._most:
                self._make_room()

    def take(self) -> tuple[int, Message] | None:
        """What to say now, under a number by which it is `answered`."""
        if not (self._due or self._beat or self._in_order):
            return None
        self._number += 1
        message, is_in_order = self._first()
        self._sent[self._number] = (message, is_in_order)
        return self._number, message

    def answered(self, number: int) -> None:
        """The broker answered this one, whether or not it took it: it is done with."""
        self._sent.pop(number, None)

    def connected_again(self, online: Message) -> None:
        """What the broker did not answer is said again in its order, and everything that stands; `online` at last,
        when whoever sees it finds no state from before."""
        unsaid = [message for message, was_in_order in self._sent.values() if was_in_order]
        self._in_order.extendleft(reversed(unsaid))
        self._sent.clear()
        self._standing.pop(online.topic, None)
        self._standing[online.topic] = online
        self.renew()

    def renew(self) -> None:
        """Say everything that stands again, but for what is about to be said in order anyway."""
        coming = {message.topic for message in self._in_order}
        self._due = dict.fromkeys(topic for topic in self._standing if topic not in coming)

    def _first(self) -> tuple[Message, bool]:
        if self._due:
            topic = next(iter(self._due))
            del self._due[topic]
            return self._standing[topic], False
        if self._beat is not None:
            beat, self._beat = self._beat, None
            return beat, False
        return self._in_order.popleft(), True

    def _note(self, message: Message) -> None:
        if message.is_kept:
            self._standing.pop(message.topic, None)
            self._due.pop(message.topic, None)
        if message.is_kept and message.payload:
            self._standing[message.topic] = message

    def _make_room(self) -> None:
        """Drop the oldest message that a later one at its topic makes good, if there is such a one."""
        newest = {message.topic: place for place, message in enumerate(self._in_order)}
        made_good = (place for place, message in enumerate(self._in_order) if newest[message.topic] != place)
        del self._in_order[next(made_good, 0)]
        self.dropped += 1
