"""What a real broker's listeners hear, whatever becomes of the broker and of us."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hardware.hearing import Ear
from tests.watchlist.announcing import announcer_program
from tests.watchlist.announcing.announcing_hand import QUICK, announcing, as_gatehouse
from tests.watchlist.announcing.mosquitto_peer import Mosquitto, listening, running
from tests.watchlist.announcing.views import DECIDED, RAISED, TAKEN, alarm, camera, overview
from watchlist.announcing import mqtt
from watchlist.announcing.address import BrokerAddress
from watchlist.announcing.link import Broker
from watchlist.announcing.message import KEPT_S
from watchlist.announcing.messages import BEAT_S
from watchlist.announcing.mqtt import RENEW_S, MqttAnnouncer
from watchlist.announcing.telling import BrokerBack, BrokerEvent, BrokerLost
from watchlist.post.values import Sight

DOOR = "cameras/%E5%8C%97%E9%97%A8/state"
ROOT = Path(__file__).resolve().parents[3]


def is_online(payload: bytes) -> bool:
    return payload == b"online"


def is_offline(payload: bytes) -> bool:
    return payload == b"offline"


def anything(_: bytes) -> bool:
    return True


def until_back(ear: Ear[BrokerEvent]) -> None:
    """The connection was cut, and the broker may not have been reached either."""
    event = ear.next_is(object)
    if isinstance(event, BrokerLost):
        assert "cannot be reached" in event.why
        event = ear.next_is(object)
    assert isinstance(event, BrokerBack)
    assert event.dropped == 0


@pytest.fixture(name="broker")
def broker_of_the_test(tmp_path: Path) -> Iterator[Mosquitto]:
    with running(Mosquitto(tmp_path, remembers=True)) as broker:
        yield broker


def test_a_listener_who_comes_later_finds_what_stands(broker: Mosquitto) -> None:
    with announcing(as_gatehouse(broker)) as (announcer, ear):
        announcer.show(overview(camera("北门", Sight.LOST, "no answer"), open_alarms=1, loudest=2))
        announcer.tell(alarm(life=TAKEN))
        with listening(broker) as listener:
            listener.until("alarms/a1", lambda payload: b'"stage": "taken"' in payload)
        with listening(broker) as listener:
            found = listener.found()
        assert found["availability"] == b"online"
        assert '"camera": "北门", "sight": "lost"'.encode() in found[DOOR]
        assert b'"open": 1, "level": 2' in found["alarms/open"]
        assert b'"stage": "taken"' in found["alarms/a1"]
        assert "heartbeat" not in found
        assert all(0 < (listener.kept_s[topic] or 0) <= KEPT_S for topic in (DOOR, "alarms/open", "alarms/a1"))
        assert listener.kept_s["availability"] is None
        assert not ear.has_more


def test_an_alarm_is_heard_from_its_beginning_to_its_end_and_then_forgotten(broker: Mosquitto) -> None:
    with announcing(as_gatehouse(broker)) as (announcer, _):
        with listening(broker) as listener:
            listener.until("availability", is_online)
            for life in (RAISED, TAKEN, DECIDED):
                announcer.tell(alarm(life=life))
            heard = listener.until("alarms/a1", lambda payload: not payload)
        assert [payload.partition(b'"stage": "')[2][:5] for _, payload in heard] == [b"raise", b"taken", b"decid", b""]
        announcer.tell(alarm("a2"))
        with listening(broker) as listener:
            listener.until("alarms/a2", anything)
        with listening(broker) as listener:
            assert "alarms/a1" not in listener.found()


def test_a_broker_killed_in_the_middle_hears_the_newest_state_and_every_alarm_in_order(broker: Mosquitto) -> None:
    with announcing(as_gatehouse(broker)) as (announcer, ear):
        announcer.show(overview(camera("北门")))
        with listening(broker, stays=True) as listener:
            listener.until(DOOR, anything)
        broker.stop(gently=True)
        for sight in (Sight.LOST, Sight.BLACK, Sight.FROZEN):
            announcer.show(overview(camera("北门", sight)))
        for alarm_id in ("a1", "a2"):
            for life in (RAISED, TAKEN, DECIDED)[: 3 if alarm_id == "a1" else 2]:
                announcer.tell(alarm(alarm_id, life))
        assert ear.next_is(BrokerLost).hint
        broker.start()
        until_back(ear)
        announcer.tell(alarm("last"))
        with listening(broker, stays=True) as listener:
            # What was kept already came when they listened first; a broker hands it to them once more.
            heard = listener.until("alarms/last", anything)
        told = [payload for topic, payload in heard if topic == "alarms/a1"]
        assert [payload.partition(b'"stage": "')[2][:5] for payload in told] == [b"raise", b"taken", b"decid", b""]
        assert {payload.partition(b'"sight": "')[2][:4] for topic, payload in heard if topic == DOOR} <= {
            *(b"live", b"froz"),
        }
        assert not ear.has_more


def test_a_broker_that_forgot_everything_is_told_everything_again(tmp_path: Path) -> None:
    with running(Mosquitto(tmp_path)) as broker, announcing(as_gatehouse(broker)) as (announcer, ear):
        announcer.show(overview(camera("北门")))
        announcer.tell(alarm("a1", TAKEN))
        with listening(broker) as listener:
            listener.until("alarms/a1", anything)
        broker.stop()
        ear.next_is(BrokerLost)
        broker.start()
        until_back(ear)
        with listening(broker) as listener:
            assert {DOOR, "alarms/open", "alarms/a1", "availability"} <= listener.found().keys()


def test_a_program_that_is_killed_leaves_its_last_will_and_the_next_one_is_online(broker: Mosquitto) -> None:
    password_file = as_gatehouse(broker).password_file
    command = [sys.executable, "-m", announcer_program.__name__, str(broker.port), str(password_file)]
    with listening(broker) as listener, subprocess.Popen(command, cwd=ROOT) as program:
        listener.until("availability", is_online)
        program.kill()
        listener.until("availability", is_offline)
        with announcing(as_gatehouse(broker)):
            listener.until("availability", is_online)


def test_a_goodbye_says_offline_and_leaves_the_rest_standing(broker: Mosquitto) -> None:
    with announcing(as_gatehouse(broker)) as (announcer, _):
        announcer.show(overview(camera("北门")))
        announcer.tell(alarm("a1", TAKEN))
    announcer.close()
    with listening(broker) as listener:
        found = listener.found()
    assert found["availability"] == b"offline"
    assert {DOOR, "alarms/open", "alarms/a1"} <= found.keys()
    assert found["alarms/a1"]


def test_what_an_earlier_program_left_is_wiped_and_nobody_hears_of_it_again(broker: Mosquitto) -> None:
    with announcing(as_gatehouse(broker)) as (announcer, _):
        announcer.tell(alarm("a1", TAKEN))
    with listening(broker) as listener, announcing(as_gatehouse(broker)) as (announcer, _):
        listener.until("alarms/a1", lambda payload: b"taken" in payload)
        announcer.begin([alarm("a1", DECIDED), alarm("a2", TAKEN)])
        heard = listener.until("alarms/a2", anything)
        assert [payload for topic, payload in heard if topic == "alarms/a1"] == [b""]


def test_a_heart_beats_while_it_is_asked_to_and_not_more_often(broker: Mosquitto) -> None:
    now_s = [0.0]
    announcer = MqttAnnouncer(as_gatehouse(broker), QUICK, clock=lambda: now_s[0])
    beats = []
    with listening(broker) as listener:
        announcer.listen(Ear[BrokerEvent]())
        try:
            for number, after_s in enumerate((0.0, 1.0, BEAT_S - 0.5, float(BEAT_S))):
                now_s[0] = after_s
                announcer.show(overview(camera(), after_s=after_s))
                announcer.tell(alarm(f"a{number}"))
                beats.append(dict(listener.until(f"alarms/a{number}", anything)).get("heartbeat", b""))
        finally:
            announcer.close()
    assert [b"08:00:00.000" in beats[0], beats[1], beats[2], b"08:00:05.000" in beats[3]] == [True, b"", b"", True]


def test_an_alarm_does_not_wait_for_the_next_turn(broker: Mosquitto, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mqtt, "TURN_S", 600.0)
    with announcing(as_gatehouse(broker)) as (announcer, _), listening(broker) as listener:
        listener.until("availability", is_online)
        announcer.tell(alarm("a1"))
        listener.until("alarms/a1", anything)


def test_a_connection_that_was_cut_is_well_again_only_when_it_lasts(broker: Mosquitto) -> None:
    now_s = [0.0]
    announcer, ear = MqttAnnouncer(as_gatehouse(broker), QUICK, clock=lambda: now_s[0]), Ear[BrokerEvent]()
    announcer.listen(ear)
    try:
        with listening(broker) as listener:
            listener.until("availability", is_online)
        broker.stop(gently=True)
        ear.next_is(BrokerLost)
        broker.start()
        with listening(broker) as listener:
            for number in range(3):
                announcer.tell(alarm(f"a{number}"))
                listener.until(f"alarms/a{number}", anything)
        while ear.has_more:
            ear.next_is(BrokerLost)
        now_s[0] += QUICK.steady_s(1)
        ear.next_is(BrokerBack)
    finally:
        announcer.close()


def test_what_stands_is_renewed_before_the_broker_forgets_it(broker: Mosquitto) -> None:
    now_s = [0.0]
    announcer = MqttAnnouncer(as_gatehouse(broker), QUICK, clock=lambda: now_s[0])
    with listening(broker) as listener:
        announcer.listen(Ear[BrokerEvent]())
        try:
            announcer.show(overview(camera("北门")))
            listener.until(DOOR, anything)
            now_s[0] = RENEW_S
            announcer.show(overview(camera("北门")))
            listener.until(DOOR, anything)
        finally:
            announcer.close()


def test_nobody_waits_for_a_broker_that_was_never_there(tmp_path: Path) -> None:
    with announcing(Broker(BrokerAddress("127.0.0.1", 1, False))) as (announcer, ear):
        lost = ear.next_is(BrokerLost)
        assert "mqtt://127.0.0.1:1/gatehouse cannot be reached" in lost.why
        assert "network" in lost.hint
        for number in range(3000):
            announcer.tell(alarm(f"a{number}"))
        assert not ear.has_more


def test_an_announcer_that_was_never_started_can_be_closed() -> None:
    announcer = MqttAnnouncer(Broker(BrokerAddress("127.0.0.1", 1, False)), QUICK)
    announcer.show(overview(camera()))
    announcer.close()
    announcer.show(overview(camera()))


def test_two_at_the_same_place_are_told_of_each_other_once(broker: Mosquitto) -> None:
    """They throw each other out, again and again, and one that comes back does not count as well."""
    with announcing(as_gatehouse(broker)) as (_, first), listening(broker) as listener:
        listener.until("availability", is_online)
        with announcing(as_gatehouse(broker)) as (_, second):
            assert "prefix" in first.next_is(BrokerLost).hint
            assert "prefix" in second.next_is(BrokerLost).hint
            for _ in range(4):
                listener.until("availability", is_online)
        first.next_is(BrokerBack)
