"""What two PCs of one hospital tell of the same people, step by step."""

from collections.abc import Iterator
from datetime import timedelta

from tests.watchlist.store_hand import NOON
from tests.watchlist.upstream.upstream_hand import WANG, decides, deliveries, rings
from watchlist.alarms.life import Verdict
from watchlist.store import WatchlistStore
from watchlist.types import PersonId
from watchlist.upstream.values import Delivery

MINUTE = timedelta(minutes=1)


def at_the_first(node: WatchlistStore, ann: PersonId, ben: PersonId) -> Iterator[Delivery]:
    """A tie that gets its name, a visit that goes on, one that is wrong; told step by step."""
    tie = rings(node, "a-1", ann, ben)
    yield from deliveries(node)
    node.update_alarm(tie, NOON + 2 * MINUTE, "desk", 0.8, ann)
    yield from deliveries(node)
    decides(node, tie, Verdict.NOT_THIS_PERSON, NOON + 3 * MINUTE)
    yield from deliveries(node)
    long = rings(node, "a-2", ben, at=NOON + 30 * MINUTE)
    node.update_alarm(long, NOON + 55 * MINUTE, "door", 0.9)
    yield from deliveries(node)
    decides(node, long, Verdict.CONFIRMED, NOON + 56 * MINUTE)
    yield from deliveries(node)


def at_the_second(
    node: WatchlistStore, ann: PersonId, ben: PersonId, clock_off: timedelta = timedelta()
) -> Iterator[Delivery]:
    """The same people at other doors: before, between and after. The PC's clock may be ahead."""
    noon = NOON + clock_off
    rings(node, "b-1", ann, at=noon + 9 * MINUTE)
    decides(node, rings(node, "b-2", ben, at=noon + 40 * MINUTE), Verdict.CANNOT_TELL, noon + 70 * MINUTE, WANG)
    yield from deliveries(node, noon)
    rings(node, "b-3", ben, ann, at=noon + 60 * MINUTE)
    rings(node, "b-4", ann, at=noon + 19 * MINUTE)
    yield from deliveries(node, noon)
