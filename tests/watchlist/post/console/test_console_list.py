"""How old the list is, and what is said when nobody knows."""

from datetime import timedelta

import pytest

from tests.watchlist.post.console.hand import Hand
from watchlist.feed.age import Freshness
from watchlist.post.console.draw_quiet import facts
from watchlist.post.console.events import OverviewTold
from watchlist.post.console.example_values import overview
from watchlist.post.console.screen import Tone
from watchlist.post.console.text import Rough

UNWELL = [freshness for freshness in Freshness if freshness is not Freshness.FRESH]


@pytest.mark.parametrize("freshness", UNWELL)
def test_a_list_that_needs_somebody_has_its_own_line_on_every_page(freshness: Freshness) -> None:
    hand = Hand()
    hand.do(OverviewTold(overview(hand.at, freshness=freshness)))
    wanted = f"strip.list_{freshness.name.lower()}"
    assert wanted in hand.strips
    hand.log_in()
    hand.ring(0)
    assert wanted in hand.strips
    fact = facts(overview(hand.at, freshness=freshness), hand.at)[2]
    assert fact.tone is Tone.CARE


def test_a_fresh_list_has_none_whatever_its_age() -> None:
    hand = Hand()
    hand.do(OverviewTold(overview(hand.at, list_at=hand.at - timedelta(days=9))))
    assert not [line for line in hand.strips if line.startswith("strip.list")]
    fact = facts(overview(hand.at), hand.at)[2]
    assert (fact.tone, fact.value.key) == (Tone.WELL, "quiet.list_age")


def test_an_age_that_nobody_knows_is_not_told() -> None:
    hand = Hand()
    for freshness, has_age in ((Freshness.OLD, True), (Freshness.NEVER, False), (Freshness.CLOCK_WRONG, False)):
        told = facts(overview(hand.at, freshness=freshness), hand.at)[2].value
        assert any(isinstance(value, Rough) for _, value in told.values) is has_age
