"""Money on its way back, as it is written down.

The service is asked for one step at a time, by an id that names what will have gone back in all: however often a step
is asked for and by whom, it is done once, and what comes to go back meanwhile is the next step's.
"""

from datetime import datetime

import sqlalchemy as sa

from kiosk.desk.sql.moments import to_seconds
from kiosk.desk.sql.rows import Row
from kiosk.desk.till.ledger import locked, write
from kiosk.desk.till.tables import payments
from kiosk.desk.values import PaymentState, PaySubject


def give_back_for(connection: sa.Connection, booking_id: str) -> None:
    """A paid booking was cancelled: all that was paid for it goes back. To be called under the booking's lock."""
    paid = sa.and_(
        payments.c.subject == PaySubject.BOOKING.value,
        payments.c.subject_id == booking_id,
        payments.c.state == PaymentState.PAID.value,
    )
    values = {"state": PaymentState.LATE.value, "back_fen": payments.c.paid_fen}
    connection.execute(payments.update().where(paid).values(**values))


def owed(connection: sa.Connection, most: int) -> list[str]:
    """The payments of which something has to go back, those that were tried longest ago first."""
    query = sa.select(payments.c.id).where(payments.c.back_fen > payments.c.returned_fen)
    return list(connection.execute(query.order_by(payments.c.tried_at, payments.c.id).limit(most)).scalars())


def next_step(connection: sa.Connection, payment_id: str) -> Row | None:
    """The payment with what to ask for in `asked_fen`: the step before, as long as nobody knows of its end."""
    row = locked(connection, payment_id)
    if row["asked_fen"] == row["returned_fen"]:
        write(connection, payment_id, asked_fen=row["back_fen"])
        row = locked(connection, payment_id)
    return row if row["asked_fen"] > row["returned_fen"] else None


def step_done(connection: sa.Connection, payment_id: str, returned_fen: int) -> None:
    """So much has gone back in all."""
    row = locked(connection, payment_id)
    if returned_fen <= row["returned_fen"]:
        return
    is_all = returned_fen == row["back_fen"] and row["state"] == PaymentState.LATE
    state = PaymentState.REFUNDED.value if is_all else row["state"]
    write(connection, payment_id, returned_fen=returned_fen, state=state)


def tried(connection: sa.Connection, payment_id: str, now: datetime) -> None:
    """The service did not do it: others come first the next time."""
    write(connection, payment_id, tried_at=to_seconds(now))


def owed_since(connection: sa.Connection, before: datetime) -> int:
    """Of how many payments made before this moment something has not gone back yet."""
    old = sa.and_(payments.c.back_fen > payments.c.returned_fen, payments.c.made_at < to_seconds(before))
    return connection.execute(sa.select(sa.func.count()).select_from(payments).where(old)).scalar_one()
