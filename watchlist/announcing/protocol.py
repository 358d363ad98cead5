"""An announcer: what the program tells it reaches whoever listens, some time."""

from collections.abc import Iterable
from typing import Protocol

from watchlist.announcing.telling import BrokerListener
from watchlist.post.values import AlarmView, Overview


class Announcer(Protocol):
    """No method waits for the broker and none raises; trouble is told to the listener, from another thread."""

    broker: str
    """Its address, for people."""

    def listen(self, listener: BrokerListener) -> None:
        """Start it, once."""

    def show(self, overview: Overview) -> None:
        """How things stand now. To be called every few seconds, changed or not: the heartbeat is made of it, so that
        listeners notice when whoever calls this stands still."""

    def begin(self, alarms: Iterable[AlarmView]) -> None:
        """The alarms a program finds when it starts: the open ones are told; of the others what an earlier program
        may have left standing is wiped, and nobody hears of them again."""

    def tell(self, alarm: AlarmView) -> None:
        """An alarm is new or changed."""

    def close(self) -> None:
        """Say goodbye to the broker if it is there, for which this waits a few seconds at most; twice is allowed."""
