"""A list that bundles bring grows old at the door as one from a hub does."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from scripts.command import Context
from scripts.watch.following import Following
from tests.scripts.list_world import ListWorld
from watchlist.feed.age import AgeLimits, Freshness
from watchlist.post.board import Board
from watchlist.post.values import HubState


def shown(home: Path, at: datetime) -> tuple[Freshness, HubState]:
    board = Board(at)
    with Context(home).open_store() as store:
        Following(limits=AgeLimits(old_after_s=3600)).show(board, 1, at, store.standing())
    state = board.list_state()
    return state.freshness, state.hub


def test_a_carried_list_grows_old(list_world: ListWorld) -> None:
    root, now = list_world.begin(), datetime.now(UTC)
    list_world.listed(1)
    home, bundle = list_world.watch("watch", root), list_world.folder / "list.bundle"
    assert shown(home, now) == (Freshness.NEVER, HubState.NONE)
    phrase = ("--passphrase-file", list_world.pass_phrase)
    list_world.type(list_world.hub, "bundle", "export", bundle, "--photos", *phrase)
    list_world.type(home, "bundle", "import", bundle, *phrase)
    assert shown(home, now) == (Freshness.FRESH, HubState.NONE)
    assert shown(home, now + timedelta(hours=2)) == (Freshness.OLD, HubState.NONE)
