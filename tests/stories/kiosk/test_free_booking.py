"""A booking that costs nothing, and the answer is lost: nobody is booked who believes that they are not."""

import pytest

from kiosk.desk.values import BookingState
from kiosk.visit.pages import Page
from tests.stories.kiosk.forgetting import nothing_is_left, nothing_is_owed
from tests.stories.kiosk.stage import Stage
from tests.stories.kiosk.ways import IDLE_S, QUESTION_S, Way, to_departments

NOT_KNOWN = "还不知道约上了没有"


def to_free_confirm(stage: Stage) -> None:
    to_departments(stage)
    stage.touch("眼科")
    stage.touch("哪位医生都可以")
    stage.touch("13:00–13:30")
    stage.comes_to(Page.CONFIRM)


def booked(stage: Stage) -> int:
    return len(stage.house.kiosk_bookings(BookingState.BOOKED))


def pulls(stage: Stage) -> None:
    stage.pull()


def ends(stage: Stage) -> None:
    stage.touch("结束")


def walks_away(stage: Stage) -> None:
    stage.waits(IDLE_S)
    stage.waits(QUESTION_S)


@pytest.mark.parametrize("way", [pulls, ends, walks_away])
def test_who_leaves_without_knowing_is_not_booked_as_soon_as_the_desk_is_back(way: Way, stage: Stage) -> None:
    to_free_confirm(stage)
    stage.line.lose_answers("book")
    stage.touch("确认预约")
    stage.reads_soon(NOT_KNOWN)
    assert stage.sees("这个号不会给您留着")
    assert booked(stage) == 1
    stage.line.cut()
    way(stage)
    nothing_is_left(stage)
    stage.line.mend()
    stage.waits(120)
    stage.until(lambda: not booked(stage), "the booking given up")
    nothing_is_owed(stage)
    assert stage.slips() == []
    nobody_has_to_look_after_it(stage)


def test_what_never_reached_the_desk_is_only_given_back(stage: Stage) -> None:
    to_free_confirm(stage)
    stage.line.cut()
    stage.touch("确认预约")
    stage.reads_soon(NOT_KNOWN)
    stage.pull()
    nothing_is_left(stage)
    stage.line.mend()
    stage.waits(120)
    nothing_is_owed(stage)
    stage.until(lambda: "desk" not in stage.program.staff.away, "the letters delivered")
    assert not stage.house.kiosk_bookings(BookingState.BOOKED, BookingState.CANCELLED)
    nobody_has_to_look_after_it(stage)


def test_asked_again_it_is_booked_once_and_the_slip_says_so(stage: Stage) -> None:
    to_free_confirm(stage)
    stage.line.lose_answers("book")
    stage.touch("确认预约")
    stage.reads_soon(NOT_KNOWN)
    stage.line.mend()
    stage.touch("再试一次")
    stage.comes_to(Page.DONE)
    (kept,) = stage.house.kiosk_bookings(BookingState.BOOKED)
    assert kept["code"] in stage.slips()[0]
    stage.pull()
    stage.waits(120)
    assert booked(stage) == 1
    nothing_is_left(stage, kept["code"])


def test_who_confirms_and_pulls_the_card_at_once_is_booked_though_the_desk_was_away(stage: Stage) -> None:
    to_free_confirm(stage)
    stage.line.hold_up()
    stage.touch("确认预约")
    stage.comes_to(Page.WORKING)
    stage.pull()
    stage.line.cut()
    nothing_is_left(stage)
    assert booked(stage) == 0
    stage.line.mend()
    stage.waits(120)
    stage.until(lambda: booked(stage) == 1, "the booking that was confirmed")
    nothing_is_owed(stage)


def nobody_has_to_look_after_it(stage: Stage) -> None:
    assert not [part for part in stage.program.staff.away if part.startswith("letter")]
