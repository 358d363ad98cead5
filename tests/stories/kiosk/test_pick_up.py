"""A slot booked by WeChat is picked up at the kiosk, over the network, within its window."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime

import pytest

from hardware.cards.events import CardKind
from kiosk.desk.fake import hospital
from kiosk.desk.http.client import HttpDesk, HttpMessages
from kiosk.desk.messages import MessageKind
from kiosk.desk.values import Actor, Booking, BookingState, CardRef, PaymentState
from kiosk.visit.pages import Page
from tests.stories.kiosk.forgetting import nothing_is_left, nothing_is_owed
from tests.stories.kiosk.house import House
from tests.stories.kiosk.moving_time import MORNING
from tests.stories.kiosk.served_hub import ServedHub
from tests.stories.kiosk.stage import MakeStage, Stage

HALF_PAST_TEN = MORNING.replace(minute=30)
HALF_PAST_ONE = MORNING.replace(hour=13, minute=30)


@dataclass
class Outing:
    """`stage` is a kiosk that reaches its desk by `hub`; `wechat` is a channel's program with a key of its own."""

    stage: Stage
    hub: ServedHub
    wechat: HttpDesk
    messages: HttpMessages

    def booked(self, starts_at: datetime) -> Booking:
        """At home, by telephone; to be paid at the pick-up."""
        mother = Actor(hospital.MOTHER.id)
        times = self.wechat.slots("internal", None, starts_at.date())
        slot = next(each for each in times if each.starts_at == starts_at and each.left)
        held = self.wechat.hold("wechat-hold", slot.id, mother.person_id, mother)
        return self.wechat.book("wechat-book", held.id)


@pytest.fixture
def outing(make_stage: MakeStage) -> Iterator[Outing]:
    with ExitStack() as closing:
        hubs: list[ServedHub] = []

        def served(house: House) -> HttpDesk:
            hub = ServedHub(house)
            hubs.append(hub)
            return closing.enter_context(hub.kiosk_desk())

        stage = make_stage(desk_of=served)
        closing.callback(hubs[0].stop)
        wechat, messages = hubs[0].channel("wechat")
        yield Outing(stage, hubs[0], closing.enter_context(wechat), closing.enter_context(messages))


def test_a_booking_by_wechat_is_paid_and_picked_up_at_the_kiosk(outing: Outing) -> None:
    stage, booking = outing.stage, outing.booked(HALF_PAST_TEN)
    (told,) = (each for each in outing.messages.waiting(10) if each.booking_id == booking.id)
    assert (told.kind, told.code) == (MessageKind.BOOKED, booking.code)
    assert told.place.zh == "二楼东区"
    assert told.check_in_from <= MORNING <= told.check_in_until

    stage.place(hospital.MOTHER_ID_CARD)
    stage.comes_to(Page.HOME)
    assert stage.sees("今天 10:30 内科"), "the likely thing stands on top"
    stage.touch("取号")
    stage.touch("同意，看摄像头")
    stage.looks_at_camera()
    stage.touch("支付")
    stage.is_paid()
    stage.comes_to(Page.DONE)
    (there,) = (row for row in stage.house.bookings(BookingState.CHECKED_IN) if row["id"] == booking.id)
    assert there["is_paid"]
    assert len(stage.house.payments_in(PaymentState.PAID)) == 1
    number = str(there["queue_number"])
    assert stage.sees(number)
    assert stage.sees("前面")
    (slip,) = stage.slips()
    assert number in slip
    assert "二楼东区" in slip
    stage.pull()
    nothing_is_left(stage, booking.code, booking.id)
    nothing_is_owed(stage)


