"""How many bookings, for whom and how soon: what keeps slots from being hoarded. Pure.

A hospital sets the numbers. They are counted for patients and for whoever acts for them, never by a face.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from kiosk.desk.values import Relation
from kiosk.errors import Refusal

PARENTS = frozenset({Relation.MOTHER, Relation.FATHER})


@dataclass(frozen=True, slots=True)
class Channel:
    """Where a request comes from. `is_on_site`: the patient stands in the hospital. `pays_later`: at pick-up."""

    name: str
    is_on_site: bool = False
    pays_later: bool = False

    @property
    def is_counter(self) -> bool:
        """Whether somebody of the hospital's staff does it: a machine on site takes the money at once."""
        return self.is_on_site and self.pays_later


KIOSK = Channel("kiosk", is_on_site=True)
COUNTER = Channel("counter", is_on_site=True, pays_later=True)


@dataclass(frozen=True, slots=True)
class BookingLimits:
    """What a site allows. Days are counted back from the moment asked.

    `ended_holds_a_day` are holds that became no booking, of a patient or of whoever acted; `payments_per_hold` are
    payments begun for one of them. Places come back to others after a time that nobody can know.
    """

    days_ahead: int = 14
    hold_s: int = 300
    longest_hold_s: int = 900
    holds_per_hour: int = 10
    ended_holds_a_day: int = 12
    payments_per_hold: int = 5
    given_up_back_after_s: tuple[int, int] = (60, 300)
    active_bookings: int = 3
    one_a_day_per_department: bool = True
    patients_per_helper: int = 2
    children_per_parent: int = 5
    patients_counted_days: int = 30
    cancellations: int = 3
    cancellations_counted_days: int = 30
    no_shows: int = 3
    no_shows_counted_days: int = 90
    no_shows_block_days: int = 180
    check_in_before_min: int = 60
    check_in_after_min: int = 30
    cancel_until_before_min: int = 30
    cancelled_back_after_s: tuple[int, int] = (3600, 7200)
    same_day_cancelled_come_back: bool = False
    acts_alone_from_age: int = 14
    delegates_per_card: int = 4
    answers_kept_days: int = 7

    def __post_init__(self) -> None:
        for name in ("given_up_back_after_s", "cancelled_back_after_s"):
            soonest, latest = getattr(self, name)
            if not 0 <= soonest <= latest:
                raise ValueError(f"{name}: from {soonest} to {latest}")
        if not 0 < self.hold_s <= self.longest_hold_s:
            raise ValueError(f"hold_s must be above 0 and at most longest_hold_s, not {self.hold_s}")
        for name in _COUNTED:
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be 1 or more, not {getattr(self, name)}")
        for name in ("check_in_before_min", "check_in_after_min", "cancel_until_before_min", "acts_alone_from_age"):
            if getattr(self, name) < 0:
                raise ValueError(f"{name} must not be below 0")


_COUNTED = (
    *("days_ahead", "holds_per_hour", "ended_holds_a_day", "payments_per_hold", "active_bookings"),
    *("patients_per_helper", "children_per_parent"),
    *("patients_counted_days", "cancellations", "cancellations_counted_days", "no_shows", "no_shows_counted_days"),
    *("no_shows_block_days", "delegates_per_card", "answers_kept_days"),
)


@dataclass(frozen=True, slots=True)
class Wish:
    """A slot somebody wants: its department, its day at the site, and as what they act for the patient.

    `asked_on` is the site's day at the moment `at`.
    """

    patient_id: str
    department_id: str
    day: date
    asked_on: date
    at: datetime
    channel: Channel
    relation: Relation | None = None


@dataclass(frozen=True, slots=True)
class History:
    """What the desk knows of the patient, and (`acted_for`) for whom else the actor booked of late, as what.

    `active` are the department and day of every booking or hold; `ended_holds` were made today by either of them;
    `no_shows` are the moments somebody was waited for.
    """

    active: tuple[tuple[str, date], ...] = ()
    holds_last_hour: int = 0
    ended_holds: int = 0
    cancellations: int = 0
    no_shows: tuple[datetime, ...] = ()
    acted_for: dict[str, Relation] = field(default_factory=dict)


def why_not(wish: Wish, history: History, limits: BookingLimits) -> Refusal | None:
    """The first reason against this booking; None when there is none."""
    reasons = (
        (asks_too_often(wish, history, limits), Refusal.TOO_MANY_REQUESTS),
        (is_on_day(wish, history) and limits.one_a_day_per_department, Refusal.ONE_A_DAY),
        (len(history.active) >= limits.active_bookings, Refusal.TOO_MANY_BOOKINGS),
        (acts_for_too_many(wish.patient_id, wish.relation, history.acted_for, limits), Refusal.TOO_MANY_PATIENTS),
        (history.cancellations >= limits.cancellations and not is_walk_in(wish), Refusal.TOO_MANY_CANCELLATIONS),
        (is_blocked(wish.at, history.no_shows, limits) and not is_walk_in(wish), Refusal.TOO_MANY_NO_SHOWS),
    )
    return next((refusal for applies, refusal in reasons if applies), None)


def asks_too_often(wish: Wish, history: History, limits: BookingLimits) -> bool:
    """Too often in an hour, or places kept for nothing all day: then it is the counter that helps today."""
    if history.holds_last_hour >= limits.holds_per_hour:
        return True
    is_helped = wish.channel.is_counter and is_walk_in(wish)
    return history.ended_holds >= limits.ended_holds_a_day and not is_helped


def is_on_day(wish: Wish, history: History) -> bool:
    return (wish.department_id, wish.day) in history.active


def is_walk_in(wish: Wish) -> bool:
    """Whoever stands in the hospital may see a doctor today, whatever happened before."""
    return wish.channel.is_on_site and wish.day == wish.asked_on


def acts_for_too_many(
    patient_id: str, relation: Relation | None, acted_for: Mapping[str, Relation], limits: BookingLimits
) -> bool:
    """Parents have a number of their own: a family is not a scalper, and a scalper is not a parent of six."""
    if relation is None or patient_id in acted_for:
        return False
    as_parent = relation in PARENTS
    alike = sum((other in PARENTS) == as_parent for other in acted_for.values())
    return alike >= (limits.children_per_parent if as_parent else limits.patients_per_helper)


def is_blocked(now: datetime, no_shows: tuple[datetime, ...], limits: BookingLimits) -> bool:
    """Whether enough of them lie close together, the last of these not long ago."""
    moments = sorted(no_shows)
    within = timedelta(days=limits.no_shows_counted_days)
    since = now - timedelta(days=limits.no_shows_block_days)
    last_of_each = zip(moments, moments[limits.no_shows - 1 :], strict=False)
    return any(last - first <= within and last > since for first, last in last_of_each)
