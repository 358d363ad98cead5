"""What a guard's keys do to alarms, and what they never do."""

from dataclasses import replace

import pytest

from tests.watchlist.post.console.hand import Hand
from watchlist.alarms.life import Decide, Forward, Life, Release, Stage, Take, Verdict
from watchlist.post.console.effects import AskColleagues, AskSheet, Do
from watchlist.post.console.events import ActDone, NoteTyped, Refused, SheetTold, Tick
from watchlist.post.console.example_values import CHIEF, ME, OTHER, decided, taken
from watchlist.post.console.pages import Action, Failure, Page
from watchlist.post.console.screen import Quiet, Tone
from watchlist.post.values import AlarmSheet


@pytest.fixture
def hand() -> Hand:
    hand = Hand()
    hand.log_in()
    return hand


def acts(hand: Hand) -> list[object]:
    return [effect.act for effect in hand.effects if isinstance(effect, Do)]


def test_one_key_takes_the_newest_alarm(hand: Hand) -> None:
    hand.ring(1, age_s=60)
    newest = hand.ring(2)
    assert hand.card.alarm_id == newest.alarm_id
    (effect,) = hand.press(Action.TAKE)
    assert isinstance(effect, Do)
    assert (effect.alarm_id, effect.act) == (newest.alarm_id, Take())


def test_one_act_at_a_time(hand: Hand) -> None:
    hand.ring(1)
    assert hand.press(Action.TAKE)
    assert hand.press(Action.TAKE) == ()
    assert not any(button.enabled for button in hand.card.decisions)


def test_a_new_alarm_does_not_take_the_place_of_the_one_in_hand(hand: Hand) -> None:
    mine = hand.ring(1, taken(hand.at, ME))
    hand.ring(2)
    assert hand.card.alarm_id == mine.alarm_id
    assert "strip.waiting" in hand.strips
    hand.press(Action.TAKE)
    assert hand.card.alarm_id == "alarm-002", "space looks at the one that waits"
    assert acts(hand) == [], "and takes nothing unseen"


def test_a_key_that_was_meant_for_the_alarm_before_decides_nothing(hand: Hand) -> None:
    hand.ring(1)
    hand.at = hand.at.replace(microsecond=0)
    hand.ring(2)
    assert hand.press(Action.CONFIRM, after_s=0.5) == ()
    assert hand.press(Action.CONFIRM, after_s=0.5) != ()


@pytest.mark.parametrize(
    ("action", "verdict"),
    [
        (Action.CONFIRM, Verdict.CONFIRMED),
        (Action.REJECT, Verdict.NOT_THIS_PERSON),
        (Action.CANNOT_TELL, Verdict.CANNOT_TELL),
    ],
)
def test_each_decision_is_one_key(hand: Hand, action: Action, verdict: Verdict) -> None:
    hand.ring(1, taken(hand.at, ME))
    hand.press(action)
    assert acts(hand) == [Decide(verdict)]


def test_a_note_goes_with_the_decision_and_with_its_alarm_only(hand: Hand) -> None:
    mine = hand.ring(1, taken(hand.at, ME))
    hand.do(NoteTyped("  wore a mask "))
    hand.press(Action.CANNOT_TELL)
    assert acts(hand) == [Decide(Verdict.CANNOT_TELL, "wore a mask")]
    hand.do(ActDone(1, replace(mine, life=decided(hand.at, ME, Verdict.CANNOT_TELL), revision=9)))
    assert hand.shift.note == ""


def test_nothing_is_decided_about_somebody_elses_alarm(hand: Hand) -> None:
    hand.ring(1, taken(hand.at, OTHER))
    for action in (Action.CONFIRM, Action.RELEASE, Action.TAKE_OVER, Action.TAKE):
        assert hand.press(action) == ()
    assert hand.card.owner.key == "owner.other"


def test_an_alarm_that_a_colleague_lets_wait_is_there_to_be_taken(hand: Hand) -> None:
    hand.ring(1, replace(taken(hand.at, OTHER), level=1))
    assert [button.action for button in hand.card.decisions] == [Action.TAKE]
    hand.press(Action.TAKE)
    assert acts(hand) == [Take()]


def test_a_supervisor_takes_over() -> None:
    hand = Hand()
    hand.log_in(CHIEF)
    hand.ring(1, taken(hand.at, OTHER))
    hand.press(Action.TAKE_OVER)
    assert acts(hand) == [Take(over=True)]


