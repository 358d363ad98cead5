"""Shares, thresholds and limits: known values, and what must hold for every measurement."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from watchlist.accuracy import Rate, Scores, clopper_pearson, fnir, fpir, threshold_at, upper_limit

SCORES = arrays(np.float64, st.integers(1, 60), elements=st.sampled_from([i / 10 for i in range(-10, 11)]))


@pytest.mark.parametrize(
    ("events", "trials", "low", "high"),
    [  # Brown, Cai and DasGupta 2001 and the beta quantiles: BETAINV(.025; k, n-k+1), BETAINV(.975; k+1, n-k)
        (0, 10, 0.0, 0.3084971),
        (1, 10, 0.0025286, 0.4450161),
        (5, 10, 0.1870860, 0.8129140),
        (10, 10, 0.6915029, 1.0),
        (3, 100, 0.0062300, 0.0851760),
    ],
)
def test_the_interval_has_its_known_values(events: int, trials: int, low: float, high: float) -> None:
    assert clopper_pearson(events, trials) == pytest.approx((low, high), abs=1e-6)


def test_no_ring_in_498_strangers_means_at_most_one_in_166() -> None:
    assert math.floor(1 / Rate(0.0, 498).most) == 166
    assert upper_limit(0, 498) == pytest.approx(1 - 0.05 ** (1 / 498))


@given(st.integers(1, 400), st.data())
def test_the_limits_hold_the_share_and_are_one_anothers_mirror(trials: int, data: st.DataObject) -> None:
    events = data.draw(st.integers(0, trials))
    low, high = clopper_pearson(events, trials)
    assert 0 <= low <= events / trials <= high <= 1
    assert low <= upper_limit(events, trials) <= high
    assert clopper_pearson(trials - events, trials) == pytest.approx((1 - high, 1 - low), abs=1e-9)


@given(st.integers(1, 200), st.data())
def test_more_events_or_fewer_trials_raise_the_limits(trials: int, data: st.DataObject) -> None:
    events = data.draw(st.integers(0, trials - 1))
    assert upper_limit(events, trials) < upper_limit(events + 1, trials) or events + 1 == trials
    assert upper_limit(events, trials + 1) < upper_limit(events, trials)


@given(st.floats(0, 1), st.integers(1, 300))
def test_a_rate_lies_within_its_interval(share: float, people: int) -> None:
    rate = Rate(share, people)
    assert rate.low <= share + 1e-9
    assert share - 1e-9 <= rate.high
    assert rate.most <= rate.high


@pytest.mark.parametrize(("share", "people"), [(-0.1, 10), (1.1, 10), (float("nan"), 10), (0.5, 0)])
def test_an_impossible_rate_cannot_be_built(share: float, people: int) -> None:
    with pytest.raises(ValueError, match="share"):
        Rate(share, people)


def test_an_impossible_count_has_no_interval() -> None:
    with pytest.raises(ValueError, match="11 events of 10 trials"):
        clopper_pearson(11, 10)


def test_false_alarms_a_day_are_told_with_their_upper_limit() -> None:
    seen, most = Rate(0.0, 300).per_day(5000)
    assert seen == 0
    assert most == pytest.approx(5000 * (1 - 0.05 ** (1 / 300)))
    assert Rate(0.01, 300).per_day(5000)[0] == pytest.approx(50)


def test_the_threshold_itself_rings() -> None:
    strangers = np.array([0.25, 0.5, 0.75], np.float64)
    assert fpir(strangers, 0.5, 3).share == pytest.approx(2 / 3)
    assert fnir(strangers, np.ones(3, bool), 0.5, 3).share == pytest.approx(1 / 3)


def test_a_listed_person_who_is_not_first_is_missed() -> None:
    scores = np.array([0.9, 0.9], np.float64)
    assert fnir(scores, np.array([True, False]), 0.5, 2).share == 0.5


@given(SCORES, st.floats(-1, 1), st.floats(-1, 1))
def test_a_stricter_threshold_rings_less_and_misses_more(scores: Scores, one: float, other: float) -> None:
    low, high = sorted((one, other))
    people, first = len(scores), np.ones(len(scores), bool)
    assert fpir(scores, high, people).share <= fpir(scores, low, people).share
    assert fnir(scores, first, high, people).share >= fnir(scores, first, low, people).share


@given(SCORES, st.sampled_from([0.5, 0.1, 0.05, 1.0]))
def test_the_threshold_for_a_wanted_share_is_kept_and_is_the_lowest(scores: Scores, wanted: float) -> None:
    threshold = threshold_at(scores, wanted, len(scores))
    if threshold is None:
        assert len(scores) * wanted < 1
        return
    assert fpir(scores, threshold, len(scores)).share <= wanted
    below = float(np.nextafter(threshold, -2.0))
    assert fpir(scores, below, len(scores)).share > wanted or threshold == -1.0


def test_too_few_people_cannot_show_a_small_share() -> None:
    many_searches = np.linspace(0, 1, 5000, dtype=np.float64)
    assert threshold_at(many_searches, 0.001, people=200) is None
    assert threshold_at(many_searches, 0.001, people=1000) is not None
