"""An announcer made of the settings."""

from pathlib import Path
from typing import TYPE_CHECKING

from scripts.announcing.settings import MqttSettings
from watchlist.announcing.address import parse_address

if TYPE_CHECKING:
    from watchlist.announcing.link import Broker
    from watchlist.announcing.protocol import Announcer


def open_announcer(home: Path, settings: MqttSettings) -> "Announcer | None":
    """Nothing is reached yet. None for a site that announces nothing."""
    broker = broker_of(home, settings)
    if broker is None:
        return None
    from watchlist.announcing.mqtt import MqttAnnouncer

    return MqttAnnouncer(broker)


def broker_of(home: Path, settings: MqttSettings, client: str = "gatehouse") -> "Broker | None":
    """`client`: under which name to connect; the broker lets one in under each."""
    if not settings.address:
        return None
    from watchlist.announcing.link import Broker  # imports paho

    return Broker(
        parse_address(settings.address),
        settings.user,
        home / settings.password_file if settings.password_file else None,
        home / settings.ca_file if settings.ca_file else None,
        client,
    )
