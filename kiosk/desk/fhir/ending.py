"""Picking a booking up, and cancelling it."""

from kiosk.desk.fhir.appointments import Seen, with_arrival, with_number, with_state
from kiosk.desk.fhir.bookings import booking_of, seen
from kiosk.desk.fhir.histories import acted_for
from kiosk.desk.fhir.holding import written
from kiosk.desk.fhir.hospital import Hospital
from kiosk.desk.fhir.journal import Done, intend
from kiosk.desk.fhir.outcomes import Conflict
from kiosk.desk.fhir.persons import must_act
from kiosk.desk.fhir.queues import next_number
from kiosk.desk.fhir.taking import TRIES, keep_back, own_place
from kiosk.desk.values import Actor, Booking, BookingState
from kiosk.errors import DeskRefused, Refusal
from kiosk.rules.limits import acts_for_too_many
from kiosk.rules.windows import check_in_window, last_cancellation


def check_in(hospital: Hospital, booking_id: str, actor: Actor) -> Done:
    with hospital.locks.held(actor.person_id):
        return _checked_in(hospital, booking_id, actor)


def cancel(hospital: Hospital, booking_id: str, actor: Actor) -> Done:
    """What was paid for it is the till's to give back: it hears of the change."""
    for _ in range(TRIES):
        one = seen(hospital, booking_id)
        must_act(hospital, one.patient_id, actor)
        if one.state is BookingState.CANCELLED:
            return Done(booking_of(hospital, one))
        if one.state is not BookingState.BOOKED:
            raise DeskRefused(Refusal.WRONG_STATE, f"the booking is {one.state}")
        if hospital.site.now() > last_cancellation(one.starts_at, hospital.site.limits):
            raise DeskRefused(Refusal.TOO_LATE)
        intend(hospital, one.id, "cancelled", actor)
        ended = _cancelled(hospital, one)
        if ended is not None:
            return Done(booking_of(hospital, ended), "cancelled", actor)
    raise Conflict("too many change this booking at once")


def finish_cancelling(hospital: Hospital, one: Seen) -> None:
    """The place of a cancelled booking, where whoever cancelled it was cut short. It is never booked again."""
    place = own_place(hospital, one)
    if place is not None and place.until is None:
        keep_back(hospital, place, one.until)


def _checked_in(hospital: Hospital, booking_id: str, actor: Actor) -> Done:
    queued: tuple[str, str] | None = None
    for _ in range(TRIES):
        one = seen(hospital, booking_id)
        related_id = must_act(hospital, one.patient_id, actor)
        booking = booking_of(hospital, one)
        if one.state is BookingState.CHECKED_IN:
            return Done(booking)
        _must_be_due(hospital, booking)
        known = acted_for(hospital, actor)
        if acts_for_too_many(one.patient_id, actor.relation, known, hospital.site.limits):
            raise DeskRefused(Refusal.TOO_MANY_PATIENTS)
        queued = queued or _number(hospital, booking)
        intend(hospital, one.id, "checked-in", actor)
        now = hospital.site.now()
        changed = with_state(one, hospital.names, BookingState.CHECKED_IN, now)
        changed = with_arrival(changed, hospital.names, actor, related_id)
        if not hospital.names.numbers_by_server:
            changed = with_number(changed, hospital.names, *queued)
        try:
            arrived = written(hospital, changed, BookingState.CHECKED_IN)
        except Conflict:
            continue
        return Done(booking_of(hospital, arrived), "checked-in", actor)
    raise Conflict("too many change this booking at once")


def _cancelled(hospital: Hospital, one: Seen) -> Seen | None:
    """None when somebody else changed it meanwhile."""
    place = own_place(hospital, one)
    until = hospital.site.cancelled_back_at(one.starts_at.date())
    changed = with_state(one, hospital.names, BookingState.CANCELLED, hospital.site.now(), until)
    try:
        ended = written(hospital, changed, BookingState.CANCELLED)
    except Conflict:
        return None
    if not keep_back(hospital, place, until):
        finish_cancelling(hospital, ended)
    return ended


def _must_be_due(hospital: Hospital, booking: Booking) -> None:
    if booking.state is BookingState.NO_SHOW:
        raise DeskRefused(Refusal.TOO_LATE)
    if booking.state is not BookingState.BOOKED:
        raise DeskRefused(Refusal.WRONG_STATE, f"the booking is {booking.state}")
    opens, closes = check_in_window(booking.slot.starts_at, hospital.site.limits)
    if hospital.site.now() < opens:
        raise DeskRefused(Refusal.TOO_EARLY)
    if hospital.site.now() > closes:
        raise DeskRefused(Refusal.TOO_LATE)
    if booking.slot.price_fen and not booking.is_paid:
        raise DeskRefused(Refusal.NOT_PAID)


def _number(hospital: Hospital, booking: Booking) -> tuple[str, str]:
    """As it is called out, as in 内12, and its place in the row; nothing where the hospital's system gives them."""
    if hospital.names.numbers_by_server:
        return "", ""
    department_id = booking.slot.department.id
    place = next_number(hospital.site, department_id, booking.slot.starts_at.date().isoformat())
    letter = hospital.directory.at(hospital.site.now()).letters[department_id]
    return f"{letter}{place}", str(place)