def test_it_is_given_back_or_to_a_colleague(hand: Hand) -> None:
    mine = hand.ring(1, taken(hand.at, ME))
    assert any(isinstance(effect, AskColleagues) for effect in hand.press(Action.FORWARD))
    assert hand.screen.page is Page.FORWARD
    assert hand.press(Action.CONFIRM) == (), "nothing is decided where the alarm is not seen"
    hand.press(Action.FORWARD_TO, OTHER.guard_id)
    assert acts(hand) == [Forward(OTHER.guard_id)]
    hand.do(ActDone(1, replace(mine, life=Life(since=hand.at, meant_for=OTHER.guard_id), revision=9)))
    assert hand.card.word.key == "state.for"
    hand.ring(1, taken(hand.at, ME))
    hand.revision = 20
    hand.ring(1, taken(hand.at, ME))
    hand.press(Action.RELEASE)
    assert acts(hand)[-1] == Release()


def test_a_decision_can_be_corrected_for_two_minutes(hand: Hand) -> None:
    hand.ring(1, decided(hand.at, ME, Verdict.CONFIRMED, age_s=0))
    assert isinstance(hand.screen.main, Quiet)
    assert hand.strips == ["strip.decided"]
    hand.press(Action.CORRECT)
    assert [button.action for button in hand.card.decisions if button.is_on] == [Action.CONFIRM]
    hand.press(Action.REJECT)
    assert acts(hand) == [Decide(Verdict.NOT_THIS_PERSON)]
    hand.do(Refused(1, Failure.AWAY))
    hand.do(Tick(), after_s=121)
    assert "strip.correcting" not in hand.strips
    assert isinstance(hand.screen.main, Quiet)
    assert hand.press(Action.CORRECT) == ()


def test_who_was_faster_is_told_by_name(hand: Hand) -> None:
    alarm = hand.ring(1)
    hand.press(Action.TAKE)
    hand.do(Refused(1, Failure.TAKEN, alarm.alarm_id, OTHER.guard_id))
    (strip,) = hand.screen.strips
    assert (strip.text.key, dict(strip.text.values)["who"]) == ("refused.taken_by", OTHER.name)
    hand.do(Tick(), after_s=9)
    assert "refused.taken_by" not in hand.strips


def test_an_erased_alarm_leaves_the_screen(hand: Hand) -> None:
    alarm = hand.ring(1)
    hand.press(Action.SHEET)
    hand.do(Refused(1, Failure.GONE, alarm.alarm_id))
    assert isinstance(hand.screen.main, Quiet)


def test_why_somebody_is_listed_is_asked_for_when_the_alarm_is_opened(hand: Hand) -> None:
    alarm = hand.ring(1)
    (effect,) = hand.press(Action.SHEET)
    assert isinstance(effect, AskSheet)
    hand.do(SheetTold(1, AlarmSheet(alarm, ("sold slots",), (), ())))
    assert "sold slots" in str([fact.value.values for fact in hand.screen.main.reasons])  # type: ignore[union-attr]
    hand.press(Action.BACK)
    assert hand.shift.sheet is None


def test_an_older_revision_never_wins(hand: Hand) -> None:
    newer = hand.ring(1, taken(hand.at, OTHER))
    hand.tell(replace(newer, life=Life(), revision=0))
    assert hand.shift.alarms[0].life.stage is Stage.TAKEN


@pytest.mark.parametrize("life", [Life(), Life(level=1)])
def test_the_alarm_colour_is_for_what_nobody_has_answered(hand: Hand, life: Life) -> None:
    tones = []
    for one in (life, taken(hand.at, ME), taken(hand.at, OTHER)):
        hand.ring(1, one)
        tones.append(hand.card.tone)
    assert tones == [Tone.ALARM, Tone.MINE, Tone.PLAIN]


def test_how_rare_a_likeness_is_is_said_only_where_it_was_measured(hand: Hand) -> None:
    hand.ring(1, one_in=160)
    assert (hand.card.rarity.key, dict(hand.card.rarity.values)) == ("card.one_in", {"number": 160})
    hand.ring(1, one_in=None)
    assert hand.card.rarity.key == "card.not_measured"


def test_a_runner_up_is_told_when_it_is_close(hand: Hand) -> None:
    hand.ring(1, score=0.62, runner_up=0.5)
    assert hand.card.close is None
    hand.ring(1, score=0.62, runner_up=0.6)
    assert hand.card.close is not None
