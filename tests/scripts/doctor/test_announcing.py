"""The doctor at an MQTT broker."""

from pathlib import Path

import pytest

from scripts.announcing.settings import MqttSettings
from scripts.doctor.announcing import _is_this_computer, broker_findings
from scripts.doctor.findings import Finding, Health
from tests.watchlist.announcing.announcing_hand import announcing, as_gatehouse
from tests.watchlist.announcing.mosquitto_peer import PASSWORD, PREFIX, USER, Mosquitto, listening, running


def found(home: Path, address: str, password: str = PASSWORD) -> list[Finding]:
    (home / "mqtt.password").write_text(password, encoding="utf-8")
    return list(broker_findings(home, MqttSettings(address, USER, "mqtt.password")))


def test_a_home_that_announces_nothing_says_nothing(tmp_path: Path) -> None:
    assert list(broker_findings(tmp_path, MqttSettings())) == []


def test_a_broker_is_tried_without_disturbing_who_announces_or_listens(tmp_path: Path) -> None:
    with (
        running(Mosquitto(tmp_path)) as broker,
        listening(broker) as listener,
        announcing(as_gatehouse(broker)) as (_, ear),
    ):
        listener.until("availability", lambda payload: payload == b"online")
        [finding] = found(tmp_path, str(broker.address))
        assert (finding.health, finding.what) == (Health.WELL, f"{broker.address} takes messages")
        listener.until("doctor", bool)
        assert not ear.has_more
    with running(Mosquitto(tmp_path)) as broker, listening(broker) as listener:
        found(tmp_path, str(broker.address))
        with listening(broker) as later:
            assert "doctor" not in later.found()


def test_a_broker_that_is_away_that_refuses_and_that_denies_are_told_apart(tmp_path: Path) -> None:
    [away] = found(tmp_path, "mqtt://127.0.0.1:1/x")
    assert (away.health, "cannot be reached" in away.what) == (Health.FAULT, True)
    with running(Mosquitto(tmp_path, rules=(f"user {USER}", f"topic write {PREFIX}/availability"))) as broker:
        [refused] = found(tmp_path, str(broker.address), "wrong")
        [denied] = found(tmp_path, str(broker.address))
    assert "mqtt.password_file" in refused.hint
    assert (denied.health, f"{PREFIX}/#" in denied.hint) == (Health.FAULT, True)


@pytest.mark.parametrize(
    ("host", "is_this"), [("127.0.0.1", True), ("::1", True), ("localhost", True), ("10.0.0.9", False), ("hub", False)]
)
def test_only_what_stays_on_this_computer_may_go_in_clear(host: str, is_this: bool) -> None:
    assert _is_this_computer(host) == is_this


def test_a_broker_in_the_network_that_speaks_no_tls_is_a_caution(tmp_path: Path) -> None:
    told = found(tmp_path, "mqtt://127.1:1/x")  # this computer, in a form that is not taken for it
    assert [one.health for one in told] == [Health.FAULT, Health.CAUTION]
    assert "password" in told[1].what
