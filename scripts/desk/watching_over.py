"""`gatehouse desk bookings` and `call`: what goes on at the desk."""

from datetime import datetime
from typing import Any

import click

from scripts.command import Context, operator_option, pass_context
from scripts.desk.desks import own_book_of


@click.command()
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Of this day. [default: today]")
@pass_context
def bookings(context: Context, day: datetime | None) -> None:
    """The bookings of a day, by time. Names are shortened as on the waiting room's screens."""
    from kiosk.desk.listing import bookings_on

    with own_book_of(context) as desk:
        for booking, masked in bookings_on(desk.site, day.date() if day else desk.site.today()):
            slot = booking.slot
            doctor = slot.doctor.name.zh if slot.doctor else ""
            told: dict[str, Any] = {
                "id": booking.id,
                "at": slot.starts_at.isoformat(),
                "department": slot.department.id,
            }
            told |= {"doctor": slot.doctor.id if slot.doctor else "", "patient": booking.patient_id, "name": masked}
            told |= {"state": booking.state.value, "channel": booking.channel, "paid": booking.is_paid}
            told |= {"number": booking.queue.number if booking.queue else ""}
            where = f"{slot.starts_at:%H:%M}  {slot.department.name.zh} {doctor}"
            context.out(told, f"{where:<24} {masked:<8} {booking.state.value:<11} {booking.channel} {told['number']}")


@click.command()
@click.argument("department")
@click.option("--doctor", help="Of this doctor's queue alone.")
@operator_option
@pass_context
def call(context: Context, department: str, doctor: str | None, operator: str | None) -> None:
    """Call the next one in: whoever picked up first of those who wait in DEPARTMENT today."""
    from kiosk.desk.sql.calling import call_next

    with own_book_of(context) as desk:
        called = call_next(desk.site, department, doctor, operator or context.operator)
    number = called.queue.number if called and called.queue else ""
    told = {"event": "called" if called else "nobody", "number": number, "booking": called.id if called else ""}
    context.out(told, f"Number {number}" if called else "Nobody waits.")
