"""A desk on SQL as a world for tests, in the database of any URL."""

import itertools
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from kiosk.desk.opening import STAFF
from kiosk.desk.sql import holding
from kiosk.desk.sql.book import SqlBook
from kiosk.desk.sql.clock_watch import ClockWatch
from kiosk.desk.sql.database import DeskDatabase
from kiosk.desk.sql.entering import NewSlot, put_delegate, put_department, put_doctor, put_person, put_slots
from kiosk.desk.sql.last_upkeep import believe
from kiosk.desk.sql.site import Site
from kiosk.desk.sql.upkeep import keep_up
from kiosk.desk.till.payable import SqlPayable
from kiosk.desk.values import BookingState, CardHolder, Person
from kiosk.rules.limits import BookingLimits, Channel
from records.errors import RecordsError
from records.sealing import Cipher, TransparentCipher
from tests.kiosk.desk.book_world import (
    CLINIC,
    DOCTOR,
    ENTRIES,
    LIMITS,
    MACHINE,
    MORNING,
    OTHER,
    PEOPLE,
    SECOND,
    ZONE,
    Entry,
    Offer,
    Patient,
)

ELSEWHERE = Channel("app", pays_later=True)


class SqlWorld:
    """`new_id` counts; `rng` begins with the same seed every time. Time passes as the clock says unless it jumps."""

    def __init__(self, url: str, limits: BookingLimits = LIMITS, cipher: Cipher | None = None) -> None:
        self._now = MORNING
        self._jumped = timedelta()
        self.database = DeskDatabase(url)
        ids: Iterator[int] = itertools.count(1)
        self.site = Site(
            self.database,
            cipher or TransparentCipher(),
            lambda: self._now,
            ZONE,
            limits,
            random.Random(1),
            lambda: f"id-{next(ids)}",
            watch=self.new_watch(),
        )
        self.book = self._opened()
        self.elsewhere = self.book.for_channel(ELSEWHERE)
        self.counter = self.book.for_channel(STAFF)
        self._enter_hospital()

    def set_clock(self, now: datetime) -> None:
        self._now = now

    def jump_clock(self, now: datetime) -> None:
        """The clock is set; no time passes."""
        self._jumped += now - self._now
        self._now = now

    def new_watch(self, asks_database: bool = False) -> ClockWatch:
        """As of a process that begins now."""
        return ClockWatch(self._uptime_s, asks_database)

    def restart(self) -> None:
        self.site = replace(self.site, watch=self.new_watch())

    def enter(self, *patients: Patient) -> None:
        for one in patients:
            put_person(self.site, Person(one.id, one.name, one.born_on), holds=one.cards, photo=one.photo)

    def entrust(self, entry: Entry) -> None:
        delegate_id = f"{entry.patient_id}/{entry.person_id}"
        site = self.site
        put_delegate(site, delegate_id, entry.patient_id, entry.person_id, entry.relation, "staff", entry.valid_until)

    def offer(self, *offers: Offer) -> None:
        put_slots(self.site, *(self._slot(one) for one in offers))

    def pay(self, booking_id: str) -> bool:
        return self.database.change(lambda connection: holding.book_paid(connection, self.site, booking_id))

    def begin_payment(self, booking_id: str) -> None:
        payable = SqlPayable(self.site)
        self.database.change(lambda connection: payable.keep_while_paying(connection, booking_id))

    def end_payment(self, booking_id: str) -> None:
        payable = SqlPayable(self.site)
        self.database.change(lambda connection: payable.payment_closed(connection, booking_id))

    def state_of(self, booking_id: str) -> BookingState:
        return self.book.booking(booking_id).state

    def by_code(self, code: str) -> CardHolder:
        return self.book.by_code(code)

    def believe_clock(self) -> None:
        believe(self.site, "clerk")

    def keep_up(self) -> None:
        keep_up(self.site)

    def limited(self, **changed: Any) -> SqlBook:
        """The same desk under other limits."""
        return SqlBook(replace(self.site, limits=replace(self.site.limits, **changed)))

    def close(self) -> None:
        self.database.close()

    def _uptime_s(self) -> float:
        return (self._now - self._jumped).timestamp()

    def _opened(self) -> SqlBook:
        try:
            return SqlBook.open(self.site)
        except RecordsError:
            self.close()
            raise

    def _enter_hospital(self) -> None:
        for place, department in enumerate((CLINIC, OTHER, MACHINE)):
            put_department(self.site, department, position=place)
        for place, doctor in enumerate((DOCTOR, SECOND)):
            put_doctor(self.site, doctor, position=place)
        self.enter(*PEOPLE)
        for entry in ENTRIES:
            self.entrust(entry)

    def _slot(self, one: Offer) -> NewSlot:
        ends_at = one.starts_at + timedelta(minutes=30)
        return NewSlot(one.id, one.department_id, one.doctor_id, one.starts_at, ends_at, one.capacity, one.price_fen)
