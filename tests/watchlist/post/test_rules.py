"""What a beacon shows, and how far a role goes."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.watchlist.store_hand import NOON
from watchlist.alarms.life import Act, Decide, Escalate, Expire, Forward, GuardId, Life, Release, Stage, Take, Verdict
from watchlist.feed.age import Freshness
from watchlist.post.errors import NotAllowed
from watchlist.post.rights import check_may
from watchlist.post.signal_rule import Signal, signal_of
from watchlist.post.values import Guard, GuardRole, HistoryQuery, Sight

ME, OTHER = GuardId("me"), GuardId("other")
RAISED, TAKEN = Life(), Life(Stage.TAKEN, ME, NOON)
LOUD, LATE = Life(level=1), Life(Stage.TAKEN, ME, NOON, level=1)
OVER = [Life(Stage.DECIDED, ME, NOON, verdict=Verdict.CONFIRMED), Life(Stage.EXPIRED, since=NOON, level=2)]


@pytest.mark.parametrize(
    ("lives", "sights", "signal"),
    [
        ([], [], Signal.OFF),
        ([], [Sight.LIVE, Sight.ENDED, Sight.STARTING], Signal.OFF),
        ([], [Sight.LIVE, Sight.COVERED], Signal.ATTENTION),
        ([RAISED], [Sight.LIVE], Signal.ALARM),
        ([TAKEN], [Sight.LIVE], Signal.OFF),
        ([TAKEN], [Sight.LOST], Signal.ATTENTION),
        ([TAKEN, RAISED], [Sight.LOST], Signal.ALARM),
        ([LOUD, RAISED], [], Signal.ESCALATED),
        ([LATE], [], Signal.ESCALATED),
        (OVER, [Sight.LIVE], Signal.OFF),
    ],
)
def test_the_loudest_is_shown(lives: list[Life], sights: list[Sight], signal: Signal) -> None:
    assert signal_of(lives, sights) is signal


@pytest.mark.parametrize("freshness", Freshness)
def test_an_old_list_is_attention_and_hides_no_alarm(freshness: Freshness) -> None:
    well = freshness is Freshness.FRESH
    assert signal_of([], [Sight.LIVE], freshness) is (Signal.OFF if well else Signal.ATTENTION)
    assert signal_of([RAISED], [], freshness) is Signal.ALARM


@given(st.permutations([RAISED, TAKEN, LOUD, *OVER]), st.sets(st.sampled_from(Sight)))
def test_neither_order_nor_cameras_hide_an_alarm(lives: list[Life], sights: set[Sight]) -> None:
    assert signal_of(lives, sights) is Signal.ESCALATED


def test_every_sight_that_is_well_needs_nobody() -> None:
    needs_nobody = {sight for sight in Sight if not sight.needs_somebody}
    assert {sight for sight in Sight if sight.is_well} | {Sight.STARTING} == needs_nobody


def may(act: Act, role: GuardRole = GuardRole.GUARD) -> bool:
    try:
        check_may(Guard(ME, "me", role), act, {ME, OTHER})
    except NotAllowed as error:
        assert error.hint
        return False
    return True


def test_only_a_supervisor_takes_over() -> None:
    assert (may(Take()), may(Take(over=True)), may(Take(over=True), GuardRole.SUPERVISOR)) == (True, False, True)


def test_an_alarm_is_forwarded_to_a_colleague_that_there_is() -> None:
    assert (may(Forward(OTHER)), may(Forward(ME)), may(Forward(GuardId("nobody")))) == (True, False, False)


def test_what_time_does_nobody_else_does() -> None:
    assert not any(may(act, role) for act in (Escalate(), Expire()) for role in GuardRole)
    assert may(Release())
    assert may(Decide(Verdict.CANNOT_TELL))


def test_a_question_about_history_names_its_time_zone() -> None:
    with pytest.raises(ValueError):
        HistoryQuery(before=(NOON - timedelta(days=1)).replace(tzinfo=None))
