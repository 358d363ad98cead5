"""A hospital's own hub tells the hub that it follows what its nodes told it: what of it, how, and up to where."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from records.shapes import arguments_to_json
from tests.postgres_peer import PostgresPeer
from tests.watchlist.feed_store.homes import LIST, ROOT
from tests.watchlist.store_hand import NEXT_YEAR, NOON, Hand, photo
from tests.watchlist.upstream.upstream_hand import (
    LI,
    a_beat,
    a_hub_between,
    a_node,
    again,
    decides,
    deliver,
    deliveries,
    people_of,
    relayed,
    rings,
)
from watchlist.alarms.life import Forward, Take, Verdict
from watchlist.changes import EntryFollowed
from watchlist.hub.http.limits import ListLimits
from watchlist.post.values import Sight
from watchlist.store import WatchlistStore
from watchlist.types import EntryState, PersonId
from watchlist.upstream.values import MOST_ALARMS, MOST_CAMERAS, CameraTold, Delivered, Delivery, ListTold

HOUR = timedelta(hours=1)


@pytest.fixture
def west(hub: WatchlistStore) -> Iterator[WatchlistStore]:
    """The hub between: `hub` is the authority's."""
    with a_hub_between(people_of(hub)) as store:
        yield store


def until(is_so: Callable[[], bool]) -> None:
    ends_at_s = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < ends_at_s
        time.sleep(0.02)


def relay(west: WatchlistStore, hub: WatchlistStore) -> list[Delivered]:
    return [hub.upstream.take("west", one) for one in relayed(west)]


def told_on(west: WatchlistStore) -> list[str]:
    return [alarm.alarm_id for one in relayed(west) for alarm in one.alarms]


def test_what_a_node_told_goes_on_once_and_so_does_what_becomes_of_it(
    hub: WatchlistStore, west: WatchlistStore, node: WatchlistStore, ann: PersonId
) -> None:
    alarm = rings(node, "a-1", ann)
    deliver(node, west)
    [first] = relayed(west)
    hub.upstream.take("west", first)
    assert [(one.alarm_id, one.camera, one.raised_at) for one in first.alarms] == [("gate-1/a-1", "gate-1/door", NOON)]
    assert (west.relay.due(), west.relay.waiting()) == (None, 0)
    node.update_alarm(alarm, NOON + timedelta(minutes=2), "desk", 0.9)
    deliver(node, west)
    relay(west, hub)
    decides(node, alarm, Verdict.CONFIRMED, NOON + timedelta(minutes=3))
    deliver(node, west)
    assert west.relay.waiting() == 1
    assert relay(west, hub) == [Delivered(NOON)]
    [visit] = hub.upstream.visits(9)
    assert (visit.visit_id, visit.alarms[0].source) == ("west/gate-1/a-1", "west hospital")
    assert (visit.alarms[0].told.last_camera, visit.alarms[0].told.score) == ("gate-1/desk", 0.9)
    assert (visit.life.verdict, visit.life.since) == (Verdict.CONFIRMED, NOON + timedelta(minutes=3))
    assert [one.what for one in hub.audit_records() if one.who == "west"] == ["alarms.delivered"] * 2, (
        "no step and nothing new is nothing to put on record"
    )


def test_what_a_node_repeats_is_not_told_on_again(west: WatchlistStore, node: WatchlistStore, ann: PersonId) -> None:
    decides(node, rings(node, "a-1", ann), Verdict.CONFIRMED, NOON)
    [one] = deliveries(node)
    west.upstream.take("gate-1", one)
    assert told_on(west) == ["gate-1/a-1"]
    west.upstream.take("gate-1", replace(one, at=NOON + timedelta(seconds=2)))
    assert told_on(west) == []


def test_two_pcs_behind_a_hub_that_saw_one_visit_are_one_there_though_they_call_their_alarms_alike(
    hub: WatchlistStore, west: WatchlistStore, node: WatchlistStore, ann: PersonId
) -> None:
    with a_node(people_of(hub)) as other:
        for store, node_id, late in ((node, "gate-1", 0), (other, "gate-2", 3)):
            at = NOON + timedelta(minutes=late)
            decides(store, rings(store, "a-1", ann, at=at), Verdict.NOT_THIS_PERSON, at)
            deliver(store, west, node_id)
    relay(west, hub)
    [visit] = hub.upstream.visits(9)
    assert [one.told.alarm_id for one in visit.alarms] == ["gate-1/a-1", "gate-2/a-1"]
    assert [[step.step_id for step in one.steps] for one in visit.alarms] == [
        [f"gate-{number}/a-1/1", f"gate-{number}/a-1/2"] for number in (1, 2)
    ]


