"""Whoever tries numbers, codes, persons or keys one after the other finds little, and somebody hears of it."""

import logging
from dataclasses import replace
from typing import Any

import httpx
import pytest

from kiosk.desk.fake.hospital import ADULT, ADULT_CARD, CHILD_CARD, MOTHER
from kiosk.desk.http.calls import CALLS, GET, POST
from kiosk.desk.http.client import HttpDesk
from kiosk.desk.keys import DeskKey, KeyKind, new_key
from kiosk.errors import DeskAway, DeskRefused, Refusal
from records.rates import Buckets, Rate
from tests.kiosk.desk.http_hand import KIOSK, NO_HURRY, OTHER_KEY, OTHER_KIOSK, WECHAT, Served, served

FEW = Rate(per_s=0.5, burst=3)
HOLDER, CODE, PHOTO, PRICE = (
    CALLS[name].path for name in ("holder_of", "by_code", "photo_of", "record_book_price_fen")
)
FEW_MISSES = replace(NO_HURRY, kiosk_misses=FEW, channel_misses=FEW)
FEW_KEYS = replace(NO_HURRY, wrong_keys=FEW)


def look_up(server: Served, number: str, key: str) -> int:
    card = {"kind": "visit", "number": number}
    return int(server.ask(POST, HOLDER, key, json={"card": card}).status_code)


def code(server: Served, digits: str, key: str = KIOSK) -> int:
    return int(server.ask(POST, CODE, key, json={"code": digits}).status_code)


def photo(server: Served, person_id: str, key: str = KIOSK) -> int:
    return int(server.ask(GET, PHOTO, key, params={"person_id": person_id}).status_code)


@pytest.mark.parametrize("key", [KIOSK, WECHAT])
def test_card_numbers_cannot_be_tried_one_after_the_other(key: str) -> None:
    with served(FEW_MISSES) as server:
        assert [look_up(server, f"none-{number}", key) for number in range(5)] == [409, 409, 409, 429, 429]
        assert look_up(server, ADULT_CARD.number, key) == 429
        server.clock[0] += 2.0
        assert look_up(server, ADULT_CARD.number, key) == 200
        assert [look_up(server, "none", key) for _ in range(2)] == [409, 429]


def test_codes_and_persons_cannot_be_tried_either_and_each_is_counted_apart() -> None:
    with served(FEW_MISSES) as server:
        assert [code(server, f"9999999{number}") for number in range(4)] == [409, 409, 409, 429]
        assert [photo(server, f"p-{number}") for number in range(4)] == [409, 409, 409, 429]
        assert look_up(server, ADULT_CARD.number, KIOSK) == 200
        assert code(server, "99999999", OTHER_KIOSK) == 409


def test_what_is_found_is_no_miss() -> None:
    with served(FEW_MISSES) as server:
        assert {look_up(server, ADULT_CARD.number, KIOSK) for _ in range(9)} == {200}
        assert {code(server, "20000001") for _ in range(9)} == {200}


def test_guessing_is_told_once_to_whoever_reads_the_log_and_names_no_patient(caplog: pytest.LogCaptureFixture) -> None:
    with served(FEW_MISSES) as server:
        for number in range(9):
            look_up(server, f"80009{number}", WECHAT)
    (record,) = [one for one in caplog.records if one.levelno == logging.WARNING]
    assert "c1" in record.getMessage()
    assert "holder_of" in record.getMessage()
    assert "80009" not in record.getMessage()


def test_photographs_are_fetched_no_faster_than_people_come() -> None:
    with served(replace(NO_HURRY, photographs=FEW)) as server:
        assert [photo(server, ADULT.id) for _ in range(4)] == [200, 200, 200, 429]
        assert photo(server, ADULT.id, OTHER_KIOSK) == 200
        assert server.ask(GET, PRICE).status_code == 200


def test_a_channel_is_told_who_it_is_and_nothing_that_it_could_not_see() -> None:
    with served() as server, HttpDesk(server.url, WECHAT) as wechat:
        holder = wechat.holder_of(CHILD_CARD)
        text = server.ask(POST, HOLDER, WECHAT, json={"card": {"kind": "visit", "number": CHILD_CARD.number}}).text
    person, mother = holder.person, holder.delegates[0].person
    assert (person.name, person.born_on.month, person.born_on.day, person.has_photo) == ("王*明", 1, 1, False)
    assert (mother.id, mother.name) == (MOTHER.id, "李*")
    assert MOTHER.name not in text
    assert MOTHER.born_on.isoformat() not in text


def test_a_code_leads_to_nobodys_card_number() -> None:
    with served() as server, HttpDesk(server.url, KIOSK) as kiosk:
        holder = kiosk.by_code("20000001")
        full = kiosk.holder_of(ADULT_CARD)
    assert (holder.card.number, holder.person) == ("", full.person)
    assert full.card == ADULT_CARD


