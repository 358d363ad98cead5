"""An announcer at a real broker, in less time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.hardware.hearing import Ear
from tests.watchlist.announcing.mosquitto_peer import PASSWORD, USER, Mosquitto
from watchlist.announcing.link import Broker
from watchlist.announcing.mqtt import MqttAnnouncer, Patience
from watchlist.announcing.telling import BrokerEvent

QUICK = Patience(first_wait_s=0.02, longest_wait_s=0.2)


def as_gatehouse(broker: Mosquitto, *, password: str = PASSWORD, ca_file: Path | None = None) -> Broker:
    password_file = broker.folder / "password"
    password_file.write_text(password + "\n", encoding="utf-8")
    return Broker(broker.address, USER, password_file, ca_file)


@contextmanager
def announcing(broker: Broker) -> Iterator[tuple[MqttAnnouncer, Ear[BrokerEvent]]]:
    announcer, ear = MqttAnnouncer(broker, QUICK), Ear[BrokerEvent]()
    announcer.listen(ear)
    try:
        yield announcer, ear
    finally:
        announcer.close()
