"""The doctor at the MQTT broker: whether it takes what is announced."""

import ipaddress
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.announcing.opening import broker_of
from scripts.announcing.settings import MqttSettings, MqttTree
from scripts.command import Context
from scripts.doctor.findings import Finding, Health
from scripts.errors import SettingsError

if TYPE_CHECKING:
    from watchlist.announcing.link import Broker

PART = "mqtt"


def announcing_findings(context: Context) -> Iterator[Finding]:
    """Nothing for a home that announces nothing."""
    try:
        settings = context.settings_of(MqttTree).mqtt
    except SettingsError:
        return  # the settings' own check tells it
    yield from broker_findings(context.home, settings)


def broker_findings(home: Path, settings: MqttSettings) -> Iterator[Finding]:
    broker = broker_of(home, settings, client="doctor")
    if broker is None:
        return
    yield _examined(broker)
    if not (broker.address.is_secure or _is_this_computer(broker.address.host)):
        what = "alarms are announced in clear" + (f", and so is the password of {broker.user!r}" if broker.user else "")
        hint = "Whoever is in that network can read it: let the broker speak TLS and write mqtts:// in mqtt.address."
        yield Finding(PART, Health.CAUTION, what, hint)


def _examined(broker: "Broker") -> Finding:
    from watchlist.announcing.errors import AnnouncingError
    from watchlist.announcing.examining import examine_broker

    try:
        return Finding(PART, Health.WELL, examine_broker(broker))
    except AnnouncingError as error:
        return Finding(PART, Health.FAULT, str(error), error.hint)


def _is_this_computer(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
