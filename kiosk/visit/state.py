"""Everything a visit knows, as one frozen value. Pure.

Whatever belongs to the patient is in `Visitor`: emptying that one part forgets the visit.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from camera.leases.messages import CheckProgress
from hardware.cards.events import CardData
from kiosk.desk.values import (
    Actor,
    Bill,
    Booking,
    CardHolder,
    DayOffer,
    Department,
    Doctor,
    Found,
    Payment,
    Person,
    QueuePlace,
    Report,
    Slot,
)
from kiosk.errors import Refusal
from kiosk.face.verdict import Verdict
from kiosk.visit.events import SlipFailure
from kiosk.visit.pages import Page
from kiosk.visit.parts import Part
from kiosk.visit.requests import MustArrive, Request
from kiosk.visit.screen import Look
from kiosk.visit.services import Service
from kiosk.visit.slips import SlipContent


@dataclass(frozen=True, slots=True)
class Kiosk:
    """The kiosk's own; outlives every visit and holds nothing of one. `run` is different at each start of the program:
    it makes the keys of requests unique. `card_inside`: a card that stays is in the reader, whoever's it is. `lost`:
    what does not work now."""

    run: str
    clock: datetime
    numbers: int = 0
    tickets: int = 0
    card_inside: bool = False
    lost: tuple[Part, ...] = ()

    def __post_init__(self) -> None:
        if self.clock.tzinfo is None:
            raise ValueError("a moment without a time zone")


@dataclass(frozen=True, slots=True)
class Offers:
    """What the desk answered so far."""

    departments: tuple[Department, ...] = ()
    doctors: tuple[Doctor, ...] = ()
    found: Found = field(default_factory=Found)
    days: tuple[DayOffer, ...] = ()
    slots: tuple[Slot, ...] = ()
    bookings: tuple[Booking, ...] = ()
    bills: tuple[Bill, ...] = ()
    queue: tuple[QueuePlace, ...] = ()
    reports: tuple[Report, ...] = ()
    report: Report | None = None
    record_book_fen: int = 0


@dataclass(frozen=True, slots=True)
class Task:
    """Which service, and what was chosen for it. `booking` is the hold that was made, or the booking it is about.

    `has_signs`: the keys of a WeChat name show digits. `settle`: what the desk must still be told now that the money is
    there; posted if the visit ends before it is.
    """

    service: Service | None = None
    department: Department | None = None
    doctor: Doctor | None = None
    day: date | None = None
    booking: Booking | None = None
    is_held: bool = False
    bill: Bill | None = None
    payment: Payment | None = None
    is_paid: bool = False
    settle: MustArrive | None = None
    scalper_what: str = ""
    scalper_place: str = ""
    wechat: str = ""
    has_signs: bool = False
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """The face check of this visit. Nobody was compared before `agreed`; `passed` holds until the visit ends."""

    agreed: bool = False
    attempts: int = 0
    reference: bytes | None = field(default=None, repr=False)
    check_id: str = ""
    progress: CheckProgress | None = None
    verdict: Verdict | None = None
    passed: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """The one call to the desk that is under way."""

    call_id: int
    request: Request


class TroubleKind(StrEnum):
    """REFUSED: the desk said no. AWAY: it does not answer. AWAY_PAYING: it does not answer and money may have moved.
    BOOK_UNKNOWN: nobody knows whether what costs nothing was booked; who leaves now gives it up.
    PAID_REFUSED: paid, and the desk says no. CARD_BAD: nothing can be read. PAYMENT_CLOSED: it ended unpaid.
    PAYMENT_LATE: the money came too late and goes back."""

    REFUSED = "refused"
    AWAY = "away"
    AWAY_PAYING = "away-paying"
    BOOK_UNKNOWN = "book-unknown"
    PAID_REFUSED = "paid-refused"
    CARD_BAD = "card-bad"
    PAYMENT_CLOSED = "payment-closed"
    PAYMENT_LATE = "payment-late"


@dataclass(frozen=True, slots=True)
class Trouble:
    """`retry`: the request to ask again, with the same key. `choose_again`: another time of the same day helps."""

    kind: TroubleKind
    refusal: Refusal | None = None
    retry: Request | None = None
    choose_again: bool = False

    def __post_init__(self) -> None:
        if (self.kind is TroubleKind.REFUSED) != (self.refusal is not None):
            raise ValueError("the desk's reason belongs to its refusal, and to nothing else")


class DoneKind(StrEnum):
    """NUMBER_LATER: paid, and checked in by the outbox as soon as the desk is back; there is no queue number yet."""

    BOOKED = "booked"
    PICKED_UP = "picked-up"
    NUMBER_LATER = "number-later"
    CANCELLED = "cancelled"
    PAID = "paid"
    RECORD_BOOK = "record-book"
    REPORTED = "reported"
    REPORT_PRINTED = "report-printed"


@dataclass(frozen=True, slots=True)
class Done:
    """`is_passed_on`: the desk was away after the payment; what is left to do is in the outbox."""

    kind: DoneKind
    is_passed_on: bool = False


class SlipState(StrEnum):
    PRINTING = "printing"
    PRINTED = "printed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Slip:
    job_id: int
    content: SlipContent
    state: SlipState = SlipState.PRINTING
    failure: SlipFailure | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """For the counter; made by the kiosk itself, so it is there when nothing else is."""

    number: str
    slip: Slip


@dataclass(frozen=True, slots=True)
class Visitor:
    """Everything of whoever stands there. Never logged, never written anywhere."""

    card: CardData | None = field(default=None, repr=False)
    card_stays: bool = False
    came_by_code: bool = False
    holder: CardHolder | None = None
    actor: Actor | None = None
    task: Task = field(default_factory=Task)
    offers: Offers = field(default_factory=Offers)
    check: Check = field(default_factory=Check)
    waiting: Waiting | None = None
    asked_at: float = 0.0
    is_desk_away: bool = False
    trouble: Trouble | None = None
    done: Done | None = None
    slip: Slip | None = None
    ticket: Ticket | None = None


@dataclass(frozen=True, slots=True)
class VisitState:
    """`under`: the pages below an overlay (COUNTER, MORE_TIME), the lowest first."""

    kiosk: Kiosk
    page: Page = Page.ATTRACT
    look: Look = field(default_factory=Look)
    visitor: Visitor = field(default_factory=Visitor)
    under: tuple[Page, ...] = ()
    entered_at: float = 0.0
    touched_at: float = 0.0

    def personal(self, **changes: Any) -> "VisitState":
        return replace(self, visitor=replace(self.visitor, **changes))

    def chosen(self, **changes: Any) -> "VisitState":
        return self.personal(task=replace(self.visitor.task, **changes))

    def offered(self, **changes: Any) -> "VisitState":
        return self.personal(offers=replace(self.visitor.offers, **changes))

    def checked(self, **changes: Any) -> "VisitState":
        return self.personal(check=replace(self.visitor.check, **changes))

    @property
    def day(self) -> date:
        return self.kiosk.clock.date()

    @property
    def patient(self) -> Person | None:
        return self.visitor.holder.person if self.visitor.holder else None

    @property
    def acting(self) -> Person | None:
        """Who stands there: the holder, or the delegate they said to be."""
        holder, actor = self.visitor.holder, self.visitor.actor
        if holder is None or actor is None:
            return None
        people = [holder.person, *(delegate.person for delegate in holder.delegates)]
        return next((person for person in people if person.id == actor.person_id), None)


def fresh(kiosk: Kiosk, look: Look, at: float) -> VisitState:
    """Nobody is there."""
    return VisitState(kiosk=kiosk, look=look, entered_at=at, touched_at=at)
