"""`gatehouse hub` in a process of its own, as kiosks meet it."""

import json
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa

from kiosk.desk.fake.hospital import ADULT
from kiosk.desk.http.client import HttpDesk
from kiosk.desk.sql.tables import bookings
from kiosk.desk.values import Actor, BookingState, PaymentState, PaySubject
from kiosk.errors import KeyRefused
from scripts.hub.opening import open_desk
from scripts.hub.process import ROOT, hub_process
from scripts.hub.settings import DeskSettings
from tests.postgres_peer import PostgresPeer
from tests.scripts.hub.homes import desk_home, first_free, kiosk_key_of, worked_at

SELF = Actor(ADULT.id)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return desk_home(tmp_path / "院内")


def test_it_serves_the_desk_tells_its_health_and_ends_when_it_is_asked(home: Path) -> None:
    key = kiosk_key_of(home)
    with hub_process(home) as (url, process):
        health = httpx.get(f"{url}/healthz", trust_env=False)
        assert health.status_code == 200
        assert (health.json()["database"], health.json()["payment"]) == (True, "none")
        with HttpDesk(url, key) as desk:
            slot_id = first_free(desk)
            booking = desk.book("book-001", desk.hold("hold-001", slot_id, ADULT.id, SELF).id)
            assert booking.state is BookingState.BOOKED
        with HttpDesk(url, key[:-1] + ("0" if key[-1] != "0" else "1")) as stranger, pytest.raises(KeyRefused):
            stranger.bookings_of(ADULT.id)
        assert httpx.post(f"{url}/simulator/pay", json={"qr_text": "x"}, trust_env=False).status_code == 404
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    with hub_process(home) as (url, process), HttpDesk(url, key) as desk:
        assert booking.id in {one.id for one in desk.bookings_of(ADULT.id)}
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0


def test_a_rehearsal_is_paid_with_nothing_by_whoever_is_on_this_pc(home: Path) -> None:
    key = kiosk_key_of(home)
    with hub_process(home, "--rehearse") as (url, _), HttpDesk(url, key) as desk:
        payment = desk.start_payment("start-001", PaySubject.BILL, "bill-1", ADULT.id, SELF)

        def hand(qr_text: object) -> int:
            return httpx.post(f"{url}/simulator/pay", json={"qr_text": qr_text}, trust_env=False).status_code

        assert (hand("something else"), hand(payment.qr_text), hand(payment.qr_text)) == (409, 200, 409)
        assert httpx.post(f"{url}/simulator/pay", content=b"[]", trust_env=False).status_code == 400
        assert desk.payment(payment.id).state is PaymentState.PAID


def test_a_clock_that_is_wrong_at_the_start_is_told(home: Path) -> None:
    worked_at(home, datetime.now(UTC) + timedelta(days=9))
    command = [sys.executable, "-m", "scripts.main", "hub", "--home", str(home), "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        told = process.stderr.readline() + process.stderr.readline()
        process.terminate()
    assert "this PC's clock says" in told
    assert "clock-is-right" in told


def test_the_hub_loads_no_screen_no_camera_and_no_watchlist(home: Path) -> None:
    key = kiosk_key_of(home)
    command = [sys.executable, "-X", "importtime", "-m", "scripts.main", "hub", "--home", str(home), "--port", "0"]
    with subprocess.Popen(
        [*command, "--json", "--rehearse"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        url = json.loads(process.stdout.readline())["url"]
        with HttpDesk(url, key) as desk:
            desk.start_payment("start-001", PaySubject.BILL, "bill-1", ADULT.id, SELF)
        process.terminate()
        told = process.communicate(timeout=20)[1]
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in told.splitlines() if "import time" in line}
    assert "kiosk" in loaded
    assert not loaded & {"PySide6", "cv2", "watchlist", "dlib", "onnxruntime", "ui"}


def test_two_hubs_on_one_postgresql_are_one_desk(tmp_path: Path, postgres: PostgresPeer) -> None:
    database = postgres.new_database()
    home = desk_home(tmp_path / "home", database)
    key = kiosk_key_of(home, database)
    with (
        hub_process(home) as (first, _),
        hub_process(home) as (second, _),
        HttpDesk(first, key) as here,
        HttpDesk(second, key) as there,
    ):
        slot_id = first_free(here)
        held = here.hold("hold-001", slot_id, ADULT.id, SELF)
        booked = there.book("book-001", held.id)
        assert booked in here.bookings_of(ADULT.id)
        assert here.book("book-001", held.id) == booked


def test_each_of_two_hubs_keeps_the_desk_up(tmp_path: Path, postgres: PostgresPeer) -> None:
    database = postgres.new_database()
    home = desk_home(tmp_path / "home", database, limits="hold_s = 1")
    key = kiosk_key_of(home, database)
    with hub_process(home) as (first, dying), hub_process(home) as (second, _):
        with HttpDesk(first, key) as here:
            slot_id = first_free(here)
            one = here.hold("hold-001", slot_id, ADULT.id, SELF)
        assert in_the_end(home, database, one.id) == BookingState.LAPSED
        dying.kill()
        with HttpDesk(second, key) as there:
            other = there.hold("hold-002", slot_id, ADULT.id, SELF)
        assert in_the_end(home, database, other.id) == BookingState.LAPSED


def in_the_end(home: Path, database: str, booking_id: str) -> str:
    """Its state as soon as it is no hold any more; nobody asks the desk for it meanwhile."""
    deadline = time.monotonic() + 15
    with open_desk(home, DeskSettings(database=database)) as desk:
        while True:
            with desk.site.database.reading() as connection:
                query = sa.select(bookings.c.state).where(bookings.c.id == booking_id)
                state = str(connection.execute(query).scalar_one())
            if state != BookingState.HELD or time.monotonic() > deadline:
                return state
