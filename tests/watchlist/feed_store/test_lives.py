"""Whatever happens to twenty entries and to the transfers that tell of it, every home ends with the same list."""

import random
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path

import pytest

from records.opening import Place
from tests.watchlist.feed_store.homes import LIST, WATCH, Authority, Follower
from tests.watchlist.store_hand import MODEL, NEXT_YEAR, TODAY, photo
from watchlist.errors import WatchlistError
from watchlist.feed.errors import OldList, TransferCut
from watchlist.feed.head import export_sha256
from watchlist.store import WatchlistStore
from watchlist.types import PersonId

PEOPLE = 20
Deed = Callable[[WatchlistStore, PersonId, int], object]
DEEDS: list[Deed] = [
    lambda s, who, _: s.approve(who, "bob"),
    lambda s, who, n: s.add_photos(who, [photo(1000 + n)], "ann"),
    lambda s, who, _: s.approve(who, "carol"),
    lambda s, who, n: s.change_reason(who, f"reason {n}", "ann"),
    lambda s, who, n: s.extend(who, NEXT_YEAR - timedelta(days=1 + n % 5), "ann"),
    lambda s, who, _: s.suspend(who, "bob"),
    lambda s, who, _: s.resume(who, "bob"),
    lambda s, who, _: s.revoke(who, "bob"),
    lambda s, who, _: s.extend(who, NEXT_YEAR, "carol"),
    lambda s, who, n: s.lodge_appeal(who, f"not me {n}", "ann"),
    lambda s, who, n: s.decide_appeal(who, n % 3 > 0, "dave" if n % 2 else "erin"),
    lambda s, who, n: s.erase(who, "ann", "asked for") if n % 4 == 0 else None,
]


def live(authority: Authority, chance: random.Random, people: list[PersonId], number: int) -> None:
    if len(people) < PEOPLE and chance.random() < 0.4:
        people.append(authority.propose(f"person {number}", photo(number), photo(500 + number)))
        if chance.random() < 0.7:
            authority.store.approve(people[-1], "bob")
        return
    if people:
        with suppress(WatchlistError):
            chance.choice(DEEDS)(authority.store, chance.choice(people), number)
    authority.hand.wait(minutes=chance.choice([0, 0, 1]))


def tell(home: Follower, hub: WatchlistStore, chance: random.Random, before: list[list[bytes]]) -> None:
    """As the world does: cut, twice, out of order, an old one again."""
    lines = home.lines(hub, whole=chance.random() < 0.2)
    if chance.random() < 0.3:
        told = b"".join(lines)
        with pytest.raises(TransferCut):
            home.receive([told[: chance.randrange(len(told))]])
    if before and chance.random() < 0.3:
        with suppress(OldList):
            home.receive(chance.choice(before))
    if home.receive(lines).complete:
        before.append(lines)
    if chance.random() < 0.3:
        home.receive(lines)


def ringing(store: WatchlistStore) -> list[tuple[str, bytes]]:
    return [(one.photo_id, one.vector.tobytes()) for one in store.templates(MODEL, TODAY)]


@pytest.mark.parametrize("seed", range(3))
def test_every_home_ends_with_the_list_of_the_authority(place: Place, tmp_path: Path, seed: int) -> None:
    chance, people = random.Random(seed), list[PersonId]()
    with (
        closing(Authority(place)) as authority,
        closing(Follower(tmp_path / "follower.db", tmp_path)) as follower,
        closing(Follower(tmp_path / "watch.db", tmp_path, WATCH, "w")) as watch,
    ):
        authority.begin()
        own = follower.store.list_person("person 3", "ours", NEXT_YEAR, "op", [photo(9999)])
        homes: list[Authority | Follower] = [authority, follower, watch]
        follower.join()
        watch.join()
        told: tuple[list[list[bytes]], list[list[bytes]]] = [], []
        for number in range(120):
            live(authority, chance, people, number)
            if chance.random() < 0.15:
                tell(follower, authority.store, chance, told[0])
            if chance.random() < 0.15 and follower.store.places()["beijing"] != (0, 0):
                tell(watch, follower.store, chance, told[1])
            if chance.random() < 0.05:
                chance.choice(homes).restart()
        follower.catch_up(authority.store)
        watch.catch_up(follower.store)
        lists = [home.store.shared_sha256("beijing") for home in homes]
        assert len(set(lists)) == 1
        assert lists[0] == export_sha256(authority.store._feed(LIST).by_person())
        assert len(authority.store._feed(LIST).newest()) >= PEOPLE / 2, "the lives must be worth telling"
        assert ringing(watch.store) == ringing(authority.store)
        ours = [(one, data) for one, data in ringing(follower.store) if one not in own.photos]
        assert ours == ringing(authority.store)
        for home in homes:
            home.store.verify()
