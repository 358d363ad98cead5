"""Every call of the protocol over a real server answers what the desk behind it answers."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from starlette.applications import Starlette

from kiosk.desk.fake import FakeDesk
from kiosk.desk.fake.hospital import ADULT, ADULT_CARD, CHILD, CHILD_CARD, ENDED_CARD, MOTHER, STRANGER_CARD
from kiosk.desk.http.client import HttpDesk
from kiosk.desk.http.routes import desk_routes
from kiosk.desk.keys import MemoryKeyBook
from kiosk.desk.protocol import Desk
from kiosk.desk.values import Actor, CardHolder, CardRef, DepartmentKind, PaySubject, Relation
from kiosk.errors import DeskAway, DeskRefused, Refusal
from tests.kiosk.desk.http_hand import KIOSK, NOW, OTHER_KIOSK, WECHAT, WECHAT_KEY, Served, served
from tests.kiosk.desk.http_hand import running as running_app

TODAY = NOW.date()
SELF, FOR_CHILD = Actor(ADULT.id), Actor(MOTHER.id, Relation.MOTHER)
FREE, COSTLY = "eyes-zhou-202603021000", "internal-wang-202603021000"

SCENARIO: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("holder_of", (ADULT_CARD,)),
    ("holder_of", (CHILD_CARD,)),
    ("by_code", ("20000001",)),
    ("photo_of", (ADULT.id,)),
    ("photo_of", (CHILD.id,)),
    ("departments", (DepartmentKind.CLINIC,)),
    ("departments", (DepartmentKind.EXAMINATION,)),
    ("doctors", ("internal",)),
    ("find", ("科",)),
    ("find", ("ek & +%20",)),
    ("days", ("internal", None)),
    ("days", ("internal", "li")),
    ("slots", ("mri", None, TODAY)),
    ("slots", ("internal", "li", TODAY + timedelta(days=1))),
    ("bookings_of", (ADULT.id,)),
    ("queue_of", ("p-old",)),
    ("bills_of", (ADULT.id,)),
    ("record_book_price_fen", ()),
    ("reports_of", (ADULT.id,)),
    ("report", ("report-1", ADULT.id)),
    ("hold", ("key-hold-1", FREE, ADULT.id, SELF)),
    ("hold", ("key-hold-1", FREE, ADULT.id, SELF)),
    ("book", ("key-book-1", "booking-5")),
    ("check_in", ("key-checkin", "booking-5", SELF)),
    ("hold", ("key-hold-2", COSTLY, CHILD.id, FOR_CHILD)),
    ("start_payment", ("key-pay-1", PaySubject.BOOKING, "booking-6", CHILD.id, FOR_CHILD)),
    ("payment", ("payment-7",)),
    ("stop_payment", ("key-stop-1", "payment-7")),
    ("release", ("key-release", "booking-6")),
    ("cancel", ("key-cancel", "booking-2", SELF)),
)


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    with served() as running:
        yield running


@pytest.fixture
def fresh() -> Iterator[tuple[Served, HttpDesk]]:
    with served() as running, HttpDesk(running.url, KIOSK) as desk:
        yield running, desk


def test_the_scenario_has_every_call_of_the_protocol() -> None:
    calls = {name for name, _ in inspect.getmembers(Desk, inspect.isfunction) if not name.startswith("_")}
    assert {name for name, _ in SCENARIO} == calls


def without_number(holder: CardHolder) -> CardHolder:
    """A code is no way to a card's number."""
    return replace(holder, card=CardRef(holder.card.kind, ""))


def test_every_call_answers_what_the_desk_itself_answers(fresh: tuple[Served, HttpDesk]) -> None:
    _, over_http = fresh
    direct = FakeDesk(NOW)
    for name, arguments in SCENARIO:
        told, known = getattr(over_http, name)(*arguments), getattr(direct, name)(*arguments)
        assert told == (without_number(known) if name == "by_code" else known), name


