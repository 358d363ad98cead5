"""Payments at the fake desk. Called inside the world's `call` or `once`."""

from dataclasses import replace

from kiosk.desk.fake import booking as bookings
from kiosk.desk.fake.hospital import RECORD_BOOK_PRICE_FEN
from kiosk.desk.fake.world import PAY_WITHIN, FakeWorld
from kiosk.desk.values import Actor, BookingState, Payment, PaymentState, PaySubject
from kiosk.errors import DeskRefused, Refusal

_PAYABLE = (BookingState.HELD, BookingState.BOOKED)


def start(
    world: FakeWorld, subject: PaySubject, subject_id: str, patient_id: str, actor: Actor, channel: str
) -> Payment:
    bookings.check_actor(patient_id, actor)
    amount_fen = _amount_fen(world, subject, subject_id, patient_id, channel)
    if world.trouble.payments_away:
        raise DeskRefused(Refusal.PAYMENT_AWAY)
    expires_at = world.now + PAY_WITHIN
    if subject is PaySubject.BOOKING:
        _hold_meanwhile(world, subject_id)
    number = world.next_id("payment")
    qr_text = f"weixin://wxpay/bizpayurl?pr=sample{world.numbered}"
    payment = Payment(number, subject, subject_id, amount_fen, PaymentState.WAITING, qr_text, expires_at)
    world.payments[number] = (patient_id, payment)
    return payment


def look(world: FakeWorld, payment_id: str, channel: str) -> Payment:
    found = world.payments.get(payment_id)
    if found is None:
        raise DeskRefused(Refusal.NOT_FOUND)
    if found[1].subject is PaySubject.BOOKING:
        bookings.own(world, found[1].subject_id, channel)
    elif channel != bookings.KIOSK:
        raise DeskRefused(Refusal.NOT_FOUND)
    return found[1]


def stop(world: FakeWorld, payment_id: str, channel: str) -> Payment:
    payment = look(world, payment_id, channel)
    return _keep(world, payment, PaymentState.CLOSED) if payment.state is PaymentState.WAITING else payment


def pay(world: FakeWorld, payment_id: str) -> None:
    """Somebody pays with a telephone: what was given up meanwhile, or has lost its place, is LATE."""
    payment = look(world, payment_id, bookings.KIOSK)
    if payment.state not in (PaymentState.WAITING, PaymentState.CLOSED):
        raise ValueError(f"{payment_id} is {payment.state} already")
    in_time = payment.state is PaymentState.WAITING and _settled(world, payment)
    _keep(world, payment, PaymentState.PAID if in_time else PaymentState.LATE)


def give_back(world: FakeWorld, payment_id: str) -> None:
    """The money of a late payment has gone back."""
    payment = look(world, payment_id, bookings.KIOSK)
    if payment.state is not PaymentState.LATE:
        raise ValueError(f"{payment_id} is {payment.state}, not late")
    _keep(world, payment, PaymentState.REFUNDED)


def _keep(world: FakeWorld, payment: Payment, state: PaymentState) -> Payment:
    whose, _ = world.payments[payment.id]
    world.payments[payment.id] = (whose, replace(payment, state=state))
    return world.payments[payment.id][1]


def _amount_fen(world: FakeWorld, subject: PaySubject, subject_id: str, patient_id: str, channel: str) -> int:
    if subject is PaySubject.RECORD_BOOK:
        return RECORD_BOOK_PRICE_FEN
    if subject is PaySubject.BILL:
        return _bill_fen(world, subject_id, patient_id)
    booking = bookings.own(world, subject_id, channel)
    if booking.patient_id != patient_id:
        raise DeskRefused(Refusal.NOT_FOUND)
    if booking.is_paid or not booking.slot.price_fen:
        raise DeskRefused(Refusal.ALREADY_PAID)
    if booking.state is BookingState.LAPSED:
        raise DeskRefused(Refusal.HOLD_ENDED)
    if booking.state not in _PAYABLE:
        raise DeskRefused(Refusal.WRONG_STATE)
    return booking.slot.price_fen


def _bill_fen(world: FakeWorld, bill_id: str, patient_id: str) -> int:
    whose, bill = world.bills.get(bill_id, ("", None))
    if bill is None or whose != patient_id:
        raise DeskRefused(Refusal.NOT_FOUND)
    if bill.is_paid:
        raise DeskRefused(Refusal.ALREADY_PAID)
    return bill.amount_fen


def _hold_meanwhile(world: FakeWorld, booking_id: str) -> None:
    booking = world.bookings[booking_id]
    if booking.held_until:
        lasting = max(booking.held_until, world.now + PAY_WITHIN)
        world.bookings[booking_id] = replace(booking, held_until=lasting)


def _settled(world: FakeWorld, payment: Payment) -> bool:
    """Whether what was paid for could be given: once."""
    if payment.subject is PaySubject.BILL:
        whose, bill = world.bills[payment.subject_id]
        if bill.is_paid:
            return False
        world.bills[bill.id] = (whose, replace(bill, is_paid=True))
    if payment.subject is not PaySubject.BOOKING:
        return True
    booking = world.bookings[payment.subject_id]
    if booking.is_paid:
        return False
    if booking.state is BookingState.BOOKED:
        world.bookings[booking.id] = replace(booking, is_paid=True)
        return True
    try:
        bookings.confirm(world, replace(booking, is_paid=True))
    except DeskRefused:
        return False
    return True
