"""What follows from a visit's state and the site's rules; used by pages and drawings alike. Pure."""

from datetime import date

from kiosk.desk.values import Booking, BookingState, Delegate, Person
from kiosk.face.verdict import Obstacle
from kiosk.visit.services import Service
from kiosk.visit.site import SiteRules
from kiosk.visit.state import VisitState

CODE_LENGTH = 8
HOME_CHOICES = 4
PHONE_LENGTH = 20
WECHAT_LENGTH = 20
WECHAT_SIGNS = "abcdefghijklmnopqrstuvwxyz0123456789-_"
SOMEWHERE_ELSE = "elsewhere"
SCALPER_SENTENCES = ("offered", "queues", "took-card", "took-money", "other")
HOPELESS = {Obstacle.NO_REFERENCE, Obstacle.BAD_REFERENCE, Obstacle.UNKNOWN_MODEL}
"""Looking again cannot help; a person can."""


def is_child(person: Person, day: date, site: SiteRules) -> bool:
    """Too young to act for itself, and never compared."""
    return person.age_on(day) < site.child_below_years


def may_act(state: VisitState, site: SiteRules) -> tuple[Delegate, ...]:
    """Those entered for the card who are no children themselves."""
    delegates = state.visitor.holder.delegates if state.visitor.holder else ()
    return tuple(each for each in delegates if not is_child(each.person, state.day, site))


def booking_today(state: VisitState) -> Booking | None:
    """The one to speak of first: not picked up yet, else the one that is waited for."""
    mine = [booking for booking in state.visitor.offers.bookings if booking.slot.starts_at.date() == state.day]
    rank = {BookingState.BOOKED: 0, BookingState.CHECKED_IN: 1}
    known = [booking for booking in mine if booking.state in rank]
    return min(known, key=lambda each: (rank[each.state], each.slot.starts_at), default=None)


def services_in_order(state: VisitState, site: SiteRules) -> tuple[Service, ...]:
    """The likely one first, then the site's own order."""
    booking = booking_today(state)
    likely = None
    if booking is not None:
        likely = Service.PICK_UP if booking.state is BookingState.BOOKED else Service.QUEUE
    rest = [service for service in site.services if service is not likely]
    return (likely, *rest) if likely in site.services and likely is not None else tuple(rest)


def needs_check(state: VisitState, site: SiteRules) -> bool:
    """A code alone shows nobody's card, so whoever came with one is checked for everything but telling of scalpers."""
    task = state.visitor.task
    if state.visitor.check.passed or task.service in (None, Service.SCALPER):
        return False
    in_department = task.department is not None and task.department.id in site.checked_departments
    return task.service in site.checked_services or in_department or state.visitor.came_by_code


def may_pick_up(booking: Booking, state: VisitState) -> bool:
    """Inside its window, by the kiosk's clock; the desk decides."""
    is_open = booking.check_in_from <= state.kiosk.clock <= booking.check_in_until
    return booking.state is BookingState.BOOKED and is_open


def to_show(state: VisitState) -> tuple[Booking, ...]:
    """Those the service is about: today's for picking up, all that are booked for cancelling."""
    booked = [each for each in state.visitor.offers.bookings if each.state is BookingState.BOOKED]
    if state.visitor.task.service is Service.PICK_UP:
        booked = [each for each in booked if each.slot.starts_at.date() == state.day]
    return tuple(booked)
