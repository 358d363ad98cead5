"""What a patient does next on each page."""

from collections.abc import Callable, Mapping

from kiosk.desk.fake import hospital
from kiosk.visit.pages import Page
from tests.stories.kiosk.stage import Stage

Step = Callable[[Stage], None]


def touches(*words: str) -> Step:
    def step(stage: Stage) -> None:
        for each in words:
            stage.touch(each)

    return step


def places_card(stage: Stage) -> None:
    stage.place(hospital.ADULT_CARD)


def types_code(stage: Stage) -> None:
    stage.types("12345678")
    stage.touch("确定")


def looks(stage: Stage) -> None:
    stage.looks_at_camera()


def looks_again(stage: Stage) -> None:
    stage.touch("再试一次")
    stage.looks_at_camera()


def waits_for_the_payment(stage: Stage) -> None:
    stage.waits(3)


def just_stands_there(stage: Stage) -> None:
    """What was being waited for is answered, or not."""


def takes_the_slip(stage: Stage) -> None:
    stage.printer.let_go()
    stage.comes_to(Page.DONE)


def goes_on_after_counter(stage: Stage) -> None:
    stage.touch("返回")
    stage.comes_to(Page.HOME)
    touches("更多服务", "缴费")(stage)


GOES_ON: Mapping[Page, Step] = {
    Page.ATTRACT: places_card,
    Page.READING: just_stands_there,
    Page.CODE: types_code,
    Page.WHO: touches("李*（妈妈）"),
    Page.HOME: touches("预约挂号", "同意，看摄像头"),
    Page.SERVICES: touches("缴费"),
    Page.NOTICE: touches("同意，看摄像头"),
    Page.CHECK: looks,
    Page.AGAIN: looks_again,
    Page.DEPARTMENTS: touches("内科"),
    Page.DOCTORS: touches("王医生"),
    Page.SEARCH: touches("N"),
    Page.SLOTS: touches("3月3日 周二"),
    Page.CONFIRM: touches("确认并支付"),
    Page.PAYING: waits_for_the_payment,
    Page.BOOKINGS: touches("皮肤科", "取消这个预约", "取消预约"),
    Page.BOOKING: touches("取号"),
    Page.BILLS: touches("门诊费用", "支付"),
    Page.BILL: touches("支付"),
    Page.QUEUE: touches("继续办别的"),
    Page.RECORD_BOOK: touches("支付"),
    Page.REPORTS: touches("血常规"),
    Page.REPORT: touches("打印"),
    Page.SCALPER: touches("有人向我卖号", "北门", "直接发送"),
    Page.SCALPER_PLACE: touches("北门", "直接发送"),
    Page.SCALPER_NUMBER: touches("直接发送"),
    Page.SCALPER_NAME: touches("直接发送"),
    Page.WORKING: just_stands_there,
    Page.PRINTING: takes_the_slip,
    Page.DONE: touches("继续办别的"),
    Page.COUNTER: goes_on_after_counter,
    Page.MORE_TIME: touches("继续", "更多服务", "缴费"),
    Page.TROUBLE: just_stands_there,
}
