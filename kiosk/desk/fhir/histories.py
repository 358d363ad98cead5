"""What the limits need to know of a patient and of whoever acts for them, from the Appointments there are."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from kiosk.desk.fhir.appointments import Seen
from kiosk.desk.fhir.bookings import all_seen, department_id_of
from kiosk.desk.fhir.hospital import Hospital
from kiosk.desk.fhir.persons import related_of
from kiosk.desk.values import Actor, BookingState, Relation
from kiosk.rules.limits import BookingLimits, History

_LIVE = (BookingState.HELD, BookingState.BOOKED, BookingState.CHECKED_IN)


def of_patient(hospital: Hospital, patient_id: str) -> list[Seen]:
    """Every Appointment of theirs that can still count."""
    since = hospital.site.now() - _reach(hospital.site.limits)
    asked = (("patient", f"Patient/{patient_id}"), ("date", f"ge{since.isoformat()}"))
    return [one for one in all_seen(hospital, *asked) if one.patient_id == patient_id]


def history_of(hospital: Hospital, appointments: Iterable[Seen], actor: Actor) -> History:
    """`appointments` are the patient's."""
    now, limits = hospital.site.now(), hospital.site.limits
    some = list(appointments)
    since = now - timedelta(days=limits.cancellations_counted_days)
    cancelled = [one for one in some if one.state is BookingState.CANCELLED and one.is_by_patient]
    active = [one for one in some if _is_active(one, now)]
    return History(
        active=tuple((department_id_of(hospital, one), one.starts_at.date()) for one in active),
        holds_last_hour=sum(one.token != "" and one.made_at > now - timedelta(hours=1) for one in some),
        cancellations=sum(one.changed_at > since for one in cancelled),
        no_shows=tuple(one.starts_at for one in some if one.state is BookingState.NO_SHOW),
        acted_for=_acted_for(hospital, actor) if actor.relation is not None else {},
    )


def _is_active(one: Seen, now: datetime) -> bool:
    if one.state not in _LIVE or one.starts_at.date() < now.date():
        return False
    return one.state is not BookingState.HELD or one.runs(now)


def _acted_for(hospital: Hospital, actor: Actor) -> dict[str, Relation]:
    """For whom else they booked of late, as what; the last one counts."""
    now, limits = hospital.site.now(), hospital.site.limits
    related = related_of(hospital, actor.person_id)
    if not related:
        return {}
    since = now - timedelta(days=limits.patients_counted_days)
    asked = (("actor", ",".join(f"RelatedPerson/{one}" for one in related)), ("date", f"ge{since.isoformat()}"))
    found = sorted(all_seen(hospital, *asked), key=lambda one: one.made_at)
    counted = [one for one in found if one.maker.person_id == actor.person_id and one.made_at > since]
    by_them = [one for one in counted if one.state is not BookingState.LAPSED]
    return {one.patient_id: one.maker.relation for one in by_them if one.maker.relation is not None}


def _reach(limits: BookingLimits) -> timedelta:
    """How far back an appointment can lie that still counts."""
    counted = max(limits.no_shows_counted_days + limits.no_shows_block_days, limits.cancellations_counted_days)
    return timedelta(days=counted + limits.days_ahead + 1)
