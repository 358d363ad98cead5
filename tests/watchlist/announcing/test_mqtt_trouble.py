"""A broker that does not let us in, is not who it says, or does not take everything: told once, and again when well."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hardware.hearing import Ear, until
from tests.watchlist.announcing.announcing_hand import QUICK, announcing, as_gatehouse
from tests.watchlist.announcing.authority import certify
from tests.watchlist.announcing.mosquitto_peer import PASSWORD, PREFIX, USER, Mosquitto, listening, running
from tests.watchlist.announcing.views import alarm, camera, overview
from watchlist.announcing.address import BrokerAddress
from watchlist.announcing.link import Broker, BrokerLink
from watchlist.announcing.mqtt import RENEW_DENIED_S, RENEW_S, MqttAnnouncer
from watchlist.announcing.telling import BrokerBack, BrokerEvent, BrokerLost
from watchlist.announcing.waking import Waker

ONLY_CAMERAS = (
    f"user {USER}",
    *(f"topic write {PREFIX}/{below}" for below in ("availability", "heartbeat", "cameras/#", "alarms/open")),
)


@pytest.fixture(name="openings")
def openings_counted(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Waits until the broker was tried so many times more."""
    tries: list[None] = []
    real = BrokerLink.open

    def counted(link: BrokerLink, waker: Waker) -> None:
        tries.append(None)
        real(link, waker)

    monkeypatch.setattr(BrokerLink, "open", counted)

    def wait_for(more: int) -> None:
        wanted = len(tries) + more
        until(lambda: len(tries) >= wanted)

    return wait_for


def test_a_wrong_password_is_told_once_and_a_mended_file_is_read(
    tmp_path: Path, openings: Callable[[int], None]
) -> None:
    with running(Mosquitto(tmp_path)) as broker:
        as_wrong = as_gatehouse(broker, password="wrong")
        with announcing(as_wrong) as (announcer, ear):
            lost = ear.next_is(BrokerLost)
            assert "does not let user 'gatehouse' in: Not authorized" in lost.why
            assert "mqtt.password_file" in lost.hint
            assert "wrong" not in lost.why
            announcer.show(overview(camera()))
            openings(3)
            assert not ear.has_more
            (tmp_path / "password").write_text(PASSWORD, encoding="utf-8")
            ear.next_is(BrokerBack)


def test_a_password_file_that_is_not_there_is_told_and_looked_for_again(tmp_path: Path) -> None:
    with running(Mosquitto(tmp_path)) as broker:
        settings = as_gatehouse(broker)
        (tmp_path / "password").unlink()
        with announcing(settings) as (_, ear):
            assert "mqtt.password_file" in ear.next_is(BrokerLost).hint
            (tmp_path / "password").write_text(PASSWORD, encoding="utf-8")
            ear.next_is(BrokerBack)


def test_a_secure_broker_is_known_by_its_authority(tmp_path: Path, openings: Callable[[int], None]) -> None:
    stranger = tmp_path / "stranger"
    stranger.mkdir()
    certify(stranger)
    certificate, key = certify(tmp_path)
    trusted = tmp_path / "trusted.pem"
    trusted.write_bytes((stranger / "authority.pem").read_bytes())
    with (
        running(Mosquitto(tmp_path, certificate, key)) as broker,
        announcing(as_gatehouse(broker, ca_file=trusted)) as (announcer, ear),
    ):
        lost = ear.next_is(BrokerLost)
        assert "local issuer certificate" in lost.why
        assert "mqtt.ca_file" in lost.hint
        openings(3)
        assert not ear.has_more
        trusted.write_bytes((tmp_path / "authority.pem").read_bytes())
        ear.next_is(BrokerBack)
        announcer.tell(alarm())
        with listening(broker) as listener:
            listener.until("alarms/a1", bool)
        assert not ear.has_more


