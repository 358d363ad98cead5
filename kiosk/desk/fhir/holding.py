"""Holding a place, giving it back, and making a booking of it."""

from datetime import datetime, timedelta

from kiosk.desk.fhir.appointments import NewHold, Seen, new_appointment, seen_in, with_slot, with_state
from kiosk.desk.fhir.bookings import booking_of, seen
from kiosk.desk.fhir.histories import history_of, of_patient
from kiosk.desk.fhir.hospital import Hospital
from kiosk.desk.fhir.journal import Done, intend
from kiosk.desk.fhir.offers import Schedule, group_with, slot_of
from kiosk.desk.fhir.outcomes import Conflict, NotThere
from kiosk.desk.fhir.persons import must_act
from kiosk.desk.fhir.places import HELD, Group, Place
from kiosk.desk.fhir.taking import TRIES, extend, give_back, keep_back, own_place, settle, take
from kiosk.desk.values import Actor, BookingState
from kiosk.errors import DeskRefused, Refusal
from kiosk.rules.limits import Wish, why_not
from kiosk.rules.windows import last_day_offered

_WAITS = (BookingState.HELD, BookingState.LAPSED)
_IS_BOOKED = (BookingState.BOOKED, BookingState.CHECKED_IN)


def hold(hospital: Hospital, token: str, slot_id: str, patient_id: str, actor: Actor) -> Done:
    group, schedule = group_with(hospital, slot_id)
    if group.of_token(token) is None:
        _must_be_offered(hospital, group)
        if not group.left(hospital.site.now()):
            raise DeskRefused(Refusal.SLOT_TAKEN)  # the crowd that wants the last place is answered at once
    with hospital.locks.held(token, patient_id, actor.person_id):
        appointments = of_patient(hospital, patient_id)
        again = next((one for one in appointments if one.token == token), None)
        if again is not None:
            return _again(hospital, again, group, patient_id)
        related_id = must_act(hospital, patient_id, actor)
        _within_limits(hospital, appointments, group, schedule, patient_id, actor)
        return _held(hospital, token, group, schedule, patient_id, actor, related_id)


def book(hospital: Hospital, booking_id: str) -> Done:
    for _ in range(TRIES):
        one = seen(hospital, booking_id)
        if one.state in _IS_BOOKED:
            _settle_again(hospital, one)
            return Done(booking_of(hospital, one))
        if one.state not in _WAITS or not one.token:
            raise DeskRefused(Refusal.WRONG_STATE, f"the booking is {one.state}")
        _must_be_free(hospital, one)
        kept = keep(hospital, one)
        if kept is None:
            raise DeskRefused(Refusal.HOLD_ENDED)
        intend(hospital, one.id, "booked", one.maker)
        booked = write_booked(hospital, one, kept, one.payment_id)
        if booked is not None:
            return Done(booking_of(hospital, booked), "booked", one.maker)
    raise Conflict("too many change this booking at once")


def release(hospital: Hospital, booking_id: str) -> Done:
    for _ in range(TRIES):
        one = seen(hospital, booking_id)
        if one.state is not BookingState.HELD:
            return Done(booking_of(hospital, one))
        if one.is_paying and one.runs(hospital.site.now()):
            raise DeskRefused(Refusal.WRONG_STATE, "a payment for it is open")
        intend(hospital, one.id, "released", one.maker)
        ended = end_hold(hospital, one, hospital.site.given_up_back_at(hospital.site.now()))
        if ended is not None:
            return Done(booking_of(hospital, ended), "released", one.maker)
    raise Conflict("too many change this booking at once")


def end_hold(hospital: Hospital, one: Seen, back_at: datetime | None = None) -> Seen | None:
    """It lapses, and its place comes back when it would have, or at `back_at` where that is sooner.

    None when somebody else changed it meanwhile.
    """
    place = own_place(hospital, one)
    now = hospital.site.now()
    lapsed = with_state(one, hospital.names, BookingState.LAPSED, now, paying=None, payment=None)
    try:
        ended = written(hospital, lapsed, BookingState.LAPSED)
    except Conflict:
        return None
    if place is not None and place.until is not None and back_at is not None:
        # Where somebody was faster, its time will be over or it is theirs.
        keep_back(hospital, place, min(place.until, back_at))
    return ended


def keep(hospital: Hospital, one: Seen) -> Place | None:
    """The place of this hold, or one it got back: a hold that ran out gets one while there is one left.

    One that ended is asked for anew: meanwhile its patient may have booked as much as they may.
    """
    place = own_place(hospital, one)
    if one.state is BookingState.HELD and one.runs(hospital.site.now()) and place is not None:
        return place
    try:
        group, schedule = group_with(hospital, one.slot_id)
        _must_be_offered(hospital, group)
        others = [other for other in of_patient(hospital, one.patient_id) if other.id != one.id]
        _within_limits(hospital, others, group, schedule, one.patient_id, one.maker)
        until = hospital.site.now() + timedelta(seconds=hospital.site.limits.hold_s)
        return take(hospital, group, one.token, hospital.site.given_up_back_at(until))
    except DeskRefused:
        return None


