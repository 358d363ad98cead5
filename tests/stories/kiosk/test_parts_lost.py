"""A part is lost while nobody is there: the staff sees it on the first page, patients what cannot be done now."""

from kiosk.desk.fake import hospital
from kiosk.visit.pages import Page
from tests.stories.kiosk.stage import Stage

LOOKED_S = 16.0
STAFF = "请工作人员看一下"
NO_SLIPS = "这里暂时打印不了小票"


def test_no_paper_is_on_the_first_page_until_there_is_some(stage: Stage) -> None:
    stage.waits(LOOKED_S)
    assert not stage.sees(STAFF)
    stage.printer.run_out_of_paper()
    stage.waits(LOOKED_S)
    stage.until(lambda: stage.program.staff.away, "the paper missed")
    stage.waits(1)
    assert stage.sees(f"{STAFF} · 打印机")
    assert stage.sees(NO_SLIPS)
    stage.touch("English")
    assert stage.sees("Staff, please look · printer")
    stage.printer.refill()
    stage.waits(LOOKED_S)
    stage.until(lambda: not stage.program.staff.away, "the paper seen")
    stage.waits(1)
    assert not stage.sees("printer")
    assert not stage.sees("No slips")


def test_an_unplugged_reader_is_there_at_once_and_on_no_page_of_a_visit(stage: Stage) -> None:
    stage.reader.lose()
    stage.waits(1)
    assert stage.sees(f"{STAFF} · 读卡器")
    assert stage.sees("这里暂时读不了卡")
    stage.touch("没有卡，用8位取号码")
    stage.comes_to(Page.CODE)
    assert not stage.sees(STAFF)
    stage.touch("返回")
    stage.reader.come_back()
    stage.waits(1)
    assert not stage.sees(STAFF)


def test_a_desk_that_was_missed_is_asked_until_it_is_back(stage: Stage) -> None:
    stage.line.cut()
    stage.place(hospital.ADULT_CARD)
    stage.comes_to(Page.TROUBLE)
    stage.touch("结束")
    stage.pull()
    stage.waits(1)
    assert stage.sees(f"{STAFF} · 预约系统")
    assert stage.sees("预约系统暂时联系不上")
    stage.line.mend()
    stage.waits(LOOKED_S)
    stage.until(lambda: not stage.program.staff.away, "the desk back")
    stage.waits(1)
    assert not stage.sees(STAFF)
