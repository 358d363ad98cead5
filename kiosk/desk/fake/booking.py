"""Holds, bookings and check-ins at the fake desk. Called inside the world's `once`."""

from dataclasses import replace

from kiosk.desk.fake.hospital import DELEGATES, DEPARTMENTS, PEOPLE
from kiosk.desk.fake.world import HOLD, OPENS_BEFORE, FakeWorld
from kiosk.desk.values import Actor, Booking, BookingState, PaymentState, QueuePlace
from kiosk.errors import DeskRefused, Refusal

KIOSK = "kiosk"
MOST_BOOKINGS = 5
MINUTES_A_PATIENT = 6
AHEAD_AT_FIRST = 2

_LIVE = (BookingState.HELD, BookingState.BOOKED, BookingState.CHECKED_IN)


def check_actor(patient_id: str, actor: Actor) -> None:
    if patient_id not in {person.id for person in PEOPLE}:
        raise DeskRefused(Refusal.NOT_FOUND)
    allowed = {Actor(patient_id)} | {Actor(d.person.id, d.relation) for d in DELEGATES.get(patient_id, ())}
    if actor not in allowed:
        raise DeskRefused(Refusal.NOT_ALLOWED)


def own(world: FakeWorld, booking_id: str, channel: str) -> Booking:
    """The booking as it stands; a channel knows none but its own."""
    found = world.bookings.get(booking_id)
    if found is None or channel not in (KIOSK, found.channel):
        raise DeskRefused(Refusal.NOT_FOUND)
    return replace(found, slot=world.slots[found.slot.id])


def keep(world: FakeWorld, booking: Booking) -> Booking:
    world.bookings[booking.id] = booking
    return replace(booking, slot=world.slots[booking.slot.id])


def hold(world: FakeWorld, slot_id: str, patient_id: str, actor: Actor, channel: str) -> Booking:
    slot = world.slots.get(slot_id)
    if slot is None:
        raise DeskRefused(Refusal.NOT_FOUND)
    check_actor(patient_id, actor)
    if slot.ends_at <= world.now:
        raise DeskRefused(Refusal.SLOT_PAST)
    _keep_the_limits(world, patient_id, slot.department.id, slot_id)
    if not slot.left:
        raise DeskRefused(Refusal.SLOT_TAKEN)
    world.move_place(slot_id, -1)
    number = world.next_id("booking")
    return keep(
        world,
        Booking(
            id=number,
            slot=world.slots[slot_id],
            patient_id=patient_id,
            state=BookingState.HELD,
            code=f"{20_000_000 + world.numbered:08d}",
            channel=channel,
            is_paid=False,
            held_until=world.now + HOLD,
            check_in_from=slot.starts_at - OPENS_BEFORE,
            check_in_until=slot.ends_at,
        ),
    )


def book(world: FakeWorld, booking_id: str, channel: str) -> Booking:
    booking = own(world, booking_id, channel)
    if booking.state is BookingState.BOOKED:
        return booking
    if booking.slot.price_fen and not booking.is_paid and channel == KIOSK:
        raise DeskRefused(Refusal.NOT_PAID)
    return confirm(world, booking)


def confirm(world: FakeWorld, booking: Booking) -> Booking:
    """A hold becomes a booking; one that had run out takes its place again while there is one."""
    if booking.state not in (BookingState.HELD, BookingState.LAPSED):
        raise DeskRefused(Refusal.WRONG_STATE)
    if booking.state is BookingState.LAPSED and world.given_up.pop(booking.id, None) is None:
        if not world.slots[booking.slot.id].left:
            raise DeskRefused(Refusal.HOLD_ENDED)
        world.move_place(booking.slot.id, -1)
    return keep(world, replace(booking, state=BookingState.BOOKED, held_until=None))


def release(world: FakeWorld, booking_id: str, channel: str) -> None:
    booking = own(world, booking_id, channel)
    if booking.state is not BookingState.HELD:
        return
    if any(each.subject_id == booking_id and each.state is PaymentState.WAITING for _, each in world.payments.values()):
        raise DeskRefused(Refusal.WRONG_STATE, "a payment for it is open")
    world.give_up(booking, world.now)


def check_in(world: FakeWorld, booking_id: str, actor: Actor, channel: str) -> Booking:
    booking = own(world, booking_id, channel)
    check_actor(booking.patient_id, actor)
    if booking.state is BookingState.NO_SHOW:
        raise DeskRefused(Refusal.TOO_LATE)
    if booking.state is not BookingState.BOOKED:
        raise DeskRefused(Refusal.WRONG_STATE)
    if world.now < booking.check_in_from:
        raise DeskRefused(Refusal.TOO_EARLY)
    if booking.slot.price_fen and not booking.is_paid:
        raise DeskRefused(Refusal.NOT_PAID)
    return keep(world, replace(booking, state=BookingState.CHECKED_IN, queue=_next_place(world, booking)))


def cancel(world: FakeWorld, booking_id: str, actor: Actor, channel: str) -> Booking:
    booking = own(world, booking_id, channel)
    check_actor(booking.patient_id, actor)
    if booking.state is not BookingState.BOOKED:
        raise DeskRefused(Refusal.WRONG_STATE)
    if world.now >= booking.slot.starts_at:
        raise DeskRefused(Refusal.TOO_LATE)
    world.move_place(booking.slot.id, 1)
    _give_back(world, booking.id)
    return keep(world, replace(booking, state=BookingState.CANCELLED))


def queue_moves(world: FakeWorld, department_id: str) -> None:
    """Somebody was called in."""
    world.ahead[department_id] = max(world.ahead.get(department_id, 0) - 1, 0)
    for booking in list(world.bookings.values()):
        if booking.queue and booking.slot.department.id == department_id:
            ahead = max(booking.queue.ahead - 1, 0)
            moved = replace(booking.queue, ahead=ahead, wait_min=ahead * MINUTES_A_PATIENT)
            world.bookings[booking.id] = replace(booking, queue=moved)


def _keep_the_limits(world: FakeWorld, patient_id: str, department_id: str, slot_id: str) -> None:
    own_ones = [b for b in world.bookings.values() if b.patient_id == patient_id and b.state in _LIVE]
    if len(own_ones) >= MOST_BOOKINGS:
        raise DeskRefused(Refusal.TOO_MANY_BOOKINGS)
    day = world.slots[slot_id].starts_at.date()
    if any(b.slot.department.id == department_id and b.slot.starts_at.date() == day for b in own_ones):
        raise DeskRefused(Refusal.ONE_A_DAY)


def _next_place(world: FakeWorld, booking: Booking) -> QueuePlace:
    department = booking.slot.department
    ahead = world.ahead.get(department.id, AHEAD_AT_FIRST)
    world.ahead[department.id] = ahead + 1
    number = f"{chr(ord('A') + DEPARTMENTS.index(department))}{ahead + 1:03d}"
    return QueuePlace(number, ahead, ahead * MINUTES_A_PATIENT, department.name, department.place)


def _give_back(world: FakeWorld, booking_id: str) -> None:
    for whose, payment in list(world.payments.values()):
        if payment.subject_id == booking_id and payment.state is PaymentState.PAID:
            world.payments[payment.id] = (whose, replace(payment, state=PaymentState.REFUNDED))
