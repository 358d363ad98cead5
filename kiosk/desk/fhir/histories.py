"""What the limits need to know of a patient and of whoever acts for them, from the Appointments there are."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

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
        ended_holds=_ended_holds(hospital, some, actor),
        holds_last_hour=sum(one.token != "" and one.made_at > now - timedelta(hours=1) for one in some),
        cancellations=sum(one.changed_at > since for one in cancelled),
        no_shows=tuple(one.starts_at for one in some if one.state is BookingState.NO_SHOW),
        acted_for=acted_for(hospital, actor),
    )


def _is_active(one: Seen, now: datetime) -> bool:
    if one.state not in _LIVE or one.starts_at.date() < now.date():
        return False
    return one.state is not BookingState.HELD or one.runs(now)


def acted_for(hospital: Hospital, actor: Actor) -> dict[str, Relation]:
    """For whom else they booked or picked up of late, as what; the last one counts."""
    if actor.relation is None:
        return {}
    now, limits = hospital.site.now(), hospital.site.limits
    since = now - timedelta(days=limits.patients_counted_days)
    found = [one for one in _with_actor(hospital, actor.person_id, since) if one.state is not BookingState.LAPSED]
    came = [(one.changed_at, one.patient_id, one.arrived) for one in found if one.arrived is not None]
    made = [(one.made_at, one.patient_id, one.maker) for one in found]
    counted = sorted((at, whose, who) for at, whose, who in came + made if who.person_id == actor.person_id)
    return {whose: who.relation for at, whose, who in counted if at > since and who.relation is not None}


def _ended_holds(hospital: Hospital, of_patient: list[Seen], actor: Actor) -> int:
    """Of those made today, in vain: the patient's or the actor's, whichever are more."""
    now = hospital.site.now()
    since = datetime.combine(now.date(), time(), now.tzinfo)
    mine = [one for one in of_patient if one.maker.person_id == actor.person_id]
    if actor.relation is not None:
        mine = _with_actor(hospital, actor.person_id, since)
    by_actor = {one.id: one for one in mine if one.maker.person_id == actor.person_id}
    return max(sum(_is_in_vain(one, since, now) for one in some) for some in (of_patient, by_actor.values()))


def _is_in_vain(one: Seen, since: datetime, now: datetime) -> bool:
    has_ended = one.state is BookingState.LAPSED or (one.state is BookingState.HELD and not one.runs(now))
    return has_ended and one.token != "" and one.made_at >= since


def _with_actor(hospital: Hospital, person_id: str, since: datetime) -> list[Seen]:
    """The Appointments from then on in which this person is the patient or acts for one."""
    whom = [f"RelatedPerson/{one}" for one in related_of(hospital, person_id)]
    whom += [f"Patient/{person_id}"] if "/" not in person_id else []
    return all_seen(hospital, ("actor", ",".join(whom)), ("date", f"ge{since.isoformat()}"))


def _reach(limits: BookingLimits) -> timedelta:
    """How far back an appointment can lie that still counts."""
    counted = max(limits.no_shows_counted_days + limits.no_shows_block_days, limits.cancellations_counted_days)
    return timedelta(days=counted + limits.days_ahead + 1)
