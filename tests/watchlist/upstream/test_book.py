"""What a hub keeps of what its nodes tell."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from records.errors import StorageFull
from tests.watchlist.feed_store.homes import LIST
from tests.watchlist.store_hand import NOON, Hand, full_disk
from tests.watchlist.upstream.upstream_hand import (
    WANG,
    WEEK,
    a_beat,
    a_node,
    decides,
    deliver,
    deliveries,
    people_of,
    rings,
)
from watchlist.alarms.life import Stage, Verdict
from watchlist.store import WatchlistStore
from watchlist.types import AlarmId, PersonId
from watchlist.upstream.together import visits_of
from watchlist.upstream.values import Delivery

HOUR = timedelta(hours=1)


@pytest.fixture
def other(hub: WatchlistStore) -> Iterator[WatchlistStore]:
    with a_node(people_of(hub)) as store:
        yield store


def audited(hub: WatchlistStore) -> list[tuple[str, str]]:
    return [(one.who, one.what) for one in hub.audit_records() if one.what.startswith("alarms.")]


def test_an_alarm_and_how_it_ended_are_kept_and_on_record(
    hub: WatchlistStore, node: WatchlistStore, ann: PersonId
) -> None:
    alarm = rings(node, "a-1", ann)
    deliver(node, hub)
    [visit] = hub.upstream.visits(10)
    assert (visit.who, visit.life.stage) == ((ann,), Stage.RAISED)
    decides(node, alarm, Verdict.CONFIRMED, NOON + timedelta(seconds=9))
    deliver(node, hub)
    [visit] = hub.upstream.visits(10)
    assert (visit.visit_id, visit.life.verdict) == ("gate-1/a-1", Verdict.CONFIRMED)
    assert audited(hub) == [("gate-1", "alarms.delivered")] * 2
    assert hub.audit_records()[-1].detail == {"alarms": [], "steps": 2, "refused": 0}
    assert hub.verify()


def test_an_answer_that_was_lost_is_repeated_and_changes_nothing(
    hub: WatchlistStore, hand: Hand, node: WatchlistStore, ann: PersonId
) -> None:
    decides(node, rings(node, "a-1", ann), Verdict.CONFIRMED, NOON)
    [one] = deliveries(node)
    hub.upstream.take("gate-1", one)
    before, records = hub.upstream.visits(9), len(hub.audit_records())
    hand.now += timedelta(seconds=3)
    hub.upstream.take("gate-1", replace(one, at=NOON + timedelta(seconds=1)))
    assert (hub.upstream.visits(9), len(hub.audit_records())) == (before, records)


def test_an_older_telling_that_comes_late_takes_nothing_back(
    hub: WatchlistStore, node: WatchlistStore, ann: PersonId
) -> None:
    alarm = rings(node, "a-1", ann, people_of(hub)[1])
    [early] = deliveries(node)
    node.update_alarm(alarm, NOON + HOUR, "desk", 0.9, ann)
    [late] = deliveries(node)
    for one in (late, early):
        hub.upstream.take("gate-1", one)
    [visit] = hub.upstream.visits(9)
    told = visit.alarms[0].told
    assert (told.person_id, told.score, told.last_camera, told.last_seen_at) == (ann, 0.9, "desk", NOON + HOUR)


def test_two_pcs_that_rang_for_one_visit_are_one_and_another_hospital_is_another(
    hub: WatchlistStore, node: WatchlistStore, other: WatchlistStore, ann: PersonId
) -> None:
    rings(node, "a-1", ann)
    decides(other, rings(other, "b-1", ann, at=NOON + timedelta(minutes=9)), Verdict.CONFIRMED, NOON + HOUR / 4)
    deliver(other, hub, "gate-2")
    deliver(node, hub, "gate-1")
    with a_node(people_of(hub)) as far:
        rings(far, "c-1", ann)
        deliver(far, hub, "far")
    found = {visit.visit_id: visit for visit in hub.upstream.visits(9)}
    assert set(found) == {"gate-1/a-1", "far/c-1"}
    joined = found["gate-1/a-1"]
    assert [one.node_id for one in joined.alarms] == ["gate-1", "gate-2"]
    assert joined.life.verdict is Verdict.CONFIRMED


def test_who_was_never_listed_is_refused_alone(hub: WatchlistStore, ann: PersonId) -> None:
    stranger = PersonId("nobody")
    with a_node([ann, stranger]) as node:
        rings(node, "a-1", stranger)
        rings(node, "a-2", ann)
        [answer] = deliver(node, hub)
    assert [one.alarm_id for one in answer.not_taken] == ["a-1"]
    assert [visit.visit_id for visit in hub.upstream.visits(9)] == ["gate-1/a-2"]


def test_nothing_of_an_erased_person_stays_or_comes_again(
    hub: WatchlistStore, node: WatchlistStore, ann: PersonId
) -> None:
    ben = people_of(hub)[1]
    rings(node, "a-1", ann)
    rings(node, "tie", ann, ben, at=NOON + HOUR)
    rings(node, "ben", ben, ann, at=NOON + 2 * HOUR, person=ben)
    decides(node, node.alarm("a-1").alarm_id, Verdict.NOT_THIS_PERSON, NOON)
    [one] = deliveries(node)
    hub.upstream.take("gate-1", one)
    hub.erase(ann, "chen", "asked for")
    for _ in range(2):
        tables = [hub._database.rows(f"SELECT * FROM upstream_{what}") for what in ("alarms", "people", "steps")]
        assert not any(f"{quote}{ann}{quote}" in repr(tables) for quote in "'\"")
        assert "a-1" not in repr(tables)
        assert [visit.who for visit in hub.upstream.visits(9)] == [(ben,), (ben,)]
        assert hub.upstream.take("gate-1", one).not_taken == ()


def test_visits_are_kept_as_long_as_alarms_and_go_as_a_whole(
    hub: WatchlistStore, hand: Hand, node: WatchlistStore, ann: PersonId
) -> None:
    rings(node, "old", ann, at=NOON - 3 * WEEK)
    decides(node, rings(node, "wrong", ann, at=NOON - 2 * WEEK), Verdict.NOT_THIS_PERSON, NOON - 2 * WEEK)
    rings(node, "edge", ann, at=NOON - timedelta(minutes=5))
    rings(node, "edge-2", ann, at=NOON + timedelta(minutes=2))
    deliver(node, hub)
    assert hub.upstream.purge(NOON) == 2
    assert [visit.visit_id for visit in hub.upstream.visits(9)] == ["gate-1/edge"]
    assert [(one.alarm_id, one.person_id) for one in hub.rejections()] == [("gate-1/wrong", ann)]
    assert hub.upstream.purge(NOON) == 0


def test_three_visits_that_were_somebody_else_ask_for_a_review_and_each_counts_once(
    hub: WatchlistStore, hand: Hand, node: WatchlistStore, other: WatchlistStore, ann: PersonId
) -> None:
    for day in range(2):
        at = NOON + timedelta(days=day)
        for number, store in enumerate((node, other), 1):
            decides(store, rings(store, f"{day}-{number}", ann, at=at), Verdict.NOT_THIS_PERSON, at, WANG)
    deliver(node, hub, "gate-1")
    deliver(other, hub, "gate-2")
    hand.now = NOON + timedelta(days=5)
    assert hub.reviews_due(hand.now) == [], "four alarms of two visits"
    decides(node, rings(node, "2-1", ann, at=hand.now), Verdict.NOT_THIS_PERSON, hand.now)
    deliver(node, hub, "gate-1")
    assert [(one.person_id, one.rejections) for one in hub.reviews_due(hand.now)] == [(ann, 3)]
    hub.upstream.purge(NOON + timedelta(hours=2))
    assert [one.rejections for one in hub.reviews_due(hand.now)] == [3], "also when the alarm itself is gone"
    hand.now += HOUR
    hub.reviewed(ann, "li.na")
    assert hub.reviews_due(hand.now) == []


def test_a_full_disk_takes_all_of_a_delivery_or_nothing(
    hub: WatchlistStore, node: WatchlistStore, ann: PersonId
) -> None:
    for number in range(20):
        rings(node, f"{number:03}" + "x" * 400, ann)
    [one] = deliveries(node)
    with full_disk(hub), pytest.raises(StorageFull):
        for place in range(200):
            fresh = tuple(replace(told, alarm_id=AlarmId(f"{place}-{told.alarm_id}")) for told in one.alarms)
            hub.upstream.take("gate-1", replace(one, alarms=fresh))
    whole = len(hub._database.rows("SELECT * FROM upstream_alarms"))
    assert whole % 20 == 0
    assert hub.upstream.take("gate-1", one).not_taken == ()
    assert len(hub._database.rows("SELECT * FROM upstream_alarms")) == whole + 20


def test_a_clock_an_hour_wrong_is_noticed_and_the_order_is_right(
    hub: WatchlistStore, hand: Hand, node: WatchlistStore, other: WatchlistStore, ann: PersonId
) -> None:
    """gate-1's clock is an hour ahead."""
    ben = people_of(hub)[1]
    rings(node, "a-1", ann, at=NOON + HOUR)
    deliver(node, hub, "gate-1", now=NOON + HOUR)
    hand.now = NOON + timedelta(minutes=2)
    rings(other, "b-1", ann, at=hand.now)
    rings(other, "b-2", ben, at=hand.now)
    deliver(other, hub, "gate-2", now=hand.now)
    hub.upstream.hear("gate-1", a_beat(hand.now + HOUR))
    both = hub.upstream.visits(9)
    assert [visit.visit_id for visit in both] == ["gate-2/b-2", "gate-1/a-1"]
    first = both[1].alarms[0]
    assert (first.told.raised_at, first.received_at, first.raised_at) == (NOON + HOUR, NOON, NOON)
    assert [one.node_id for one in both[1].alarms] == ["gate-1", "gate-2"]
    [standing] = hub.upstream.standings([hub.nodes.everybody()[1]], {LIST: (1, 0)})
    assert (standing.node_id, standing.clock_off_s, standing.told_at) == ("gate-1", 3600.0, hand.now + HOUR)


def test_the_hub_says_up_to_where_it_was_told(hub: WatchlistStore, node: WatchlistStore, ann: PersonId) -> None:
    assert hub.upstream.hear("gate-1", a_beat()).kept == 0
    rings(node, "a-1", ann)
    deliver(node, hub)
    assert hub.upstream.hear("gate-1", a_beat()).kept == node.alarm_revision
    hub.upstream.take("gate-1", Delivery(NOON, (), 99))
    assert hub.upstream.hear("gate-1", a_beat()).kept == 99
    assert len(hub._database.rows("SELECT * FROM node_words")) == 1, "the newest word alone"


def test_nothing_is_made_of_nothing() -> None:
    assert visits_of([]) == []