@pytest.mark.parametrize("why", list(Refusal))
def test_every_refusal_arrives_as_itself(server: Served, why: Refusal) -> None:
    with HttpDesk(server.url, KIOSK) as desk:
        server.desk.refuse_next(why)
        with pytest.raises(DeskRefused) as refused:
            desk.cancel(f"key-{why}-refused", "booking-1", SELF)
    assert refused.value.why is why


def test_cards_that_lead_to_nobody_are_refused_as_at_the_desk(server: Served) -> None:
    with HttpDesk(server.url, KIOSK) as desk:
        for card, why in ((STRANGER_CARD, Refusal.UNKNOWN_CARD), (ENDED_CARD, Refusal.CARD_ENDED)):
            with pytest.raises(DeskRefused) as refused:
                desk.holder_of(card)
            assert refused.value.why is why


def test_a_desk_that_is_away_behind_the_server_is_away(fresh: tuple[Served, HttpDesk]) -> None:
    running, desk = fresh
    running.desk.go_away()
    with pytest.raises(DeskAway):
        desk.record_book_price_fen()
    running.desk.come_back()
    assert desk.record_book_price_fen() == 100


def test_a_change_whose_answer_was_lost_is_done_once(fresh: tuple[Served, HttpDesk]) -> None:
    running, desk = fresh
    running.desk.lose_next_answer("hold")
    with pytest.raises(DeskAway):
        desk.hold("key-lost-1", FREE, ADULT.id, SELF)
    before = running.desk.all_bookings
    held = desk.hold("key-lost-1", FREE, ADULT.id, SELF)
    assert running.desk.all_bookings == before
    assert held.id in {booking.id for booking in before}


def test_two_kiosks_that_make_up_the_same_key_do_not_meet(fresh: tuple[Served, HttpDesk]) -> None:
    running, desk = fresh
    mine = desk.hold("key-same-1", FREE, ADULT.id, SELF)
    with HttpDesk(running.url, OTHER_KIOSK) as other:
        theirs = other.hold("key-same-1", COSTLY, CHILD.id, FOR_CHILD)
    assert mine.id != theirs.id


def test_a_look_up_is_asked_twice_and_a_change_once(fresh: tuple[Served, HttpDesk]) -> None:
    running, desk = fresh
    asked: list[str] = []
    running.desk.before_each(asked.append)
    running.desk.go_away()
    calls: tuple[Callable[[], object], ...] = (
        lambda: desk.doctors("internal"),
        lambda: desk.release("key-once-1", "booking-1"),
        lambda: desk.holder_of(ADULT_CARD),
    )
    for call in calls:
        with pytest.raises(DeskAway):
            call()
    assert asked == ["doctors", "doctors", "release", "holder_of"]


def test_a_channel_books_unpaid_and_sees_no_booking_but_its_own(server: Served) -> None:
    with HttpDesk(server.url, WECHAT) as wechat, HttpDesk(server.url, KIOSK) as kiosk:
        slot = next(one for one in wechat.slots("ears", None, TODAY) if one.left)
        held = wechat.hold("key-wechat-1", slot.id, CHILD.id, FOR_CHILD)
        assert wechat.book("key-wechat-2", held.id).channel == "wechat"
        assert {booking.channel for booking in wechat.bookings_of(CHILD.id)} == {"wechat"}
        by_phone = next(booking for booking in kiosk.bookings_of(CHILD.id) if booking.channel == "114")
        with pytest.raises(DeskRefused) as refused:
            wechat.cancel("key-wechat-3", by_phone.id, FOR_CHILD)
    assert refused.value.why is Refusal.NOT_FOUND


def test_a_channel_sees_no_booking_of_others_even_from_a_desk_that_tells_them_all() -> None:
    desk = FakeDesk(NOW)
    routes = desk_routes(lambda _channel: desk, MemoryKeyBook(WECHAT_KEY), lambda: 0.0)
    with running_app(Starlette(routes=routes)) as url, HttpDesk(url, WECHAT) as wechat:
        assert {booking.channel for booking in desk.bookings_of(CHILD.id)} == {"114"}
        assert wechat.bookings_of(CHILD.id) == ()
