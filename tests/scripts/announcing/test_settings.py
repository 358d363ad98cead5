"""What [mqtt] may say, and what is made of it."""

from pathlib import Path

import pytest

from scripts.announcing.opening import broker_of, open_announcer
from scripts.announcing.settings import MqttSettings, MqttTree
from scripts.settings_faults import all_faults, validated


def test_nothing_is_announced_unless_it_is_asked_for(tmp_path: Path) -> None:
    assert open_announcer(tmp_path, validated({}, MqttTree).mqtt) is None


def test_files_without_a_folder_are_looked_for_in_the_home_directory(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere" / "authority.pem"
    data = {"address": "mqtts://broker/site/north", "user": "gate", "password_file": "mqtt.password"}
    assert all_faults({"mqtt": data}, MqttTree) == []
    settings = validated({"mqtt": {**data, "ca_file": str(elsewhere)}}, MqttTree).mqtt
    broker = broker_of(tmp_path / "home", settings)
    assert broker is not None
    assert (broker.password_file, broker.ca_file) == (tmp_path / "home" / "mqtt.password", elsewhere)
    announcer = open_announcer(tmp_path, settings)
    assert announcer is not None
    assert announcer.broker == "mqtts://broker:8883/site/north"
    announcer.close()


def test_the_doctor_is_another_client_and_each_prefix_is_one(tmp_path: Path) -> None:
    ids = {
        broker.client_id
        for prefix in ("north", "south")
        for client in ("gatehouse", "doctor")
        if (broker := broker_of(tmp_path, MqttSettings(f"mqtt://broker/{prefix}"), client)) is not None
    }
    assert len(ids) == 4
    assert all(len(one) <= 23 and one.isalnum() for one in ids)


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        ({"address": "broker"}, "mqtt.address: a broker is written like"),
        ({"address": "mqtt://a:b@broker"}, "mqtt.address: the user and the password do not belong"),
        ({"address": "mqtt://broker", "user": "gate"}, "mqtt: user and password_file go together"),
        ({"address": "mqtt://broker", "password_file": "x"}, "mqtt: user and password_file go together"),
        ({"address": "mqtt://broker", "ca_file": "x"}, "mqtt: ca_file needs an address that begins with mqtts://"),
        ({"adress": "mqtt://broker"}, "mqtt.adress: unknown (did you mean 'address'?)"),
    ],
)
def test_faults_are_told_in_the_files_own_words(data: dict[str, str], fault: str) -> None:
    [told] = all_faults({"mqtt": data}, MqttTree)
    assert told.startswith(fault)
