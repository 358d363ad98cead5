"""The guards' page in a real browser, served by the real hub."""

from pathlib import Path

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from scripts.screens.browser import PhoneBrowser
from tests.scripts.hub.phone_hand import AMBER, FACES, FRESH, PhoneHub, come_in, phone_hub
from watchlist.alarms.life import Decide, Take, Verdict
from watchlist.feed.age import Freshness
from watchlist.post.console.example_values import CHIEF, DOORS, ME, OTHER
from watchlist.post.http.limits import PostLimits


def test_an_alarm_comes_live_and_is_taken_decided_and_corrected(hub: PhoneHub, phone: PhoneBrowser) -> None:
    with hub.running() as url:
        come_in(phone, url)
        phone.says("没有未处理的警报")
        alarm_id = hub.world.ring(age_s=-5)
        phone.says("警报 · 没有人处理")
        assert phone.until("return document.body.dataset.rung") == "1"
        phone.settled()
        (width, height, real), other = phone.driver.execute_script(FACES)
        assert real > 0
        assert [width, height] == other[:2]
        phone.says("160 个陌生人里，最多 1 个")
        phone.press("take")
        phone.says("您已接手")
        assert hub.world.store.alarm(alarm_id).life.owner == ME.guard_id
        phone.press("note")
        phone.type("note-words", "在北门问过")
        phone.press("back")
        phone.says("备注：在北门问过")
        phone.press("reject")
        phone.says("没有未处理的警报")
        decided = Decide(Verdict.NOT_THIS_PERSON, "在北门问过")
        assert decided in [step.act for step in hub.world.store.steps(alarm_id)]
        phone.press("correct")
        phone.says("正在更正")
        phone.press("confirm")
        phone.says("已记为“是本人”")
        assert hub.world.store.alarm(alarm_id).life.verdict is Verdict.CONFIRMED


def test_who_was_faster_is_told(tmp_path: Path, phone: PhoneBrowser) -> None:
    # The page hears of nothing by itself for so long.
    with phone_hub(tmp_path, PostLimits(look_every_s=30, heartbeat_s=5)) as hub, hub.running() as url:
        alarm_id = hub.world.ring()
        come_in(phone, url)
        phone.settled()
        hub.world.store.act(alarm_id, OTHER.guard_id, Take())
        phone.press("take")
        phone.says(f"{OTHER.name} 已经接手了")


def test_a_list_that_is_old_is_told_on_every_page(hub: PhoneHub, phone: PhoneBrowser) -> None:
    hub.world.watch.freshness = Freshness.CLOCK_WRONG
    with hub.running() as url:
        come_in(phone, url)
        phone.says("3 人，时钟不准")
        phone.press("cameras")
        phone.says("不知道名单有多旧")


def test_what_others_do_is_shown_and_a_supervisor_may_take_over(hub: PhoneHub, phone: PhoneBrowser) -> None:
    alarm_id = hub.world.ring()
    with hub.running() as url:
        come_in(phone, url, CHIEF.guard_id)
        hub.world.store.act(alarm_id, OTHER.guard_id, Take())
        phone.says(f"{OTHER.name} 已接手")
        assert not phone.driver.find_elements("id", "confirm")
        phone.press("take_over")
        phone.says("您已接手")
        phone.press("forward")
        phone.press("to-0")
        phone.says(f"已请{ME.name}处理")
    assert hub.world.store.alarm(alarm_id).life.meant_for == ME.guard_id


def test_details_of_an_alarm_that_a_colleague_decides_give_way(hub: PhoneHub, phone: PhoneBrowser) -> None:
    hub.world.ring()
    alarm_id = hub.world.ring()
    with hub.running() as url:
        come_in(phone, url)
        phone.press("sheet")
        phone.until("return document.getElementById('back') && !document.getElementById('take')")
        hub.world.store.act(alarm_id, OTHER.guard_id, Decide(Verdict.CANNOT_TELL))
        phone.until("return document.getElementById('take')")


