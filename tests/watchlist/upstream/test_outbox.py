"""What of a node's alarms is told to its hub, in which order, and up to where."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from records.opening import Place
from tests.watchlist.feed_store.homes import LIST, ROOT
from tests.watchlist.store_hand import NEXT_YEAR, NOON, Hand, follow, open_store, photo
from tests.watchlist.upstream.upstream_hand import LI, WANG, a_node, decides, deliveries, rings
from watchlist.alarms.book import forget_captures_of
from watchlist.alarms.life import PROGRAM, Forward, LifeLimits, Take, Verdict
from watchlist.changes import EntryFollowed
from watchlist.store import WatchlistStore
from watchlist.types import EntryState, PersonId
from watchlist.upstream.values import MOST_ALARMS, MOST_STEPS

ANN, BEN = PersonId("p-1"), PersonId("p-2")


@pytest.fixture
def node() -> Iterator[WatchlistStore]:
    with a_node([ANN, BEN]) as store:
        yield store


def told(node: WatchlistStore) -> list[str]:
    return [alarm.alarm_id for one in deliveries(node) for alarm in one.alarms]


def test_an_alarm_is_told_once_with_what_is_needed_and_without_picture_name_or_note(node: WatchlistStore) -> None:
    alarm = rings(node, "a-1", ANN)
    decides(node, alarm, Verdict.NOT_THIS_PERSON, NOON + timedelta(seconds=9))
    [delivery] = deliveries(node)
    [one] = delivery.alarms
    assert (one.alarm_id, one.person_id, one.camera, one.score) == ("a-1", ANN, "door", 0.7)
    assert (one.model_id, one.threshold, one.raised_at) == ("model-a@1", 0.6, NOON)
    assert [step.as_step().act for step in one.steps[:1]] == [Take()]
    spoken = repr(delivery)
    assert not any(word in spoken for word in ("his brother", "jpeg", "Person", f"'{LI}'"))
    assert told(node) == []


def test_guards_are_told_by_signs_that_stay_the_same(node: WatchlistStore) -> None:
    alarm = rings(node, "a-1", ANN)
    node.act(alarm, LI, Take())
    node.act(alarm, LI, Forward(WANG))
    node.act(alarm, WANG, Take())
    node.pass_time(NOON + timedelta(hours=5), LifeLimits())
    [delivery] = deliveries(node)
    steps = [one.as_step() for one in delivery.alarms[0].steps]
    first, second = steps[0].who, steps[2].who
    assert (steps[1].who, steps[1].act) == (first, Forward(second))
    assert len({first, second, LI, WANG}) == 4
    assert steps[-1].who == PROGRAM


def test_a_later_change_is_told_again_in_the_order_of_the_changes(node: WatchlistStore) -> None:
    rings(node, "a-1", ANN)
    rings(node, "a-2", BEN)
    assert told(node) == ["a-1", "a-2"]
    rings(node, "a-3", ANN)
    node.act(rings(node, "a-4", BEN), LI, Take())
    node.act(node.alarm("a-1").alarm_id, LI, Take())
    assert told(node) == ["a-3", "a-4", "a-1"]


def test_a_hospitals_own_entries_stay_its_own(node: WatchlistStore) -> None:
    own = node.list_person("李四", "known here", NEXT_YEAR, "it", [photo(9)]).person_id
    rings(node, "own", own)
    rings(node, "tie", ANN, own)
    rings(node, "named", ANN, own, person=ANN)
    rings(node, "both", ANN, BEN)
    assert node.outbox.waiting() == 3, "which of a tie are shared is looked at when it is told"
    found = {str(alarm.alarm_id): alarm for one in deliveries(node) for alarm in one.alarms}
    assert list(found) == ["named", "both"]
    assert [one.person_id for one in found["named"].candidates] == [ANN]
    assert found["both"].who == {ANN, BEN}
    assert node.outbox.waiting() == 0


def test_people_of_every_list_that_comes_from_the_hub_are_told_of(node: WatchlistStore) -> None:
    """A hospital's hub has a list of its own beside the shared one."""
    cem = PersonId("own-1")
    with node._database.writing():
        node._keep(
            [EntryFollowed(cem, "west-own", 1, EntryState.REVOKED, NEXT_YEAR)], "gatehouse", what="w", subject=cem
        )
    rings(node, "before", cem)
    assert told(node) == [], "that list is not followed yet"
    node.join("west-own", ROOT.public, "op")
    rings(node, "own", cem)
    rings(node, "tie", ANN, cem)
    assert (node.outbox.waiting(), node.outbox.waiting(1)) == (2, 1)
    assert told(node) == ["own", "tie"]
    assert [one.list_id for one in node.outbox.lists()] == [LIST, "west-own"]
    node.leave("west-own", "op")
    node.outbox.go_back_to(0)
    assert told(node) == []


