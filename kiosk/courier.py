"""Delivers what is in one of the kiosk's outboxes, again and again until it is taken. Reads no clock, never waits."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.desk.protocol import Desk
from kiosk.errors import DeskRefused, KioskError, Refusal, ReportRefused
from kiosk.outbox import Letter, Outbox, Unreadable
from kiosk.reports.protocol import ReportTaker

_NOT_NOW = frozenset({Refusal.TOO_MANY_REQUESTS, Refusal.PAYMENT_AWAY})
"""No answer for ever: what stands behind such a letter waits too, for a place is kept while it is being paid."""

_AS_WISHED = frozenset({("cancel", Refusal.WRONG_STATE)})
"""It is no booking, or none any more: there is nothing to cancel, and nobody has to look after it."""

_ENDED_BY_ITSELF_S = 3_600.0
"""No hold and no unpaid order lasts as long: asked for then, it would be opened for nothing."""


@dataclass(frozen=True, slots=True)
class CourierLimits:
    """Waits between tries grow from the first to the longest. `at_once`: how many letters one call delivers at most.
    `most_begun`: how often the program may die of one letter before that letter is given up.

    A letter older than `keeps_s` is given up when nobody took it for `tries_s`: it may be old only because the clock
    was set meanwhile. An age beyond `believed_s` is such a clock's for certain: then the tries alone count.
    """

    first_wait_s: float = 1.0
    longest_wait_s: float = 60.0
    keeps_s: float = 86_400.0
    tries_s: float = 3_600.0
    believed_s: float = 30 * 86_400.0
    at_once: int = 20
    most_begun: int = 5

    def __post_init__(self) -> None:
        if not 0 < self.first_wait_s <= self.longest_wait_s <= self.keeps_s or min(self.at_once, self.most_begun) < 1:
            raise ValueError(f"a courier that delivers nothing: {self}")


@dataclass(frozen=True, slots=True)
class Dropped:
    """A letter that the desk will never have, to be logged. `refusal` is the desk's reason where it said no."""

    number: str
    call: str
    why: str
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one call came to. `trouble`: why letters are still waiting; its hint is for the technician."""

    delivered: int
    dropped: tuple[Dropped, ...]
    waiting: int
    trouble: KioskError | None = None


class Courier:
    """Of the same thread as its outbox."""

    def __init__(self, outbox: Outbox, desk: Desk | ReportTaker, limits: CourierLimits | None = None) -> None:
        self._outbox = outbox
        self._desk = desk
        self._limits = limits or CourierLimits()
        self._tries = 0
        self._not_before: datetime | None = None
        self._failed_at: datetime | None = None
        self._failing_s = 0.0

    def deliver(self, now: datetime) -> Delivery:
        """To be called about once a second; in order, and after a failure not before its time.

        May raise what the outbox raises (records.errors): then nothing was lost, and the next call tries again.
        """
        delivered: int = 0
        dropped: list[Dropped] = []
        while not self._must_wait(now) and delivered + len(dropped) < self._limits.at_once:
            letter = self._readable(dropped)
            if letter is None:
                break
            try:
                told = self._delivered(letter, now)
            except KioskError as error:
                dropped += self._failed(letter, now)
                return Delivery(delivered, tuple(dropped), self._outbox.waiting, error)
            delivered += told is None
            dropped += [told] if told else []
        return Delivery(delivered, tuple(dropped), self._outbox.waiting)

    def _readable(self, dropped: list[Dropped]) -> Letter | None:
        """The first letter that can be read; those before it are dropped."""
        while True:
            try:
                return self._outbox.first()
            except Unreadable as error:
                self._outbox.drop(error.number)
                dropped.append(Dropped(error.number, "?", f"it cannot be read: {error}"))

    def _delivered(self, letter: Letter, now: datetime) -> Dropped | None:
        """Raises KioskError when the letter has to wait."""
        told = self._deadly(letter) or self._handed_over(letter, now)
        self._outbox.drop(letter.number)
        self._tries, self._not_before = 0, None
        self._failed_at, self._failing_s = None, 0.0
        return told

    def _deadly(self, letter: Letter) -> Dropped | None:
        if self._outbox.begin(letter.number) > self._limits.most_begun:
            return Dropped(letter.number, letter.call, "the program ended whenever it was delivered")
        return None

    def _handed_over(self, letter: Letter, now: datetime) -> Dropped | None:
        if letter.gives_up and (now - letter.written_at).total_seconds() > _ENDED_BY_ITSELF_S:
            return None
        try:
            letter.deliver(self._desk)
        except DeskRefused as error:
            if error.why in _NOT_NOW:
                raise
            if (letter.call, error.why) in _AS_WISHED:
                return None
            return Dropped(letter.number, letter.call, "the desk refused it", error.why)
        except ReportRefused as error:
            return Dropped(letter.number, letter.call, str(error))
        return None

    def _failed(self, letter: Letter, now: datetime) -> tuple[Dropped, ...]:
        """The letter waits, unless it has been tried for too long."""
        self._fail(now)
        if not self._is_too_old(letter, now):
            return ()
        self._outbox.drop(letter.number)
        return (Dropped(letter.number, letter.call, "nobody took it for too long"),)

    def _is_too_old(self, letter: Letter, now: datetime) -> bool:
        limits, age_s = self._limits, (now - letter.written_at).total_seconds()
        if 0 <= age_s <= limits.believed_s:
            return age_s > limits.keeps_s and self._failing_s >= limits.tries_s
        return self._failing_s > limits.keeps_s

    def _fail(self, now: datetime) -> None:
        self._outbox.put_back()
        if self._failed_at is not None:
            # However far the clock was set between two tries, no more than a wait has passed.
            passed_s = (now - self._failed_at).total_seconds()
            self._failing_s += min(max(passed_s, 0.0), self._limits.longest_wait_s)
        self._failed_at = now
        # Not by multiplying the last wait: 2 ** tries would overflow after a weekend without a network.
        wait_s = min(self._limits.first_wait_s * 2 ** min(self._tries, 30), self._limits.longest_wait_s)
        self._tries += 1
        self._not_before = now + timedelta(seconds=wait_s)

    def _must_wait(self, now: datetime) -> bool:
        """A clock that was set back must not make it wait for hours."""
        if self._not_before is None:
            return False
        left_s = (self._not_before - now).total_seconds()
        return 0 < left_s <= self._limits.longest_wait_s
