"""Follows one list of a hub, round by round; after any failure the last good list goes on and the hub is asked
again."""

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from records.errors import RecordsError
from watchlist.errors import WatchlistError
from watchlist.feed.client.asking import Hub, HubLine, Question
from watchlist.feed.client.keeper import ListKeeper
from watchlist.feed.client.patience import Patience
from watchlist.feed.client.telling import HubTeller
from watchlist.feed.errors import FeedError, HubAway, NoList, NotServed, TombstonesUnheard, TransferCut, TransferRefused
from watchlist.feed.following import Batch, Taken
from watchlist.feed.head import Head
from watchlist.feed.signed import Signed
from watchlist.feed.store.aside import Aside
from watchlist.feed.store.standings import ListRole
from watchlist.feed.wire.transfer import Asked


@dataclass(frozen=True, slots=True)
class FollowState:
    """How a list stands here. `said_at` is when its authority last said so; None before the first time. `is_refused`:
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


@dataclass(frozen=True, slots=True)
class Means:
    """What all lists of a hub are followed with. `open_keeper` is called in the thread that follows; `share` gives
    random numbers from 0 to 1, `timer` is monotonic."""

    hub: Hub
    wanted: Wanted
    open_keeper: Callable[[], ListKeeper]
    aside_dir: Path
    patience: Patience = field(default_factory=Patience)
    share: Callable[[], float] = random.random
    timer: Callable[[], float] = time.monotonic


class ListFollower:
    """Of one event loop."""

    def __init__(self, list_id: str, means: Means, teller: HubTeller) -> None:
        self.state = FollowState()
        self._asked = Asked(list_id, means.wanted.model_id, means.wanted.photos)
        self._means = means
        self._patience = means.patience
        self._teller = teller
        self._failures = 0
        self._wants_snapshot = False
        self._offer_again_s = float("-inf")

    async def follow(self) -> None:
        """Until this home does not follow the list any more."""
        is_followed = True
        while is_followed:
            try:
                is_followed = await self._connected()
            except (WatchlistError, RecordsError) as error:
                is_refused = isinstance(error, FeedError) and not isinstance(error, HubAway | NotServed | TransferCut)
                self.state = replace(self.state, is_reached=False, is_refused=is_refused)
                self._teller.lost(self._asked.list_id, error)
                await asyncio.sleep(self._patience.wait_s(error, self._failures, self._means.share()))
                self._failures += 1

    async def _connected(self) -> bool:
        """From one failure to the next. False: the list was left."""
        with closing(self._means.open_keeper()) as keeper:
            async with HubLine(self._means.hub, self._patience, self._means.timer) as line:
                while standing := keeper.standing(self._asked.list_id):
                    if standing.role is not ListRole.FOLLOWER:
                        break
                    self._know(standing.head_told)
                    if keeper.may_follow(self._asked.list_id):
                        with suppress(NoList):  # it was left while the hub was asked
                            await self._round(keeper, line)
                    else:  # another program follows into the same database
                        self.state = replace(self.state, is_reached=False, is_refused=False)
                        await asyncio.sleep(self._patience.stand_by_s)
        return False

    async def _round(self, keeper: ListKeeper, line: HubLine) -> None:
        """One answer of the hub. The first after a failure is not waited for: it tells how old the list is."""
        began_s = self._means.timer()
        after = None if self._wants_snapshot else _known(keeper.where_to_go_on(self._asked))
        can_wait = self.state.is_reached and after is not None
        question = Question(self._asked, after, self._patience.poll_s if can_wait else 0.0)
        with Aside(self._means.aside_dir) as aside:
            batch = await line.fetch(question, aside.put)
            taken = self._take(keeper, question, batch, aside) if batch else None
        is_heard = await self._offer(line, taken.tombstones if taken else ())
        self._failures = 0
        self.state = replace(self.state, is_reached=True, is_refused=False)
        if is_heard and not self._wants_snapshot:
            self._teller.well(self._asked.list_id)
        if taken is None or not taken.apply:
            await asyncio.sleep(self._patience.least_round_s - (self._means.timer() - began_s))

    def _take(self, keeper: ListKeeper, question: Question, batch: Batch, aside: Aside) -> Taken:
        if question.after is None and not batch.is_snapshot:
            raise TransferRefused("changes, where the whole list was asked for")
        taken = keeper.take(batch, aside, question.asked)
        self._wants_snapshot = not taken.complete
        head = taken.followed.head
        self._know(head)
        if taken.apply and head is not None:
            self._teller.taken(head, len(taken.apply))
        return taken

    def _know(self, head: Head | None) -> None:
        self.state = replace(self.state, said_at=head.at if head else None)

    async def _offer(self, line: HubLine, tombstones: Sequence[Signed]) -> bool:
        """Whether the hub knows of every erasure. The list is followed meanwhile, also of one that will not hear."""
        if not tombstones:
            return True
        if self._means.timer() >= self._offer_again_s:
            self._offer_again_s = self._means.timer() + self._patience.let_in_wait_s
            try:
                await line.offer(tombstones)
            except FeedError as error:
                why = f"the hub does not take {len(tombstones)} erasure(s): {error}"
                self._teller.lost(self._asked.list_id, TombstonesUnheard(why))
        return False


def _known(place: tuple[int, int]) -> tuple[int, int] | None:
    return place if place != (0, 0) else None
