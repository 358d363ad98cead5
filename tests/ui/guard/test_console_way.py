"""The way on the plan, drawn."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QAccessible, QColor, QPixmap

from tests.ui.guard.conftest import REASON, SECRET, ZONE, Desk, jpeg, settle
from ui.guard.plan_layout import spread
from ui.guard.plan_view import PlanView
from ui.guard.skin import Skin
from ui.guard.wording import Wording
from ui.shared.texts import Texts
from watchlist.post.console.pages import Page
from watchlist.post.values import PlanPlace, SitePlan
from watchlist.types import AlarmId

PLACES = (PlanPlace("北门", 0.25, 0.25), PlanPlace("药房", 0.75, 0.75))


@pytest.fixture
def planned(desk: Desk) -> Desk:
    desk.post.site_plan = SitePlan(jpeg("yellow"), PLACES)
    return desk


def open_way(desk: Desk) -> AlarmId:
    desk.log_in()
    alarm_id = desk.ring()
    desk.waits_for(SECRET)
    desk.post.see_again(alarm_id, "药房")
    desk.until(lambda: desk.front.window.press_named("way:") is not None)
    desk.key(Qt.Key.Key_W)
    desk.until(lambda: any(not view.pixmap().isNull() and len(view.dots()) == 2 for view in plans(desk)))
    settle()
    return alarm_id


def rgb(colour: QColor) -> tuple[int, int, int]:
    return colour.red(), colour.green(), colour.blue()


def plan(desk: Desk) -> PlanView:
    (view,) = plans(desk)
    return view


def plans(desk: Desk) -> list[PlanView]:
    return [view for view in desk.front.window.findChildren(PlanView) if view.isVisible()]


def test_by_one_key_the_way_stands_on_the_plan_and_beside_it(planned: Desk) -> None:
    open_way(planned)
    view = plan(planned)
    place, (first, last) = view.plan_rect(), view.dots()
    assert first.center().toTuple() == pytest.approx((place.left() + place.width() / 4, place.height() / 4), abs=1)
    far = (place.left() + place.width() * 3 / 4, place.height() * 3 / 4)
    assert last.center().toTuple() == pytest.approx(far, abs=1)
    assert last.height() > first.height(), "where they were last is seen at once"
    assert "北门" in planned.words()
    assert "药房" in planned.words()
    assert REASON not in planned.words()
    planned.key(Qt.Key.Key_Escape)
    assert planned.front.state.shift is not None
    assert planned.front.state.shift.page is Page.NOW


def test_dots_and_plan_are_painted(planned: Desk) -> None:
    open_way(planned)
    view = plan(planned)
    image, (_first, last) = view.grab().toImage(), view.dots()
    beside = last.center().toPoint() + QPointF(last.width(), 0).toPoint()
    assert rgb(image.pixelColor(beside)) == pytest.approx((255, 255, 0), abs=8)
    accent = rgb(view.skin.colour("accent"))
    within = QPointF(last.left() + last.height() * 0.22, last.center().y()).toPoint()
    assert rgb(image.pixelColor(within)) == pytest.approx(accent, abs=8)


def test_in_the_dark_the_plan_does_not_glare(planned: Desk) -> None:
    open_way(planned)
    planned.key(Qt.Key.Key_T)
    planned.until(lambda: any(not view.pixmap().isNull() for view in plans(planned)))
    view = plan(planned)
    corner = view.plan_rect().topLeft().toPoint() + QPointF(6, 6).toPoint()
    assert view.grab().toImage().pixelColor(corner).value() < 220


def test_a_reader_of_screens_says_the_way(planned: Desk) -> None:
    open_way(planned)
    interface = QAccessible.queryAccessibleInterface(plan(planned))
    assert interface is not None
    assert interface.role() is QAccessible.Role.Graphic
    assert "1 北门" in interface.text(QAccessible.Text.Name)
    assert "2 药房" in interface.text(QAccessible.Text.Name)


def test_a_plan_that_cannot_be_shown_is_told_and_the_list_stays(desk: Desk) -> None:
    desk.post.site_plan = SitePlan(b"no picture", PLACES)
    desk.log_in()
    desk.ring()
    desk.waits_for(SECRET)
    desk.until(lambda: desk.front.window.press_named("way:") is not None)
    desk.click("way:")
    desk.waits_for("平面图显示不了")
    assert "北门" in desk.words()


def test_without_a_plan_nothing_of_it_is_there(desk: Desk) -> None:
    desk.log_in()
    desk.ring()
    desk.waits_for(SECRET)
    desk.key(Qt.Key.Key_W)
    assert desk.front.window.press_named("way:") is None
    assert plans(desk) == []


ROOM = QRectF(0, 0, 400, 300)
DOT = QSizeF(40, 30)


def test_a_dot_stands_on_its_place_and_beside_another() -> None:
    points = [QPointF(200, 150), QPointF(205, 150), QPointF(200, 155), QPointF(60, 60)]
    places = spread(points, [DOT] * 4, ROOM)
    assert places[0].center() == points[0]
    assert places[3].center() == points[3]
    assert not any(one.intersects(other) for one in places for other in places if one is not other)


def test_a_dot_at_the_edge_stays_on_the_plan() -> None:
    for place in spread([QPointF(0, 0), QPointF(400, 300), QPointF(400, 298)], [DOT] * 3, ROOM):
        assert ROOM.contains(place)


def test_where_nothing_is_free_a_dot_stands_on_its_place() -> None:
    places = spread([QPointF(20, 15)] * 2, [DOT] * 2, QRectF(0, 0, 40, 30))
    assert places[0] == places[1]


def test_the_plan_is_as_large_as_there_is_room(qapp: object, texts: Texts) -> None:
    wording = Wording(texts, "zh", ZONE, lambda: datetime(2025, 11, 24, tzinfo=UTC))
    view = PlanView(Skin.of(1366, 768, False, wording))
    view.resize(600, 400)
    view.show_picture(QPixmap(1000, 1000), "plan")
    assert view.plan_rect() == QRectF(100, 0, 400, 400)
