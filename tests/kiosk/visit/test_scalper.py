"""Telling of scalpers: without a card, without a name, with as much as is known."""

from dataclasses import replace

from kiosk.desk.values import Words
from kiosk.visit.pages import Action, Page
from kiosk.visit.requests import TellOfScalper
from kiosk.visit.services import Service
from kiosk.visit.state import Visitor
from tests.kiosk.visit.hand import SITE, Hand, at_home


def test_a_scalper_is_reported_without_a_card_and_with_the_desk_away() -> None:
    hand = Hand()
    hand.desk.go_away()
    hand.chooses("scalper")
    hand.chooses("queues")
    for digit in "138x":
        hand.presses(Action.KEY, digit)
    hand.presses(Action.CONFIRM)
    assert hand.is_on(Page.DONE)
    [told] = hand.outbox
    assert isinstance(told, TellOfScalper)
    assert (told.report.what, told.report.words) == ("queues", "138")
    hand.outbox_arrives()
    assert list(hand.hub.told.values()) == [told.report]
    hand.presses(Action.BACK)
    assert hand.is_on(Page.ATTRACT)


def test_where_and_a_wechat_name_are_told_when_they_are_known() -> None:
    hand = Hand(replace(SITE, report_places=(Words("北门", "North gate"), Words("门诊大厅", "Hall"))))
    hand.chooses("scalper")
    hand.chooses("offered")
    assert hand.is_on(Page.SCALPER_PLACE)
    hand.presses(Action.BACK)
    hand.chooses("took-card")
    hand.chooses("北门")
    hand.presses(Action.BACK)
    hand.chooses("elsewhere")
    hand.presses(Action.BACK)
    hand.chooses("门诊大厅")
    hand.presses(Action.KEY, "1")
    hand.chooses("wechat")
    for letter in "huA_":
        hand.presses(Action.KEY, letter)
    keys = hand.screen.keypad
    hand.chooses("keys")
    assert keys != hand.screen.keypad
    for sign in "66":
        hand.presses(Action.KEY, sign)
    hand.presses(Action.ERASE)
    hand.presses(Action.BACK)
    assert hand.is_on(Page.SCALPER_NUMBER)
    hand.chooses("wechat")
    hand.presses(Action.CONFIRM)
    [told] = hand.outbox
    assert isinstance(told, TellOfScalper)
    report = told.report
    assert (report.what, report.words, report.place, report.wechat) == ("took-card", "1", "门诊大厅", "hu_6")
    assert report.at == hand.state.kiosk.clock
    hand.presses(Action.BACK)
    assert hand.is_on(Page.ATTRACT)
    assert hand.state.visitor == Visitor()


def test_who_goes_away_while_telling_leaves_nothing() -> None:
    hand = Hand(replace(SITE, report_places=(Words("北门", "North gate"),)))
    hand.chooses("scalper")
    hand.chooses("offered")
    hand.chooses("北门")
    hand.presses(Action.KEY, "1")
    hand.waits(46)
    assert hand.is_on(Page.MORE_TIME)
    hand.waits(16)
    assert hand.is_on(Page.ATTRACT)
    assert (hand.outbox, hand.state.visitor) == ([], Visitor())


def test_where_no_hub_takes_reports_nobody_is_asked_for_one() -> None:
    site = replace(SITE, services=tuple(each for each in Service if each is not Service.SCALPER))
    hand = Hand(site)
    assert [each.value for each in hand.screen.choices] == ["code"]
    hand.presses(Action.CHOOSE, "scalper")
    assert hand.is_on(Page.ATTRACT)
    hand = at_home(site=site)
    hand.chooses("more")
    assert "scalper" not in [each.value for each in hand.screen.choices]
    hand.presses(Action.CHOOSE, "scalper")
    assert hand.is_on(Page.SERVICES)
