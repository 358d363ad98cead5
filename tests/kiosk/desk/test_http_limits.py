"""What the server does with too much, too often, too slow, too many at once, and with what is no request at all."""

import socket
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import closing
from threading import Event, Lock, Semaphore
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.errors import ForgedMessage
from kiosk.desk.fake import FakeDesk
from kiosk.desk.http.calls import CALLS, GET, POST, PREFIX, Call
from kiosk.desk.http.limits import DeskLimits
from kiosk.desk.http.routes import NOTIFICATIONS
from kiosk.errors import DeskAway
from records.rates import Buckets, Rate
from tests.kiosk.desk.http_hand import BY_PHONE, KIOSK, NOW, OTHER_KIOSK, PLENTY, WRITTEN, Served, served

PRICE, HOLD, HOLDER = (CALLS[name].path for name in ("record_book_price_fen", "hold", "holder_of"))
A_HOLD = {"slot_id": "s", "patient_id": "p", "actor": {"person_id": "p", "relation": None}}


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    with served() as running:
        yield running


def is_told(answer: httpx.Response) -> bool:
    body = answer.json()
    return (
        bool(body["hint"]) and ("error" in body or "refusal" in body) and "no-store" in answer.headers["Cache-Control"]
    )


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"[" * 9_000,
        b'{"slot_id": "s", "patient_id": "p"}',
        b'{"slot_id": 5, "patient_id": "p", "actor": {"person_id": "p"}}',
        b'{"slot_id": "s", "patient_id": "p", "actor": {"person_id": "p", "relation": "neighbour"}}',
        b'{"slot_id": "s", "patient_id": "p", "actor": {"person_id": "p"}, "price_fen": 0}',
        b'{"slot_id": "s", "patient_id": "p", "actor": {"person_id": "p", "is_admin": true}}',
        b'{"slot_id": "\\u0000", "patient_id": "p", "actor": {"person_id": "p"}}',
        b'{"slot_id": "\\ud800", "patient_id": "p", "actor": {"person_id": "p"}}',
        b'{"slot_id": "' + b"s" * 501 + b'", "patient_id": "p", "actor": {"person_id": "p"}}',
    ],
)
def test_what_is_not_a_hold_is_told_and_not_done(server: Served, body: bytes) -> None:
    answer = server.ask(POST, HOLD, repeat="key-garbage-1", content=body)
    assert (answer.status_code, is_told(answer)) == (400, True)


def test_what_was_wrong_is_named_and_what_stood_there_is_not(server: Served) -> None:
    answer = server.ask(POST, HOLDER, json={"card": {"kind": "visit", "number": 123456789}})
    assert "card.number" in answer.json()["error"]
    assert "123456789" not in answer.text


@given(name=st.sampled_from(sorted(CALLS)), body=st.binary(max_size=200), query=st.text(max_size=30))
@settings(max_examples=80, deadline=None)
def test_no_request_makes_the_server_stumble(server: Served, name: str, body: bytes, query: str) -> None:
    call = CALLS[name]
    key = WRITTEN[min(call.kinds)]
    params = {"department_id": query, "text": query}
    answer = server.ask(call.verb, call.path, key, repeat="key-any-1", content=body, params=params)
    assert answer.status_code in (200, 400, 409)
    assert answer.status_code == 200 or is_told(answer)


@pytest.mark.parametrize(
    "query",
    [
        *("day=2026-03-02", "department_id=mri&day=0001-01-01", "department_id=mri&day=9999-12-31", "day=%ff%fe"),
        *("department_id=%00&day=2026-03-02", "department_id=mri&day=2026-03-02&x=1"),
        "department_id=mri&day=2026-03-02&day=2026-03-03",
    ],
)
def test_an_address_that_asks_for_nonsense_is_told(server: Served, query: str) -> None:
    answer = server.ask(GET, f"{CALLS['slots'].path}?{query}")
    assert (answer.status_code, is_told(answer)) == (400, True)


@pytest.mark.parametrize("limit", [0, -1, 501, 10**30])
def test_a_number_that_no_list_has_is_told(server: Served, limit: int) -> None:
    answer = server.ask(GET, f"{CALLS['waiting'].path}?limit={limit}", BY_PHONE)
    assert (answer.status_code, is_told(answer)) == (400, True)


@pytest.mark.parametrize("repeat", [None, "short", "x" * 101, "key with spaces", "key/with/slashes"])
def test_a_change_needs_a_key_to_be_repeated_with(server: Served, repeat: str | None) -> None:
    answer = server.ask(POST, HOLD, repeat=repeat, json=A_HOLD)
    assert (answer.status_code, is_told(answer)) == (400, True)
    assert "Idempotency-Key" in answer.json()["error"]


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
def test_every_other_verb_is_told(server: Served, call: Call) -> None:
    for verb in {"GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"} - {call.verb}:
        answer = server.ask(verb, call.path, WRITTEN[min(call.kinds)])
        assert (answer.status_code, answer.headers["Allow"], is_told(answer)) == (405, call.verb, True)


@pytest.mark.parametrize("path", ["/", "/nothing", "/hold/x", "/%00", "/holder_of"])
def test_a_call_that_there_is_not_is_told(server: Served, path: str) -> None:
    answer = server.ask(GET, PREFIX + path)
    assert (answer.status_code, is_told(answer)) == (404, True)


