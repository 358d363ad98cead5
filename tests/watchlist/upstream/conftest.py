"""A hub's store with people on its shared list, and a node that has them too."""

from collections.abc import Iterator

import pytest

from records.opening import Place
from tests.watchlist.store_hand import Hand
from tests.watchlist.upstream.upstream_hand import a_hub, a_node, people_of
from watchlist.store import WatchlistStore
from watchlist.types import PersonId


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def hub(place: Place, hand: Hand) -> Iterator[WatchlistStore]:
    with a_hub(place, hand) as store:
        yield store


@pytest.fixture
def ann(hub: WatchlistStore) -> PersonId:
    return people_of(hub)[0]


@pytest.fixture
def node(hub: WatchlistStore) -> Iterator[WatchlistStore]:
    with a_node(people_of(hub)) as store:
        yield store
