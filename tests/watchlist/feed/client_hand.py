"""A node and a fake hub between which the connections are real."""

import queue
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from watchlist.feed.client.asking import Hub
from watchlist.feed.client.fake_authority import MODEL
from watchlist.feed.client.fake_hub import KEY, FakeHub
from watchlist.feed.client.fake_keeper import FakeKeeper
from watchlist.feed.client.follower import Means, Wanted
from watchlist.feed.client.keeper import ListKeeper
from watchlist.feed.client.patience import Patience
from watchlist.feed.client.telling import FollowEvent, HubBack, HubLost, ListFollowed
from watchlist.feed.client.thread import FollowThread

WAIT_S = 20.0
TEMPLATES = Wanted(MODEL)
HASTY = Patience(
    answer_s=2.0, first_wait_s=0.01, longest_wait_s=0.02, refused_wait_s=0.02, let_in_wait_s=0.02, least_round_s=0.01
)


@dataclass
class Node:
    """A follower of `hub`; `told` are the events in their order, `heard` all until now."""

    hub: FakeHub
    follower: FollowThread
    keeper: FakeKeeper
    told: "queue.Queue[FollowEvent]" = field(default_factory=queue.Queue)
    heard: list[FollowEvent] = field(default_factory=list)

    def hears(self, is_it: Callable[[FollowEvent], bool]) -> FollowEvent:
        """The next event that is such a one."""
        while True:
            event = self.told.get(timeout=WAIT_S)
            self.heard.append(event)
            if is_it(event):
                return event

    def follows(self, seq: int) -> ListFollowed:
        event = self.hears(lambda event: isinstance(event, ListFollowed) and event.seq >= seq)
        assert isinstance(event, ListFollowed)
        return event

    def loses(self) -> HubLost:
        event = self.hears(lambda event: isinstance(event, HubLost))
        assert isinstance(event, HubLost)
        return event

    def is_back(self) -> None:
        self.hears(lambda event: isinstance(event, HubBack))

    def asks(self, times: int = 1) -> None:
        """So many more times than until now."""
        wanted = len(self.hub.asked) + times
        assert self.hub.wait_until(lambda: len(self.hub.asked) >= wanted, WAIT_S)

    def waits(self) -> None:
        """It asked what the hub may hold back."""
        assert self.hub.wait_until(lambda: "wait_s" in (self.hub.asked or [{}])[-1], WAIT_S)

    @property
    def names(self) -> list[str]:
        return sorted(entry.name for entry in self.keeper.entries.values())


@contextmanager
def node_of(
    hub: FakeHub,
    folder: Path,
    patience: Patience = HASTY,
    wanted: Wanted = TEMPLATES,
    key: str = KEY,
    keeper: FakeKeeper | None = None,
    open_keeper: Callable[[], ListKeeper] | None = None,
    url: str = "",
    ca_file: Path | None = None,
) -> Iterator[Node]:
    key_file = folder / "node.key"
    key_file.write_text(key, encoding="utf-8")
    kept = keeper or FakeKeeper(hub.authority.pinned())
    at = Hub(url or hub.url, key_file, ca_file)
    follower = FollowThread(Means(at, wanted, open_keeper or kept.open, folder, patience, lambda: 1.0))
    node = Node(hub, follower, kept)
    follower.listen(node.told.put)
    try:
        yield node
    finally:
        follower.close()


def with_(patience: Patience = HASTY, **changed: float) -> Patience:
    return replace(patience, **changed)
