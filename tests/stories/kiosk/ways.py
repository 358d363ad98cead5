"""How a patient comes to each page of a visit, by touch, card and camera alone."""

from collections.abc import Callable, Mapping

from kiosk.desk.fake import hospital
from kiosk.visit.flow import FLOW
from kiosk.visit.pages import Page
from kiosk.visit.site import TimeOut
from tests.stories.kiosk.stage import Seen, Stage

Way = Callable[[Stage], None]
IDLE_S = 46.0
QUESTION_S = 16.0


def to_home(stage: Stage) -> None:
    stage.place(hospital.ADULT_CARD)
    stage.comes_to(Page.HOME)


def to_reading(stage: Stage) -> None:
    stage.line.hold_up()
    stage.place(hospital.ADULT_CARD)
    stage.comes_to(Page.READING)


def to_working(stage: Stage) -> None:
    to_services(stage)
    stage.line.hold_up()
    stage.touch("缴费")


def to_code(stage: Stage) -> None:
    stage.touch("没有卡，用8位取号码")


def to_who(stage: Stage) -> None:
    stage.place(hospital.CHILD_CARD)
    stage.comes_to(Page.WHO)


def to_services(stage: Stage) -> None:
    to_home(stage)
    stage.touch("更多服务")


def to_notice(stage: Stage) -> None:
    to_home(stage)
    stage.touch("预约挂号")


def to_check(stage: Stage) -> None:
    to_notice(stage)
    stage.touch("同意，看摄像头")
    stage.comes_to(Page.CHECK)
    stage.until(lambda: stage.camera.held, "the mirror")


def to_again(stage: Stage) -> None:
    to_check(stage)
    stage.looks_at_camera(Seen.SOMEBODY_ELSE)


def to_departments(stage: Stage) -> None:
    to_check(stage)
    stage.looks_at_camera()
    stage.comes_to(Page.DEPARTMENTS)


def to_search(stage: Stage) -> None:
    to_departments(stage)
    stage.touch("查找科室或医生")


def to_doctors(stage: Stage) -> None:
    to_departments(stage)
    stage.touch("内科")
    stage.comes_to(Page.DOCTORS)


def to_slots(stage: Stage) -> None:
    to_doctors(stage)
    stage.touch("王医生")
    stage.comes_to(Page.SLOTS)


def to_confirm(stage: Stage) -> None:
    """Tomorrow's first time of Dr Wang's; it costs 80 yuan."""
    to_slots(stage)
    stage.touch("3月3日 周二")
    stage.touch("08:00–08:30")
    stage.comes_to(Page.CONFIRM)


def to_paying(stage: Stage) -> None:
    to_confirm(stage)
    stage.touch("确认并支付")
    stage.comes_to(Page.PAYING)


def to_printing(stage: Stage) -> None:
    to_paying(stage)
    stage.printer.hold_up()
    stage.is_paid()
    stage.comes_to(Page.PRINTING)


def to_done(stage: Stage) -> None:
    to_paying(stage)
    stage.is_paid()
    stage.comes_to(Page.DONE)


def to_bookings(stage: Stage) -> None:
    to_services(stage)
    stage.touch("取消预约")
    stage.comes_to(Page.BOOKINGS)


def to_booking(stage: Stage) -> None:
    to_home(stage)
    stage.touch("取号")
    stage.touch("同意，看摄像头")
    stage.looks_at_camera()
    stage.comes_to(Page.BOOKING)


def to_bills(stage: Stage) -> None:
    to_services(stage)
    stage.touch("缴费")
    stage.comes_to(Page.BILLS)


def to_bill(stage: Stage) -> None:
    to_bills(stage)
    stage.touch("门诊费用")


def to_queue(stage: Stage) -> None:
    """The old man waits already."""
    stage.place(hospital.OLD_CARD)
    stage.touch("王*国 本人")
    stage.touch("查看排队")
    stage.comes_to(Page.QUEUE)


def to_record_book(stage: Stage) -> None:
    to_services(stage)
    stage.touch("购买病历本")
    stage.comes_to(Page.RECORD_BOOK)


def to_reports(stage: Stage) -> None:
    to_services(stage)
    stage.touch("检查结果")
    stage.touch("同意，看摄像头")
    stage.looks_at_camera()
    stage.comes_to(Page.REPORTS)


def to_report(stage: Stage) -> None:
    to_reports(stage)
    stage.touch("血常规")
    stage.comes_to(Page.REPORT)


def to_scalper(stage: Stage) -> None:
    to_services(stage)
    stage.touch("举报号贩子")


def to_scalper_number(stage: Stage) -> None:
    to_scalper_place(stage)
    stage.touch("北门")


def to_scalper_place(stage: Stage) -> None:
    to_scalper(stage)
    stage.touch("有人向我卖号")


def to_scalper_name(stage: Stage) -> None:
    to_scalper_number(stage)
    stage.touch("输入微信号")


def to_counter(stage: Stage) -> None:
    to_home(stage)
    stage.touch("人工窗口")
    stage.until(lambda: stage.printer.slips, "the slip")


def to_more_time(stage: Stage) -> None:
    to_home(stage)
    stage.waits(IDLE_S)


def to_trouble(stage: Stage) -> None:
    stage.place(hospital.STRANGER_CARD)
    stage.comes_to(Page.TROUBLE)


def stays_away(stage: Stage) -> None:
    """Nobody is there yet."""


WAYS: Mapping[Page, Way] = {
    Page.ATTRACT: stays_away,
    Page.READING: to_reading,
    Page.CODE: to_code,
    Page.WHO: to_who,
    Page.HOME: to_home,
    Page.SERVICES: to_services,
    Page.NOTICE: to_notice,
    Page.CHECK: to_check,
    Page.AGAIN: to_again,
    Page.DEPARTMENTS: to_departments,
    Page.DOCTORS: to_doctors,
    Page.SEARCH: to_search,
    Page.SLOTS: to_slots,
    Page.CONFIRM: to_confirm,
    Page.PAYING: to_paying,
    Page.BOOKINGS: to_bookings,
    Page.BOOKING: to_booking,
    Page.BILLS: to_bills,
    Page.BILL: to_bill,
    Page.QUEUE: to_queue,
    Page.RECORD_BOOK: to_record_book,
    Page.REPORTS: to_reports,
    Page.REPORT: to_report,
    Page.SCALPER: to_scalper,
    Page.SCALPER_PLACE: to_scalper_place,
    Page.SCALPER_NUMBER: to_scalper_number,
    Page.SCALPER_NAME: to_scalper_name,
    Page.WORKING: to_working,
    Page.PRINTING: to_printing,
    Page.DONE: to_done,
    Page.COUNTER: to_counter,
    Page.MORE_TIME: to_more_time,
    Page.TROUBLE: to_trouble,
}
WITH_A_CARD = [page for page in Page if page not in (Page.ATTRACT, Page.CODE)]
WAITING_FOR_A_TOUCH = [page for page, row in FLOW.items() if row.time_out is TimeOut.IDLE]
PAID = (Page.PRINTING, Page.DONE)
"""Pages on which somebody has paid for a booking."""


def come_to(stage: Stage, page: Page) -> None:
    WAYS[page](stage)
    stage.comes_to(page)
