"""Sounds, silence, freshness, login and lock, the feed."""

from datetime import timedelta

import pytest

from tests.watchlist.post.console.hand import Hand
from watchlist.alarms.life import Life, Verdict
from watchlist.post.console.effects import AskFeed, Follow, LogIn, LogOut
from watchlist.post.console.events import (
    BadgeRead,
    ChangesTold,
    FeedTold,
    LoggedIn,
    LoginFailed,
    OverviewTold,
    PostLost,
    SessionEnded,
    SoundTold,
    Tick,
    WordsTyped,
)
from watchlist.post.console.example_values import GUARDS, ME, OTHER, alarm, cameras, decided, overview, taken
from watchlist.post.console.examples import examples
from watchlist.post.console.pages import Action, Filter, Page, Ring
from watchlist.post.console.screen import FeedPage, LoginPad, Quiet, Tone
from watchlist.post.console.state import SiteRules
from watchlist.post.values import Badge, Changes, Pin, Session, Sight


@pytest.fixture
def hand() -> Hand:
    hand = Hand()
    hand.log_in()
    return hand


def test_all_is_calm_and_says_so(hand: Hand) -> None:
    main = hand.screen.main
    assert isinstance(main, Quiet)
    assert (main.title.key, main.detail.key) == ("quiet.title", "quiet.well")
    assert hand.screen.rings is Ring.SILENT
    assert hand.strips == []


def test_what_needs_attention_is_seen_in_the_calm(hand: Hand) -> None:
    hand.do(OverviewTold(overview(hand.at, cameras=cameras(hand.at, camera_2=Sight.BLACK))))
    assert hand.screen.main.detail.key == "quiet.care"  # type: ignore[union-attr]
    assert [tile.tone for tile in hand.screen.side.tiles].count(Tone.CARE) == 1
    assert hand.screen.rings is Ring.ATTENTION


def test_a_lost_post_is_told_at_once_and_a_silent_one_soon(hand: Hand) -> None:
    hand.do(PostLost())
    assert hand.strips == ["strip.away"]
    hand.do(OverviewTold(overview(hand.at)))
    assert hand.strips == []
    hand.do(Tick(), after_s=5.5)
    assert hand.strips == ["strip.away"]
    assert hand.screen.main.title.key == "quiet.unknown", "no alarm is not what we know"  # type: ignore[union-attr]
    assert {tile.sight for tile in hand.screen.side.tiles} == {Sight.UNKNOWN}
    assert hand.screen.rings is Ring.ATTENTION


def test_it_rings_until_somebody_takes_it_and_again_when_it_escalates(hand: Hand) -> None:
    hand.ring(1)
    lives = (Life(level=1), taken(hand.at, OTHER), taken(hand.at, OTHER, level=1))
    rings = [hand.screen.rings]
    for life in lives:
        hand.ring(1, life)
        rings.append(hand.screen.rings)
    assert rings == [Ring.ALARM, Ring.ESCALATED, Ring.SILENT, Ring.ESCALATED]


def test_a_silence_is_seen_and_ends_by_itself(hand: Hand) -> None:
    hand.ring(1)
    hand.press(Action.MUTE)
    assert (hand.screen.rings, hand.strips) == (Ring.SILENT, ["strip.muted"])
    hand.do(OverviewTold(overview(hand.at)), after_s=119)
    assert hand.screen.rings is Ring.SILENT
    hand.do(OverviewTold(overview(hand.at)), after_s=1.5)
    assert (hand.screen.rings, hand.strips) == (Ring.ALARM, [])


@pytest.mark.parametrize(("number", "life"), [(2, Life()), (1, Life(level=1))])
def test_a_new_or_escalated_alarm_ends_a_silence(hand: Hand, number: int, life: Life) -> None:
    hand.ring(1)
    hand.press(Action.MUTE)
    hand.ring(number, life)
    assert hand.screen.rings is not Ring.SILENT


def test_a_silence_cannot_be_asked_for_in_advance(hand: Hand) -> None:
    hand.press(Action.MUTE)
    assert hand.state.muted_until is None


def test_a_computer_without_sound_says_so(hand: Hand) -> None:
    hand.do(SoundTold(False))
    assert hand.strips == ["strip.no_sound"]


def test_without_a_guard_it_rings_and_tells_no_names() -> None:
    hand = Hand()
    hand.do(OverviewTold(overview(hand.at, open_alarms=1, unanswered=1, oldest_open_at=hand.at)))
    pad = hand.screen.main
    assert isinstance(pad, LoginPad)
    assert pad.alarm is not None
    assert hand.screen.rings is Ring.ALARM
    assert hand.screen.pictures == ()
    hand.do(OverviewTold(overview(hand.at, open_alarms=1, unanswered=0, oldest_open_at=hand.at)))
    assert str(hand.screen.rings) == "silent", "somebody has it"


def test_a_guard_comes_in_by_name_and_pin() -> None:
    hand = Hand()
    hand.press(Action.NEXT)
    hand.press(Action.NEXT)
    for digit in "12":
        hand.press(Action.DIGIT, digit)
    hand.press(Action.ERASE)
    (effect,) = hand.press(Action.LOG_IN)
    assert effect == LogIn(Pin(OTHER.guard_id, "1"))
    assert hand.state.login.pin == "", "the PIN is not kept"
    assert hand.do(LoggedIn(session(hand))) == (Follow(1, session(hand)),)