def write_booked(hospital: Hospital, one: Seen, place: Place, payment_id: str) -> Seen | None:
    """Appointment, then Slot. None when another change came between: look again how it stands."""
    now, names = hospital.site.now(), hospital.names
    paid = with_state(one, names, BookingState.BOOKED, now, paying=None, payment=payment_id or None)
    changed = with_slot(paid, place.id)
    try:
        booked = written(hospital, changed, BookingState.BOOKED)
    except Conflict:
        return None
    if settle(hospital, booked, place):
        return booked
    # The place went to somebody else in the moment between: this was no booking.
    end_hold(hospital, booked)
    return None


def change_hold(hospital: Hospital, one: Seen, place: Place, until: datetime, is_paying: bool) -> None:
    """Another time for a hold; its place comes back some time after. Raises Conflict."""
    names, now = hospital.names, hospital.site.now()
    word = "yes" if is_paying else None
    changed = with_slot(with_state(one, names, BookingState.HELD, now, until, paying=word), place.id)
    back_at = hospital.site.given_up_back_at(until)
    if is_paying:
        extend(hospital, one, place, back_at)
        written(hospital, changed, BookingState.HELD)
    else:
        written(hospital, changed, BookingState.HELD)
        extend(hospital, one, place, back_at)


def _held(
    hospital: Hospital,
    token: str,
    group: Group,
    schedule: Schedule,
    patient_id: str,
    actor: Actor,
    related_id: str,
) -> Done:
    site, now = hospital.site, hospital.site.now()
    until = now + timedelta(seconds=site.limits.hold_s)
    place = take(hospital, group, token, site.given_up_back_at(until))
    wanted = NewHold(
        token,
        site.new_code(),
        site.channel.name,
        patient_id,
        place.id,
        schedule.department_id,
        schedule.role_id,
        related_id,
        place.starts_at,
        place.ends_at,
        actor,
        now,
        until,
    )
    unless = ("identifier", f"{hospital.names.hold_system}|{token}")
    try:
        created = hospital.server.create(new_appointment(wanted, hospital.names), unless)
    except DeskRefused:
        give_back(hospital, place)
        raise
    made = seen_in(created, hospital.names, site.zone)
    if made is None or made.token != token:
        give_back(hospital, place)
        raise NotThere("the hospital's system did not keep the appointment as it was sent")
    if made.slot_id != place.id:
        give_back(hospital, place)
        return _again(hospital, made, group, patient_id)
    return Done(booking_of(hospital, made), "held", actor)


def _again(hospital: Hospital, one: Seen, group: Group, patient_id: str) -> Done:
    """What this very request made before."""
    same = group_with(hospital, one.slot_id)[0].id == group.id and one.patient_id == patient_id
    if not same:
        raise DeskRefused(Refusal.WRONG_STATE, "this key was used for another request")
    return Done(booking_of(hospital, one), "held" if one.state is BookingState.HELD else "", one.maker)


def _must_be_offered(hospital: Hospital, group: Group) -> None:
    now = hospital.site.now()
    if group.first.starts_at <= now:
        raise DeskRefused(Refusal.SLOT_PAST)
    if group.first.starts_at.date() > last_day_offered(now.date(), hospital.site.limits):
        raise DeskRefused(Refusal.NOT_OFFERED)


def _must_be_free(hospital: Hospital, one: Seen) -> None:
    """What costs becomes a booking by its payment, unless the channel pays at pick-up."""
    if hospital.site.channel.pays_later or one.payment_id:
        return
    try:
        price_fen = slot_of(hospital, *group_with(hospital, one.slot_id)).price_fen
    except NotThere:
        raise DeskRefused(Refusal.HOLD_ENDED) from None
    if price_fen:
        raise DeskRefused(Refusal.NOT_PAID if one.state is BookingState.HELD else Refusal.HOLD_ENDED)


def _within_limits(
    hospital: Hospital, appointments: list[Seen], group: Group, schedule: Schedule, patient_id: str, actor: Actor
) -> None:
    site, now = hospital.site, hospital.site.now()
    day = group.first.starts_at.date()
    wish = Wish(patient_id, schedule.department_id, day, now.date(), now, site.channel, actor.relation)
    refusal = why_not(wish, history_of(hospital, appointments, actor), site.limits)
    if refusal is not None:
        raise DeskRefused(refusal)


def _settle_again(hospital: Hospital, one: Seen) -> None:
    """Whoever booked it may have been cut short before its place was busy."""
    place = own_place(hospital, one)
    if place is not None and place.status == HELD:
        settle(hospital, one, place)


def written(hospital: Hospital, resource: dict[str, object], state: BookingState) -> Seen:
    """Raises Conflict."""
    found = seen_in(hospital.server.update(resource), hospital.names, hospital.site.zone)
    if found is None:
        raise NotThere("the hospital's system did not keep the appointment as it was sent")
    if found.state is not state:
        raise DeskRefused(Refusal.WRONG_STATE, f"the hospital's system made it {found.state} instead of {state}")
    return found
