"""Whether the clock can be believed: what time does to bookings is not to be undone when it was wrong for a moment."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock

from kiosk.errors import KioskError

ERROR_S = 300
"""How far a clock may move that somebody sets right, and how far two PCs' clocks may differ."""
LONG_STOP_S = 900
"""Longer than a restart takes: whether the hub stood still so long, or its clock is wrong, nobody can tell."""
STEADY_S = 600
"""How long a clock must go evenly before it is believed again: a PC finds out the time within minutes."""
NOT_BEFORE = datetime(2026, 1, 1, tzinfo=UTC)
"""This program is younger, so a clock that says an earlier moment is wrong."""


class ClockWrong(KioskError):
    """Nothing was done. It goes on by itself when the clock is back, or has gone evenly for STEADY_S."""

    hint = "Check the date, the time and the time zone of this PC and of the database's, and whether they are kept."


class ClockBehind(ClockWrong):
    """At the start the clock is behind what the desk did already. It goes on by itself when it has caught up."""

    hint = "Set this PC's clock right. If it is, and was wrong before, say so with 'gatehouse desk clock-is-right'."


@dataclass(frozen=True, slots=True)
class _Look:
    at: datetime
    uptime_s: float

    def differs_s(self, since: "_Look") -> float:
        """How much further the clock went than time did."""
        return (self.at - since.at).total_seconds() - (self.uptime_s - since.uptime_s)


class ClockWatch:
    """One for each process; any thread may look. `uptime` goes evenly whatever the clock does.

    `asks_database` is whether a database server has a clock that can be compared.
    """

    def __init__(self, uptime: Callable[[], float] = time.monotonic, asks_database: bool = True) -> None:
        self.asks_database = asks_database
        self._uptime = uptime
        self._lock = Lock()
        self._believed: _Look | None = None
        self._other: _Look | None = None
        self._steady_from_s = 0.0

    def is_steady(self, now: datetime, last: datetime | None) -> bool:
        """Whether what is never undone may be done by this clock; `last` is when it last was, by any process.

        Not for a while after a long stop. Raises ClockWrong for a clock that jumped while this process ran, and for
        one that cannot be right at its start.
        """
        look = _Look(now, self._uptime())
        with self._lock:
            if self._believed is None:
                must_be_possible(now, last)
                self._steady_from_s = look.uptime_s + (0 if _follows(now, last) else STEADY_S)
            elif abs(look.differs_s(self._believed)) > ERROR_S:
                self._must_have_settled(look, self._believed)
            self._believed, self._other = look, None
            return look.uptime_s >= self._steady_from_s

    def _must_have_settled(self, look: _Look, believed: _Look) -> None:
        if self._other is None or abs(look.differs_s(self._other)) > ERROR_S:
            self._other = look
        if look.uptime_s - self._other.uptime_s < STEADY_S:
            moved = timedelta(seconds=round(look.differs_s(believed)))
            raise ClockWrong(f"this PC's clock moved by {moved}; nothing is done before it is right or stays so")


def must_be_possible(now: datetime, last: datetime | None) -> None:
    """Raises ClockWrong before this program was made, ClockBehind before `last`, when the desk was last kept up."""
    if now < NOT_BEFORE:
        raise ClockWrong(f"this PC's clock says {now:%Y-%m-%d %H:%M}, which cannot be: nothing is done by it")
    if last is not None and (last - now).total_seconds() > ERROR_S:
        said, worked = f"{now:%Y-%m-%d %H:%M}", f"{last.astimezone(now.tzinfo):%Y-%m-%d %H:%M}"
        raise ClockBehind(f"this PC's clock says {said}, but this desk worked at {worked}: nothing is done by it")


def _follows(now: datetime, last: datetime | None) -> bool:
    return last is None or (now - last).total_seconds() <= LONG_STOP_S
