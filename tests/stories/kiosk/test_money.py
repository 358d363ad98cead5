"""Money has moved and something breaks: it is used once, or goes back once, and the patient is told it is safe."""

import pytest

from kiosk.desk.values import BookingState, PaymentState
from kiosk.visit.pages import Page
from tests.stories.kiosk.forgetting import nothing_is_left, nothing_is_owed, what_was_paid_stands
from tests.stories.kiosk.stage import Stage
from tests.stories.kiosk.ways import Way, to_booking, to_confirm, to_paying, to_slots

SAFE = "您的钱是安全的"


def test_the_desk_dies_between_the_payment_and_its_answer_and_comes_back(stage: Stage) -> None:
    to_paying(stage)
    stage.line.cut()
    stage.pays()
    stage.waits(5)
    stage.reads_soon(SAFE)
    assert stage.page is Page.PAYING
    stage.line.mend()
    stage.waits(3)
    stage.comes_to(Page.DONE)
    what_was_paid_stands(stage)
    assert len(stage.slips()) == 1


def loses_the_look_at_the_payment(stage: Stage) -> None:
    to_paying(stage)
    stage.line.lose_answers("payment")
    stage.pays()
    stage.waits(5)
    stage.reads_soon(SAFE)
    stage.line.mend()
    stage.waits(3)


def loses_the_start_of_the_payment(stage: Stage) -> None:
    to_confirm(stage)
    stage.line.lose_answers("start_payment")
    stage.touch("确认并支付")
    stage.comes_to(Page.TROUBLE)
    stage.line.mend()
    stage.touch("再试一次")
    stage.is_paid()


def loses_the_hold(stage: Stage) -> None:
    to_slots(stage)
    stage.touch("3月3日 周二")
    stage.comes_to(Page.SLOTS)
    stage.line.lose_answers("hold")
    stage.touch("08:00–08:30")
    stage.comes_to(Page.TROUBLE)
    stage.line.mend()
    stage.touch("再试一次")
    stage.touch("确认并支付")
    stage.is_paid()


@pytest.mark.parametrize("way", [loses_the_look_at_the_payment, loses_the_start_of_the_payment, loses_the_hold])
def test_asked_again_after_a_lost_answer_the_desk_does_its_work_once(way: Way, stage: Stage) -> None:
    way(stage)
    stage.comes_to(Page.DONE)
    what_was_paid_stands(stage)
    assert len(stage.house.payments_in(*PaymentState)) == 1
    stage.pull()
    nothing_is_left(stage)
    nothing_is_owed(stage)


def test_a_booking_whose_answer_is_lost_is_made_once_and_the_slip_has_its_code(stage: Stage) -> None:
    to_paying(stage)
    stage.line.lose_answers("book")
    stage.is_paid()
    stage.comes_to(Page.DONE)
    assert stage.sees(SAFE)
    assert stage.sees("一恢复就会自动办完")
    (booked,) = stage.house.kiosk_bookings(BookingState.BOOKED)
    assert booked["code"] in stage.slips()[0]
    stage.pull()
    nothing_is_left(stage, booked["code"])
    stage.line.mend()
    stage.waits(120)
    what_was_paid_stands(stage)
    nothing_is_owed(stage)


def test_two_telephones_that_pay_one_code_book_once_and_one_gets_its_money_back(stage: Stage) -> None:
    to_paying(stage)
    (order,) = stage.house.payments.waiting()
    stage.house.payments.pay_twice(order.order_id)
    stage.waits(3)
    stage.comes_to(Page.DONE)
    stage.house.open.keep_up()
    what_was_paid_stands(stage)
    assert stage.house.payments.balance_fen(order.order_id) == order.amount_fen
    assert len(stage.slips()) == 1


def test_who_pays_and_walks_away_while_the_desk_is_dead_is_booked_when_it_is_back(stage: Stage) -> None:
    to_paying(stage)
    stage.line.cut()
    stage.pays()
    stage.waits(3)
    stage.reads_soon(SAFE)
    stage.pull()
    nothing_is_left(stage)
    stage.waits(3600, step_s=30)
    stage.line.mend()
    stage.waits(120)
    stage.until(lambda: stage.house.kiosk_bookings(BookingState.BOOKED), "the booking that was paid for")
    what_was_paid_stands(stage)
    nothing_is_owed(stage)


def test_a_pick_up_whose_answer_is_lost_is_done_once(stage: Stage) -> None:
    to_booking(stage)
    stage.line.lose_answers("check_in")
    stage.touch("取号")
    stage.comes_to(Page.TROUBLE)
    stage.line.mend()
    stage.touch("再试一次")
    stage.comes_to(Page.DONE)
    done = [row for row in stage.house.bookings(BookingState.CHECKED_IN) if row["patient_id"] == "p-adult"]
    assert len(done) == 1
    assert stage.sees(str(done[0]["queue_number"]))


def test_who_does_not_pay_for_two_minutes_is_asked_and_the_order_can_be_paid_no_more(stage: Stage) -> None:
    to_paying(stage)
    stage.waits(121)
    assert stage.page is Page.MORE_TIME
    stage.touch("继续")
    stage.comes_to(Page.PAYING)
    stage.touch("返回")
    stage.comes_to(Page.CONFIRM)
    assert not stage.house.payments.waiting()
    stage.touch("确认并支付")
    stage.is_paid()
    stage.comes_to(Page.DONE)
    what_was_paid_stands(stage)


def test_paid_at_the_moment_of_going_back_is_paid(stage: Stage) -> None:
    to_paying(stage)
    stage.pays()
    stage.touch("返回")
    stage.comes_to(Page.DONE)
    what_was_paid_stands(stage)


def test_paid_under_the_question_for_more_time_is_noticed(stage: Stage) -> None:
    to_paying(stage)
    stage.pays()
    stage.line.cut()
    stage.waits(121)
    stage.until(lambda: stage.page is Page.MORE_TIME, "the question")
    stage.line.mend()
    stage.waits(3)
    stage.comes_to(Page.DONE)
    what_was_paid_stands(stage)
