"""What a visit's state looks like. Pure."""

from collections.abc import Callable
from dataclasses import replace

from kiosk.visit.advancing import BY_TOUCH, quiet_since
from kiosk.visit.draw import arriving, checking, choosing, deciding, ending, lists
from kiosk.visit.flow import FLOW
from kiosk.visit.pages import Page
from kiosk.visit.screen import Screen
from kiosk.visit.site import SiteRules
from kiosk.visit.spoken import spoken
from kiosk.visit.state import VisitState

LAST_S = 10.0

DRAWN: dict[Page, Callable[[VisitState, SiteRules], Screen]] = {
    Page.ATTRACT: arriving.attract,
    Page.READING: arriving.reading,
    Page.CODE: arriving.code,
    Page.WHO: arriving.who,
    Page.HOME: arriving.home,
    Page.SERVICES: arriving.services,
    Page.NOTICE: checking.notice,
    Page.CHECK: checking.check,
    Page.AGAIN: checking.again,
    Page.DEPARTMENTS: choosing.departments,
    Page.DOCTORS: choosing.doctors,
    Page.SEARCH: choosing.search,
    Page.SLOTS: choosing.slots,
    Page.CONFIRM: deciding.confirm,
    Page.PAYING: deciding.paying,
    Page.BOOKINGS: lists.bookings,
    Page.BOOKING: deciding.booking,
    Page.BILLS: lists.bills,
    Page.BILL: deciding.bill,
    Page.QUEUE: lists.queue,
    Page.RECORD_BOOK: deciding.record_book,
    Page.REPORTS: lists.reports,
    Page.REPORT: lists.report,
    Page.SCALPER: lists.scalper,
    Page.SCALPER_PLACE: lists.scalper_place,
    Page.SCALPER_NUMBER: lists.scalper_number,
    Page.SCALPER_NAME: lists.scalper_name,
    Page.WORKING: deciding.working,
    Page.PRINTING: ending.printing,
    Page.DONE: ending.done,
    Page.COUNTER: ending.counter,
    Page.MORE_TIME: ending.more_time,
    Page.TROUBLE: ending.trouble,
}
WITHOUT_BACK = {Page.ATTRACT, Page.PRINTING, Page.MORE_TIME}


def screen_of(state: VisitState, at: float, site: SiteRules) -> Screen:
    """`at` is the same clock as that of `advance`."""
    return replace(
        DRAWN[state.page](state, site),
        say=spoken(state),
        counter=state.page is not Page.COUNTER,
        back=state.page not in WITHOUT_BACK,
        remaining=remaining(state, at, site),
    )


def remaining(state: VisitState, at: float, site: SiteRules) -> float | None:
    """The share of the last ten seconds that is left; pages that wait for a machine show none."""
    time_out = FLOW[state.page].time_out
    if time_out not in BY_TOUCH:
        return None
    left_s = site.patience.of(time_out) - (at - quiet_since(state, time_out))
    return min(max(left_s / LAST_S, 0.0), 1.0) if left_s < LAST_S else None
