"""Follows a hub's list from a thread of its own, which owns the store that it keeps the list in."""

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from records.errors import RecordsError
from watchlist.errors import WatchlistError
from watchlist.feed.client.asking import Hub, HubLine, Question
from watchlist.feed.client.keeper import ListKeeper
from watchlist.feed.client.loop_thread import LoopThread
from watchlist.feed.client.patience import Patience
from watchlist.feed.client.telling import FollowListener, HubTeller
from watchlist.feed.errors import (
    FeedError,
    FollowingEnded,
    HubAway,
    NoList,
    NotServed,
    TombstonesUnheard,
    TransferCut,
    TransferRefused,
)
from watchlist.feed.following import Batch, Taken
from watchlist.feed.head import Head
from watchlist.feed.signed import Signed
from watchlist.feed.store.aside import Aside
from watchlist.feed.wire.transfer import Asked


@dataclass(frozen=True, slots=True)
class FollowState:
    """How the list stands here. `said_at` is when its authority last said so; None before the first time. `is_refused`:
    the hub answers, and its list cannot be taken or it lets this PC follow no more."""

    is_reached: bool = False
    said_at: datetime | None = None
    is_refused: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What must come with the list: templates of this model (None: of all, as whoever tells it on needs them), and the
    photographs, to compute templates from or to tell on."""

    model_id: str | None = None
    photos: bool = False


class FollowThread(LoopThread):
    """Nobody waits for the hub and nothing raises into whoever started it; after any failure the last good list goes
    on, the trouble is told once and the hub is asked again."""

    def __init__(
        self,
        hub: Hub,
        wanted: Wanted,
        open_keeper: Callable[[], ListKeeper],
        aside_dir: Path,
        patience: Patience | None = None,
        share: Callable[[], float] = random.random,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        """`open_keeper` is called in the thread; `share` gives random numbers from 0 to 1."""
        super().__init__("follower of the list")
        self._hub = hub
        self._wanted = wanted
        self._open_keeper = open_keeper
        self._aside_dir = aside_dir
        self._patience = patience or Patience()
        self._share = share
        self._timer = timer
        self._state = FollowState()
        self._teller = HubTeller(hub.url, lambda _: None)
        self._failures = 0
        self._wants_snapshot = False
        self._offer_again_s = float("-inf")

    @property
    def state(self) -> FollowState:
        """Any thread."""
        return self._state

    def listen(self, listener: FollowListener) -> None:
        """Start it, once; the listener is called from the thread."""
        self._teller = HubTeller(self._hub.url, listener)
        self._thread.start()

    def _ended(self, *, is_a_bug: bool) -> None:
        self._state = replace(self._state, is_reached=False)
        if is_a_bug:
            self._teller.lost(FollowingEnded("the follower of the list ended"))

    async def _work(self) -> None:
        while True:
            try:
                await self._connected()
            except (WatchlistError, RecordsError) as error:
                is_refused = isinstance(error, FeedError) and not isinstance(error, HubAway | NotServed | TransferCut)
                self._state = replace(self._state, is_reached=False, is_refused=is_refused)
                self._teller.lost(error)
                await asyncio.sleep(self._patience.wait_s(error, self._failures, self._share()))
                self._failures += 1

    async def _connected(self) -> None:
        """From one failure to the next."""
        with closing(self._open_keeper()) as keeper:
            standing = keeper.standing()
            if standing is None:
                self._know(None)
                raise NoList("this home follows no list, and the settings name a hub")
            self._know(standing.head_told)
            asked = Asked(standing.list_id, self._wanted.model_id, self._wanted.photos)
            async with HubLine(self._hub, self._patience, self._timer) as line:
                while True:
                    if keeper.may_follow():
                        await self._round(keeper, line, asked)
                    else:
                        await self._stand_by(keeper)

    async def _stand_by(self, keeper: ListKeeper) -> None:
        """Another program follows into the same database."""
        standing = keeper.standing()
        self._state = FollowState(said_at=standing.head_told.at if standing and standing.head_told else None)
        await asyncio.sleep(self._patience.stand_by_s)

    async def _round(self, keeper: ListKeeper, line: HubLine, asked: Asked) -> None:
        """One answer of the hub. The first after a failure is not waited for: it tells how old the list is."""
        began_s = self._timer()
        after = None if self._wants_snapshot else _known(keeper.where_to_go_on(asked))
        can_wait = self._state.is_reached and after is not None
        question = Question(asked, after, self._patience.poll_s if can_wait else 0.0)
        with Aside(self._aside_dir) as aside:
            batch = await line.fetch(question, aside.put)
            taken = self._take(keeper, question, batch, aside) if batch else None
        is_heard = await self._offer(line, taken.tombstones if taken else ())
        self._failures = 0
        self._state = replace(self._state, is_reached=True, is_refused=False)
        if is_heard and not self._wants_snapshot:
            self._teller.well()
        if taken is None or not taken.apply:
            await asyncio.sleep(self._patience.least_round_s - (self._timer() - began_s))

    def _take(self, keeper: ListKeeper, question: Question, batch: Batch, aside: Aside) -> Taken:
        if question.after is None and not batch.is_snapshot:
            raise TransferRefused("changes, where the whole list was asked for")
        taken = keeper.take(batch, aside, question.asked)
        self._wants_snapshot = not taken.complete
        head = taken.followed.head
        self._know(head)
        if taken.apply and head is not None:
            self._teller.taken(head.epoch, head.seq, len(taken.apply))
        return taken

    def _know(self, head: Head | None) -> None:
        self._state = replace(self._state, said_at=head.at if head else None)

    async def _offer(self, line: HubLine, tombstones: Sequence[Signed]) -> bool:
        """Whether the hub knows of every erasure. The list is followed meanwhile, also of one that will not hear."""
        if not tombstones:
            return True
        if self._timer() >= self._offer_again_s:
            self._offer_again_s = self._timer() + self._patience.let_in_wait_s
            try:
                await line.offer(tombstones)
            except FeedError as error:
                self._teller.lost(TombstonesUnheard(f"the hub does not take {len(tombstones)} erasure(s): {error}"))
        return False


def _known(place: tuple[int, int]) -> tuple[int, int] | None:
    return place if place != (0, 0) else None
