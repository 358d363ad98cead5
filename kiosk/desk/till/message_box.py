"""Messages to channels, written in the transaction of the change they tell of, deleted when they were told."""

from collections.abc import Sequence

import sqlalchemy as sa

from kiosk.desk import wire
from kiosk.desk.messages import ChannelMessage, MessageKind
from kiosk.desk.sql.moments import to_seconds
from kiosk.desk.sql.site import Site
from kiosk.desk.till.tables import messages
from kiosk.desk.values import Booking, BookingState

_PURPOSE = "desk-message"
_TOLD = {
    BookingState.BOOKED: MessageKind.BOOKED,
    BookingState.CANCELLED: MessageKind.CANCELLED,
    BookingState.NO_SHOW: MessageKind.NO_SHOW,
}


class SqlMessageBox:
    def __init__(self, site: Site) -> None:
        self._site = site

    def waiting(self, channel: str, limit: int) -> tuple[ChannelMessage, ...]:
        query = sa.select(messages).where(messages.c.channel == channel)
        with self._site.database.reading() as connection:
            rows = connection.execute(query.order_by(messages.c.made_at, messages.c.id).limit(limit)).mappings().all()
        opened = (self._site.cipher.open(bytes(row["sealed"]), _PURPOSE, row["id"]) for row in rows)
        return tuple(wire.from_json(ChannelMessage, text) for text in opened)

    def acknowledge(self, channel: str, ids: Sequence[str]) -> None:
        told = sa.and_(messages.c.channel == channel, messages.c.id.in_(list(ids)))
        self._site.database.change(lambda connection: connection.execute(messages.delete().where(told)).rowcount)


def put_message(connection: sa.Connection, site: Site, booking: Booking) -> None:
    """When and where to pick up; nothing for a kiosk's own bookings, whose patients have a slip."""
    kind = _TOLD.get(booking.state)
    if kind is None or booking.channel in _WITHOUT_MESSAGES:
        return
    message = ChannelMessage(
        f"{booking.id}-{kind.value}",
        booking.channel,
        kind,
        booking.id,
        booking.patient_id,
        booking.slot.department.name,
        booking.slot.department.place,
        booking.slot.starts_at,
        booking.check_in_from,
        booking.check_in_until,
        booking.code,
    )
    here = sa.select(messages.c.id).where(messages.c.id == message.id)
    if connection.execute(here).first() is None:
        sealed = site.cipher.seal(wire.to_json(message), _PURPOSE, message.id)
        row = {"id": message.id, "channel": booking.channel, "made_at": to_seconds(site.now()), "sealed": sealed}
        connection.execute(messages.insert().values(**row))


_WITHOUT_MESSAGES = {"kiosk", "counter", "desk"}
