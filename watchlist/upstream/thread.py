"""Tells a hub what rang here and how this PC is, from a thread of its own, which owns the outbox that it empties."""

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime

from records.errors import RecordsError
from watchlist.errors import WatchlistError
from watchlist.feed.client.asking import Hub
from watchlist.feed.client.loop_thread import LoopThread
from watchlist.feed.client.patience import Patience
from watchlist.post.values import CameraView
from watchlist.types import AlarmId
from watchlist.upstream.errors import DeliveringEnded, DeliveryRefused, HubStumbled
from watchlist.upstream.line import UpstreamLine
from watchlist.upstream.outbox import Due, Outbox
from watchlist.upstream.telling import UpstreamListener, UpstreamTeller
from watchlist.upstream.values import MOST_ALARMS, MOST_CAMERAS, Beat, CameraTold, Delivery

MOST_STUMBLES = 5
"""So often a hub may fail at the same alarm before that is set aside."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Seconds: how often a word of life goes, how soon after the one before where there is news in it, and how often is
    looked whether anything rang."""

    beat_every_s: float = 25.0
    news_after_s: float = 3.0
    look_every_s: float = 1.0
    patience: Patience = field(default_factory=Patience)


class UpstreamThread(LoopThread):
    """Nobody waits for the hub and nothing raises into whoever started it; after any failure the alarms wait in the
    store, the trouble is told once and the hub is asked again."""

    def __init__(
        self,
        hub: Hub,
        open_outbox: Callable[[], Outbox],
        version: str,
        rhythm: Rhythm | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        share: Callable[[], float] = random.random,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        """`open_outbox` is called in the thread; `share` gives random numbers from 0 to 1."""
        super().__init__("alarms to the hub")
        self._hub = hub
        self._open_outbox = open_outbox
        self._version = version
        self._rhythm = rhythm or Rhythm()
        self._now = now
        self._share = share
        self._timer = timer
        self._teller = UpstreamTeller(hub.url, lambda _: None)
        self._cameras: tuple[CameraTold, ...] = ()
        self._beat_at_s = self._news_at_s = float("-inf")
        self._said: object = None
        self._failures = self._stumbles = 0
        self._at_once = MOST_ALARMS

    def listen(self, listener: UpstreamListener) -> None:
        """Start it, once; the listener is called from the thread."""
        self._teller = UpstreamTeller(self._hub.url, listener)
        self._thread.start()

    def show(self, cameras: Sequence[CameraView]) -> None:
        """How the cameras are, for the next word. Any thread."""
        self._cameras = tuple(CameraTold(one.camera, one.sight) for one in cameras[:MOST_CAMERAS])

    def _ended(self, *, is_a_bug: bool) -> None:
        if is_a_bug:
            self._teller.lost(DeliveringEnded("nothing is told to the hub any more"))

    async def _work(self) -> None:
        while True:
            try:
                await self._connected()
            except (WatchlistError, RecordsError) as error:
                self._teller.lost(error)
                await asyncio.sleep(self._rhythm.patience.wait_s(error, self._failures, self._share()))
                self._failures += 1

    async def _connected(self) -> None:
        """From one failure to the next. The first word tells what the hub keeps of this node."""
        self._beat_at_s = self._news_at_s = float("-inf")
        with closing(self._open_outbox()) as outbox:
            async with UpstreamLine(self._hub, self._rhythm.patience, self._timer) as line:
                while True:
                    if outbox.may_deliver():
                        await self._round(outbox, line)
                    else:  # another program delivers for the same database, and tells how it is
                        await asyncio.sleep(self._rhythm.patience.stand_by_s)

    async def _round(self, outbox: Outbox, line: UpstreamLine) -> None:
        await self._beat_in_time(outbox, line)
        due = outbox.due(self._at_once)
        if due is not None:
            await self._deliver(outbox, line, due)
        self._failures = 0
        if due is None:
            self._teller.nothing_waits()
            await asyncio.sleep(self._rhythm.look_every_s)

    async def _beat_in_time(self, outbox: Outbox, line: UpstreamLine) -> None:
        lists, now_s = outbox.lists(), self._timer()
        cameras = (*self._cameras, *outbox.cameras())[:MOST_CAMERAS]
        saying = ([(one.list_id, one.place) for one in lists], cameras, outbox.waiting(1) > 0)
        if now_s < (self._news_at_s if saying != self._said else self._beat_at_s):
            return
        beat = Beat(self._now(), self._version, lists, cameras, outbox.waiting())
        await self._beat(outbox, line, beat)
        rhythm = self._rhythm
        self._said, self._news_at_s = saying, now_s + rhythm.news_after_s
        self._beat_at_s = now_s + rhythm.beat_every_s * (0.8 + 0.2 * self._share())

    async def _beat(self, outbox: Outbox, line: UpstreamLine, beat: Beat) -> None:
        try:
            heard = await line.beat(beat)
        except DeliveryRefused as error:
            self._teller.lost(error)  # the alarms go all the same
            return
        self._teller.clocks(self._now(), heard.at)
        outbox.go_back_to(heard.kept)

    async def _deliver(self, outbox: Outbox, line: UpstreamLine, due: Due) -> None:
        try:
            delivered = await line.deliver(Delivery(self._now(), due.alarms, due.up_to, due.after))
        except (DeliveryRefused, HubStumbled) as error:
            self._stumbles += 1
            if isinstance(error, HubStumbled) and self._stumbles < MOST_STUMBLES:
                raise
            await self._refused(outbox, line, due, error)
            return
        for one in delivered.not_taken:
            self._set_aside(outbox, one.alarm_id, one.why, DeliveryRefused.hint)
        outbox.told(due.up_to)
        self._stumbles, self._at_once = 0, min(self._at_once * 2, MOST_ALARMS)
        self._teller.delivered(len(due.alarms) - len(delivered.not_taken))

    async def _refused(
        self, outbox: Outbox, line: UpstreamLine, due: Due, error: DeliveryRefused | HubStumbled
    ) -> None:
        """One of these is at fault: fewer are told at once, until it is found and set aside. A hub that refuses a
        delivery without any alarm as well is at fault itself, and is waited for."""
        if not due.alarms:
            raise error
        self._stumbles = 0
        if len(due.alarms) > 1:
            self._at_once = len(due.alarms) // 2
            return
        await line.deliver(Delivery(self._now(), (), due.up_to, due.after))
        self._set_aside(outbox, due.alarms[0].alarm_id, str(error), error.hint)
        outbox.told(due.up_to)

    def _set_aside(self, outbox: Outbox, alarm_id: AlarmId, why: str, hint: str) -> None:
        outbox.set_aside(alarm_id, why, self._now())
        self._teller.aside(alarm_id, why, hint)
