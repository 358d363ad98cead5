from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import QRect
from pytestqt.qtbot import QtBot

from kiosk.visit.events import Pressed
from kiosk.visit.pages import Action, Page
from kiosk.visit.screen import HeadDrawing, Layout, Look, Screen
from kiosk.visit.wording import said
from tests.ui.visitor.conftest import ZONE, Show
from tests.ui.visitor.pressing import attract, button, list_of, mirror, named, press, told_by, visible_words
from ui.shared.texts import Texts
from ui.visitor.layouts.mirror import MirrorPage
from ui.visitor.layouts.page import PageView
from ui.visitor.layouts.table import PAGES
from ui.visitor.window import VisitorWindow

PICTURE = np.full((720, 960, 3), 90, np.uint8)


def is_still(page: PageView) -> bool:
    return page.graphicsEffect() is None


def test_every_layout_is_drawn_by_something() -> None:
    assert set(PAGES) == set(Layout)


def test_what_the_screen_says_stands_there(show: Show) -> None:
    words = visible_words(show(list_of(3)))
    assert {"请选择科室", "科室0", "科室1", "科室2"} <= set(words)


def test_a_press_is_reported_and_nothing_else_changes(show: Show) -> None:
    window = show(list_of(3))
    page, words, told = window.page, visible_words(window), told_by(window)
    press(window, Action.CHOOSE, "1")
    assert told == [Pressed(Action.CHOOSE, "1")]
    assert window.page is page
    assert visible_words(window) == words


def test_what_is_full_is_shown_and_cannot_be_pressed(show: Show) -> None:
    full = Screen(
        Page.SLOTS,
        Layout.GRID,
        said("slots.title"),
        choices=(named("约满", "full", is_enabled=False), named("有", "x")),
    )
    window = show(full)
    told = told_by(window)
    press(window, Action.CHOOSE, "full")
    assert told == []
    assert "约满" in visible_words(window)


@pytest.mark.parametrize(
    ("action", "value"),
    [
        *((Action.LANGUAGE, "en"), (Action.LARGE_PRINT, ""), (Action.HIGH_CONTRAST, ""), (Action.LOWER, "")),
        *((Action.READ_ALOUD, ""), (Action.COUNTER, ""), (Action.BACK, "")),
    ],
)
def test_the_fixed_places_report_themselves(show: Show, action: Action, value: str) -> None:
    window = show(list_of(2))
    told = told_by(window)
    press(window, action)
    assert told == [Pressed(action, value)]


def test_what_does_not_work_on_a_page_is_away_and_moves_nothing(show: Show) -> None:
    def places(window: VisitorWindow) -> dict[Action, QRect]:
        return {action: button(window, action).geometry() for action in (Action.BACK, Action.COUNTER, Action.LANGUAGE)}

    window = show(list_of(2))
    there = places(window)
    show(replace(attract(), counter=False))
    assert not button(window, Action.BACK).isVisible()
    assert not button(window, Action.COUNTER).isVisible()
    assert places(window) == there


def test_the_other_language_is_drawn_in_the_same_places(show: Show) -> None:
    window = show(list_of(2))
    there = button(window, Action.COUNTER).geometry()
    show(list_of(2), Look(language="en"))
    assert "Choose a department" in visible_words(window)
    assert button(window, Action.COUNTER).geometry() == there
    told = told_by(window)
    press(window, Action.LANGUAGE)
    assert told == [Pressed(Action.LANGUAGE, "zh")]


def test_a_long_list_is_turned_over_and_each_of_it_can_be_pressed(show: Show) -> None:
    window = show(list_of(40))
    seen = set(visible_words(window))
    for _ in range(20):
        if button(window, Action.CHOOSE, "39").isVisible():
            break
        button(window, "pager", "more").click()
        seen |= set(visible_words(window))
    assert {f"科室{place}" for place in range(40)} <= seen
    button(window, "pager", "earlier").click()
    assert not button(window, Action.CHOOSE, "39").isVisible()


def test_a_press_meant_for_the_page_before_is_not_taken(qtbot: QtBot, texts: Texts) -> None:
    now = [100.0]
    window = VisitorWindow(texts, ZONE, motion=False, settle_s=0.3, clock=lambda: now[0])
    qtbot.addWidget(window)
    window.resize(1080, 1920)
    window.show_screen(list_of(2), Look())
    window.show()
    told = told_by(window)
    press(window, Action.CHOOSE, "1")
    now[0] += 0.31
    press(window, Action.CHOOSE, "1")
    assert len(told) == 1
    window.show_screen(list_of(3), Look())
    press(window, Action.CHOOSE, "1")
    assert len(told) == 2, "the same page, drawn anew, takes a press at once"


def test_a_moving_guide_builds_nothing_anew(show: Show) -> None:
    window = show(mirror(0.2))
    window.show_frame(PICTURE)
    page = window.page
    show(mirror(0.7, "turn.right", HeadDrawing.RIGHT))
    assert window.page is page
    assert isinstance(page, MirrorPage)
    assert (page.mirror.filled, page.head.head, page.mirror.has_picture) == (0.7, HeadDrawing.RIGHT, True)
    assert "请慢慢向右转头" in visible_words(window)
    assert "请慢慢向左转头" not in visible_words(window)


def test_the_time_line_shows_in_the_last_seconds_only_and_builds_nothing_anew(show: Show) -> None:
    window = show(list_of(2))
    page = window.page
    assert window.remaining is None
    show(replace(list_of(2), remaining=0.4))
    assert window.remaining == 0.4
    assert window.page is page


def test_a_frame_is_dropped_where_there_is_no_mirror(show: Show) -> None:
    window = show(list_of(2))
    window.show_frame(PICTURE)
    show(mirror())
    assert isinstance(window.page, MirrorPage)
    assert not window.page.mirror.has_picture


def test_a_page_fades_in_only_where_motion_is_allowed(qtbot: QtBot, texts: Texts) -> None:
    for motion in (True, False):
        window = VisitorWindow(texts, ZONE, motion=motion)
        qtbot.addWidget(window)
        window.resize(1080, 1920)
        window.show_screen(attract(), Look())
        window.show()
        window.show_screen(list_of(2), Look())
        page = window.page
        assert page is not None
        assert (page.graphicsEffect() is not None) == motion
        qtbot.waitUntil(partial(is_still, page))


def test_the_title_of_the_window_says_nothing_of_anybody(show: Show) -> None:
    window = show(list_of(2))
    title = window.windowTitle()
    show(attract(), Look(language="en"))
    assert window.windowTitle() == title == "自助服务"