def test_a_request_that_is_too_large_is_not_read(server: Served) -> None:
    answer = server.ask(POST, HOLD, repeat="key-large-1", content=b" " * 20_000)
    assert (answer.status_code, is_told(answer)) == (413, True)


def test_a_request_that_does_not_arrive_is_not_waited_for() -> None:
    limits = DeskLimits(body_within_s=0.05)
    with served(limits) as running, closing(socket.create_connection(("127.0.0.1", running.port), 20)) as line:
        head = f"POST {HOLD} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {KIOSK}\r\nContent-Length: 99\r\n\r\n{{"
        line.sendall(head.encode())
        assert line.recv(100).startswith(b"HTTP/1.1 408 ")


def test_a_client_that_hangs_up_in_the_middle_harms_nobody(caplog: pytest.LogCaptureFixture) -> None:
    with served() as running:
        with closing(socket.create_connection(("127.0.0.1", running.port), 20)) as line:
            head = f"POST {HOLD} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {KIOSK}\r\nContent-Length: 99\r\n\r\n{{"
            line.sendall(head.encode())
        assert running.ask(GET, PRICE).status_code == 200
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == []


def test_who_asks_too_often_waits_and_nobody_else() -> None:
    limits = DeskLimits(kiosk=Rate(per_s=0.5, burst=3), channel=PLENTY)
    with served(limits) as running:
        assert [running.ask(GET, PRICE).status_code for _ in range(4)] == [200, 200, 200, 429]
        answer = running.ask(GET, PRICE)
        assert (answer.json()["refusal"], answer.headers["Retry-After"]) == ("too-many-requests", "2")
        assert running.ask(GET, PRICE, OTHER_KIOSK).status_code == 200
        running.clock[0] += 2.0
        assert [running.ask(GET, PRICE).status_code for _ in range(2)] == [200, 429]


@given(
    rate=st.builds(Rate, per_s=st.floats(0.1, 100), burst=st.integers(1, 20)),
    pauses_s=st.lists(st.floats(-5, 5), max_size=60),
)
def test_a_bucket_lets_no_more_through_than_its_rate(rate: Rate, pauses_s: list[float]) -> None:
    buckets, now_s, latest_s, passed = Buckets(), 100.0, 100.0, 0
    for pause_s in pauses_s:
        now_s += pause_s
        latest_s = max(latest_s, now_s)
        passed += buckets.take("one", rate, latest_s) == 0
    assert passed <= rate.burst + (latest_s - 100.0) * rate.per_s + 1e-6
    wait_s = buckets.take("one", rate, latest_s)
    assert wait_s == 0 or buckets.take("one", rate, latest_s + wait_s + 1e-6) == 0


def test_blocking_work_is_done_in_so_many_threads_and_no_more() -> None:
    entered, go_on, lock = Semaphore(0), Event(), Lock()
    inside: list[int] = [0, 0]

    def blocked(_call: str) -> None:
        with lock:
            inside[0] += 1
            inside[1] = max(inside)
        entered.release()
        go_on.wait(20)
        with lock:
            inside[0] -= 1

    limits = DeskLimits(kiosk=PLENTY, threads=2, waiting=3)
    with served(limits, FakeDesk(NOW, before_each=blocked)) as running, ThreadPoolExecutor(8) as askers:
        asked = [askers.submit(running.ask, GET, PRICE) for _ in range(8)]
        try:
            # Two are worked on and three may stand in line: some of the eight are sent away while nothing moves.
            assert entered.acquire(timeout=20)
            assert entered.acquire(timeout=20)
            sent_away, _ = wait(asked, timeout=20, return_when=FIRST_COMPLETED)
            assert {one.result().status_code for one in sent_away} == {503}
        finally:
            go_on.set()
        statuses = {one.result(20).status_code for one in asked}
    assert statuses == {200, 503}
    assert inside[1] == 2


def test_a_fault_of_ours_is_told_to_nobody_outside() -> None:
    def faulty(_call: str) -> None:
        raise RuntimeError("王小明 80000001")

    with served(desk=FakeDesk(NOW, before_each=faulty)) as running:
        answer = running.ask(GET, PRICE)
    assert answer.status_code == 500
    assert answer.text == "Internal Server Error"


def test_a_payment_services_call_back_is_handed_on_whole_and_needs_no_key() -> None:
    heard: list[Any] = []

    def notification(headers: Any, body: bytes) -> None:
        heard.append((headers["wechatpay-signature"], body))
        if headers["wechatpay-signature"] == "forged":
            raise ForgedMessage("pay", "wrong signature")
        if headers["wechatpay-signature"] == "away":
            raise DeskAway("not now")

    with served(notification=notification) as running:
        for signature, status in (("right", 204), ("forged", 401), ("away", 503)):
            headers = {"Wechatpay-Signature": signature}
            answer = httpx.post(f"{running.url}{NOTIFICATIONS}", content=b"\x00\xff", headers=headers, trust_env=False)
            assert (answer.status_code, heard[-1]) == (status, (signature, b"\x00\xff"))
        assert running.ask(GET, NOTIFICATIONS).status_code == 405
        assert running.ask(POST, NOTIFICATIONS, content=b"x" * 70_000).status_code == 413


def test_without_a_payment_service_there_is_no_call_back(server: Served) -> None:
    assert server.ask(POST, NOTIFICATIONS).status_code == 404
