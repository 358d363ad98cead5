"""Follows the lists of a hub from a thread of its own, which owns the store that it keeps them in."""

import asyncio
from contextlib import closing
from datetime import UTC, datetime

from records.errors import RecordsError
from watchlist.errors import WatchlistError
from watchlist.feed.age import oldest_word
from watchlist.feed.client.follower import FollowState, ListFollower, Means
from watchlist.feed.client.keeper import ListKeeper
from watchlist.feed.client.loop_thread import LoopThread
from watchlist.feed.client.telling import FollowListener, HubTeller
from watchlist.feed.errors import FollowingEnded, NoList

_ALL_LISTS = ""
"""Stands for the lists together where troubles are told of one each."""


class FollowThread(LoopThread):
    """Nobody waits for the hub and nothing raises into whoever started it. Every list that the home follows is asked
    for by itself: one that is refused keeps no other up."""

    def __init__(self, means: Means) -> None:
        super().__init__("follower of the lists")
        self._means = means
        self._teller = HubTeller(means.hub.url, lambda _: None)
        self._followers: dict[str, ListFollower] = {}
        self._has_ended = False

    @property
    def state(self) -> FollowState:
        """Of all lists together: reached if all are, refused if one is, as old as the oldest. Any thread."""
        states = [one.state for one in list(self._followers.values())]
        return FollowState(
            bool(states) and not self._has_ended and all(one.is_reached for one in states),
            oldest_word([one.said_at for one in states], datetime.now(UTC)),
            any(one.is_refused for one in states),
        )

    def listen(self, listener: FollowListener) -> None:
        """Start it, once; the listener is called from the thread."""
        self._teller = HubTeller(self._means.hub.url, listener)
        self._thread.start()

    def _ended(self, *, is_a_bug: bool) -> None:
        self._has_ended = True
        if is_a_bug:
            self._teller.lost(_ALL_LISTS, FollowingEnded("the follower of the lists ended"))

    async def _work(self) -> None:
        async with asyncio.TaskGroup() as following:
            while True:
                try:
                    with closing(self._means.open_keeper()) as keeper:
                        while True:
                            self._begin_new(keeper, following)
                            await asyncio.sleep(self._means.patience.look_for_lists_s)
                except (WatchlistError, RecordsError) as error:
                    self._teller.lost(_ALL_LISTS, error)
                    await asyncio.sleep(self._means.patience.wait_s(error, 0, self._means.share()))

    def _begin_new(self, keeper: ListKeeper, following: asyncio.TaskGroup) -> None:
        """Lists may be joined and left while this runs."""
        lists = [one.list_id for one in keeper.followed_lists()]
        if not lists:
            raise NoList("this home follows no list, and the settings name a hub")
        self._teller.pass_on(_ALL_LISTS, lists)
        for list_id in lists:
            if list_id not in self._followers:
                self._followers[list_id] = ListFollower(list_id, self._means, self._teller)
                following.create_task(self._follow(list_id))

    async def _follow(self, list_id: str) -> None:
        await self._followers[list_id].follow()
        self._teller.well(list_id)
        del self._followers[list_id]
