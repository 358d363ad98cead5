"""The face check: consent before everything, five tries, never a refusal, always a person."""

from dataclasses import replace

import pytest

from camera.leases.messages import Advice, CheckFacts, CheckProgress, NoComparison
from camera.liveness.facts import ChallengeEnd, Depth, LivenessFacts
from camera.liveness.turns import Turn
from kiosk.desk.fake import hospital
from kiosk.face.verdict import Obstacle, Outcome, Verdict
from kiosk.visit.effects import AskDesk, CloseMirror, Count, Log, OpenMirror, PrintSlip, StartCheck, StopCheck
from kiosk.visit.events import CameraLost, CardRemoved, CheckEnded, CheckTold, DeskAnswered
from kiosk.visit.pages import Action, Page
from kiosk.visit.requests import PhotoOf
from kiosk.visit.screen import HeadDrawing
from kiosk.visit.services import Service
from kiosk.visit.slips import CounterSlip
from tests.kiosk.visit.hand import CHECKING, GOOD, MODEL, PHOTOS, Hand, at_home, wants


def at_notice() -> Hand:
    hand = at_home(site=CHECKING)
    wants(hand, Service.BOOK)
    assert hand.is_on(Page.NOTICE)
    return hand


def at_check() -> Hand:
    hand = at_notice()
    hand.presses(Action.AGREE)
    assert hand.is_on(Page.CHECK)
    return hand


def started(hand: Hand) -> StartCheck:
    check = hand.of(StartCheck)[-1]
    assert isinstance(check, StartCheck)
    return check


def test_before_consent_nothing_is_opened_and_no_photograph_is_asked_for() -> None:
    hand = at_notice()
    assert hand.of(OpenMirror) == []
    assert not [each for each in hand.done if isinstance(each, AskDesk) and isinstance(each.request, PhotoOf)]


def test_yes_and_no_have_the_same_weight() -> None:
    yes, no = at_notice().screen.choices
    assert (yes.action, no.action) == (Action.AGREE, Action.DECLINE)
    assert (yes.is_primary, yes.is_enabled) == (no.is_primary, no.is_enabled)


def test_after_consent_the_mirror_opens_and_the_records_photograph_is_compared() -> None:
    hand = at_check()
    assert len(hand.of(OpenMirror)) == 1
    assert started(hand) == StartCheck(started(hand).check_id, hospital.ADULT.id, PHOTOS[hospital.ADULT.id], 1)


def test_the_picture_in_the_chip_comes_first_for_the_holder() -> None:
    hand = Hand(CHECKING)
    hand.places(hospital.ADULT_CARD, photo=b"chip")
    wants(hand, Service.BOOK)
    hand.presses(Action.AGREE)
    assert started(hand).reference == b"chip"


def test_a_mother_is_compared_with_her_own_photograph_and_the_child_with_nothing() -> None:
    hand = Hand(CHECKING)
    hand.places(hospital.CHILD_CARD, photo=b"the child's")
    hand.chooses(hospital.MOTHER.id)
    wants(hand, Service.BOOK)
    hand.presses(Action.AGREE)
    assert (started(hand).person_id, started(hand).reference) == (hospital.MOTHER.id, PHOTOS[hospital.MOTHER.id])


def test_a_child_is_not_compared_even_if_it_came_to_stand_there() -> None:
    hand = Hand(replace(CHECKING, child_below_years=5))
    hand.places(hospital.CHILD_CARD, photo=b"the child's")
    hand.chooses(hospital.CHILD.id)
    hand.site = CHECKING
    wants(hand, Service.BOOK)
    hand.presses(Action.AGREE)
    assert hand.screen.headline.key == "obstacle.no-reference"
    assert hand.of(OpenMirror) == []