OPENED: tuple[tuple[str, dict[str, str]], ...] = (
    ("photo_of", {"person_id": ADULT.id}),
    ("bills_of", {"patient_id": ADULT.id}),
    ("reports_of", {"patient_id": ADULT.id}),
    ("report", {"report_id": "report-1", "patient_id": ADULT.id}),
)


@pytest.mark.parametrize(("name", "arguments"), OPENED)
def test_what_is_opened_of_somebody_leaves_a_trail(name: str, arguments: dict[str, str]) -> None:
    trail: list[tuple[str, str, str]] = []

    def accessed(key: DeskKey, what: str, person_id: str) -> None:
        trail.append((key.name, what, person_id))

    with served(accessed=accessed) as server:
        assert server.ask(GET, CALLS[name].path, params=arguments).status_code == 200
        assert server.ask(GET, PHOTO, params={"person_id": "p-nobody"}).status_code == 409
        assert server.ask(GET, PRICE).status_code == 200
    assert trail == [("kiosk-1", name, ADULT.id)]


@pytest.mark.parametrize(("name", "arguments"), OPENED)
def test_nothing_is_opened_while_no_trail_can_be_written(name: str, arguments: dict[str, str]) -> None:
    def accessed(_key: DeskKey, _what: str, _person_id: str) -> None:
        raise DeskAway("the disk is full")

    with served(accessed=accessed) as server:
        answer = server.ask(GET, CALLS[name].path, params=arguments)
    assert (answer.status_code, "value" in answer.json()) == (503, False)


def a_wrong_key(number: int, key_id: str = "k9") -> str:
    return new_key(key_id, "kiosk-9", KeyKind.KIOSK, bytes([number]) * 32)[1]


@pytest.mark.parametrize("key_id", ["k9", OTHER_KEY.id])
def test_wrong_keys_are_soon_not_looked_up_any_more(key_id: str) -> None:
    with served(FEW_KEYS) as server:
        statuses = [server.ask(GET, PRICE, a_wrong_key(number, key_id)).status_code for number in range(9)]
        assert statuses == [401] * 3 + [429] * 6
        assert server.keys.asked == [key_id] * 3
        server.clock[0] += 2.0
        assert server.ask(GET, PRICE, OTHER_KIOSK).status_code == 200


def test_a_key_that_was_right_is_heard_whoever_knocks_at_its_address(caplog: pytest.LogCaptureFixture) -> None:
    with served(FEW_KEYS) as server:
        assert server.ask(GET, PRICE, KIOSK).status_code == 200
        for number in range(9):
            server.ask(GET, PRICE, a_wrong_key(number))
        assert server.ask(GET, PRICE, KIOSK).status_code == 200
        with HttpDesk(server.url, OTHER_KIOSK) as other, pytest.raises(DeskRefused) as refused:
            other.record_book_price_fen()
        assert refused.value.why is Refusal.TOO_MANY_REQUESTS
        server.keys.take_back("k1")
        assert [server.ask(GET, PRICE, KIOSK).status_code for _ in range(2)] == [401, 429]
    told = [one.getMessage() for one in caplog.records if one.levelno == logging.WARNING]
    assert told
    assert all("127.0.0.1" in each and "k9" not in each for each in told)


def test_every_answer_of_the_desk_bears_its_mark() -> None:
    with served(FEW_MISSES) as server:
        answers: list[Any] = [server.ask(GET, PRICE), server.ask(GET, PRICE, None), server.ask(POST, PRICE)]
        answers += [server.ask(GET, "/desk/v1/nothing"), server.ask(POST, HOLDER, content=b"x")]
        answers += [server.ask(POST, CODE, json={"code": "99999999"}) for _ in range(4)]
        assert {answer.status_code for answer in answers} == {200, 401, 405, 404, 400, 409, 429}
        assert {answer.headers.get("Gatehouse-Desk") for answer in answers} == {"1"}
        assert "Gatehouse-Desk" not in httpx.get(f"{server.url}/elsewhere", trust_env=False).headers


def test_a_flood_of_names_gets_no_more_than_one_and_fills_no_memory() -> None:
    buckets = Buckets(most=10)
    passed = sum(buckets.take(f"name-{number}", FEW, 0.0) == 0 for number in range(500))
    assert passed == 10 + FEW.burst
    assert len(buckets._buckets) == 11
    assert buckets.take("name-later", FEW, 100.0) == 0
    assert len(buckets._buckets) <= 10


def test_what_is_owed_is_waited_for() -> None:
    buckets = Buckets()
    assert [buckets.pay("one", FEW, 0.0) for _ in range(5)] == [False, False, True, True, True]
    assert buckets.wait_s("one", FEW, 0.0) == 6.0
    assert buckets.wait_s("one", FEW, 6.0) == 0.0