def test_of_who_was_erased_nothing_is_told(node: WatchlistStore) -> None:
    rings(node, "a-1", ANN)
    rings(node, "a-2", BEN)
    with node._database.writing():
        gone = EntryFollowed(ANN, "beijing", 99, EntryState.ERASED, NEXT_YEAR)
        node._keep([gone], "gatehouse", what="entry.followed", subject=ANN)
    assert told(node) == ["a-2"]


def test_who_is_taken_off_the_list_is_told_of_nevertheless(node: WatchlistStore) -> None:
    rings(node, "a-1", ANN)
    follow(node, ANN, 99, ringing=False)
    assert told(node) == ["a-1"]


def test_a_home_that_follows_no_list_tells_nothing() -> None:
    with open_store(None) as store:
        person = store.list_person("李四", "known here", NEXT_YEAR, "it", [photo(9)]).person_id
        rings(store, "a-1", person)
        assert (store.outbox.due(), store.outbox.waiting()) == (None, 0)
        store.outbox.told(5)
        store.outbox.go_back_to(0)


def test_a_week_goes_in_bounded_parts_and_each_alarm_once(node: WatchlistStore) -> None:
    for number in range(3 * MOST_ALARMS + 1):
        rings(node, f"a-{number:03}", ANN, at=NOON + timedelta(hours=number))
    assert node.outbox.waiting() == 3 * MOST_ALARMS + 1
    parts = list(deliveries(node))
    assert [len(one.alarms) for one in parts] == [MOST_ALARMS] * 3 + [1]
    ids = [alarm.alarm_id for one in parts for alarm in one.alarms]
    assert ids == sorted(set(ids))


def test_what_is_long_goes_alone(node: WatchlistStore) -> None:
    for number in range(3):
        alarm = rings(node, f"a-{number}", ANN)
        for _ in range(MOST_STEPS):
            node.act(alarm, LI, Take(over=True))
    parts = list(deliveries(node))
    assert [[len(alarm.steps) for alarm in one.alarms] for one in parts] == [[MOST_STEPS]] * 3


def test_a_hub_restored_from_a_backup_is_told_again_and_a_hub_ahead_is_not_believed(node: WatchlistStore) -> None:
    for number in range(3):
        rings(node, f"a-{number}", ANN)
    assert len(told(node)) == 3
    node.outbox.go_back_to(99)
    assert told(node) == []
    node.outbox.go_back_to(1)
    assert told(node) == ["a-1", "a-2"]


def test_the_mark_outlives_the_program(place: Place) -> None:
    with a_node([ANN], place) as node:
        rings(node, "a-1", ANN)
        assert told(node) == ["a-1"]
    with a_node([], place, Hand(prefix="again")) as node:
        assert told(node) == []


def test_who_was_a_candidate_of_many_alarms_is_erased_and_none_of_these_is_lost(node: WatchlistStore) -> None:
    """They change all at once, and a delivery ends in the middle of them."""
    for number in range(MOST_ALARMS + 5):
        rings(node, f"a-{number:02}", ANN, BEN, person=ANN, at=NOON + timedelta(hours=number))
    with node._database.writing():
        forget_captures_of(BEN, node._database)
    assert told(node) == [f"a-{number:02}" for number in range(MOST_ALARMS + 5)]
