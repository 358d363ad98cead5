"""What the guards' page leaves behind, and what it shows only when it is asked."""

import pytest
from selenium.common.exceptions import NoAlertPresentException

from scripts.screens.browser import PhoneBrowser
from scripts.screens.phone_world import REASON, guard_pin
from tests.scripts.hub.phone_hand import AMBER, COOKIE, LOADS, LOGIN, PhoneHub, come_in, content
from watchlist.post.console.example_values import DOORS, HOPPER, ME
from watchlist.post.http.page_calls import PageRules


def test_the_reason_is_there_only_after_the_alarm_was_opened_which_is_on_record(
    hub: PhoneHub, phone: PhoneBrowser
) -> None:
    hub.world.ring()
    with hub.running() as url:
        come_in(phone, url)
        phone.settled()
        assert REASON not in content(phone)
        phone.press("sheet")
        phone.says(REASON)
        phone.press("back")
        phone.until("return document.getElementById('take')")
        assert REASON not in content(phone)
    assert "alarm.opened" in [row.what for row in hub.world.store.audit_records()]


def test_after_the_lock_no_face_no_name_and_no_session_is_left(hub: PhoneHub, phone: PhoneBrowser) -> None:
    hub.world.ring()
    with hub.running() as url:
        come_in(phone, url)
        phone.settled()
        address = phone.driver.execute_script("return document.images[0].src")
        token = phone.cookie(COOKIE)
        assert HOPPER.name in content(phone)
        phone.press("lock")
        phone.until(LOGIN)
        left = content(phone)
        assert not any(word in left for word in (HOPPER.name, ME.name, DOORS[0], "<img", "blob:"))
        assert phone.driver.execute_async_script(LOADS, address) == "gone"
        phone.until("return localStorage.getItem('gatehouse-lock-unsent') === null")
        assert phone.cookie(COOKIE) is None
        phone.driver.add_cookie({"name": COOKIE, "value": token})
        phone.driver.refresh()
        phone.until(LOGIN)


def test_behind_a_screen_that_nobody_sees_nothing_personal_lies(hub: PhoneHub, phone: PhoneBrowser) -> None:
    hub.world.ring()
    with hub.running() as url:
        come_in(phone, url)
        phone.settled()
        hide = "Object.defineProperty(document, 'hidden', {value: arguments[0], configurable: true});"
        told = "document.dispatchEvent(new Event('visibilitychange'))"
        phone.driver.execute_script(hide + told, True)
        assert not any(word in content(phone) for word in (HOPPER.name, DOORS[0], "<img"))
        phone.driver.execute_script(hide + told, False)
        phone.settled()
        assert HOPPER.name in content(phone)


def test_a_page_that_nobody_touches_locks_itself(hub: PhoneHub, phone: PhoneBrowser) -> None:
    with hub.running(PageRules(lock_after_s=1)) as url:
        phone.open(url)
        phone.type("number", ME.guard_id)
        phone.type("pin", guard_pin()[1])
        phone.press("enter")
        phone.says("很久没有人操作，已锁定")
        phone.until("return localStorage.getItem('gatehouse-lock-unsent') === null")
        phone.driver.refresh()
        phone.until(LOGIN)


def test_a_session_that_ends_elsewhere_ends_here(hub: PhoneHub, phone: PhoneBrowser) -> None:
    hub.world.ring()
    with hub.running() as url:
        come_in(phone, url)
        phone.settled()
        hub.world.store.accounts.remove(ME.guard_id, "op", hub.world.now)
        phone.press("take")
        phone.says("登录已到期，请重新登录")
        assert HOPPER.name not in content(phone)


def test_a_lock_that_could_not_be_sent_is_sent_later(hub: PhoneHub, phone: PhoneBrowser) -> None:
    with hub.running() as url:
        come_in(phone, url)
        port = int(url.rpartition(":")[2])
    phone.until(AMBER)
    phone.press("lock")
    phone.says("锁定没有送到")
    assert phone.cookie(COOKIE)
    with hub.running(port=port) as url:
        phone.driver.get(f"{url}/guard/")
        phone.until(LOGIN)
        assert phone.cookie(COOKIE) is None


def test_names_are_only_ever_text(hub: PhoneHub, phone: PhoneBrowser) -> None:
    door = "<img src=x onerror=alert(1)>"
    hub.world.ring(door=door)
    with hub.running() as url:
        come_in(phone, url)
        phone.says(door)
        with pytest.raises(NoAlertPresentException):
            _ = phone.driver.switch_to.alert.text
