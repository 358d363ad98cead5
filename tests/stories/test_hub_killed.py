"""The hub is killed again and again while kiosks book and patients pay: no place is sold twice, no money is lost."""

import json
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest
import sqlalchemy as sa

from kiosk.desk.http.client import HttpDesk
from kiosk.desk.opening import OpenDesk
from kiosk.desk.sql.entering import NewSlot, put_department, put_person, put_slots
from kiosk.desk.sql.tables import bookings, slots
from kiosk.desk.values import Actor, BookingState, Department, DepartmentKind, PaymentState, PaySubject, Person, Words
from kiosk.errors import DeskAway, DeskRefused, Refusal
from scripts.command import SETTINGS_FILE
from scripts.hub.opening import open_desk
from scripts.hub.process import hub_process
from scripts.hub.settings import DeskSettings
from tests.hardware.payments.wechat_peer import WeChatPeer, wechat_peer
from tests.postgres_peer import PostgresPeer
from tests.scripts.hub.homes import kiosk_key
from tests.scripts.hub.test_paying import files

KIOSKS, PLACES, PRICE_FEN, KILLS = 12, 8, 5000, 2
WITHIN_S = 60
T = TypeVar("T")


@dataclass
class House:
    home: Path
    database: str
    service: WeChatPeer
    keys: list[str]
    port: int
    is_up: threading.Event = field(default_factory=threading.Event)

    def settings(self) -> DeskSettings:
        return DeskSettings(database=self.database)


@pytest.fixture
def house(tmp_path: Path, postgres: PostgresPeer) -> Iterator[House]:
    with wechat_peer() as service, closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port = probe.getsockname()[1]
        probe.close()
        house = House(tmp_path / "home", postgres.new_database(), service, [], port)
        house.home.mkdir()
        said = {"kind": "wechat", "wechat_api_url": service.url, **files(tmp_path)}
        lines = "\n".join(f"{name} = {json.dumps(value)}" for name, value in said.items())
        text = f"[desk]\ndatabase = {json.dumps(house.database)}\n[payment]\n{lines}\n"
        (house.home / SETTINGS_FILE).write_text(text, encoding="utf-8")
        with open_desk(house.home, house.settings()) as desk:
            desk.change(enter)
            house.keys += [kiosk_key(desk, f"kiosk-{number}") for number in range(KIOSKS)]
        yield house


def enter(desk: OpenDesk) -> None:
    words = Words("内科", "Medicine")
    put_department(desk.site, Department("medicine", DepartmentKind.CLINIC, words, words))
    starts = desk.site.now() + timedelta(hours=26)
    for number in range(2):
        begins = starts + timedelta(minutes=30 * number)
        whole = (begins, begins + timedelta(minutes=30), PLACES // 2, PRICE_FEN)
        put_slots(desk.site, NewSlot(f"s{number}", "medicine", None, *whole))
    for number in range(KIOSKS):
        put_person(desk.site, Person(f"p{number}", "张伟", desk.site.today() - timedelta(days=12_000)))


@dataclass
class Kiosk:
    house: House
    number: int

    @property
    def patient(self) -> str:
        return f"p{self.number}"

    def visit(self, paid: threading.Semaphore) -> str | None:
        """The paid booking's id; None for whoever found every place taken."""
        with HttpDesk(f"http://127.0.0.1:{self.house.port}", self.house.keys[self.number]) as desk:
            for slot_id in (f"s{self.number % 2}", f"s{(self.number + 1) % 2}"):
                try:
                    return self._paid(desk, self._held(desk, slot_id), paid)
                except DeskRefused as refused:
                    assert refused.why is Refusal.SLOT_TAKEN
        return None

    def _held(self, desk: HttpDesk, slot_id: str) -> str:
        key, actor = f"{self.patient}-hold-{slot_id}", Actor(self.patient)
        return self._patiently(lambda: desk.hold(key, slot_id, self.patient, actor)).id

    def _paid(self, desk: HttpDesk, booking_id: str, paid: threading.Semaphore) -> str:
        start = (f"{self.patient}-pay-00", PaySubject.BOOKING, booking_id, self.patient, Actor(self.patient))
        payment = self._patiently(lambda: desk.start_payment(*start))
        self.house.service.ledger.pay(payment.id)
        paid.release()
        assert self._patiently(lambda: desk.payment(payment.id)).state is PaymentState.PAID
        return booking_id

    def _patiently(self, ask: Callable[[], T]) -> T:
        """A desk or a payment service that is away is asked again, with the same key."""
        deadline = time.monotonic() + WITHIN_S
        while True:
            assert self.house.is_up.wait(WITHIN_S)
            try:
                return ask()
            except DeskAway:
                assert time.monotonic() < deadline
            except DeskRefused as refused:
                if refused.why is not Refusal.PAYMENT_AWAY:
                    raise
                assert time.monotonic() < deadline


@contextmanager
def hub_of(house: House) -> Iterator["subprocess.Popen[str]"]:
    with hub_process(house.home, "--port", str(house.port)) as (_, process):
        house.is_up.set()
        yield process
        house.is_up.clear()


def test_a_hub_killed_in_the_middle_of_bookings_loses_no_paid_one_and_sells_no_place_twice(house: House) -> None:
    paid = threading.Semaphore(0)
    with ThreadPoolExecutor(KIOSKS) as kiosks:
        visits = [kiosks.submit(Kiosk(house, number).visit, paid) for number in range(KIOSKS)]
        for _ in range(KILLS):
            with hub_of(house) as process:
                assert all(paid.acquire(timeout=WITHIN_S) for _ in range(3))
                house.is_up.clear()
                process.kill()
        with hub_of(house):
            kept = [one for one in (future.result(WITHIN_S * 2) for future in visits) if one is not None]
    assert len(kept) == PLACES
    with open_desk(house.home, house.settings()) as desk, desk.site.database.reading() as connection:
        booked = connection.execute(sa.select(bookings).where(bookings.c.has_place)).all()
        assert connection.execute(sa.select(slots.c.taken)).scalars().all() == [PLACES // 2] * 2
    assert {row.id for row in booked} == set(kept)
    assert {(row.state, row.is_paid) for row in booked} == {(BookingState.BOOKED, True)}
    taken = [entry for entry in house.service.ledger.entries.values() if entry.state == "SUCCESS"]
    assert len(taken) == PLACES
    assert not any(entry.refunds for entry in house.service.ledger.entries.values())