def test_a_hospitals_own_entries_stay_below_and_candidates_are_left_out(
    hub: WatchlistStore, west: WatchlistStore, node: WatchlistStore, ann: PersonId
) -> None:
    """Its watches follow a list of the hospital's own beside the shared one, and both come from its hub."""
    own = PersonId(west.list_person("李四", "known here", NEXT_YEAR, "it", [photo(9)]).person_id)
    with node._database.writing():
        told = EntryFollowed(own, "west-own", 1, EntryState.REVOKED, NEXT_YEAR)
        node._keep([told], "gatehouse", what="entry.followed", subject=own)
    node.join("west-own", ROOT.public, "op")
    for alarm_id, *who in (("own", own), ("tie", ann, own), ("shared", ann)):
        rings(node, alarm_id, *who)
    rings(node, "named", ann, own, person=ann)
    assert [one.not_taken for one in deliver(node, west)] == [()]
    here = [one.told.alarm_id for visit in west.upstream.visits(9) for one in visit.alarms]
    assert sorted(here) == ["named", "own", "shared", "tie"]
    relay(west, hub)
    found = {str(one.told.alarm_id): one.told for visit in hub.upstream.visits(9) for one in visit.alarms}
    assert set(found) == {"gate-1/shared", "gate-1/named"}
    assert [one.person_id for one in found["gate-1/named"].candidates] == [ann]


def test_of_who_was_erased_nothing_goes_on(west: WatchlistStore, node: WatchlistStore, ann: PersonId) -> None:
    ben = PersonId("p-6")
    rings(node, "a-1", ann)
    rings(node, "a-2", ben)
    deliver(node, west)
    with west._database.writing():
        gone = EntryFollowed(ann, LIST, 99, EntryState.ERASED, NEXT_YEAR)
        west._keep([gone], "gatehouse", what="entry.followed", subject=ann)
    assert told_on(west) == ["gate-1/a-2"]


def test_moments_are_what_the_hub_between_makes_of_a_clock_that_is_wrong(
    hub: WatchlistStore, node: WatchlistStore, ann: PersonId
) -> None:
    """The PC's clock is an hour ahead of the hub between, and that is a day ahead of the authority's."""
    day = timedelta(days=1)
    with a_hub_between(people_of(hub), hand=Hand(now=NOON + day)) as west:
        decides(node, rings(node, "a-1", ann, at=NOON + day + HOUR), Verdict.CONFIRMED, NOON + day + HOUR)
        deliver(node, west, now=NOON + day + HOUR)
        [one] = relayed(west, NOON + day)
    assert (one.alarms[0].raised_at, one.alarms[0].steps[0].at) == (NOON + day, NOON + day)
    hub.upstream.take("west", one)
    [visit] = hub.upstream.visits(9)
    assert (visit.alarms[0].raised_at, visit.life.since) == (NOON, NOON)


@pytest.mark.parametrize("years", [-30, 173])
def test_a_clock_that_is_wrong_by_lifetimes_holds_nothing_up(
    west: WatchlistStore, node: WatchlistStore, ann: PersonId, years: int
) -> None:
    rings(node, "a-1", ann)
    [one] = deliveries(node)
    at = NOON.replace(year=1991) if years > 0 else NOON.replace(year=2190)
    alarm = replace(one.alarms[0], first_at=at, raised_at=at, last_seen_at=at)
    west.upstream.take("gate-1", replace(one, at=NOON.replace(year=NOON.year + years), alarms=(alarm,)))
    assert told_on(west) == ["gate-1/a-1"]


def test_guards_stay_unreadable_and_the_same(west: WatchlistStore, node: WatchlistStore, ann: PersonId) -> None:
    alarm = rings(node, "a-1", ann)
    node.act(alarm, LI, Take())
    node.act(alarm, LI, Forward(LI))
    deliver(node, west)
    [delivery] = relayed(west)
    take, forward = (one.as_step() for one in delivery.alarms[0].steps)
    assert take.who == forward.who == forward.act.to != LI  # type: ignore[union-attr]


def test_after_a_week_it_goes_in_bounded_parts_and_in_order(
    west: WatchlistStore, node: WatchlistStore, ann: PersonId
) -> None:
    many = 2 * MOST_ALARMS + 3
    for number in range(many):
        rings(node, f"a-{number:03}", ann, at=NOON + HOUR * number)
    deliver(node, west)
    assert (west.relay.waiting(), west.relay.waiting(5)) == (many, 5)
    sent = list(relayed(west))
    assert [len(one.alarms) for one in sent] == [MOST_ALARMS, MOST_ALARMS, 3]
    ids = [alarm.alarm_id for one in sent for alarm in one.alarms]
    assert ids == sorted(set(ids))


def test_an_authority_that_was_restored_is_told_again(
    hub: WatchlistStore, west: WatchlistStore, node: WatchlistStore, ann: PersonId
) -> None:
    hub.upstream.hear("west", a_beat())
    for number in range(3):
        rings(node, f"a-{number}", ann, at=NOON + HOUR * number)
    deliver(node, west)
    assert len(told_on(west)) == 3, "of these the authority knows nothing any more"
    west.relay.go_back_to(hub.upstream.hear("west", a_beat()).kept)
    relay(west, hub)
    assert len(hub.upstream.visits(9)) == 3
    assert hub.upstream.hear("west", a_beat()).kept == 3