def test_a_hub_that_was_away_is_found_again_with_what_happened_meanwhile(hub: PhoneHub, phone: PhoneBrowser) -> None:
    with hub.running() as url:
        come_in(phone, url)
        phone.says("没有未处理的警报")
        port = int(url.rpartition(":")[2])
    phone.until(AMBER)
    phone.says("没有新数据，正在重新连接")
    phone.says("暂时不知道有没有警报")
    hub.world.ring(age_s=-5)
    with hub.running(port=port):
        phone.until(FRESH)
        phone.says("警报 · 没有人处理")
        assert phone.driver.execute_script("return document.body.dataset.rung") == "1"


def test_an_act_that_did_not_arrive_is_told(hub: PhoneHub, phone: PhoneBrowser) -> None:
    hub.world.ring()
    with hub.running() as url:
        come_in(phone, url)
        phone.settled()
    phone.press("take")
    phone.says("没有送到：联系不上值守程序，请再试一次")
    phone.press("language")
    phone.says("No news for")


def test_what_something_else_answers_in_the_hubs_place_is_told_and_changes_nothing(
    hub: PhoneHub, phone: PhoneBrowser
) -> None:
    """As the log-in page of a guest network does."""
    alarm_id = hub.world.ring()
    portal: list[bytes] = []
    hub.around = lambda app: in_front_of(app, portal)
    with hub.running() as url:
        come_in(phone, url)
        phone.settled()
        for answer in (b"<html>Welcome</html>", b"", b"[[[", b"5", b"null", b'{"value": 5}'):
            portal[:] = [answer]
            phone.press("take")
            phone.until(
                "return document.getElementById('notice').innerText && !document.getElementById('take').disabled"
            )
            phone.driver.execute_script("document.getElementById('notice').replaceChildren()")
        portal.clear()
        assert hub.world.store.alarm(alarm_id).life.owner is None
        phone.press("take")
        phone.says("您已接手")


def in_front_of(app: ASGIApp, portal: list[bytes]) -> ASGIApp:
    """Answers every act with what is in the list, while something is."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if portal and scope["type"] == "http" and scope["path"].endswith("/act"):
            await Response(portal[0], 200)(scope, receive, send)
        else:
            await app(scope, receive, send)

    return answer


def test_wrong_pins_are_told_and_have_to_wait(hub: PhoneHub, phone: PhoneBrowser) -> None:
    with hub.running() as url:
        phone.open(url, "en")
        phone.type("number", ME.guard_id)
        said = "return document.getElementById('login-said').innerText"
        for place in range(4):
            phone.type("pin", "135790")
            phone.press("enter")
            phone.until(f"return /{'Wait 0:0' if place >= 2 else 'not right'}/.test({said.removeprefix('return ')})")
        assert phone.driver.execute_script("return document.getElementById('pin').value") == ""


def test_many_alarms_are_gone_through_by_large_buttons_and_the_chosen_one_stays(
    hub: PhoneHub, phone: PhoneBrowser
) -> None:
    rung = [hub.world.ring(door=door) for door in DOORS[:3]]
    door = "return document.getElementById('door').innerText === arguments[0]"
    with hub.running() as url:
        come_in(phone, url)
        phone.until(door, DOORS[2])
        phone.press("previous")
        phone.until(door, DOORS[1])
        hub.world.ring(door=DOORS[4], age_s=-5)
        phone.until("return document.getElementById('place').innerText.endsWith('/ 4')")
        phone.until(door, DOORS[1])
        phone.press("next")
        phone.until(door, DOORS[2])
        phone.press("take")
        phone.says("您已接手")
        assert [hub.world.store.alarm(one).life.owner for one in rung] == [None, None, ME.guard_id]


def test_cameras_without_their_watch_are_told_as_not_known(hub: PhoneHub, phone: PhoneBrowser) -> None:
    with hub.running() as url:
        come_in(phone, url)
        phone.says("摄像头：8 / 8 正常")
        hub.world.watch.is_away = True
        phone.press("cameras")
        phone.says("看摄像头的程序没有回应")
        phone.says("情况不明")
