"""The desk cannot be reached, from any page on: kind words, a person, and nothing lost or done twice afterwards."""

import pytest

from kiosk.desk.values import BookingState
from kiosk.visit.pages import Page
from tests.stories.kiosk.forgetting import nothing_is_left, nothing_is_owed, what_was_paid_stands
from tests.stories.kiosk.going_on import GOES_ON
from tests.stories.kiosk.stage import Stage
from tests.stories.kiosk.ways import PAID, come_to

AWAY = "预约系统暂时联系不上，您的卡没有问题"
MONEY_UNKNOWN = "如果已经支付，您的钱是安全的"
NEEDS_NO_DESK = {
    Page.TROUBLE: "请到窗口登记",
    Page.REPORT: "打印好了",
    Page.PRINTING: "预约好了",
    Page.SCALPER: "谢谢，我们收到了",
    Page.SCALPER_PLACE: "谢谢，我们收到了",
    Page.SCALPER_NUMBER: "谢谢，我们收到了",
    Page.SCALPER_NAME: "谢谢，我们收到了",
    Page.PAYING: MONEY_UNKNOWN,
}
"""Where one gets on, or was told something else already; everywhere else the desk is missed."""
COLD = ("错误", "失败", "异常", "系统错误", "error", "Error", "500")
PEACE_S = 400.0
"""So long that holds would have run out, and the outbox has tried again."""


@pytest.mark.parametrize("page", list(Page))
def test_without_its_desk_a_kiosk_stays_kind_and_nothing_is_lost(page: Page, stage: Stage) -> None:
    come_to(stage, page)
    before = len(stage.house.kiosk_bookings(BookingState.BOOKED))
    stage.line.cut()
    GOES_ON[page](stage)
    stage.reads_soon(NEEDS_NO_DESK.get(page, AWAY))
    _says_nothing_cold(stage)
    _a_person_is_one_touch_away(stage)
    if stage.has_card:
        stage.pull()
    else:
        stage.touch("结束")
    nothing_is_left(stage)
    stage.line.mend()
    stage.waits(PEACE_S)
    nothing_is_owed(stage)
    assert len(stage.house.kiosk_bookings(BookingState.BOOKED)) == before
    told = int(page in (Page.SCALPER, Page.SCALPER_PLACE, Page.SCALPER_NUMBER, Page.SCALPER_NAME))
    stage.until(lambda: len(stage.hub.told) == told, "the report of a scalper")
    if page in PAID:
        what_was_paid_stands(stage)


def _says_nothing_cold(stage: Stage) -> None:
    said = " ".join(stage.reads())
    assert not [word for word in COLD if word in said], said


def _a_person_is_one_touch_away(stage: Stage) -> None:
    stage.slips()
    stage.touch("人工窗口")
    stage.comes_to(Page.COUNTER)
    ticket = stage.state.visitor.ticket
    assert ticket is not None
    assert stage.sees(ticket.number)
