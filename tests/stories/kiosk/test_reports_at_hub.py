"""A patient tells of a scalper at a kiosk whose reports go to a hub's list: told once, whatever becomes of the hub."""

from kiosk.reports.fake import FakeReports
from kiosk.visit.pages import Page
from tests.stories.kiosk.forgetting import nothing_is_left
from tests.stories.kiosk.stage import MakeStage
from tests.stories.kiosk.ways import to_home, to_scalper_number


def test_while_the_hub_is_away_it_is_kept_and_keeps_nothing_else_waiting(make_stage: MakeStage) -> None:
    hub = FakeReports(is_away=True)
    stage = make_stage(reports=hub)
    to_scalper_number(stage)
    stage.types("138")
    stage.touch("发送")
    stage.reads_soon("谢谢，我们收到了")
    stage.reads_soon("会转给医院的工作人员")
    stage.until(lambda: hub.asked, "the hub asked")
    stage.pull()
    to_home(stage)  # the desk answers as ever
    stage.pull()
    stage.comes_to(Page.ATTRACT)
    nothing_is_left(stage, "138")
    stage.restart()
    hub.is_away, hub.loses_answers = False, True
    stage.until(lambda: hub.told, "the report")
    hub.loses_answers = False
    stage.waits(5)
    [report] = hub.told.values()
    assert (report.what, report.words, report.place) == ("offered", "138", "北门")
    assert stage.house.scalpers_told() == 0
