"""Taking a place and giving it back: the rules of this package's first page, in the order they say."""

from datetime import datetime

from kiosk.desk.fhir.appointments import Seen
from kiosk.desk.fhir.bookings import of_token
from kiosk.desk.fhir.hospital import Hospital
from kiosk.desk.fhir.offers import group_with, place_of
from kiosk.desk.fhir.outcomes import Conflict, NotThere
from kiosk.desk.fhir.places import BUSY, CLOSED, FREE, HELD, Group, Place, marked, place_in
from kiosk.desk.values import BookingState
from kiosk.errors import DeskRefused, Refusal

TRIES = 5
"""How often something is decided anew because somebody else wrote first."""


def take(hospital: Hospital, group: Group, token: str, until: datetime) -> Place:
    """One of these places, held until then; the same again for a hold that has one. Raises SLOT_TAKEN, and Conflict."""
    for _ in range(TRIES):
        candidates = _candidates(hospital, group, token)
        if not candidates:
            raise DeskRefused(Refusal.SLOT_TAKEN)
        for place in candidates:
            taken = _marked(hospital, place, HELD, token, until)
            if taken is not None:
                return taken
        group, _ = group_with(hospital, group.id)
    raise Conflict("too many want this slot at once")


def own_place(hospital: Hospital, one: Seen) -> Place | None:
    """The place as it stands, while it is still this hold's or booking's."""
    try:
        place = place_of(hospital, one.slot_id)
    except NotThere:
        return None
    return place if place.token == one.token != "" and place.status != FREE else None


def settle(hospital: Hospital, one: Seen, place: Place) -> bool:
    """The place of what is booked now is busy. False: it was lost to somebody else meanwhile."""
    current: Place | None = place
    for _ in range(TRIES):
        if current is None:
            return False
        if current.status == BUSY and current.until is None:
            return True
        if _marked(hospital, current, BUSY, one.token, None) is not None:
            return True
        current = own_place(hospital, one)
    raise Conflict("too many write at once")


def extend(hospital: Hospital, one: Seen, place: Place, until: datetime) -> None:
    """Raises Conflict."""
    if _marked(hospital, place, HELD, one.token, until) is None:
        raise Conflict("somebody else was faster")


def give_back(hospital: Hospital, place: Place | None) -> bool:
    """`place` was read before its Appointment ended; whoever wrote it since has it. False: it is not free now."""
    return place is not None and _marked(hospital, place, FREE, "", None) is not None


def keep_back(hospital: Hospital, place: Place | None, until: datetime | None) -> bool:
    """The place of a cancelled booking: offered again at a moment, or never. False: somebody else wrote it."""
    if place is None:
        return True
    status, token = (CLOSED, "") if until is None else (HELD, place.token)
    return _marked(hospital, place, status, token, until) is not None


def _candidates(hospital: Hospital, group: Group, token: str) -> list[Place]:
    """Its own first; the free ones in an order of chance, so that many kiosks do not all want the same; last those
    whose time is over."""
    now = hospital.site.now()
    own = group.of_token(token)
    if own is not None and own.status == HELD:
        return [own]
    free = [place for place in group.places if place.status == FREE]
    hospital.site.rng.shuffle(free)
    return free or [place for place in group.places if place.is_over(now) and not _is_booked(hospital, place)]


def _is_booked(hospital: Hospital, place: Place) -> bool:
    """Between an Appointment that became a booking and its Slot that becomes busy somebody may have been cut short."""
    one = of_token(hospital, place.token)
    return one is not None and one.state in (BookingState.BOOKED, BookingState.CHECKED_IN)


def _marked(hospital: Hospital, place: Place, status: str, token: str, until: datetime | None) -> Place | None:
    """As written, or None when somebody else was faster."""
    resource = marked(place, hospital.names, status, token, until)
    try:
        written = hospital.server.update(resource)
    except (Conflict, NotThere):
        return None
    found = place_in(written, hospital.names, hospital.site.zone)
    if found is None or found.status != status or found.token != token:
        hint = "The hospital's FHIR server must keep the extensions of Slot that this hub writes."
        raise Conflict("the hospital's system did not keep what was written into a Slot", hint)
    return found
