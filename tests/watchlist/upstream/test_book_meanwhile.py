"""What happens to a hub's book between two of a node's words: it is restored, lags behind, others write, people go."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest

from records.opening import Place
from records.sealing import TransparentCipher
from tests.watchlist.feed_store.homes import LIST, ROOT
from tests.watchlist.store_hand import NOON, Hand, follow
from tests.watchlist.upstream.upstream_hand import (
    WEEK,
    a_beat,
    decides,
    deliver,
    deliveries,
    rings,
)
from watchlist.alarms.life import Verdict
from watchlist.feed.errors import NotServed
from watchlist.listing_rules import SHARED
from watchlist.store import WatchlistStore
from watchlist.types import PersonId
from watchlist.upstream.together import Together

HOUR = timedelta(hours=1)


@contextmanager
def a_hub_beside(place: Place, hand: Hand) -> Iterator[WatchlistStore]:
    with WatchlistStore.open(place, TransparentCipher(), hand.clock, hand.new_id, SHARED) as store:
        yield store


def test_a_hub_restored_between_two_deliveries_does_not_say_that_it_knows_what_it_lost(
    hub: WatchlistStore, node: WatchlistStore, ann: PersonId
) -> None:
    hub.upstream.hear("gate-1", a_beat())
    rings(node, "a-1", ann)
    assert list(deliveries(node)), "of these the restored hub knows nothing"
    rings(node, "a-2", ann, at=NOON + HOUR)
    deliver(node, hub)
    kept = hub.upstream.hear("gate-1", a_beat()).kept
    node.outbox.go_back_to(kept)
    deliver(node, hub)
    assert {one.alarms[0].told.alarm_id for one in hub.upstream.visits(9)} == {"a-1", "a-2"}
    assert hub.upstream.hear("gate-1", a_beat()).kept == node.alarm_revision


def test_a_hub_that_lags_behind_the_node_waits_with_whom_it_does_not_know_yet(
    hub: WatchlistStore, node: WatchlistStore, ann: PersonId
) -> None:
    """It follows the list itself, and was restored from a backup: in a moment it knows who that is."""
    hub.join(LIST, ROOT.public, "op")
    later = follow(node, "later", 50)
    rings(node, "a-1", ann)
    rings(node, "a-2", later)
    [one] = deliveries(node)
    hub.upstream.hear("gate-1", a_beat(seq=50))
    with pytest.raises(NotServed):
        hub.upstream.take("gate-1", one)
    assert hub.upstream.visits(9) == []
    hub.upstream.hear("gate-1", a_beat(epoch=0, seq=0))
    assert [refused.alarm_id for refused in hub.upstream.take("gate-1", one).not_taken] == ["a-2"]


def test_looking_for_what_is_over_holds_nobody_up(
    hub: WatchlistStore, place: Place, hand: Hand, node: WatchlistStore, ann: PersonId
) -> None:
    """Of a hundred thousand alarms it takes seconds."""
    rings(node, "a-1", ann)
    deliver(node, hub)
    with a_hub_beside(place, hand) as other, other._database.writing():
        assert hub.upstream.purge(NOON) == 0


def test_an_alarm_of_the_far_future_is_kept_no_longer_than_one_of_the_day_it_was_told(
    hub: WatchlistStore, node: WatchlistStore, ann: PersonId
) -> None:
    rings(node, "a-1", ann, at=NOON + timedelta(days=36_500))
    deliver(node, hub)
    assert hub.upstream.purge(NOON + timedelta(hours=23)) == 0
    assert hub.upstream.purge(NOON + timedelta(hours=25)) == 1


def test_who_is_erased_while_a_visit_is_purged_leaves_nothing_behind(
    hub: WatchlistStore, node: WatchlistStore, ann: PersonId, monkeypatch: pytest.MonkeyPatch
) -> None:
    decides(node, rings(node, "a-1", ann), Verdict.NOT_THIS_PERSON, NOON + timedelta(seconds=9))
    deliver(node, hub)
    over = hub.upstream._over

    def erasing(before: datetime) -> list[Together]:
        found = over(before)
        hub.erase(ann, "op", "asked for")
        return found

    monkeypatch.setattr(hub.upstream, "_over", erasing)
    assert hub.upstream.purge(NOON + WEEK) == 0
    assert hub.rejections() == []