def test_without_consent_trying_again_begins_with_the_notice() -> None:
    hand = at_notice()
    verdict = Verdict(Outcome.NO_COMPARISON, obstacle=Obstacle.CAMERA_LOST)
    hand.state = replace(hand.state.checked(verdict=verdict), page=Page.AGAIN)
    hand.presses(Action.AGAIN)
    assert hand.is_on(Page.NOTICE)
    assert hand.of(OpenMirror) == []


def test_the_same_person_goes_on_with_what_they_wanted_and_is_not_asked_again() -> None:
    hand = at_check()
    hand.is_seen()
    assert hand.is_on(Page.DEPARTMENTS)
    hand.presses(Action.BACK)
    wants(hand, Service.EXAMINATION)
    assert hand.is_on(Page.DEPARTMENTS)


def test_a_passed_check_ends_with_the_visit() -> None:
    hand = at_check()
    hand.is_seen()
    hand.does(CardRemoved())
    hand.places(hospital.ADULT_CARD)
    wants(hand, Service.BOOK)
    assert hand.is_on(Page.NOTICE)


@pytest.mark.parametrize(
    ("life", "similarity", "counted"),
    [
        (GOOD, 0.1, Count.DOUBT_UNLIKE),
        (replace(GOOD, depth=Depth.FLAT), 0.9, Count.DOUBT_FLAT),
        (replace(GOOD, challenge=ChallengeEnd.TIMED_OUT), 0.9, Count.DOUBT_CHALLENGE),
        (replace(GOOD, live_score=0.1), 0.9, Count.DOUBT_PASSIVE),
    ],
)
def test_whatever_the_doubt_the_words_are_the_same_and_only_a_silent_count_tells(
    life: LivenessFacts, similarity: float, counted: Count
) -> None:
    hand = at_check()
    effects = hand.is_seen(similarity, life)
    assert hand.is_on(Page.AGAIN)
    assert hand.screen.headline.key == "again.not_sure"
    assert Log(counted) in effects


@pytest.mark.parametrize("obstacle", list(NoComparison))
def test_no_comparison_says_why_and_offers_a_person(obstacle: NoComparison) -> None:
    hand = at_check()
    hand.is_seen(obstacle=obstacle)
    assert hand.is_on(Page.AGAIN)
    assert hand.screen.headline.key == f"obstacle.{obstacle.value}"
    actions = [each.action for each in hand.screen.choices]
    assert Action.COUNTER in actions
    hopeless = obstacle in (NoComparison.BAD_REFERENCE, NoComparison.NO_REFERENCE)
    assert (Action.AGAIN in actions) != hopeless
    hand.presses(Action.AGAIN)
    assert hand.is_on(Page.AGAIN if hopeless else Page.CHECK)


def test_after_five_tries_a_person_is_asked() -> None:
    hand = at_check()
    for attempt in range(1, 6):
        assert started(hand).attempt == attempt
        hand.is_seen(0.1)
        if attempt < 5:
            hand.presses(Action.AGAIN)
    assert hand.is_on(Page.COUNTER)
    assert len(hand.of(StartCheck)) == 5
    hand.presses(Action.BACK)
    assert hand.is_on(Page.HOME)
    wants(hand, Service.BOOK)
    hand.presses(Action.AGREE)
    assert hand.is_on(Page.COUNTER)
    assert len(hand.of(StartCheck)) == 5


def test_leaving_a_check_half_way_costs_a_try_and_a_lost_camera_costs_none() -> None:
    hand = at_check()
    hand.presses(Action.BACK)
    wants(hand, Service.BOOK)
    hand.presses(Action.AGREE)
    assert started(hand).attempt == 2
    hand.does(CameraLost())
    assert hand.screen.headline.key == "obstacle.camera-lost"
    hand.presses(Action.AGAIN)
    assert started(hand).attempt == 2


