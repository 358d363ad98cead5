"""Somebody else wants the same place at the same moment, or the time to keep it runs out."""

import pytest

from kiosk.desk.values import Actor, Slot
from kiosk.visit.pages import Page
from tests.stories.kiosk.forgetting import nothing_is_left, nothing_is_owed, what_was_paid_stands
from tests.stories.kiosk.moving_time import MORNING
from tests.stories.kiosk.stage import Stage
from tests.stories.kiosk.ways import to_confirm, to_home, to_slots

LATER_TODAY = "11:00–11:30"


def last_place(stage: Stage) -> Slot:
    """Of Dr Wang's at eleven there is one left."""
    found = stage.house.desk.slots("internal", "wang", MORNING.date())
    return next(slot for slot in found if slot.starts_at == MORNING.replace(hour=11, minute=0))


def is_taken_by_telephone(stage: Stage) -> None:
    """By the old man, at home."""
    hotline, old_man = stage.house.channel("114"), Actor("p-old")
    held = hotline.hold("hotline-hold", last_place(stage).id, old_man.person_id, old_man)
    hotline.book("hotline-book", held.id)


def chooses_the_last_place(stage: Stage) -> None:
    to_slots(stage)
    assert last_place(stage).left == 1
    stage.touch(LATER_TODAY)


def test_a_place_that_was_just_taken_is_said_to_be_and_another_is_offered(stage: Stage) -> None:
    to_slots(stage)
    is_taken_by_telephone(stage)
    stage.touch(LATER_TODAY)
    stage.reads_soon("这个号刚刚被约走了，请选别的时间")
    stage.touch("选别的时间")
    stage.comes_to(Page.SLOTS)
    assert not stage.can_touch(LATER_TODAY)
    stage.touch("10:30–11:00")
    stage.comes_to(Page.CONFIRM)


def test_who_thinks_for_long_loses_the_place_to_somebody_else_and_is_told_so_kindly(stage: Stage) -> None:
    chooses_the_last_place(stage)
    stage.comes_to(Page.CONFIRM)
    assert last_place(stage).left == 0, "it is kept for whoever looks at it"
    for _ in range(30):
        stage.waits(50, step_s=5)
        stage.touch("继续")
        if last_place(stage).left:
            break
    is_taken_by_telephone(stage)
    stage.touch("确认并支付")
    stage.reads_soon("保留的时间到了，请重新选择")
    stage.touch("选别的时间")
    stage.comes_to(Page.SLOTS)
    stage.pull()
    nothing_is_left(stage)
    nothing_is_owed(stage)


def test_who_thinks_for_long_gets_the_place_while_nobody_else_wants_it(stage: Stage) -> None:
    chooses_the_last_place(stage)
    stage.comes_to(Page.CONFIRM)
    for _ in range(7):
        stage.waits(50, step_s=5)
        stage.touch("继续")
    stage.touch("确认并支付")
    stage.is_paid()
    stage.comes_to(Page.DONE)
    what_was_paid_stands(stage)


@pytest.mark.parametrize("lost", ["hold", "start_payment"])
def test_a_place_that_nobody_knows_of_is_free_again_by_itself(lost: str, stage: Stage) -> None:
    """The desk did it, the kiosk never heard of it, and the patient gave up."""
    if lost == "hold":
        to_slots(stage)
    else:
        chooses_the_last_place(stage)
        stage.comes_to(Page.CONFIRM)
    stage.line.lose_answers(lost)
    stage.touch(LATER_TODAY if lost == "hold" else "确认并支付")
    stage.comes_to(Page.TROUBLE)
    assert last_place(stage).left == 0
    stage.pull()
    nothing_is_left(stage)
    stage.line.mend()
    for _ in range(30):
        stage.waits(60, step_s=10)
        stage.house.open.keep_up()
    nothing_is_owed(stage)
    assert last_place(stage).left == 1


def test_one_department_a_day_is_said_before_anything_is_paid(stage: Stage) -> None:
    to_confirm(stage)
    stage.touch("确认并支付")
    stage.is_paid()
    stage.comes_to(Page.DONE)
    stage.touch("继续办别的")
    stage.comes_to(Page.HOME)
    stage.touch("预约挂号")
    stage.touch("内科")
    stage.touch("李医生")
    stage.touch("3月3日 周二")
    stage.touch("08:00–08:30")
    stage.reads_soon("同一科室一天约一个号，请选别的日期")
    stage.touch("选别的时间")
    stage.comes_to(Page.SLOTS)
    assert len(stage.house.kiosk_bookings()) == 1


def test_a_finger_that_comes_down_twice_presses_once(stage: Stage) -> None:
    """The page after it has something else in the same place."""
    to_home(stage)
    stage.touch("更多服务", times=2)
    assert stage.page is Page.SERVICES
    stage.touch("缴费", times=2)
    stage.comes_to(Page.BILLS)
    assert [name for name, *_ in stage.line.asked[-1:]] == ["bills_of"]