def test_numbers_are_not_given_again_when_the_newest_was_forgotten(
    west: WatchlistStore, node: WatchlistStore, ann: PersonId
) -> None:
    rings(node, "a-1", ann)
    deliver(node, west)
    assert told_on(west) == ["gate-1/a-1"]
    west.upstream.purge(NOON + HOUR)
    rings(node, "a-2", ann, at=NOON + 2 * HOUR)
    deliver(node, west)
    assert told_on(west) == ["gate-1/a-2"]


def test_an_authority_of_its_own_list_tells_nothing_on(
    hub: WatchlistStore, node: WatchlistStore, ann: PersonId
) -> None:
    rings(node, "a-1", ann)
    deliver(node, hub)
    assert (hub.relay.due(), hub.relay.waiting(), hub.relay.lists()) == (None, 0, ())


def test_the_word_of_a_hub_shows_the_cameras_of_its_nodes_and_those_of_a_silent_one_as_lost(
    hub: WatchlistStore,
) -> None:
    hand = Hand()
    with a_hub_between(people_of(hub), hand=hand) as west:
        west.upstream.hear("gate-1", a_beat())
        hand.now += timedelta(seconds=91)
        west.upstream.hear("gate-2", a_beat())
        found = west.relay.cameras()
        assert [(one.name, one.sight) for one in found] == [
            *((f"gate-1/{name}", Sight.LOST) for name in ("北门", "desk")),
            *((f"gate-2/{name}", sight) for name, sight in (("北门", Sight.LIVE), ("desk", Sight.LOST))),
        ]
        west.nodes.revoke("gate-1", "op", hand.now)
        assert len(west.relay.cameras()) == 2
        many = tuple(CameraTold(f"door {number}", Sight.LIVE) for number in range(MOST_CAMERAS))
        west.nodes.add("gate-3", west.nodes.everybody()[0].kind, False, b"3" * 32, "op", NOON)
        west.upstream.hear("gate-3", replace(a_beat(), cameras=many))
        assert len(west.relay.cameras()) == MOST_CAMERAS
        assert west.relay.lists() == (ListTold(LIST),)


@pytest.mark.parametrize("letter", ["x", "门", "\x01"])
def test_the_word_of_a_hub_is_no_longer_than_a_hub_reads_whatever_its_nodes_call_their_cameras(
    hub: WatchlistStore, letter: str
) -> None:
    many = tuple(CameraTold(f"{number}".ljust(500, letter), Sight.LIVE) for number in range(MOST_CAMERAS))
    with a_hub_between(people_of(hub)) as west:
        west.upstream.hear("gate-1", replace(a_beat(), cameras=many))
        word = replace(a_beat(), lists=west.relay.lists(), cameras=tuple(west.relay.cameras()))
    assert max(len(one.name) for one in word.cameras) == 500
    assert len(arguments_to_json({"beat": word})) <= ListLimits().body_bytes


def test_of_several_processes_of_a_hub_one_delivers_and_another_goes_on_where_it_ended(
    postgres: PostgresPeer, ann: PersonId, node: WatchlistStore
) -> None:
    place = postgres.new_database()
    with a_hub_between([ann], place) as first, again(place) as second:
        for number in range(2):
            rings(node, f"a-{number}", ann)
        deliver(node, first)
        assert (first.relay.may_deliver(), second.relay.may_deliver(), first.relay.may_deliver()) == (True, False, True)
        first.relay.told(first.relay.due(1).up_to)  # type: ignore[union-attr]
        first.relay.close()
        until(second.relay.may_deliver)  # the server takes the turn back when it has noticed
        assert told_on(second) == ["gate-1/a-1"]


@pytest.mark.parametrize("better_comes_first", [True, False])
def test_what_was_long_under_way_to_the_hub_between_is_put_right_when_that_knows_better(
    hub: WatchlistStore, west: WatchlistStore, node: WatchlistStore, ann: PersonId, better_comes_first: bool
) -> None:
    """Two minutes look like a clock that is wrong, until the PC tells it again."""
    decides(node, rings(node, "a-1", ann), Verdict.CONFIRMED, NOON)
    [one] = deliveries(node)
    late = timedelta(minutes=2)
    sent: list[Delivery] = []
    for at in (NOON - late, NOON):
        west.upstream.take("gate-1", replace(one, at=at))
        sent += relayed(west)
    assert [each.alarms[0].raised_at for each in sent] == [NOON + late, NOON]
    for each in reversed(sent) if better_comes_first else sent:
        hub.upstream.take("west", each)
    [visit] = hub.upstream.visits(9)
    assert (visit.alarms[0].raised_at, visit.life.since) == (NOON, NOON)
