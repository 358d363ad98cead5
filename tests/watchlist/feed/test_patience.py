"""How long a follower waits, and what it tells of its hub."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.errors import StorageFull
from watchlist.errors import WatchlistError
from watchlist.feed.client.patience import Patience
from watchlist.feed.client.telling import FollowEvent, HubBack, HubLost, HubTeller
from watchlist.feed.errors import FeedError, Forged, HubAway, NodeKeyUnreadable, NodeRefused, NoList, TransferCut

PATIENCE = Patience()


@pytest.mark.parametrize(
    ("error", "first_s", "longest_s"),
    [
        (HubAway("away"), 0.5, 30.0),
        (TransferCut("cut"), 0.5, 30.0),
        (StorageFull("full"), 0.5, 30.0),
        (Forged("forged"), 0.5, 300.0),
        (NodeRefused("revoked"), 60.0, 60.0),
        (NodeKeyUnreadable("no key"), 60.0, 60.0),
        (NoList("none"), 60.0, 60.0),
    ],
)
def test_it_waits_longer_from_one_failure_to_the_next(error: Exception, first_s: float, longest_s: float) -> None:
    waits = [PATIENCE.wait_s(error, failures, 1.0) for failures in range(2000)]
    assert (waits[0], waits[-1]) == (first_s, longest_s)
    assert waits == sorted(waits)


@pytest.mark.parametrize(
    ("after_s", "failures", "first_s", "last_s"),
    [(2.0, 0, 2.0, 4.0), (2.0, 30, 15.0, 30.0), (60.0, 30, 60.0, 120.0), (86_400.0, 0, 150.0, 300.0)],
)
def test_a_hub_that_asks_for_time_gets_it_up_to_a_bound_and_not_all_come_back_at_once(
    after_s: float, failures: int, first_s: float, last_s: float
) -> None:
    error = HubAway("busy", after_s=after_s)
    assert [PATIENCE.wait_s(error, failures, share) for share in (0.0, 1.0)] == [first_s, last_s]


@given(
    st.sampled_from(
        [HubAway("away"), HubAway("busy", after_s=40), Forged("forged"), NodeRefused("no"), StorageFull("full")]
    ),
    st.integers(0, 10_000),
    st.floats(0, 1),
)
def test_no_two_nodes_must_come_back_at_once_and_none_at_once(error: Exception, failures: int, share: float) -> None:
    longest = PATIENCE.wait_s(error, failures, 1.0)
    assert longest / 2 <= PATIENCE.wait_s(error, failures, share) <= longest


def test_an_answer_may_begin_slowly_and_be_large() -> None:
    assert not PATIENCE.is_too_slow(0, 20.0)
    assert PATIENCE.is_too_slow(0, 20.1)
    assert PATIENCE.is_too_slow(59_000, 30.0)
    assert not PATIENCE.is_too_slow(1_000_000_000, 3600.0)


def test_each_kind_of_trouble_is_told_once_until_it_is_well() -> None:
    told: list[FollowEvent] = []
    teller = HubTeller("hub", told.append)
    teller.well("a list")
    troubles: list[WatchlistError] = [HubAway("a"), TransferCut("b"), HubAway("c"), TransferCut("d"), FeedError("e")]
    for error in troubles:
        teller.lost("a list", error)
    assert [event.why for event in told if isinstance(event, HubLost)] == ["a", "b", "e"]
    teller.well("a list")
    teller.well("a list")
    teller.lost("a list", HubAway("f"))
    assert [type(event) for event in told[3:]] == [HubBack, HubLost]
