"""The payments as they are written down: every change of one happens here, in a transaction, under its locks.

Rule 1: money that came is either what somebody paid for, or it goes back; it is never neither and never both.
Rule 2: nothing here talks to a payment service.
Rule 3: locks are taken in the book's order, then the payment: people, booking, payment.
"""

from datetime import datetime, timedelta, tzinfo
from typing import Any

import sqlalchemy as sa

from hardware.payments.protocol import PaidState, PaidStatus
from kiosk.desk.sql.moments import from_seconds, to_seconds
from kiosk.desk.sql.rows import Row
from kiosk.desk.till.payable import Payable
from kiosk.desk.till.tables import bills, payments
from kiosk.desk.values import Payment, PaymentState, PaySubject
from kiosk.errors import DeskRefused, Refusal

PAY_WITHIN = timedelta(minutes=3)
LOOKED_AGAIN_AFTER = (timedelta(minutes=1), timedelta(minutes=15), timedelta(hours=2), timedelta(days=1))
"""When a closed payment is looked at once more, after its time was over: money may come although nobody tells of it."""
LOOKED_BACK = timedelta(days=7)
"""So long may the hub have stood still."""


def payment_of(row: Row, zone: tzinfo) -> Payment:
    return Payment(
        row["id"],
        PaySubject(row["subject"]),
        row["subject_id"],
        row["amount_fen"],
        PaymentState(row["state"]),
        row["qr_text"],
        from_seconds(row["expires_at"], zone),
    )


def write_order(connection: sa.Connection, order: dict[str, Any], now: datetime) -> None:
    """A payment that waits. `order`: id, subject, subject_id, patient_id, amount_fen and channel."""
    row = {
        "state": PaymentState.WAITING.value,
        "qr_text": "",
        "expires_at": to_seconds(now + PAY_WITHIN),
        "made_at": to_seconds(now),
        "paid_fen": 0,
        "back_fen": 0,
        "asked_fen": 0,
        "returned_fen": 0,
        "tried_at": 0,
        "transaction_id": "",
    }
    connection.execute(payments.insert().values(**row, **order))


def seen(connection: sa.Connection, payment_id: str) -> Row:
    """As it stands, without a lock. Raises NOT_FOUND."""
    row = connection.execute(sa.select(payments).where(payments.c.id == payment_id)).mappings().one_or_none()
    if row is None:
        raise DeskRefused(Refusal.NOT_FOUND, "no such payment")
    return row


def write_qr(connection: sa.Connection, payment_id: str, qr_text: str) -> None:
    write(connection, payment_id, qr_text=qr_text)


def settle(connection: sa.Connection, book: Payable, told: PaidStatus) -> None:
    """What the payment service says of an order becomes what the desk says of it; twice changes nothing."""
    before = seen(connection, told.order_id)
    if before["subject"] == PaySubject.BOOKING:
        book.lock(connection, before["subject_id"])
    row = locked(connection, told.order_id)
    if told.state is PaidState.PAID:
        _take_money(connection, book, row, told)
    elif told.state is PaidState.CLOSED and row["state"] == PaymentState.WAITING:
        write(connection, row["id"], state=PaymentState.CLOSED.value)
        _let_go(connection, book, row)


def overdue(connection: sa.Connection, now: datetime, most: int) -> list[str]:
    """Payments that still wait although their time is over."""
    late = sa.and_(payments.c.state == PaymentState.WAITING.value, payments.c.expires_at <= to_seconds(now))
    query = sa.select(payments.c.id).where(late).order_by(payments.c.tried_at, payments.c.id)
    return list(connection.execute(query.limit(most)).scalars())


def closed_of_late(connection: sa.Connection, now: datetime, most: int) -> list[str]:
    """Closed payments whose turn it is to be looked at once more: somebody paid just as they were closed, perhaps.

    `tried_at` says when one last was.
    """
    last = payments.c.state == PaymentState.CLOSED.value
    recent = sa.and_(payments.c.expires_at > to_seconds(now - LOOKED_BACK), payments.c.qr_text != "")
    due = [
        sa.and_(payments.c.expires_at <= to_seconds(now - after), payments.c.tried_at < payments.c.expires_at + seconds)
        for after in LOOKED_AGAIN_AFTER
        if (seconds := int(after.total_seconds()))
    ]
    query = sa.select(payments.c.id).where(last, recent, sa.or_(*due)).order_by(payments.c.tried_at, payments.c.id)
    return list(connection.execute(query.limit(most)).scalars())


def locked(connection: sa.Connection, payment_id: str) -> Row:
    query = sa.select(payments).where(payments.c.id == payment_id).with_for_update()
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise DeskRefused(Refusal.NOT_FOUND, "no such payment")
    return row


def write(connection: sa.Connection, payment_id: str, **values: Any) -> None:
    connection.execute(payments.update().where(payments.c.id == payment_id).values(**values))


def _take_money(connection: sa.Connection, book: Payable, row: Row, told: PaidStatus) -> None:
    """More than was asked for goes back, and all of it where the order was given up or its reason is gone."""
    state = PaymentState(row["state"])
    if told.paid_fen <= row["paid_fen"]:
        return
    if state is PaymentState.WAITING:
        is_enough = told.paid_fen >= row["amount_fen"]
        state = PaymentState.PAID if is_enough and _given(connection, book, row) else PaymentState.LATE
    elif state is not PaymentState.PAID:
        state = PaymentState.LATE
    kept_fen = row["amount_fen"] if state is PaymentState.PAID else 0
    values = {"state": state.value, "paid_fen": told.paid_fen, "transaction_id": told.transaction_id}
    write(connection, row["id"], back_fen=told.paid_fen - kept_fen, **values)
    if state is PaymentState.LATE:
        _let_go(connection, book, row)


def _given(connection: sa.Connection, book: Payable, row: Row) -> bool:
    """Whether what the money is for could be given for it."""
    if row["subject"] == PaySubject.BOOKING:
        return book.book_paid(connection, row["subject_id"], row["id"])
    if row["subject"] == PaySubject.BILL:
        unpaid = sa.and_(bills.c.id == row["subject_id"], bills.c.paid_by.is_(None))
        same = bills.c.amount_fen == row["amount_fen"]  # else the accounts entered it anew meanwhile
        return connection.execute(bills.update().where(unpaid, same).values(paid_by=row["id"])).rowcount == 1
    return True


def _let_go(connection: sa.Connection, book: Payable, row: Row) -> None:
    """This payment keeps its booking's place no more; another one that is open may."""
    if row["subject"] == PaySubject.BOOKING and not _another_waits(connection, row):
        book.payment_closed(connection, row["subject_id"])


def _another_waits(connection: sa.Connection, row: Row) -> bool:
    same = sa.and_(payments.c.subject == row["subject"], payments.c.subject_id == row["subject_id"])
    waits = sa.and_(payments.c.id != row["id"], payments.c.state == PaymentState.WAITING.value)
    return connection.execute(sa.select(payments.c.id).where(same, waits).limit(1)).first() is not None
