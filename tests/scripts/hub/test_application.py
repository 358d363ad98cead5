"""The hub's web application."""

import asyncio
from collections.abc import Iterator

import httpx
import pytest
import sqlalchemy as sa
from starlette.requests import Request

from hardware.payments.simulator import SimulatedPayments
from kiosk.desk.fake.hospital import ADULT
from kiosk.desk.http.client import HttpDesk
from kiosk.desk.keys import KeyKind, new_key
from kiosk.desk.sql.tables import trail
from kiosk.desk.values import DepartmentKind
from scripts.hub.application import _Health, application
from tests.kiosk.desk.http_hand import running
from tests.kiosk.desk.till_world import SiteWorld


@pytest.fixture
def world() -> Iterator[SiteWorld]:
    world = SiteWorld("sqlite://")
    yield world
    world.close()


def test_a_database_that_does_not_answer_is_told_with_503_and_asked_once_a_second(
    world: SiteWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def answers() -> bool:
        asked.append(1)
        return False

    monkeypatch.setattr(world.open, "answers", answers)
    with running(application(world.open, "none")) as url, httpx.Client(trust_env=False) as client:
        statuses = {client.get(f"{url}/healthz").status_code for _ in range(5)}
        assert client.post(f"{url}/healthz").status_code == 405
    assert statuses == {503}
    assert len(asked) <= 2


def test_who_asks_during_the_first_look_is_answered_by_it() -> None:
    health = _Health({"database": lambda: True}, "none")

    async def statuses() -> list[int]:
        answers = await asyncio.gather(*(health.answer(Request({"type": "http"})) for _ in range(3)))
        return [one.status_code for one in answers]

    assert asyncio.run(statuses()) == [200, 200, 200]


def test_the_hand_is_there_for_a_rehearsal_alone(world: SiteWorld) -> None:
    with running(application(world.open, "simulator")) as url, httpx.Client(trust_env=False) as client:
        assert client.post(f"{url}/simulator/pay", json={"qr_text": "x"}).status_code == 404
    with running(application(world.open, "simulator", SimulatedPayments())) as url:
        assert httpx.post(f"{url}/simulator/pay", json={"qr_text": "x"}, trust_env=False).status_code == 409


def test_the_payment_services_call_backs_come_in(world: SiteWorld) -> None:
    from tests.kiosk.desk.till_world import paying_bill, standing

    payment = paying_bill(world.desk)
    world.service.pay(payment.id)
    headers, body = world.service.call_back(payment.id)
    with running(application(world.open, "simulator")) as url, httpx.Client(trust_env=False) as client:
        there = f"{url}/desk/v1/payment-notifications"
        assert client.post(there, headers=headers, content=body + b" ").status_code == 401
        assert client.post(there, headers=headers, content=body).status_code == 204
    world.service.go_away()
    assert standing(world.desk, payment) == "paid"


def test_every_look_at_a_photograph_or_a_result_leaves_a_row_in_the_trail(world: SiteWorld) -> None:
    key, written = new_key("hall-a", "hall-a", KeyKind.KIOSK, b"7" * 32)
    world.open.keys.put(key, "staff")
    with running(application(world.open, "none")) as url, HttpDesk(url, written) as desk:
        desk.photo_of(ADULT.id)
        desk.reports_of(ADULT.id)
        desk.departments(DepartmentKind.CLINIC)
    with world.site.database.reading() as connection:
        rows = connection.execute(sa.select(trail).where(trail.c.channel == "hall-a").order_by(trail.c.id)).all()
    assert [(row.what, row.subject) for row in rows] == [("photo_of read", ADULT.id), ("reports_of read", ADULT.id)]


def test_rubbish_for_the_hand_is_told_as_rubbish(world: SiteWorld) -> None:
    with running(application(world.open, "simulator", SimulatedPayments())) as url:
        for rubbish in (b"", b"[]", b"{", b"[" * 20_000):
            assert httpx.post(f"{url}/simulator/pay", content=rubbish, trust_env=False).status_code == 400
