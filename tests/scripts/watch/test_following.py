"""A watch whose home follows a hub's list."""

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from camera.messages import FromWorker
from hardware.beacons.protocol import Signal as Shown
from scripts.entrance.settings import Settings
from scripts.following.settings import FollowSettings
from scripts.watch.following import Following, open_following
from scripts.watch.guarding import Guarding
from scripts.watch.outward import Outward
from scripts.watch.watching import Watching
from tests.scripts.watch.guarding_hand import Watched, guarded_home, quiet
from tests.scripts.watch.hand import MODEL, START, HandContext, entrance_of, live
from watchlist.feed.age import AgeLimits, Freshness
from watchlist.feed.client.fake_authority import FakeAuthority
from watchlist.feed.client.fake_hub import KEY, FakeHub
from watchlist.feed.client.follower import FollowState
from watchlist.feed.client.telling import FollowListener, HubBack, HubLost, ListFollowed
from watchlist.post.board import Board
from watchlist.post.portraits import Portraits
from watchlist.post.values import HubState

HOUR = timedelta(hours=1)
URL = "https://hub.example.org"


class ScriptedFollower:
    """A follower whose state the test writes."""

    def __init__(self, state: FollowState) -> None:
        self.state = state
        self.tell: FollowListener = lambda event: None
        self.closed = 0

    def listen(self, listener: FollowListener) -> None:
        self.tell = listener

    def close(self) -> None:
        self.closed += 1


def shown(state: FollowState, after_s: float = 0.0) -> Board:
    board = Board(START)
    following = Following(ScriptedFollower(state), AgeLimits(old_after_s=3600))  # type: ignore[arg-type]
    following.show(board, 5, START + timedelta(seconds=after_s))
    return board


def test_a_home_without_a_hub_has_a_list_of_its_own_that_is_never_old() -> None:
    board, now = Board(START), START + 99 * HOUR
    following = Following()
    following.show(board, 5, now)
    state = board.list_state()
    assert (state.at, state.people, state.hub, state.freshness) == (now, 5, HubState.NONE, Freshness.FRESH)
    assert list(following.events()) == []


@pytest.mark.parametrize(
    ("said_at", "freshness"),
    [
        (START - HOUR / 2, Freshness.FRESH),
        (START - 2 * HOUR, Freshness.OLD),
        (START + HOUR, Freshness.CLOCK_WRONG),
        (None, Freshness.NEVER),
    ],
)
@pytest.mark.parametrize(
    ("is_reached", "is_refused", "hub"),
    [(True, False, HubState.REACHED), (False, False, HubState.AWAY), (False, True, HubState.REFUSED)],
)
def test_the_list_is_as_old_as_its_newest_head(
    said_at: Any, freshness: Freshness, is_reached: bool, is_refused: bool, hub: HubState
) -> None:
    state = shown(FollowState(is_reached, said_at, is_refused)).list_state()
    assert (state.at, state.freshness, state.hub, state.people) == (said_at or START, freshness, hub, 5)


def test_an_old_list_is_shown_at_the_door_and_what_happened_to_the_hub_is_told(tmp_path: Path) -> None:
    context = guarded_home(tmp_path / "home")
    follower = ScriptedFollower(FollowState(True, START))
    watched = Watched(context, [[live("door")], *quiet(8)])
    watched.following = Following(follower, AgeLimits(old_after_s=2))  # type: ignore[arg-type]
    follower.tell(HubLost(URL, "it does not answer", "See that it runs."))
    follower.tell(HubBack(URL))
    follower.tell(ListFollowed(URL, "beijing", 1, 12, 3))
    watched.run()
    assert watched.signals == [Shown.ATTENTION]
    assert context.events("hub") == [
        {"event": "hub", "hub": URL, "state": "lost", "why": "it does not answer", "hint": "See that it runs."},
        {"event": "hub", "hub": URL, "state": "back"},
    ]
    [aged] = context.events("list_age")
    assert (aged["state"], "doctor" in aged["hint"]) == ("old", True)
    assert context.events("list") == [{"event": "list", "list": "beijing", "epoch": 1, "revision": 12, "changed": 3}]


class HubsHand:
    """Workers that see nobody: between polls the hub lists somebody, and takes them off again. `took_s`: how long it
    was each time until the watch went by it."""

    all_ended = False

    def __init__(self, hub: FakeHub) -> None:
        self.hub = hub
        self.people: Callable[[], int] = lambda: 0
        self.took_s: list[float] = []
        self._acts: list[tuple[Callable[[FakeAuthority], object], int]] = [
            (lambda authority: authority.put("hopper"), 1),
            (lambda authority: authority.put("ada"), 2),
            (lambda authority: authority.withdraw("hopper"), 1),
            (lambda authority: authority.erase("ada"), 0),
        ]
        self._began_s = 0.0
        self._wanted = 0

    def poll(self, wait_s: float) -> list[FromWorker]:
        deadline_s = time.monotonic() + wait_s
        while time.monotonic() < deadline_s:
            self.hub.wait_until(lambda: False, 0.02)
        assert time.monotonic() - self._began_s < 20 or not self._began_s, "the watch does not go by the hub's list"
        if self.people() == self._wanted and self.hub.asked:
            self._next()
        return []

    def stop(self) -> list[FromWorker]:
        return []

    def _next(self) -> None:
        if self._began_s:
            self.took_s.append(time.monotonic() - self._began_s)
        if not self._acts:
            self.all_ended = True
            return
        act, self._wanted = self._acts.pop(0)
        with self.hub.changing() as authority:
            act(authority)
        self._began_s = time.monotonic()


def test_a_change_at_the_hub_is_in_force_at_the_door_within_two_seconds(tmp_path: Path) -> None:
    context = HandContext(tmp_path)
    with FakeHub(FakeAuthority(now=START, dimension=128)) as hub:
        context.settings = Settings(follow=FollowSettings(hub.url, "node.key"))
        (tmp_path / "node.key").write_text(KEY, encoding="utf-8")
        with context.open_store() as store:
            store.join(hub.authority.list_id, hub.authority.root_public, "wei")
        workers = HubsHand(hub)
        with entrance_of(context) as entrance, open_following(context, MODEL) as following:
            workers.people = lambda: entrance.people
            board = Board(START)
            guarding = Guarding(
                context, entrance, board, Portraits(bytes), lambda _: START, Outward(None, None), following
            )
            Watching(context, entrance, workers, time.monotonic, lambda _: START, guarding).run(lambda: False)
            assert board.list_state().hub is HubState.REACHED
    assert len(workers.took_s) == 4
    assert max(workers.took_s) < 12.0, "long before the hub would answer anyway"
    assert [event["changed"] for event in context.events("list")] == [1, 1, 1, 1]
    assert context.events("trouble") == []
