"""What the broker still has to hear, in which order, and how much of it is kept."""

from collections import deque
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from watchlist.announcing.message import Message
from watchlist.announcing.outbox import Outbox

ONLINE = Message("availability", b"online", "availability")


def state(payload: str, topic: str = "cameras/n") -> Message:
    return Message(topic, payload.encode(), topic)


def event(payload: str, topic: str = "alarms/a1", is_kept: bool = True) -> Message:
    return Message(topic, payload.encode(), "alarms/+", is_kept)


def spoken(outbox: Outbox, *, answered: bool = True) -> list[str]:
    said = []
    while (taken := outbox.take()) is not None:
        said.append(f"{taken[1].topic}={taken[1].payload.decode()}")
        if answered:
            outbox.answered(taken[0])
    return said


def test_of_what_stands_only_the_newest_is_said_and_only_once() -> None:
    outbox = Outbox()
    for payload in ("lost", "live", "lost"):
        outbox.stand(state(payload))
    assert spoken(outbox) == ["cameras/n=lost"]
    outbox.stand(state("lost"))
    assert outbox.is_empty
    outbox.stand(state("live"))
    assert spoken(outbox) == ["cameras/n=live"]


def test_what_changes_while_it_is_under_way_is_said_again() -> None:
    outbox = Outbox()
    outbox.stand(state("lost"))
    number, _ = outbox.take() or (0, ONLINE)
    outbox.stand(state("live"))
    outbox.answered(number)
    assert spoken(outbox) == ["cameras/n=live"]


def test_alarms_are_told_in_their_order_after_what_stands_and_the_newest_beat() -> None:
    outbox = Outbox()
    outbox.tell([event("raised"), event("taken")])
    outbox.tell([event("decided", is_kept=False), event("")])
    outbox.beat(event("1", "heartbeat", is_kept=False))
    outbox.beat(event("2", "heartbeat", is_kept=False))
    outbox.stand(state("live"))
    assert spoken(outbox) == [
        "cameras/n=live",
        "heartbeat=2",
        "alarms/a1=raised",
        "alarms/a1=taken",
        "alarms/a1=decided",
        "alarms/a1=",
    ]


def test_an_open_alarm_that_did_not_change_is_not_told_again() -> None:
    outbox = Outbox()
    outbox.tell([event("raised")])
    outbox.tell([event("raised")])
    assert spoken(outbox) == ["alarms/a1=raised"]


def test_it_is_empty_only_when_everything_was_answered() -> None:
    outbox = Outbox()
    outbox.tell([event("raised")])
    spoken(outbox, answered=False)
    assert not outbox.is_empty
    outbox.answered(1)
    assert outbox.is_empty


def test_a_new_connection_hears_what_stands_then_online_then_what_was_not_answered_in_its_order() -> None:
    outbox = Outbox()
    outbox.stand(state("live"))
    outbox.tell([event("raised"), event("taken", "alarms/a2")])
    spoken(outbox)
    outbox.tell([event("taken"), event("decided", is_kept=False), event("")])
    spoken(outbox, answered=False)
    outbox.tell([event("raised", "alarms/a3")])
    outbox.connected_again(ONLINE)
    assert spoken(outbox) == [
        "cameras/n=live",
        "alarms/a2=taken",
        "availability=online",
        "alarms/a1=taken",
        "alarms/a1=decided",
        "alarms/a1=",
        "alarms/a3=raised",
    ]


def test_an_alarm_that_is_over_stands_no_more() -> None:
    outbox = Outbox()
    outbox.tell([event("raised"), event("decided", is_kept=False), event("")])
    spoken(outbox)
    outbox.connected_again(ONLINE)
    assert spoken(outbox) == ["availability=online"]


def test_an_alarm_that_ends_before_it_was_said_again_is_told_in_order_only() -> None:
    outbox = Outbox()
    outbox.tell([event("raised")])
    spoken(outbox)
    outbox.connected_again(ONLINE)
    outbox.tell([event("decided", is_kept=False), event("")])
    assert spoken(outbox) == ["availability=online", "alarms/a1=decided", "alarms/a1="]


def test_what_is_too_much_costs_what_a_later_message_makes_good() -> None:
    outbox = Outbox(most_in_order=3)
    outbox.tell([event("raised", "alarms/a2"), event("raised"), event("taken"), event("raised", "alarms/a3")])
    assert outbox.dropped == 1
    assert spoken(outbox) == ["alarms/a2=raised", "alarms/a1=taken", "alarms/a3=raised"]


def test_where_nothing_is_made_good_the_oldest_goes_and_stands_at_the_next_connection() -> None:
    outbox = Outbox(most_in_order=2)
    outbox.tell([event("raised", f"alarms/a{number}") for number in range(3)])
    outbox.connected_again(ONLINE)
    assert spoken(outbox) == ["alarms/a0=raised", "availability=online", "alarms/a1=raised", "alarms/a2=raised"]


class World:
    """Four alarms whose messages are counted: every third one is the end of it. A broker, and a cable to cut."""

    def __init__(self) -> None:
        self.outbox = Outbox(most_in_order=10_000)
        self.counts = dict.fromkeys(range(4), 0)
        self.kept: dict[str, bytes] = {}
        self.heard: dict[str, list[int]] = {}
        self.under_way: deque[tuple[int, Message]] = deque()

    def tell(self, which: int) -> None:
        self.counts[which] += 1
        is_over = self.counts[which] % 3 == 0
        told = event(str(self.counts[which]), f"alarms/{which}", is_kept=not is_over)
        self.outbox.tell([told, event("", told.topic)] if is_over else [told])

    def say(self, _: int) -> None:
        if (taken := self.outbox.take()) is not None:
            self.under_way.append(taken)

    def answer(self, _: int) -> None:
        if self.under_way:
            number, message = self.under_way.popleft()
            self._hear(message)
            self.outbox.answered(number)

    def cut(self, arrive: int) -> None:
        """So many arrive, and their answers do not."""
        for _, message in list(self.under_way)[:arrive]:
            self._hear(message)
        self.under_way.clear()
        self.heard.clear()
        self.outbox.connected_again(ONLINE)

    def _hear(self, message: Message) -> None:
        if message.is_wipe:
            self.kept.pop(message.topic, None)
        elif message.topic != ONLINE.topic:
            self.heard.setdefault(message.topic, []).append(int(message.payload))
            self.kept.update({message.topic: message.payload} if message.is_kept else {})


STEPS = st.lists(st.tuples(st.sampled_from(["tell", "say", "answer", "cut"]), st.integers(0, 3)), max_size=60)


@given(STEPS)
def test_whatever_is_cut_the_broker_keeps_what_stands_and_hears_alarms_in_their_order(
    steps: list[tuple[str, int]],
) -> None:
    world = World()
    for what, number in steps:
        getattr(world, what)(number)
    while not world.outbox.is_empty:
        world.say(0)
        world.answer(0)
    assert world.kept == {f"alarms/{which}": str(n).encode() for which, n in world.counts.items() if n % 3}
    assert all(before < after for said in world.heard.values() for before, after in pairwise(said))