def test_declining_gives_the_ticket_that_everybody_gets() -> None:
    declined, pressed = at_notice(), at_notice()
    declined.presses(Action.DECLINE)
    pressed.presses(Action.COUNTER)
    assert declined.screen == pressed.screen
    slips = [each.slip for each in declined.done if isinstance(each, PrintSlip)]
    assert slips == [each.slip for each in pressed.done if isinstance(each, PrintSlip)]
    assert [type(each) for each in slips] == [CounterSlip]
    assert [each for each in declined.done if isinstance(each, Log)] == [
        each for each in pressed.done if isinstance(each, Log)
    ]


@pytest.mark.parametrize("leaving", ["back", "counter", "card", "lost", "ended", "overdue"])
def test_the_camera_is_closed_however_the_check_is_left(leaving: str) -> None:
    hand = at_check()
    before = len(hand.done)
    if leaving in ("back", "counter"):
        hand.presses(Action(leaving))
    elif leaving == "card":
        hand.does(CardRemoved())
    elif leaving == "lost":
        hand.does(CameraLost())
    elif leaving == "ended":
        hand.is_seen()
    else:
        hand.waits(hand.site.patience.check_s)
    assert not hand.is_on(Page.CHECK)
    left = hand.done[before:]
    assert left[:2] == [StopCheck(), CloseMirror()]
    assert left.count(CloseMirror()) == 1


def test_coming_back_from_the_counter_begins_with_the_notice() -> None:
    hand = at_check()
    hand.presses(Action.COUNTER)
    hand.presses(Action.BACK)
    assert hand.is_on(Page.NOTICE)


def test_a_photograph_that_comes_while_the_counter_is_shown_opens_no_camera() -> None:
    hand = at_notice()
    hand.hears = False
    hand.presses(Action.AGREE)
    assert hand.is_on(Page.WORKING)
    hand.presses(Action.COUNTER)
    hand.does(hand.answer_to(hand.unanswered[-1]))
    assert hand.is_on(Page.COUNTER)
    assert hand.of(OpenMirror) == []
    hand.presses(Action.BACK)
    assert hand.is_on(Page.NOTICE)


def test_without_any_photograph_nobody_is_asked_for_consent_and_a_person_helps() -> None:
    hand = at_home(site=CHECKING)
    holder = hand.state.visitor.holder
    assert holder is not None
    hand.state = hand.state.personal(holder=replace(holder, person=replace(holder.person, has_photo=False)))
    wants(hand, Service.BOOK)
    assert hand.is_on(Page.AGAIN)
    assert hand.screen.headline.key == "obstacle.no-reference"
    assert [each.action for each in hand.screen.choices] == [Action.COUNTER]


def test_a_record_whose_photograph_is_gone_leads_to_a_person() -> None:
    hand = at_notice()
    hand.hears = False
    hand.presses(Action.AGREE)
    hand.does(DeskAnswered(hand.unanswered[-1].call_id, None))
    assert hand.screen.headline.key == "obstacle.no-reference"
    assert hand.of(OpenMirror) == []


def test_progress_of_another_check_is_ignored_and_its_end_too() -> None:
    hand = at_check()
    before = hand.state
    hand.does(CheckTold(CheckProgress("other", Advice.TURN, 0.5, Turn.LEFT)))
    hand.does(CheckEnded(CheckFacts("other", GOOD, MODEL, 5, 0.99)))
    assert hand.state == before


def test_one_instruction_at_a_time_with_a_head_that_shows_it() -> None:
    hand = at_check()
    hand.does(CheckTold(CheckProgress(started(hand).check_id, Advice.TURN, 0.5, Turn.LEFT)))
    guide = hand.screen.guide
    assert guide is not None
    assert (guide.instruction.key, guide.head, guide.filled) == ("turn.left", HeadDrawing.LEFT, 0.5)


def test_a_model_without_a_threshold_of_its_own_concludes_nothing() -> None:
    hand = at_check()
    hand.does(CheckEnded(CheckFacts(started(hand).check_id, GOOD, "somebodys-model@1", 5, 0.99)))
    assert hand.screen.headline.key == "obstacle.unknown-model"
