"""A patient tells of a scalper at a kiosk whose reports go to a hub's list: told once, whatever becomes of the hub."""

import os
from dataclasses import replace

import pytest

from kiosk.reports.fake import FakeReports
from kiosk.visit.pages import Page
from scripts.kiosk.program import TEXTS, KioskProgram
from tests.stories.kiosk.forgetting import nothing_is_left
from tests.stories.kiosk.stage import MakeStage, Stage
from tests.stories.kiosk.ways import to_home, to_scalper_number
from ui.shared.texts import Texts


def test_while_the_hub_is_away_it_is_kept_and_keeps_nothing_else_waiting(make_stage: MakeStage) -> None:
    hub = FakeReports(is_away=True)
    stage = make_stage(hub=hub)
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
    stage.waits(5)
    stage.until(lambda: hub.told, "the report")
    hub.loses_answers = False
    stage.waits(5)
    [report] = hub.told.values()
    assert (report.what, report.words, report.place) == ("offered", "138", "北门")


def test_no_kiosk_asks_for_what_nobody_takes(stage: Stage) -> None:
    parts = replace(stage.program._parts, reports=None)
    with pytest.raises(ValueError, match="nobody would take"):
        KioskProgram(stage.home, stage.site, parts, Texts.load(TEXTS), os.environ)
