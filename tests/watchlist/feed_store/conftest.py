"""A list that has begun, and homes that have joined it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from records.opening import Place
from tests.watchlist.feed_store.homes import WATCH, Authority, Follower


@pytest.fixture
def authority(place: Place) -> Iterator[Authority]:
    home = Authority(place)
    home.begin()
    yield home
    home.close()


@pytest.fixture
def follower(tmp_path: Path) -> Iterator[Follower]:
    """A hub that tells the list on."""
    home = Follower(tmp_path / "follower.db", tmp_path)
    home.join()
    yield home
    home.close()


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Follower]:
    home = Follower(tmp_path / "watch.db", tmp_path, WATCH, "w")
    home.join()
    yield home
    home.close()
