"""A person's way over the plan: which dots there are, and how one comes there and away."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.watchlist.post.console.hand import AT, Hand
from watchlist.alarms.life import Take
from watchlist.alarms.stay import Stay
from watchlist.post.console.draw_way import ROWS, way_marks
from watchlist.post.console.effects import AskSheet, Do
from watchlist.post.console.events import OverviewTold, SheetTold
from watchlist.post.console.example_values import ME, OTHER, overview, taken
from watchlist.post.console.pages import Action, Page
from watchlist.post.console.screen import Mark, WayPage
from watchlist.post.values import AlarmSheet, AlarmView, PlanPlace

NORTH, HALL, DESK = PlanPlace("north", 0.5, 0.1), PlanPlace("hall", 0.5, 0.5), PlanPlace("desk", 0.8, 0.5)


@pytest.fixture
def hand() -> Hand:
    hand = Hand()
    hand.log_in()
    hand.do(OverviewTold(overview(hand.at, has_plan=True)))
    return hand


def sheet(alarm: AlarmView, *cameras: str) -> AlarmSheet:
    stays = tuple(
        Stay(name, AT + timedelta(minutes=place), AT + timedelta(minutes=place, seconds=20), 0.6)
        for place, name in enumerate(cameras)
    )
    return AlarmSheet(alarm, ("sold slots",), stays, (), (NORTH, HALL, DESK))


def way(hand: Hand) -> WayPage:
    main = hand.screen.main
    assert isinstance(main, WayPage)
    return main


def test_each_place_has_one_dot_with_the_numbers_of_its_stays(hand: Hand) -> None:
    marks, path = way_marks(sheet(hand.ring(1), "north", "hall", "cellar", "north", "desk"))
    assert marks == (Mark(0.5, 0.1, (1, 4)), Mark(0.5, 0.5, (2,)), Mark(0.8, 0.5, (5,), is_last=True))
    assert path == (0, 1, 0, 2)


def test_the_last_dot_is_where_they_were_last_though_not_new(hand: Hand) -> None:
    marks, _ = way_marks(sheet(hand.ring(1), "north", "hall", "north", "cellar"))
    assert [mark.is_last for mark in marks] == [True, False]


def test_the_list_beside_tells_what_is_not_on_the_plan(hand: Hand) -> None:
    alarm = hand.ring(1)
    hand.press(Action.WAY)
    assert way(hand).waits is not None
    hand.do(SheetTold(1, sheet(alarm, "north", "cellar", "hall")))
    assert way(hand).waits is None
    assert [(row.number, row.aside is not None, row.is_last) for row in way(hand).rows] == [
        (1, False, False),
        (2, True, False),
        (3, False, True),
    ]
    assert [dict(text.values)["camera"] for text in way(hand).spoken] == ["north", "cellar", "hall"]
    assert [row.times.key for row in way(hand).rows if row.times] == ["stay.at"] * 3


def test_of_a_long_way_the_list_has_the_ends_and_the_plan_everything(hand: Hand) -> None:
    alarm = hand.ring(1)
    hand.press(Action.WAY)
    hand.do(SheetTold(1, sheet(alarm, *["north", "hall"] * 9)))
    rows = way(hand).rows
    assert len(rows) == ROWS
    assert [row.number for row in rows] == [1, None, 14, 15, 16, 17, 18]
    assert sum(len(mark.numbers) for mark in way(hand).marks) == 18


def test_it_is_opened_from_the_alarm_and_leads_back(hand: Hand) -> None:
    alarm = hand.ring(1)
    assert hand.press(Action.WAY) == (AskSheet(1, hand.shift.session, alarm.alarm_id),)
    hand.do(SheetTold(1, sheet(alarm, "north")))
    hand.press(Action.BACK)
    assert (hand.screen.page, hand.shift.sheet, hand.shift.sheet_of) == (Page.NOW, None, None)


def test_it_is_opened_from_the_sheet_and_leads_back(hand: Hand) -> None:
    alarm = hand.ring(1)
    hand.press(Action.SHEET)
    hand.do(SheetTold(1, sheet(alarm, "north")))
    assert hand.press(Action.WAY) == (), "what is known is not asked for again"
    assert way(hand).rows
    shown = []
    for _ in range(2):
        hand.press(Action.BACK)
        shown.append((hand.screen.page, hand.shift.sheet is not None))
    assert shown == [(Page.SHEET, True), (Page.NOW, False)]


def test_without_a_plan_there_is_no_way_to_it(hand: Hand) -> None:
    hand.ring(1)
    assert Action.WAY in [button.action for button in hand.screen.buttons]
    hand.do(OverviewTold(overview(hand.at)))
    assert Action.WAY not in [button.action for button in hand.screen.buttons]
    assert hand.press(Action.WAY) == ()
    assert hand.screen.page is Page.NOW


def test_nothing_is_opened_where_no_alarm_is(hand: Hand) -> None:
    assert hand.press(Action.WAY) == ()
    assert hand.screen.page is Page.NOW


def test_whoever_goes_on_while_it_is_shown_is_followed(hand: Hand) -> None:
    alarm = hand.ring(1, last_camera="north")
    hand.press(Action.WAY)
    hand.do(SheetTold(1, sheet(alarm, "north")))
    hand.effects.clear()
    hand.tell(replace(alarm, revision=5, updates=9))
    assert hand.effects == [], "they are still there"
    moved = replace(alarm, revision=6, last_camera="hall")
    hand.tell(moved)
    assert hand.effects == [AskSheet(1, hand.shift.session, alarm.alarm_id)]
    hand.do(SheetTold(1, sheet(moved, "north", "hall")))
    hand.tell(moved)
    assert len(hand.effects) == 1
    assert len(way(hand).rows) == 2


def test_space_takes_the_alarm_whose_way_is_shown_and_nothing_is_decided_there(hand: Hand) -> None:
    mine = hand.ring(1)
    hand.press(Action.WAY)
    for action in (Action.CONFIRM, Action.REJECT, Action.RELEASE, Action.FORWARD):
        assert hand.press(action) == ()
    (effect,) = hand.press(Action.TAKE)
    assert isinstance(effect, Do)
    assert (effect.alarm_id, effect.act) == (mine.alarm_id, Take())


def test_an_alarm_that_nobody_has_is_told_above_another_ones_way(hand: Hand) -> None:
    hand.ring(1, taken(hand.at, ME))
    hand.press(Action.WAY)
    hand.ring(2)
    assert "strip.waiting" in hand.strips
    assert hand.screen.page is Page.WAY


def test_above_its_own_way_it_is_not_told_once_more(hand: Hand) -> None:
    hand.ring(1)
    hand.press(Action.WAY)
    assert "strip.waiting" not in hand.strips


def test_a_place_outside_the_plan_is_none() -> None:
    for x, y in ((-0.01, 0.5), (0.5, 1.01), (float("nan"), 0.5)):
        with pytest.raises(ValueError, match="shares"):
            PlanPlace("north", x, y)


def test_why_somebody_is_listed_does_not_stand_beside_the_plan(hand: Hand) -> None:
    alarm = hand.ring(1, taken(hand.at, OTHER))
    hand.press(Action.WAY)
    hand.do(SheetTold(1, sheet(alarm, "north")))
    assert "sold slots" not in str([text.values for row in way(hand).rows for text in (row.door, row.times) if text])
