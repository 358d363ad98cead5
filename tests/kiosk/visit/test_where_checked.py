"""Where a site asks for a face check, and what its notice says."""

from dataclasses import replace

from kiosk.visit.pages import Action, Page
from kiosk.visit.services import Service
from tests.kiosk.visit.hand import CHECKING, at_home, wants


def test_a_department_may_ask_for_a_check_that_the_service_does_not() -> None:
    site = replace(CHECKING, checked_services=frozenset(), checked_departments=frozenset({"skin"}))
    hand = at_home(site=site)
    wants(hand, Service.BOOK)
    hand.chooses("internal")
    assert hand.is_on(Page.DOCTORS)
    hand.presses(Action.BACK)
    hand.chooses("skin")
    assert hand.is_on(Page.NOTICE)
    hand.presses(Action.AGREE)
    hand.is_seen()
    assert hand.is_on(Page.DOCTORS)


def test_a_check_declined_for_a_department_is_not_asked_for_elsewhere() -> None:
    site = replace(CHECKING, checked_services=frozenset(), checked_departments=frozenset({"skin"}))
    hand = at_home(site=site)
    wants(hand, Service.BOOK)
    hand.chooses("skin")
    hand.presses(Action.DECLINE)
    hand.presses(Action.BACK)
    wants(hand, Service.PAY)
    assert hand.is_on(Page.BILLS)


def test_the_notice_says_when_the_watch_looks_and_how_long_it_is_kept() -> None:
    def keys(site_keeps: int, looks: bool) -> list[str]:
        site = replace(CHECKING, kept_days=site_keeps, watch_looks=looks)
        hand = at_home(site=site)
        wants(hand, Service.BOOK)
        return [each.key for each in hand.screen.body]

    assert "notice.kept_nothing" in keys(0, looks=False)
    assert "notice.watch" not in keys(0, looks=False)
    assert {"notice.kept_days", "notice.watch"} <= set(keys(1, looks=True))
