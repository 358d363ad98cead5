"""Over a hub between: whatever order deliveries arrive in at both hubs, how often, and which answers were lost, the
authority makes the same of them."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.watchlist.upstream.two_doors import MINUTE, at_the_first, at_the_second
from tests.watchlist.upstream.upstream_hand import a_hub, a_hub_between, a_node, people_of, relayed
from watchlist.store import WatchlistStore
from watchlist.upstream.together import Together
from watchlist.upstream.values import Delivery

PHASES = [phase for phase in Phase if phase not in (Phase.shrink, Phase.explain)]
"""A counterexample is short as it is, and making it shorter takes minutes."""
FORGOTTEN = ("upstream_alarms", "upstream_steps", "upstream_people")


@dataclass
class World:
    """`sent` is what the two PCs tell, `gone` what the hub between told on so far."""

    authority: WatchlistStore
    west: WatchlistStore
    sent: list[tuple[str, Delivery]]
    gone: list[Delivery] = field(default_factory=list)

    def begin(self) -> None:
        self.gone.clear()
        for hub in (self.authority, self.west):
            with hub._database.writing():
                for table in FORGOTTEN:
                    hub._database.execute(f"DELETE FROM {table}")

    def tells(self, place: int) -> None:
        self.west.upstream.take(*self.sent[place])

    def goes_on(self, *, arrives: bool, is_answered: bool) -> None:
        due = self.west.relay.due(2)
        if due is None:
            return
        self.gone.append(Delivery(self.west._clock(), due.alarms, due.up_to, due.after))
        if arrives:
            self.comes_again(-1)
        if is_answered:
            self.west.relay.told(due.up_to)

    def comes_again(self, place: int) -> None:
        if self.gone:
            self.authority.upstream.take("west", self.gone[place % len(self.gone)])

    def ends(self) -> list[Together]:
        """Whatever was not answered is told again in the end."""
        for place in range(len(self.gone)):
            self.comes_again(place)
        for one in relayed(self.west, self.west._clock()):
            self.authority.upstream.take("west", one)
        return [
            replace(
                visit, alarms=tuple(replace(one, told=replace(one.told, revision=0), arrival=0) for one in visit.alarms)
            )
            for visit in self.authority.upstream.visits(99)
        ]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The second PC's clock is an hour ahead."""
    with ExitStack() as open_stores:
        authority = open_stores.enter_context(a_hub(tmp_path_factory.mktemp("hub") / "hub.db"))
        people = people_of(authority)
        west, first, second = (
            open_stores.enter_context(one) for one in (a_hub_between(people), a_node(people), a_node(people))
        )
        sent = [("gate-1", one) for one in at_the_first(first, *people[:2])]
        sent += [("gate-2", one) for one in at_the_second(second, people[0], people[1], timedelta(hours=1))]
        yield World(authority, west, sent)


def in_order(world: World) -> list[Together]:
    world.begin()
    for place in range(len(world.sent)):
        world.tells(place)
    return world.ends()


def test_in_order_they_are_the_visits_that_they_were(world: World) -> None:
    found = {visit.visit_id: [one.told.alarm_id[-3:] for one in visit.alarms] for visit in in_order(world)}
    assert found == {
        "west/gate-1/a-1": ["a-1", "b-1"],
        "west/gate-2/b-4": ["b-4"],
        "west/gate-1/a-2": ["a-2", "b-2", "b-3"],
    }
    noon, ann = world.west._clock(), people_of(world.authority)[0]
    assert world.authority.upstream.rejected(noon - MINUTE) == [(ann, noon)]


@settings(
    max_examples=40,
    phases=PHASES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
    derandomize=True,
)
@given(data=st.data())
def test_over_two_hops_in_any_order_and_any_number_they_are_the_same(world: World, data: st.DataObject) -> None:
    expected = in_order(world)
    places = range(len(world.sent))
    order = data.draw(st.permutations([*places, *data.draw(st.lists(st.sampled_from(places), max_size=6))]))
    world.begin()
    for told in order:
        world.tells(told)
        for _ in range(data.draw(st.integers(0, 2))):
            world.goes_on(arrives=data.draw(st.booleans()), is_answered=data.draw(st.booleans()))
        for again in data.draw(st.lists(st.integers(0, 9), max_size=2)):
            world.comes_again(again)
    assert world.ends() == expected
