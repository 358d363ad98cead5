"""The console by keys and clicks, before a post that misbehaves."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from tests.ui.guard.conftest import CHIEF, ME, OTHER, REASON, SECRET, Desk
from ui.guard.press import Press
from watchlist.alarms.life import Decide, Forward, Stage, Take, Verdict
from watchlist.post.console.pages import Page, Ring
from watchlist.post.values import Sight


def life(desk: Desk, alarm_id: str):  # type: ignore[no-untyped-def]
    return desk.post._alarms[alarm_id].view.life  # type: ignore[index]


def test_an_alarm_from_login_to_decision_by_keyboard_alone(desk: Desk) -> None:
    desk.log_in()
    desk.waits_for("没有未处理的警报")
    alarm_id = desk.ring()
    desk.waits_for(SECRET)
    desk.key(Qt.Key.Key_Space)
    desk.until(lambda: life(desk, alarm_id).owner == ME)
    desk.waits_for("您已接手")
    desk.pass_time(1)
    desk.key(Qt.Key.Key_2)
    desk.until(lambda: life(desk, alarm_id).verdict is Verdict.NOT_THIS_PERSON)
    desk.waits_for("可以更正")
    desk.key(Qt.Key.Key_Z)
    desk.pass_time(1)
    desk.key(Qt.Key.Key_1)
    desk.until(lambda: life(desk, alarm_id).verdict is Verdict.CONFIRMED)


def test_the_same_by_mouse(desk: Desk) -> None:
    desk.until(lambda: desk.front.window.press_named("guard:102") is not None)
    desk.click("guard:102")
    for digit in "1234":
        desk.click(f"digit:{digit}")
    desk.click("log_in:")
    desk.until(lambda: desk.front.state.shift is not None)
    alarm_id = desk.ring()
    desk.waits_for(SECRET)
    desk.click("take:")
    desk.until(lambda: life(desk, alarm_id).owner == OTHER)
    desk.pass_time(1)
    desk.until(lambda: desk.front.window.press_named("forward:") is not None)
    desk.click("forward:")
    desk.until(lambda: desk.front.window.press_named(f"forward_to:{ME}") is not None)
    desk.click(f"forward_to:{ME}")
    desk.until(lambda: life(desk, alarm_id).meant_for == ME)


def test_a_click_leaves_no_focus_for_the_space_key(desk: Desk) -> None:
    desk.log_in()
    desk.click("camera:北门")
    assert not isinstance(desk.front.window.focusWidget(), Press)
    alarm_id = desk.ring()
    desk.key(Qt.Key.Key_Space)
    desk.until(lambda: life(desk, alarm_id).owner == ME)


def test_space_presses_a_focused_button_when_there_is_nothing_to_take(desk: Desk) -> None:
    desk.log_in()
    camera = desk.front.window.press_named("camera:北门")
    assert camera is not None
    camera.setFocus(Qt.FocusReason.TabFocusReason)
    desk.key(Qt.Key.Key_Space)
    assert desk.front.state.camera == "北门"
    desk.key(Qt.Key.Key_Return)
    assert desk.front.state.camera is None


def test_a_wrong_pin_is_told_and_may_be_tried_again(desk: Desk) -> None:
    desk.until(lambda: desk.front.state.overview is not None)
    desk.key(Qt.Key.Key_Down)
    desk.type("9")
    desk.key(Qt.Key.Key_Return)
    desk.waits_for("密码不对")
    desk.type("1234")
    desk.key(Qt.Key.Key_Return)
    desk.until(lambda: desk.front.state.shift is not None)


def test_a_badge_is_enough(desk: Desk) -> None:
    desk.front.badge("04A1")
    desk.waits_for("没有未处理的警报")


def test_a_racing_guard_has_it(desk: Desk) -> None:
    desk.log_in()
    alarm_id = desk.ring()

    def races() -> None:
        desk.post.before_act = lambda: None
        desk.post.step(alarm_id, OTHER, Take())

    desk.post.before_act = races
    desk.key(Qt.Key.Key_Space)
    desk.waits_for("王芳 已经接手了")
    desk.waits_for("王芳 在处理")
    assert desk.front.window.press_named("confirm:") is None


def test_what_was_not_sent_is_told_and_the_alarm_stays(desk: Desk) -> None:
    desk.log_in()
    alarm_id = desk.ring()
    desk.post.is_away = True
    desk.key(Qt.Key.Key_Space)
    desk.waits_for("没有送到")
    desk.waits_for("失去联系")
    desk.post.is_away = False
    desk.until(lambda: not desk.front.state.is_lost)
    desk.key(Qt.Key.Key_Space)
    desk.until(lambda: life(desk, alarm_id).owner == ME)


def test_a_slow_post_does_not_hold_the_screen(desk: Desk) -> None:
    desk.log_in()
    desk.post.hold()
    desk.key(Qt.Key.Key_L)

    def tells_it() -> bool:
        desk.pass_time(1)
        return "Connection to the watch lost" in desk.words()

    desk.until(tells_it)
    desk.post.let_go()
    desk.until(lambda: "Connection to the watch lost" not in desk.words())


def test_a_session_that_is_over_leads_to_the_login(desk: Desk) -> None:
    desk.log_in()
    desk.post.end_sessions()
    desk.waits_for("登录已到期")


def test_an_erased_picture_is_told(desk: Desk) -> None:
    desk.log_in()
    alarm_id = desk.ring()
    desk.until(lambda: len(pictures(desk)) >= 2)
    desk.post.erase_picture(alarm_id)
    desk.waits_for("照片已删除")


def test_why_somebody_is_listed_stands_only_on_the_sheet(desk: Desk) -> None:
    desk.log_in()
    alarm_id = desk.ring()
    desk.waits_for(SECRET)
    desk.post.see_again(alarm_id, "药房")
    assert REASON not in desk.words()
    desk.key(Qt.Key.Key_D)
    desk.waits_for(REASON)
    assert desk.post.looked == [(ME, alarm_id)]
    assert "2. 药房" in desk.words()
    desk.key(Qt.Key.Key_Escape)
    assert REASON not in desk.words()


def test_a_note_is_typed_and_kept_with_the_decision(desk: Desk) -> None:
    desk.log_in()
    alarm_id = desk.ring()
    desk.waits_for(SECRET)
    desk.pass_time(1)
    desk.key(Qt.Key.Key_D)
    desk.waits_for(REASON)
    field = desk.front.window.findChild(QLineEdit)
    assert field is not None
    field.setFocus()
    desk.type("123 mask")
    assert life(desk, alarm_id).stage is Stage.RAISED, "digits are typed, not pressed"
    desk.key(Qt.Key.Key_Escape)
    desk.key(Qt.Key.Key_3)
    desk.until(lambda: life(desk, alarm_id).stage is Stage.DECIDED)
    act = desk.post._alarms[alarm_id].steps[-1].act
    assert act == Decide(Verdict.CANNOT_TELL, "123 mask")


def test_the_feed_is_searched_by_typing(desk: Desk) -> None:
    desk.log_in()
    desk.post.step(desk.ring("south"), OTHER, Decide(Verdict.CONFIRMED))
    desk.post.step(desk.ring("北门"), OTHER, Decide(Verdict.CANNOT_TELL))
    desk.key(Qt.Key.Key_H)
    desk.waits_for("1–2 / 2")
    desk.type("south")
    desk.waits_for("1–1 / 1")
    desk.key(Qt.Key.Key_Escape)
    desk.click("filter:cannot_tell")
    desk.waits_for("没有找到")
    desk.key(Qt.Key.Key_Escape)
    assert desk.front.state.shift is not None
    assert desk.front.state.shift.page is Page.NOW


def test_it_sounds_until_it_is_taken(desk: Desk) -> None:
    desk.log_in()
    alarm_id = desk.ring()
    assert len(desk.speaker.played) == 1
    desk.pass_time(4.5)
    desk.until(lambda: len(desk.speaker.played) == 2)
    desk.key(Qt.Key.Key_Space)
    desk.until(lambda: life(desk, alarm_id).owner == ME and not desk.speaker.is_playing)


def test_muted_it_is_silent_and_says_so(desk: Desk) -> None:
    desk.log_in()
    desk.ring()
    desk.key(Qt.Key.Key_M)
    assert not desk.speaker.is_playing
    desk.waits_for("已静音")
    desk.ring("南门")
    desk.until(lambda: desk.speaker.is_playing)


def test_a_loudspeaker_that_is_pulled_out_is_told(desk: Desk) -> None:
    desk.log_in()
    desk.devices[0] = False
    desk.front.tick()
    desk.waits_for("没有声音设备")


def test_language_and_colours_are_switched_where_one_stands(desk: Desk) -> None:
    desk.log_in()
    desk.ring()
    desk.waits_for(SECRET)
    desk.key(Qt.Key.Key_L)
    desk.waits_for("At most 1 stranger in 160")
    light = desk.front.window.grab().toImage().pixelColor(4, 4)
    desk.key(Qt.Key.Key_T)
    assert desk.front.window.grab().toImage().pixelColor(4, 4).lightness() < light.lightness() / 2
    desk.until(lambda: len(pictures(desk)) >= 2)


def test_a_supervisor_takes_over_by_key(desk: Desk) -> None:
    desk.log_in(2)
    alarm_id = desk.ring()
    desk.post.step(alarm_id, OTHER, Take())
    desk.waits_for("由我接管")
    desk.pass_time(1)
    desk.key(Qt.Key.Key_O)
    desk.until(lambda: life(desk, alarm_id).owner == CHIEF)


def test_an_alarm_that_a_colleague_forwards_is_told(desk: Desk) -> None:
    desk.log_in()
    alarm_id = desk.ring()
    desk.post.step(alarm_id, OTHER, Take())
    desk.post.step(alarm_id, OTHER, Forward(ME))
    desk.waits_for("同事请您处理")
    assert desk.front.window.screen_shown is not None
    assert desk.front.window.screen_shown.rings is Ring.ALARM


@pytest.mark.parametrize("sight", [Sight.LOST, Sight.BLACK])
def test_a_camera_says_why_on_demand(desk: Desk, sight: Sight) -> None:
    desk.log_in()
    desk.post.set_camera("北门", sight, "no answer", "check the cable")
    desk.until(lambda: "1 / 2" in desk.words())
    assert "check the cable" not in desk.words()
    desk.click("camera:北门")
    desk.waits_for("check the cable")


def pictures(desk: Desk) -> list[object]:
    shelf = desk.front.window.shelf
    screen = desk.front.window.screen_shown
    assert screen is not None
    return [face for face in getattr(screen.main, "faces", ()) if shelf.get(face.key) is not None]
