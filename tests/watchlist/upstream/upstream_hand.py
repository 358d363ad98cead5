"""A hub's store that some people are listed in, and homes of nodes that follow it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from records.opening import Place
from records.sealing import TransparentCipher
from tests.watchlist.feed_store.homes import LIST, ROOT
from tests.watchlist.store_hand import NEXT_YEAR, NOON, TODAY, Hand, an_alarm, follow, open_store, photo
from watchlist.alarms.life import Decide, GuardId, Step, Take, Verdict
from watchlist.hub.rights import NodeKind
from watchlist.listing_rules import SHARED
from watchlist.post.values import Sight
from watchlist.store import WatchlistStore
from watchlist.types import AlarmId, PersonId
from watchlist.upstream.outbox import Outbox
from watchlist.upstream.values import Beat, CameraTold, Delivered, Delivery, ListTold

WEEK = timedelta(days=7)
LI, WANG = GuardId("li"), GuardId("wang")
STATED = {"evidence": "e", "source": "s", "basis": "b", "adult": True}


@contextmanager
def a_hub(place: Place, hand: Hand | None = None, people: int = 3) -> Iterator[WatchlistStore]:
    """The list's people are p-1, p-6 ...; gate-1 and gate-2 stand in the hub's own hospital, far in another, and west
    is the hub of a third."""
    listing = Hand(prefix="p")
    hand = hand or Hand()
    with WatchlistStore.open(place, TransparentCipher(), listing.clock, listing.new_id, SHARED) as store:
        for seed in range(people):
            entry = store.list_person(f"Person {seed}", "sold slots", NEXT_YEAR, "ann", [photo(seed)], **STATED)  # type: ignore[arg-type]
            store.approve(entry.person_id, "bob")
        for node_id, source in (("gate-1", ""), ("gate-2", ""), ("far", "third hospital"), ("west", "west hospital")):
            kind = NodeKind.FOLLOWER if node_id == "west" else NodeKind.WATCH
            store.nodes.add(node_id, kind, False, node_id.encode().ljust(32), "op", listing.now, source)
    with WatchlistStore.open(place, TransparentCipher(), hand.clock, hand.new_id, SHARED) as store:
        yield store


def people_of(hub: WatchlistStore) -> list[PersonId]:
    return sorted(one.person_id for one in hub.entries(TODAY))


@contextmanager
def a_node(people: Sequence[PersonId], place: Place = None, hand: Hand | None = None) -> Iterator[WatchlistStore]:
    """Follows the list, and has all of these from it."""
    with open_store(place, hand) as store:
        if store.standing(LIST) is None:
            store.join(LIST, ROOT.public, "op")
        for seq, person_id in enumerate(people, 1):
            follow(store, person_id, seq)
        yield store


@contextmanager
def a_hub_between(
    people: Sequence[PersonId], place: Place = None, hand: Hand | None = None
) -> Iterator[WatchlistStore]:
    """A hospital's own hub: it follows the list, and gate-1 and gate-2 are its nodes."""
    with a_node(people, place, hand) as store:
        for node_id in ("gate-1", "gate-2"):
            store.nodes.add(node_id, NodeKind.WATCH, False, node_id.encode().ljust(32), "op", NOON)
        yield store


def again(place: Place) -> WatchlistStore:
    """A node's store for another of its threads."""
    hand = Hand(prefix="again")
    return WatchlistStore.open(place, TransparentCipher(), hand.clock, hand.new_id)


def rings(
    store: WatchlistStore, alarm_id: str, *who: PersonId, at: datetime = NOON, person: PersonId | None = None
) -> AlarmId:
    record = replace(an_alarm(alarm_id, *who, at=at, person=person), model_id="model-a@1", threshold=0.6)
    store.raise_alarm(record, b"jpeg")
    return AlarmId(alarm_id)


def decides(store: WatchlistStore, alarm_id: AlarmId, verdict: Verdict, at: datetime, who: GuardId = LI) -> None:
    told = [Step(f"{alarm_id}/1", at, who, Take()), Step(f"{alarm_id}/2", at, who, Decide(verdict, "his brother"))]
    store.merge_steps(alarm_id, told)


def deliveries(store: WatchlistStore, now: datetime = NOON) -> Iterator[Delivery]:
    """All that is due of what rang here, as if each arrived."""
    return _all_due(store.outbox, now)


def relayed(hub: WatchlistStore, now: datetime = NOON) -> Iterator[Delivery]:
    """All that is due of what its nodes told a hub, as if each arrived."""
    return _all_due(hub.relay, now)


def _all_due(outbox: Outbox, now: datetime) -> Iterator[Delivery]:
    while (due := outbox.due()) is not None:
        yield Delivery(now, due.alarms, due.up_to, due.after)
        outbox.told(due.up_to)


def deliver(
    node: WatchlistStore, hub: WatchlistStore, node_id: str = "gate-1", now: datetime = NOON
) -> list[Delivered]:
    return [hub.upstream.take(node_id, one) for one in deliveries(node, now)]


def a_beat(at: datetime = NOON, seq: int = 0, epoch: int = 1, waiting: int = 0) -> Beat:
    cameras = (CameraTold("北门", Sight.LIVE), CameraTold("desk", Sight.LOST))
    lists = (ListTold(LIST, epoch, seq, at - timedelta(minutes=5)),)
    return Beat(at, "1.2", lists, cameras, waiting)
