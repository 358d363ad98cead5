"""What must arrive: kept on the disk in its order, and delivered in the background until the desk or the hub has it."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event

from kiosk.courier import Courier, CourierLimits, Delivery
from kiosk.desk.protocol import Desk
from kiosk.outbox import Outbox
from kiosk.reports.protocol import ReportTaker
from kiosk.running.desk_line import DESK
from kiosk.running.hands import Crash, Hands
from kiosk.running.staff import Staff
from kiosk.visit.requests import (
    Book,
    Cancel,
    CheckIn,
    GiveUpHold,
    GiveUpPayment,
    MustArrive,
    Release,
    StopPayment,
    TellOfScalper,
)
from records.errors import RecordsError

DISK = "disk"
DELIVERED_EVERY_S = 1.0


@dataclass(frozen=True, slots=True)
class About:
    """What the staff is told about one outbox: by which names its taker, its disk and its letters go."""

    taker: str
    disk: str
    letter: str
    lost_hint: str
    limits: CourierLimits = field(default_factory=CourierLimits)


TO_DESK = About(DESK, DISK, "letter", "Look after this booking by hand.")
TO_HUB = About(
    "reports hub",
    "disk of the reports",
    "report",
    "What a patient told of a scalper will not arrive; nobody has to be asked.",
    CourierLimits(keeps_s=14 * 86_400.0),
)
"""A report waits for a hub that is away for two weeks: nothing stands behind it but other reports."""


class PostLine:
    """`open_outbox` is called once in each of two threads: the one that writes never waits for the desk."""

    def __init__(
        self,
        open_outbox: Callable[[], Outbox],
        desk: Desk | ReportTaker,
        clock: Callable[[], datetime],
        staff: Staff,
        crash: Crash,
        every_s: float = DELIVERED_EVERY_S,
        about: About = TO_DESK,
    ) -> None:
        self._open_outbox = open_outbox
        self._desk = desk
        self._clock = clock
        self._staff = staff
        self._every_s = every_s
        self._about = about
        self._writing = Hands("outbox", crash)
        self._unwritten: deque[tuple[datetime, MustArrive]] = deque()
        self._outbox: Outbox | None = None
        self._closing = Event()
        self._due = Event()
        self._courier = Hands("courier", crash)
        self._courier.begin(self._deliver_all)

    def post_later(self, request: MustArrive) -> None:
        now = self._clock()
        self._writing.begin(lambda: self._take(now, request))

    def close(self) -> None:
        """All that was posted is on the disk afterwards; the next start delivers it."""
        self._closing.set()
        self._due.set()
        self._writing.begin(self._end_writing)
        self._writing.finish()
        self._courier.finish()

    def _take(self, now: datetime, request: MustArrive) -> None:
        self._unwritten.append((now, request))
        self._write()

    def _write(self) -> None:
        """What the disk does not take waits here and is tried again."""
        try:
            self._outbox = self._outbox or self._open_outbox()
            while self._unwritten:
                write(self._outbox, *self._unwritten[0])
                self._unwritten.popleft()
        except RecordsError as error:
            self._staff.lost(self._about.disk, str(error), error.hint)
            return
        self._staff.back(self._about.disk)
        self._due.set()

    def _write_again(self) -> None:
        if self._unwritten and not self._closing.is_set():
            self._writing.begin(self._write)

    def _end_writing(self) -> None:
        self._write()
        if self._outbox is not None:
            self._outbox.close()

    def _deliver_all(self) -> None:
        while not self._closing.is_set():
            self._deliver_while_open()
            self._closing.wait(self._every_s)

    def _deliver_while_open(self) -> None:
        try:
            with self._open_outbox() as outbox:
                courier = Courier(outbox, self._desk, self._about.limits)
                while not self._closing.is_set():
                    self._tell(courier.deliver(self._clock()))
                    if not self._unwritten:
                        self._staff.back(self._about.disk)
                    self._write_again()
                    self._due.wait(self._every_s)
                    self._due.clear()
        except RecordsError as error:
            self._staff.lost(self._about.disk, str(error), error.hint)

    def _tell(self, delivery: Delivery) -> None:
        for letter in delivery.dropped:
            self._staff.lost(f"{self._about.letter} {letter.number} ({letter.call})", letter.why, self._about.lost_hint)
        if delivery.trouble is not None:
            self._staff.lost(self._about.taker, str(delivery.trouble), delivery.trouble.hint)
        elif delivery.delivered:
            self._staff.back(self._about.taker)


def write(outbox: Outbox, now: datetime, request: MustArrive) -> None:
    match request:
        case Book():
            outbox.book(now, request.key, request.booking_id)
        case Release():
            outbox.release(now, request.key, request.booking_id)
        case CheckIn():
            outbox.check_in(now, request.key, request.booking_id, request.actor)
        case Cancel():
            outbox.cancel(now, request.key, request.booking_id, request.actor)
        case StopPayment():
            outbox.stop_payment(now, request.key, request.payment_id)
        case GiveUpHold() | GiveUpPayment():
            _write_giving_up(outbox, now, request)
        case TellOfScalper():
            outbox.report_scalper(now, request.key, request.report)


def _write_giving_up(outbox: Outbox, now: datetime, request: GiveUpHold | GiveUpPayment) -> None:
    if isinstance(request, GiveUpHold):
        hold = request.hold
        outbox.give_up_hold(now, request.key, hold.key, hold.slot_id, hold.patient_id, hold.actor)
        return
    start = request.start
    about = start.subject, start.subject_id, start.patient_id, start.actor
    outbox.give_up_payment(now, request.key, start.key, *about)
