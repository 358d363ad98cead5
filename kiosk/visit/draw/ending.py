"""The last pages: printing, done, counter, trouble, do you need more time. Pure."""

from kiosk.desk.values import Booking
from kiosk.visit.draw.lists import queue_facts
from kiosk.visit.draw.names import booking_facts, price, slot_facts
from kiosk.visit.pages import Action, Page
from kiosk.visit.screen import Choice, Drawing, Fact, Layout, Screen, Text
from kiosk.visit.site import SiteRules
from kiosk.visit.state import Done, DoneKind, Slip, SlipState, Trouble, TroubleKind, VisitState
from kiosk.visit.wording import said

END = Choice(Action.END, said("common.end"))
SOMETHING_ELSE = Choice(Action.CONTINUE, said("common.anything_else"))


def printing(state: VisitState, site: SiteRules) -> Screen:
    big, facts = _result(state)
    return Screen(Page.PRINTING, Layout.WAIT, said("printing.title"), facts=facts, big=big, drawing=Drawing.WAIT)


def done(state: VisitState, site: SiteRules) -> Screen:
    visitor = state.visitor
    ending = visitor.done or Done(DoneKind.REPORTED)
    big, facts = _result(state)
    failed = visitor.slip is not None and visitor.slip.state is SlipState.FAILED
    again = (Choice(Action.PRINT, said("done.print_again")),) if failed else ()
    counter = (Choice(Action.COUNTER, said("again.counter", counter=site.counter)),) if failed else ()
    more = (SOMETHING_ELSE,) if visitor.holder else ()
    return Screen(
        Page.DONE,
        Layout.RESULT,
        said(f"done.{ending.kind.value}"),
        body=(*_safe_words(state), *_what_next(state, failed)),
        choices=(*again, *counter, *more, END),
        facts=facts,
        big=big,
        drawing=_to_take(state, failed),
        caution=slip_caution(visitor.slip),
    )


def slip_caution(slip: Slip | None) -> Text | None:
    if slip is None or slip.failure is None:
        return None
    return said(f"slip_failure.{slip.failure.value}")


def _result(state: VisitState) -> tuple[Text | None, tuple[Fact, ...]]:
    """The largest thing, and the facts below it."""
    task, ending = state.visitor.task, state.visitor.done
    kind = ending.kind if ending else None
    if task.booking is not None and kind is DoneKind.CANCELLED:
        return None, booking_facts(task.booking, state.patient)
    if task.booking is not None and kind in (DoneKind.BOOKED, DoneKind.PICKED_UP, DoneKind.NUMBER_LATER):
        return _booking_result(task.booking)
    if kind in (DoneKind.PAID, DoneKind.RECORD_BOOK) and task.payment is not None:
        return price(task.payment.amount_fen), ()
    return None, ()


def _booking_result(booking: Booking) -> tuple[Text, tuple[Fact, ...]]:
    if booking.queue is not None:
        return said("queue.number", number=booking.queue.number), queue_facts(booking.queue)
    code = said("done.code", code=booking.code)
    return code, slot_facts(booking.slot)


def _safe_words(state: VisitState) -> tuple[Text, ...]:
    """After a payment, when not everything went as it should: the money is safe, and that is said first."""
    task, ending, slip = state.visitor.task, state.visitor.done, state.visitor.slip
    words: list[Text] = []
    failed = slip is not None and slip.state is SlipState.FAILED
    if task.is_paid and (failed or (ending is not None and ending.is_passed_on)):
        words.append(said("done.money_safe"))
    if ending is not None and ending.is_passed_on and ending.kind is not DoneKind.NUMBER_LATER:
        words.append(said("done.passed_on"))
    if failed:
        words.append(said("done.remember"))
    return tuple(words)


def _what_next(state: VisitState, failed: bool) -> tuple[Text, ...]:
    ending = state.visitor.done
    kind = ending.kind if ending else DoneKind.REPORTED
    words = [said(f"done_next.{kind.value}")]
    slip = state.visitor.slip
    if slip is not None and not failed:
        words.append(said("done.take_slip_card") if state.visitor.card_stays else said("done.take_slip"))
    elif state.visitor.card_stays:
        words.append(said("done.take_card"))
    return tuple(words)


def _to_take(state: VisitState, failed: bool) -> Drawing:
    if state.visitor.slip is not None and not failed:
        return Drawing.TAKE_SLIP
    return Drawing.TAKE_CARD if state.visitor.card_stays else Drawing.NONE


def counter(state: VisitState, site: SiteRules) -> Screen:
    """The same words for everybody."""
    ticket = state.visitor.ticket
    failed = ticket is not None and ticket.slip.state is SlipState.FAILED
    return Screen(
        Page.COUNTER,
        Layout.RESULT,
        said("counter.title", counter=site.counter),
        body=(
            said("counter.where", place=site.counter_place),
            said("counter.remember") if failed else said("counter.take"),
        ),
        choices=(Choice(Action.BACK, said("counter.back")), END),
        big=said("counter.number", number=ticket.number) if ticket else None,
        drawing=Drawing.COUNTER,
        caution=slip_caution(ticket.slip) if ticket else None,
    )


def more_time(state: VisitState, site: SiteRules) -> Screen:
    return Screen(
        Page.MORE_TIME,
        Layout.MESSAGE,
        said("more_time.title"),
        choices=(
            Choice(Action.CONTINUE, said("more_time.continue"), is_primary=True),
            Choice(Action.END, said("more_time.end")),
        ),
    )


def trouble(state: VisitState, site: SiteRules) -> Screen:
    current = state.visitor.trouble or Trouble(TroubleKind.AWAY)
    return Screen(
        Page.TROUBLE,
        Layout.MESSAGE,
        trouble_words(current),
        body=(said(f"trouble_next.{current.kind.value}", counter=site.counter),),
        choices=(
            *_ways_on(current, state),
            Choice(Action.COUNTER, said("again.counter", counter=site.counter)),
            END,
        ),
        drawing=Drawing.CAUTION,
    )


def trouble_words(current: Trouble) -> Text:
    if current.refusal is not None:
        return said(f"refusal.{current.refusal.value}")
    return said(f"trouble.{current.kind.value}")


def _ways_on(current: Trouble, state: VisitState) -> tuple[Choice, ...]:
    if current.retry is not None:
        return (Choice(Action.AGAIN, said("trouble.again"), is_primary=True),)
    if current.choose_again:
        return (Choice(Action.CONTINUE, said("trouble.another_time"), is_primary=True),)
    return (SOMETHING_ELSE,) if state.visitor.actor is not None else ()