def test_a_guard_who_is_not_offered_types_the_number() -> None:
    hand = Hand()
    hand.do(OverviewTold(overview(hand.at, guards=())))
    for digit in "101":
        hand.press(Action.DIGIT, digit)
    assert hand.press(Action.LOG_IN) == ()
    hand.press(Action.DIGIT, "7")
    assert hand.press(Action.LOG_IN) == (LogIn(Pin(ME.guard_id, "7")),)


def test_a_badge_is_enough_and_relieves_the_guard_before(hand: Hand) -> None:
    before = hand.shift.session
    assert hand.do(BadgeRead("04A1")) == (LogOut(before), LogIn(Badge("04A1")))
    assert hand.state.shift is None


def test_a_refused_login_waits_as_long_as_the_post_says() -> None:
    hand = Hand()
    hand.press(Action.GUARD, ME.guard_id)
    hand.press(Action.DIGIT, "1")
    hand.press(Action.LOG_IN)
    hand.do(LoginFailed(30))
    hand.press(Action.DIGIT, "1")
    assert hand.press(Action.LOG_IN) == ()
    assert hand.screen.main.message.key == "login.wait"  # type: ignore[union-attr]
    hand.do(Tick(), after_s=30)
    hand.press(Action.DIGIT, "1")
    assert hand.press(Action.LOG_IN) != ()


def test_an_answer_that_comes_after_the_guard_gave_up_is_logged_out() -> None:
    hand = Hand()
    assert hand.do(LoggedIn(session(hand))) == (LogOut(session(hand)),)
    assert hand.state.shift is None


def test_an_idle_console_warns_and_locks_itself() -> None:
    hand = Hand(SiteRules(lock_after_s=60))
    hand.log_in()
    hand.ring(1)
    hand.do(OverviewTold(overview(hand.at)), after_s=40)
    assert "strip.locks" in hand.strips
    (effect,) = hand.do(Tick(), after_s=21)
    assert isinstance(effect, LogOut)
    assert hand.state.shift is None
    assert hand.screen.page is Page.LOGIN


@pytest.mark.parametrize("how", ["lock", "ended"])
def test_nothing_of_a_shift_is_left(hand: Hand, how: str) -> None:
    hand.ring(1)
    hand.press(Action.SHEET)
    if how == "lock":
        hand.press(Action.LOCK)
    else:
        hand.do(SessionEnded(1))
    for secret in ("Hopper", "token", "alarm-001"):
        assert secret not in repr(hand.state)
        assert secret not in repr(hand.screen)


def test_an_answer_to_the_guard_before_is_dropped(hand: Hand) -> None:
    hand.press(Action.LOCK)
    hand.log_in()
    hand.do(ChangesTold(1, Changes(5, (alarm(hand.at, 1, 0),))))
    assert hand.shift.alarms == ()


def test_the_feed_is_found_by_words_and_filters(hand: Hand) -> None:
    (effect,) = hand.press(Action.FEED)
    assert isinstance(effect, AskFeed)
    (typed,) = hand.do(WordsTyped("hopper"))
    assert isinstance(typed, AskFeed)
    past = tuple(alarm(hand.at, n, 60.0 * n, decided(hand.at, ME, list(Verdict)[n % 3], 900)) for n in range(1, 25))
    hand.do(FeedTold(1, effect.query, past[:1]))
    assert feed(hand).rows == (), "that was the answer to other words"
    hand.do(FeedTold(1, typed.query, past))
    assert len(feed(hand).rows) == 8
    hand.press(Action.EARLIER)
    assert dict(feed(hand).places.values)["first"] == 9
    hand.press(Action.FILTER, Filter.CONFIRMED)
    assert {row.outcome.key for row in feed(hand).rows} == {"outcome.confirmed"}
    hand.press(Action.OPEN, past[0].alarm_id)
    pages = [hand.screen.page]
    hand.press(Action.BACK)
    assert [*pages, hand.screen.page] == [Page.SHEET, Page.FEED]


def test_the_open_alarms_stand_oldest_first_and_the_one_in_front_is_among_them(hand: Hand) -> None:
    for number in range(7):
        hand.ring(number, age_s=100 - number)
    rows = hand.screen.side.rows
    assert [row.button.value for row in rows] == [f"alarm-{n:03}" for n in (3, 4, 5, 6)]
    assert [row.is_shown for row in rows] == [False, False, False, True]
    hand.press(Action.NEXT)
    assert hand.screen.side.rows[0].is_shown


def test_ages_go_by_the_posts_clock(hand: Hand) -> None:
    hand.do(OverviewTold(overview(hand.at + timedelta(days=900))))
    assert hand.state.post_now(hand.at) == hand.at + timedelta(days=900)


def test_every_example_is_a_screen(hand: Hand) -> None:
    from watchlist.post.console.drawing import screen_of

    names = [one.name for one in examples(hand.at)]
    assert len(set(names)) == len(names)
    pages = {screen_of(one.state, hand.at).page for one in examples(hand.at)}
    assert pages == set(Page)


def session(hand: Hand) -> Session:
    return Session("token", GUARDS[1], hand.at.replace(hour=23, minute=0, second=0))


def feed(hand: Hand) -> FeedPage:
    main = hand.screen.main
    assert isinstance(main, FeedPage)
    return main
