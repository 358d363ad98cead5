"""The hub's web application."""

from collections.abc import Iterator

import httpx
import pytest

from hardware.payments.simulator import SimulatedPayments
from scripts.hub.application import application
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
