"""Expected failures of announcing. Anything else is a bug."""

from typing import Self

from watchlist.announcing.address import BrokerAddress
from watchlist.errors import WatchlistError


class AnnouncingError(WatchlistError):
    """Base. One kind of trouble is told once, however often it is met."""

    hint = "Look at mqtt in the settings, then run 'gatehouse doctor'."


class BrokerAway(AnnouncingError):
    """It cannot be reached, or does not answer as a broker does."""

    hint = "See that the broker runs and that the network is up; it is tried again by itself."


class BrokerNotTrusted(AnnouncingError):
    """No secure connection comes about."""

    hint = (
        "Give the certificate of the authority that signed the broker's as mqtt.ca_file, and write the address as the "
        "broker's certificate names it. Check this computer's clock too."
    )


class BrokerRefused(AnnouncingError):
    """It answered and lets us not in."""

    hint = "Check mqtt.user and the file of mqtt.password_file against the broker's own list of users."


class PublishingDenied(AnnouncingError):
    """It lets us in, and does not take a message."""

    @classmethod
    def by(cls, broker: BrokerAddress, user: str, topic: str, why: str) -> Self:
        who = f"user {user!r}" if user else "whoever has no user"
        hint = f"Let {who} write {broker.prefix}/# in the broker's access rules."
        return cls(f"{broker} does not take {topic!r}: {why}", hint)


class ConnectionCut(AnnouncingError):
    """It had let us in, and went away."""

    hint = (
        "See that the broker runs and that the network is up. If it comes and goes, another Gatehouse announces with "
        "the same prefix in mqtt.address, or the broker's access rules deny something: an older mosquitto cuts a TLS "
        "connection then."
    )


class PrefixShared(ConnectionCut):
    """Somebody else connected as us, and the broker says so; an older one only cuts."""

    hint = "Another Gatehouse announces at the same place: end mqtt.address with a prefix of its own on every PC."


class SecretUnreadable(AnnouncingError):
    """The file of the password or of the authority's certificate."""

    hint = "Check mqtt.password_file and mqtt.ca_file: a name without a folder is looked for in the home directory."


class AnnouncerEnded(AnnouncingError):
    hint = "Restart the program; what happened is in its log."
