"""What the till relies on, on a hospital's FHIR interface; and what the hub remembers beside it."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from kiosk.desk.fhir.asking import FhirServer
from kiosk.desk.fhir.capabilities import lacking
from kiosk.desk.fhir.opening import KEEP_UP_EVERY, open_fhir_book
from kiosk.desk.fhir.outcomes import ServerAway
from kiosk.desk.fhir.payable import FhirPayable
from kiosk.desk.fhir.tables import intents
from kiosk.desk.sql.clock_watch import NOT_BEFORE, ClockWrong
from kiosk.desk.sql.tables import trail
from kiosk.desk.till.payable import Payable
from kiosk.desk.values import Actor, Booking, BookingState
from kiosk.errors import DeskAway, Refusal
from records.errors import AddressRefused
from tests.kiosk.desk.book_world import ADULT, LIMITS, MORNING, NINE, SELF, STRANGER, Offer, left, refused
from tests.kiosk.desk.fhir_peer import TOKEN, FhirPeer
from tests.kiosk.desk.fhir_world import FhirWorld

DEAR = Offer("a", price_fen=5000)
KINDS = ("HealthcareService", "PractitionerRole", "Schedule", "Slot", "Appointment", "Patient", "RelatedPerson")
BACK_WITHIN = timedelta(seconds=LIMITS.given_up_back_after_s[1])
AFTER_HOLD = MORNING + timedelta(seconds=LIMITS.hold_s)


@pytest.fixture
def world(fhir_world: FhirWorld) -> FhirWorld:
    fhir_world.offer(DEAR)
    return fhir_world


@pytest.fixture
def payable(world: FhirWorld) -> Payable:
    return FhirPayable(world.hospital)


@pytest.fixture
def connection(world: FhirWorld) -> sa.Connection:
    with world.hospital.site.database.reading() as connection:
        return connection


def test_a_hold_that_is_being_paid_keeps_its_place(
    world: FhirWorld, payable: Payable, connection: sa.Connection
) -> None:
    held = world.book.hold("k1", "a", ADULT, SELF)
    assert payable.price_fen(connection, held.id, ADULT) == 5000
    world.begin_payment(held.id)
    world.set_clock(AFTER_HOLD + timedelta(hours=1))
    world.keep_up()
    with refused(Refusal.SLOT_TAKEN):
        world.elsewhere.hold("k2", "a", STRANGER, Actor(STRANGER))
    with refused(Refusal.WRONG_STATE):
        world.book.release("k3", held.id)
    assert world.pay(held.id)
    assert world.book.booking(held.id).state is BookingState.BOOKED
    assert world.slots("busy") == ["a"]


def test_a_payment_given_up_leaves_some_minutes_and_never_more_than_the_longest_hold(world: FhirWorld) -> None:
    held = world.book.hold("k1", "a", ADULT, SELF)
    world.begin_payment(held.id)
    longest = MORNING + timedelta(seconds=LIMITS.longest_hold_s)
    world.set_clock(longest - timedelta(seconds=10))
    world.end_payment(held.id)
    assert world.book.booking(held.id).held_until == longest
    world.set_clock(longest)
    with refused(Refusal.HOLD_ENDED):
        world.begin_payment(held.id)
    world.set_clock(longest + BACK_WITHIN)
    world.keep_up()
    assert left(world.book, "a") == 1


def test_money_that_comes_late_gets_the_place_back_while_it_is_free(world: FhirWorld) -> None:
    held = world.book.hold("k1", "a", ADULT, SELF)
    world.set_clock(AFTER_HOLD)
    world.keep_up()
    assert world.pay(held.id)
    assert left(world.book, "a") == 0


def test_money_that_comes_too_late_changes_nothing_and_is_to_be_given_back(world: FhirWorld) -> None:
    held = world.book.hold("k1", "a", ADULT, SELF)
    world.set_clock(AFTER_HOLD + BACK_WITHIN)
    world.elsewhere.hold("k2", "a", STRANGER, Actor(STRANGER))
    assert not world.pay(held.id)
    assert not world.book.booking(held.id).is_paid


def test_a_booking_is_paid_once_and_the_same_payment_may_be_told_again(
    world: FhirWorld, payable: Payable, connection: sa.Connection
) -> None:
    held = world.book.hold("k1", "a", ADULT, SELF)
    assert world.pay(held.id, "pay-1")
    assert world.pay(held.id, "pay-1")
    assert not world.pay(held.id, "pay-2")
    with refused(Refusal.ALREADY_PAID):
        world.begin_payment(held.id)
    with refused(Refusal.ALREADY_PAID):
        payable.price_fen(connection, held.id, ADULT)
    with refused(Refusal.NOT_FOUND):
        payable.price_fen(connection, held.id, STRANGER)
    assert not world.pay("nothing", "pay-3")


def test_money_finds_its_booking_although_the_answer_was_lost(world: FhirWorld) -> None:
    held = world.book.hold("k1", "a", ADULT, SELF)
    world.peer.fail("PUT", "Appointment", "lost")
    with pytest.raises(DeskAway):
        world.pay(held.id, "pay-1")
    assert world.pay(held.id, "pay-1")
    assert world.book.booking(held.id).is_paid


def test_whoever_listens_is_told_of_a_cancellation_although_the_hub_was_cut_short(world: FhirWorld) -> None:
    heard: list[tuple[str, BookingState]] = []

    def listen(connection: sa.Connection, what: str, booking: Booking) -> None:
        heard.append((what, booking.state))

    world.hospital = world.hospital.telling(listen)
    world.offer(Offer("b", NINE + timedelta(days=1)))
    book = type(world.book)(world.hospital)
    booked = book.book("k2", book.hold("k1", "b", ADULT, SELF).id)
    world.peer.fail("PUT", "Appointment", "lost")
    with pytest.raises(DeskAway):
        book.cancel("k3", booked.id, SELF)
    assert [what for what, _ in heard] == ["held", "booked"]
    world.keep_up()
    world.set_clock(MORNING + timedelta(minutes=5))
    world.keep_up()
    assert heard[2:] == [("cancelled", BookingState.CANCELLED)]
    assert _rows(world, intents) == 0


def test_what_was_never_done_is_told_to_nobody(world: FhirWorld) -> None:
    world.offer(Offer("b", NINE + timedelta(days=1)))
    booked = world.book.book("k2", world.book.hold("k1", "b", ADULT, SELF).id)
    before = _rows(world, trail)
    world.peer.fail("PUT", "Appointment", 500)
    with pytest.raises(DeskAway):
        world.book.cancel("k3", booked.id, SELF)
    world.set_clock(MORNING + timedelta(minutes=5))
    world.keep_up()
    assert (_rows(world, trail), _rows(world, intents)) == (before, 0)


def test_the_trail_says_who_did_what(world: FhirWorld) -> None:
    world.offer(Offer("b", NINE + timedelta(days=1)))
    booked = world.book.book("k2", world.book.hold("k1", "b", ADULT, SELF).id)
    world.elsewhere.cancel("k3", booked.id, SELF)
    with world.hospital.site.database.reading() as connection:
        rows = connection.execute(sa.select(trail.c.what, trail.c.channel, trail.c.actor).order_by(trail.c.id)).all()
    assert [tuple(row) for row in rows] == [
        ("held", "kiosk", ADULT),
        ("booked", "kiosk", ADULT),
        ("cancelled", "app", ADULT),
    ]


def test_the_book_is_opened_as_the_settings_say(world: FhirWorld, tmp_path: Path) -> None:
    token_file = tmp_path / "令牌.txt"
    token_file.write_text(f"{TOKEN.replace(' ', '-')}\n", encoding="ascii")
    world.peer.token = TOKEN.replace(" ", "-")
    opened = open_fhir_book(world.hospital.site, world.peer.url, token_file)
    try:
        held = opened.book.hold("k", "a", ADULT, SELF)
        opened.keep_up()
        asked = len(world.peer.asked)
        opened.keep_up()
        assert len(world.peer.asked) == asked
        world.set_clock(MORNING + KEEP_UP_EVERY)
        opened.keep_up()
        assert len(world.peer.asked) > asked
        with world.hospital.site.database.reading() as connection:
            assert opened.payable(world.hospital.site).price_fen(connection, held.id, ADULT) == 5000
    finally:
        opened.close()


def test_an_upkeep_that_failed_is_told_as_failed_until_it_is_tried_again(world: FhirWorld, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("token-of-the-hub", encoding="ascii")
    world.peer.token = "token-of-the-hub"
    with closing(open_fhir_book(world.hospital.site, world.peer.url, tmp_path / "token")) as opened:
        world.jump_clock(NOT_BEFORE - KEEP_UP_EVERY)
        for _ in range(2):
            with pytest.raises(ClockWrong):
                opened.keep_up()
        world.jump_clock(MORNING)
        opened.keep_up()


def test_an_address_or_a_token_that_is_none_is_told_at_once(world: FhirWorld, tmp_path: Path) -> None:
    site = world.hospital.site
    with pytest.raises(AddressRefused):
        open_fhir_book(site, "http://192.0.2.1/fhir")
    with pytest.raises(ServerAway) as caught:
        open_fhir_book(site, world.peer.url, tmp_path / "nothing")
    assert "book_token_file" in caught.value.hint


def test_what_a_server_lacks_is_told_in_sentences(world: FhirWorld) -> None:
    params = {"Slot": "schedule start status", "Appointment": "patient actor status date identifier"}
    resources = [
        {
            "type": kind,
            "interaction": [{"code": code} for code in ("read", "search-type", "create", "update")],
            "searchParam": [
                {"name": name} for name in params.get(kind, "active actor identifier link patient").split()
            ],
            "versioning": "versioned-update",
            "conditionalCreate": True,
        }
        for kind in KINDS
    ]
    statement = {"resourceType": "CapabilityStatement", "fhirVersion": "4.0.1", "rest": [{"resource": resources}]}
    assert lacking(statement) == ()
    resources[3]["versioning"] = "versioned"
    assert lacking(statement) == ("Slot: the server does not check If-Match (versioning: versioned-update).",)
    assert len(lacking({})) > 20
    with pytest.raises(ServerAway):
        FhirServer("http://127.0.0.1:9", lambda: "").capabilities()


def test_two_tills_on_one_database_wait_for_each_other(hospital_peer: FhirPeer, desk_url: str) -> None:
    with closing(FhirWorld(hospital_peer, url=desk_url)) as world:
        world.offer(DEAR)
        held = world.book.hold("k1", "a", ADULT, SELF)
        payable, database = FhirPayable(world.hospital), world.hospital.site.database
        seen: list[bool] = []

        def pay(payment_id: str) -> None:
            def work(connection: sa.Connection) -> bool:
                payable.lock(connection, held.id)
                return payable.book_paid(connection, held.id, payment_id)

            seen.append(database.change(work))

        with ThreadPoolExecutor(4) as tills:
            list(tills.map(pay, ("p1", "p2", "p3", "p4")))
        assert sorted(seen) == [False, False, False, True]


def _rows(world: FhirWorld, table: sa.Table) -> int:
    with world.hospital.site.database.reading() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
