"""Whatever order deliveries arrive in, and how often: what the hub makes of them is the same."""

from collections.abc import Iterator, Sequence
from itertools import chain

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.watchlist.store_hand import NOON
from tests.watchlist.upstream.two_doors import MINUTE, at_the_first, at_the_second
from tests.watchlist.upstream.upstream_hand import a_hub, a_node, people_of
from watchlist.store import WatchlistStore
from watchlist.upstream.values import Delivery

Sent = tuple[str, Delivery]


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WatchlistStore]:
    with a_hub(tmp_path_factory.mktemp("hub") / "hub.db") as store:
        yield store


@pytest.fixture(scope="module")
def sent(hub: WatchlistStore) -> list[Sent]:
    ann, ben = people_of(hub)[:2]
    with a_node([ann, ben]) as first, a_node([ann, ben]) as second:
        ones = [("gate-1", one) for one in at_the_first(first, ann, ben)]
        return ones + [("gate-2", one) for one in at_the_second(second, ann, ben)]


def heard(hub: WatchlistStore, sent: Sequence[Sent]) -> str:
    """What the hub shows and counts after these alone."""
    with hub._database.writing():
        for table in ("upstream_alarms", "upstream_steps", "upstream_people"):
            hub._database.execute(f"DELETE FROM {table}")
    for node_id, delivery in sent:
        hub.upstream.take(node_id, delivery)
    return repr((hub.upstream.visits(99), sorted(hub.upstream.rejected(NOON - MINUTE))))


def test_in_order_they_are_three_visits(hub: WatchlistStore, sent: list[Sent]) -> None:
    heard(hub, sent)
    found = {visit.visit_id: [one.told.alarm_id for one in visit.alarms] for visit in hub.upstream.visits(9)}
    assert found == {"gate-1/a-1": ["a-1", "b-1"], "gate-2/b-4": ["b-4"], "gate-1/a-2": ["a-2", "b-2", "b-3"]}
    assert hub.upstream.rejected(NOON - MINUTE) == [(people_of(hub)[0], NOON)]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=True)
@given(data=st.data())
def test_in_any_order_and_any_number_they_are_the_same(
    hub: WatchlistStore, sent: list[Sent], data: st.DataObject
) -> None:
    repeated = data.draw(st.lists(st.sampled_from(range(len(sent))), max_size=8))
    order = data.draw(st.permutations([*range(len(sent)), *repeated]))
    assert heard(hub, [sent[place] for place in order]) == heard(hub, list(chain(sent)))
