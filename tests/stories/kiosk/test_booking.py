"""Somebody books a slot, pays for it by telephone and takes the slip."""

from kiosk.desk.fake import hospital
from kiosk.desk.values import BookingState, PaymentState
from kiosk.visit.pages import Page
from tests.stories.kiosk.forgetting import nothing_is_left, nothing_is_owed, what_was_paid_stands
from tests.stories.kiosk.house import PHOTOS
from tests.stories.kiosk.stage import Stage


def test_a_slot_is_booked_paid_and_printed(stage: Stage) -> None:
    stage.place(hospital.ADULT_CARD)
    stage.touch("预约挂号")
    assert stage.camera.taken == 0, "before consent nobody looks"
    stage.touch("同意，看摄像头")
    assert stage.looks_at_camera() == PHOTOS[hospital.ADULT.id]
    stage.touch("内科")
    stage.touch("王医生")
    stage.touch("3月3日 周二")
    stage.touch("08:00–08:30")
    stage.comes_to(Page.CONFIRM)
    for words in ("张*", "内科", "王医生 主任医师", "08:00–08:30", "二楼东区", "¥80.00"):
        assert stage.sees(words), words
    stage.touch("确认并支付")
    stage.is_paid()
    stage.comes_to(Page.DONE)
    what_was_paid_stands(stage)
    (booked,) = stage.house.kiosk_bookings(BookingState.BOOKED)
    assert stage.sees(f"取号码 {booked['code']}")
    (slip,) = stage.slips()
    for words in (booked["code"], "3月3日 周二 08:00", "二楼东区", "内科", "张*", "80.00"):
        assert words in slip, slip
    stage.pull()
    nothing_is_left(stage, booked["code"], booked["id"])
    nothing_is_owed(stage)


def test_the_code_on_a_slip_leads_to_the_booking_on_its_day(stage: Stage) -> None:
    """Booked in English, for nothing, and picked up without the card."""
    stage.touch("English")
    stage.place(hospital.ADULT_CARD)
    stage.touch("Book a visit")
    stage.touch("Yes, look at the camera")
    stage.looks_at_camera()
    stage.touch("Search department or doctor")
    stage.types("YK")
    stage.touch("Eye Clinic")
    stage.touch("Any doctor")
    stage.touch("13:00–13:30")
    stage.touch("Book it")
    stage.comes_to(Page.DONE)
    assert stage.sees("Take your slip, take your card")
    (booked,) = stage.house.kiosk_bookings(BookingState.BOOKED)
    (slip,) = stage.slips()
    assert booked["code"] in slip
    assert "Eye Clinic" in slip
    stage.pull()
    nothing_is_left(stage, booked["code"])
    assert stage.sees("请放上您的卡"), "the next one is greeted in the site's own language"

    stage.waits(2 * 3600, step_s=600)
    stage.touch("没有卡，用8位取号码")
    stage.types(booked["code"])
    stage.touch("确定")
    stage.comes_to(Page.HOME)
    stage.touch("取号")
    stage.touch("同意，看摄像头")
    stage.looks_at_camera()
    stage.comes_to(Page.BOOKING)
    stage.touch("取号")
    stage.comes_to(Page.DONE)
    (there,) = stage.house.kiosk_bookings(BookingState.CHECKED_IN)
    assert stage.sees(there["queue_number"])
    assert there["queue_number"] in stage.slips()[0]
    assert stage.sees("请取走小票")
    assert not stage.sees("卡"), "nobody is told to take a card that they did not bring"
    stage.touch("结束")
    nothing_is_left(stage, booked["code"])


def test_out_of_paper_after_the_payment_the_number_is_on_the_screen_and_the_money_is_safe(stage: Stage) -> None:
    stage.place(hospital.ADULT_CARD)
    stage.touch("预约挂号")
    stage.touch("同意，看摄像头")
    stage.looks_at_camera()
    stage.touch("内科")
    stage.touch("哪位医生都可以")
    stage.touch("3月3日 周二")
    stage.touch("08:00–08:30")
    stage.touch("确认并支付")
    stage.printer.run_out_of_paper()
    stage.is_paid()
    stage.comes_to(Page.DONE)
    what_was_paid_stands(stage)
    (booked,) = stage.house.kiosk_bookings(BookingState.BOOKED)
    words = ("预约好了", booked["code"], "您的钱是安全的", "打印纸用完了", "请记住或拍下这一页", "到人工窗口")
    for each in words:
        assert stage.sees(each), each
    assert not stage.sees("请取走小票")
    stage.printer.refill()
    stage.touch("再打印一次")
    stage.comes_to(Page.DONE)
    stage.reads_soon("请取走小票和卡")
    assert booked["code"] in stage.slips()[0]
    stage.pull()
    nothing_is_left(stage, booked["code"])
    assert len(stage.house.payments_in(PaymentState.PAID)) == 1


def test_half_a_slip_is_said_to_be_half_a_slip(stage: Stage) -> None:
    stage.printer.run_out_of_paper(after_bytes=60)
    stage.touch("没有卡，用8位取号码")
    stage.touch("人工窗口")
    stage.reads_soon("小票可能没有打印完整")
    assert stage.sees("请记住这个号码，叫到时过去")
    assert stage.sees("A001")