def test_paid_and_then_the_hub_is_gone_the_pick_up_is_done_when_it_is_back(outing: Outing) -> None:
    stage, booking = outing.stage, outing.booked(HALF_PAST_TEN)
    _to_booking(stage)
    stage.touch("支付")
    stage.comes_to(Page.PAYING)
    stage.pays()
    stage.line.cut("check_in")
    stage.waits(3)
    stage.comes_to(Page.DONE)
    assert stage.sees("您的钱是安全的")
    assert stage.sees("恢复后就会排号")
    assert not stage.sees("等候叫号"), "without a number nobody is sent to wait for it"
    (slip,) = stage.slips()
    assert booking.code in slip
    stage.pull()
    nothing_is_left(stage, booking.code)
    stage.line.mend()
    stage.waits(90)
    stage.until(lambda: _state(stage, booking) is BookingState.CHECKED_IN, "the pick-up")
    stage.place(hospital.MOTHER_ID_CARD)
    stage.comes_to(Page.HOME)
    stage.touch("查看排队")
    stage.reads_soon("您的排队号")
    assert len(stage.house.payments_in(PaymentState.PAID)) == 1


def _state(stage: Stage, booking: Booking) -> BookingState:
    return next(BookingState(row["state"]) for row in stage.house.bookings() if row["id"] == booking.id)


def test_without_a_card_the_code_from_the_message_leads_there(outing: Outing) -> None:
    stage, booking = outing.stage, outing.booked(HALF_PAST_TEN)
    stage.scanner.scan(booking.code)
    stage.comes_to(Page.HOME)
    stage.touch("取号")
    stage.touch("同意，看摄像头")
    stage.looks_at_camera()
    stage.comes_to(Page.BOOKING)
    assert stage.sees("李*")


def test_too_early_and_too_late_get_kind_words_and_nothing_to_press_in_vain(outing: Outing) -> None:
    stage, booking = outing.stage, outing.booked(HALF_PAST_ONE)
    _to_booking(stage)
    assert stage.sees("12:30 到 14:00 可以取号，还没到时间")
    assert not stage.can_touch("支付 ¥")
    stage.pull()
    stage.waits(_until(HALF_PAST_ONE) + 29 * 60 + 50, step_s=600)
    _to_booking(stage)
    assert stage.sees("请在 14:00 前取号")
    stage.waits(20)
    assert stage.sees("取号时间到 14:00 为止，请到窗口问一问")
    assert not stage.can_touch("支付 ¥")
    stage.pull()
    stage.place(hospital.MOTHER_ID_CARD)
    stage.comes_to(Page.HOME)
    stage.touch("取号")
    stage.touch("同意，看摄像头")
    stage.looks_at_camera()
    stage.reads_soon("过了取号时间的，请到窗口问一问")
    assert _state(stage, booking) is not BookingState.CANCELLED


def _until(moment: datetime) -> float:
    return (moment - MORNING).total_seconds()


def _to_booking(stage: Stage) -> None:
    stage.place(hospital.MOTHER_ID_CARD)
    stage.comes_to(Page.HOME)
    stage.touch("取号")
    stage.touch("同意，看摄像头")
    stage.looks_at_camera()
    stage.comes_to(Page.BOOKING)


def test_a_hub_that_is_stopped_and_started_again_ends_no_visit(outing: Outing) -> None:
    stage = outing.stage
    stage.place(hospital.ADULT_CARD)
    stage.comes_to(Page.HOME)
    outing.hub.stop()
    stage.touch("更多服务")
    stage.touch("缴费")
    stage.reads_soon("预约系统暂时联系不上，您的卡没有问题")
    stage.touch("再试一次")
    stage.until(lambda: stage.page is Page.TROUBLE, "the same words again")
    outing.hub.start()
    stage.touch("再试一次")
    stage.comes_to(Page.BILLS)
    stage.touch("门诊费用")
    stage.touch("支付")
    stage.comes_to(Page.PAYING)
    stage.pays()
    outing.hub.stop()
    stage.waits(3)
    stage.reads_soon("如果已经支付，您的钱是安全的")
    outing.hub.start()
    stage.waits(3)
    stage.comes_to(Page.DONE)
    assert "93.60" in stage.slips()[0]
    stage.pull()
    nothing_is_left(stage)


def test_a_card_of_another_hospital_is_not_known_here(outing: Outing) -> None:
    outing.stage.place(CardRef(CardKind.VISIT, "12345678"))
    outing.stage.reads_soon("这张卡在这里还没有登记，请到窗口登记")
