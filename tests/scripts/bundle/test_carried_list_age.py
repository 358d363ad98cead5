"""A list that bundles bring grows old at the door as one from a hub does."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scripts.command import Context
from scripts.following.ageing import caution_of_age, caution_of_hub
from scripts.watch.following import Following
from tests.scripts.list_world import ListWorld
from watchlist.feed.age import AgeLimits, Freshness
from watchlist.hub.values import HubTold
from watchlist.post.board import Board
from watchlist.post.values import HubState


def shown(home: Path, at: datetime) -> tuple[Freshness, HubState]:
    board = Board(at)
    with Context(home).open_store() as store:
        Following(limits=AgeLimits(old_after_s=3600)).show(board, 1, at, store.followed_lists())
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


def test_whoever_asks_who_is_listed_hears_that_the_list_is_old(
    list_world: ListWorld, capsys: pytest.CaptureFixture[str]
) -> None:
    root, now = list_world.begin(), datetime.now(UTC)
    list_world.listed(1)
    home, bundle = list_world.watch("watch", root), list_world.folder / "list.bundle"
    phrase = ("--passphrase-file", list_world.pass_phrase)
    list_world.type(list_world.hub, "bundle", "export", bundle, "--photos", *phrase)
    list_world.type(home, "bundle", "import", bundle, *phrase)
    context = Context(home)

    def told_at(at: datetime) -> str:
        with context.open_store() as store:
            caution_of_age(context, store.followed_lists(), at)
        return capsys.readouterr().err

    assert told_at(now) == ""
    assert "7.0 h old" in told_at(now + timedelta(hours=7)) and "newer bundle" in told_at(now + timedelta(hours=7))
    list_world.type(home, "people", "list")
    assert "h old" not in list_world.said
    caution_of_hub(context, HubTold("beijing", "s", "li", "guard", follows=True, list_age_s=7 * 3600), now)
    caution_of_hub(context, HubTold("beijing", "s", "li", "guard"), now)
    assert capsys.readouterr().err.count("caution: the list is 7.0 h old") == 1
