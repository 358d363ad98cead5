"""What time does to bookings at the hospital's system. May be called at any moment, twice, and by several hubs.

Holds that ran out count as free whether or not this came by, so it need not ask the hospital's system often.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from kiosk.desk.fhir.appointments import Seen, with_state
from kiosk.desk.fhir.bookings import all_seen, booking_of, midnight, of_token, seen
from kiosk.desk.fhir.ending import finish_cancelling
from kiosk.desk.fhir.holding import end_hold, written
from kiosk.desk.fhir.hospital import Hospital
from kiosk.desk.fhir.journal import Done, Intent, given_up, intend, tell, unfinished
from kiosk.desk.fhir.outcomes import Conflict, NotThere
from kiosk.desk.fhir.places import HELD, Place, place_in
from kiosk.desk.fhir.taking import give_back, own_place, settle
from kiosk.desk.sql.answers import forget_answers
from kiosk.desk.sql.last_upkeep import is_steady
from kiosk.desk.sql.trails import THE_DESK
from kiosk.desk.values import BookingState
from kiosk.errors import DeskRefused
from kiosk.rules.limits import Channel
from kiosk.rules.windows import awaited_since, is_missed

DESK = Channel("desk", is_on_site=True)
DAYS_BACK = 7
"""How long the hub may have been off: what is older is left as it is."""
CUT_SHORT_AFTER = timedelta(minutes=2)
MOST_AT_ONCE = 100

_LEADS_TO = {
    "booked": BookingState.BOOKED,
    "released": BookingState.LAPSED,
    "lapsed": BookingState.LAPSED,
    "checked-in": BookingState.CHECKED_IN,
    "cancelled": BookingState.CANCELLED,
    "no-show": BookingState.NO_SHOW,
}


def keep_up(hospital: Hospital) -> None:
    """All of it, at the site's own time. Raises DeskAway, and ClockWrong.

    After a long stop, what is never undone waits until the clock has proved itself.
    """
    hospital = hospital.for_channel(DESK)
    may_end = is_steady(hospital.site)
    expire_holds(hospital)
    free_places(hospital)
    finish(hospital)
    if may_end:
        mark_no_shows(hospital)
        before = hospital.site.now() - timedelta(days=hospital.site.limits.answers_kept_days)
        hospital.site.database.change(lambda connection: forget_answers(connection, before))


def expire_holds(hospital: Hospital) -> int:
    """How many holds ended whose time was over."""
    now = hospital.site.now()
    waiting = all_seen(hospital, ("status", "pending"), ("date", f"ge{midnight(hospital, -DAYS_BACK)}"))
    over = [one for one in waiting if one.state is BookingState.HELD and not one.runs(now)]
    return sum(_end(hospital, one, "lapsed") for one in over)


def free_places(hospital: Hospital) -> int:
    """Places that are held for nobody any more: of cancelled bookings, and of holds that were cut short."""
    now = hospital.site.now()
    asked = (("status", HELD), ("start", f"ge{midnight(hospital)}"))
    found = (place_in(one, hospital.names, hospital.site.zone) for one in hospital.server.search("Slot", *asked))
    return sum(_free(hospital, place) for place in found if place is not None and place.is_over(now))


def mark_no_shows(hospital: Hospital) -> int:
    """How many were waited for until their window had passed; MOST_AT_ONCE at most, the others at the next round.

    The hospital's own bookings are its own to mark.
    """
    site = hospital.site
    until = awaited_since(site.now(), site.limits)
    times = (("date", f"ge{midnight(hospital, -DAYS_BACK)}"), ("date", f"lt{until.isoformat()}"))
    booked = [one for one in all_seen(hospital, ("status", "booked"), *times) if one.token]
    missed = [one for one in booked if is_missed(site.now(), one.starts_at, site.limits)]
    return sum(_end(hospital, one, "no-show") for one in missed[:MOST_AT_ONCE])


def finish(hospital: Hospital) -> None:
    """What was cut short between the hospital's system and this hub's own records."""
    before = hospital.site.now() - CUT_SHORT_AFTER
    for intent in unfinished(hospital.site, before, MOST_AT_ONCE):
        _finish(hospital, intent)


def _finish(hospital: Hospital, intent: Intent) -> None:
    try:
        one = seen(hospital, intent.booking_id)
        if one.state is not _LEADS_TO.get(intent.what):
            given_up(hospital.site, intent)
            return
        _tidy(hospital, one)
        site = replace(hospital.site, channel=Channel(intent.channel))
        tell(site, Done(booking_of(hospital, one), intent.what, intent.actor))
    except DeskRefused:
        given_up(hospital.site, intent)


def _tidy(hospital: Hospital, one: Seen) -> None:
    """Its Slot as its Appointment says."""
    if one.state is BookingState.CANCELLED:
        finish_cancelling(hospital, one)
    elif one.state is BookingState.BOOKED:
        place = own_place(hospital, one)
        if place is not None:
            settle(hospital, one, place)


def _end(hospital: Hospital, one: Seen, what: str) -> bool:
    intend(hospital, one.id, what, THE_DESK)
    ended = end_hold(hospital, one) if what == "lapsed" else _missed(hospital, one, hospital.site.now())
    if ended is None:
        return False
    try:
        tell(hospital.site, Done(booking_of(hospital, ended), what, THE_DESK))
    except NotThere:
        return False  # a department that is not listed any more: nobody is to be told
    return True


def _missed(hospital: Hospital, one: Seen, now: datetime) -> Seen | None:
    try:
        return written(hospital, with_state(one, hospital.names, BookingState.NO_SHOW, now), BookingState.NO_SHOW)
    except Conflict:
        return None


def _free(hospital: Hospital, place: Place) -> bool:
    """`place` was read before its Appointment is: who takes it meanwhile writes it."""
    one = of_token(hospital, place.token)
    if one is not None and one.state in (BookingState.BOOKED, BookingState.CHECKED_IN, BookingState.NO_SHOW):
        settle(hospital, one, place)
        return False
    if one is not None and one.state is BookingState.HELD:
        return False  # `expire_holds` ends it, with its place
    return give_back(hospital, place)