@pytest.mark.parametrize(("host", "words"), [("127.0.0.2", "IP address mismatch"), ("127.0.0.1", "is no certificate")])
def test_a_name_or_a_file_that_does_not_hold(tmp_path: Path, host: str, words: str) -> None:
    certificate, key = certify(tmp_path, host)
    ca_file = tmp_path / "authority.pem"
    if host == "127.0.0.1":
        ca_file = tmp_path / "garbage.pem"
        ca_file.write_text("not a certificate")
    with (
        running(Mosquitto(tmp_path, certificate, key)) as broker,
        announcing(as_gatehouse(broker, ca_file=ca_file)) as (_, ear),
    ):
        assert words in ear.next_is(BrokerLost).why


def test_tls_asked_of_a_broker_that_speaks_none(tmp_path: Path) -> None:
    with (
        running(Mosquitto(tmp_path)) as broker,
        announcing(Broker(BrokerAddress("127.0.0.1", broker.port, True))) as (_, ear),
    ):
        assert ear.next_is(BrokerLost).hint


def test_what_the_access_rules_deny_is_told_once_and_the_rest_goes_on(tmp_path: Path) -> None:
    with (
        running(Mosquitto(tmp_path, rules=ONLY_CAMERAS)) as broker,
        announcing(as_gatehouse(broker)) as (announcer, ear),
        listening(broker) as listener,
    ):
        announcer.tell(alarm("a1"))
        lost = ear.next_is(BrokerLost)
        assert "does not take 'site/gate/alarms/a1': Not authorized" in lost.why
        assert "site/gate/#" in lost.hint
        announcer.tell(alarm("a2"))
        announcer.show(overview(camera("here")))
        listener.until("cameras/here/state", bool)
        assert not ear.has_more
        broker.stop()
        broker.rules = (f"user {USER}", f"topic write {PREFIX}/#")
        ear.next_is(BrokerLost)
        broker.start()
        while isinstance(ear.next_is(object), BrokerLost):
            pass


def test_a_broker_that_comes_back_and_denies_is_not_well_in_between(tmp_path: Path) -> None:
    broker = Mosquitto(tmp_path, rules=ONLY_CAMERAS)
    with announcing(as_gatehouse(broker)) as (announcer, ear):
        assert "cannot be reached" in ear.next_is(BrokerLost).why
        announcer.show(overview(*(camera(f"door {number}") for number in range(50))))
        announcer.tell(alarm())
        with running(broker):
            assert "does not take" in ear.next_is(BrokerLost).why


def test_rules_that_are_mended_while_the_broker_runs_are_noticed(tmp_path: Path) -> None:
    now_s = [0.0]
    with running(Mosquitto(tmp_path, rules=(f"user {USER}", f"topic write {PREFIX}/alarms/#"))) as broker:
        announcer, ear = MqttAnnouncer(as_gatehouse(broker), QUICK, clock=lambda: now_s[0]), Ear[BrokerEvent]()
        announcer.listen(ear)
        try:
            announcer.show(overview(camera()))
            ear.next_is(BrokerLost)
            broker.change_rules(f"user {USER}", f"topic write {PREFIX}/#")

            def is_well() -> bool:
                now_s[0] = min(now_s[0] + RENEW_DENIED_S, RENEW_S - 1)
                announcer.show(overview(camera()))
                return ear.has_more

            until(is_well)
            ear.next_is(BrokerBack)
        finally:
            announcer.close()


def test_over_tls_an_older_mosquitto_cuts_the_connection_instead_and_that_is_told_once_too(
    tmp_path: Path, openings: Callable[[int], None]
) -> None:
    certificate, key = certify(tmp_path)
    with (
        running(Mosquitto(tmp_path, certificate, key, rules=ONLY_CAMERAS)) as broker,
        announcing(as_gatehouse(broker, ca_file=tmp_path / "authority.pem")) as (announcer, ear),
    ):
        announcer.tell(alarm("a1"))
        lost = ear.next_is(BrokerLost)
        assert "access rules" in lost.hint
        if "went away" in lost.why:
            openings(3)
        assert not ear.has_more
