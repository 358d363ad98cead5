"""`gatehouse desk undo-no-show` and `clock-is-right`: what staff put right."""

import click

from scripts.command import Context, operator_option, pass_context
from scripts.desk.desks import desk_of, own_book_of


@click.command()
@click.argument("booking")
@operator_option
@pass_context
def undo_no_show(context: Context, booking: str, operator: str | None) -> None:
    """BOOKING (its id from 'desk bookings', or its pick-up code) was wrongly marked as a no-show.

    Whoever can still come is waited for again; whoever cannot counts as having been there.
    """
    from kiosk.desk.sql import correcting
    from kiosk.desk.values import BookingState

    with own_book_of(context) as desk:
        booking_id = correcting.booking_named(desk.site, booking)
        undone = correcting.undo_no_show(desk.site, booking_id, operator or context.operator)
    is_awaited = undone.state is BookingState.BOOKED
    now = f"waited for until {undone.check_in_until:%H:%M}" if is_awaited else "counts as having been there"
    told = {"event": "undone", "booking": booking_id, "state": undone.state.value}
    context.out(told, f"{booking_id} is no no-show any more: {now}.")


@click.command()
@operator_option
@pass_context
def clock_is_right(context: Context, operator: str | None) -> None:
    """This PC's clock is right, although the desk worked at a later moment already: then its clock was wrong.

    A hub that waits because of it goes on by itself.
    """
    from kiosk.desk.sql.last_upkeep import believe

    with desk_of(context) as desk:
        believe(desk.site, operator or context.operator)
        now = desk.site.now()
    context.out({"event": "believed", "at": now.isoformat()}, f"From now on the desk goes by {now:%Y-%m-%d %H:%M}.")
