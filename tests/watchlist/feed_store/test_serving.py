"""A list is told line by line, while it changes."""

from datetime import timedelta

import pytest

from tests.watchlist.feed_store.homes import ALL, FIRST, LIST, NO_PHOTOS, SECOND, Authority, Follower, key_list
from tests.watchlist.store_hand import MODEL, NEXT_YEAR, TODAY, vector
from watchlist.feed.errors import NotServed, TransferCut
from watchlist.store import WatchlistStore
from watchlist.types import PersonId, Template


def ringing(store: WatchlistStore) -> set[PersonId]:
    return {one.person_id for one in store.templates(MODEL, TODAY)}


def test_what_changes_while_it_is_told_comes_at_the_end_once_more(authority: Authority, follower: Follower) -> None:
    people = [authority.list(f"p{number}", number) for number in range(60)]
    lines = authority.store.transfer(ALL)
    told = [next(lines) for _ in range(20)]
    authority.store.extend(people[0], NEXT_YEAR - timedelta(days=1), "ann")
    authority.store.erase(people[1], "op", "asked for")
    authority.store.suspend(people[55], "op")
    authority.store.erase(people[56], "op", "asked for")
    authority.list("newcomer", 99)
    follower.receive([*told, *lines])
    assert follower.store.shared_sha256("beijing") == authority.store.shared_sha256("beijing")
    assert len(ringing(follower.store)) == 58
    assert follower.store.entry_by_name("p0").until == NEXT_YEAR - timedelta(days=1)


def test_a_transfer_that_would_send_what_was_erased_meanwhile_is_cut(authority: Authority, follower: Follower) -> None:
    people = [authority.list(f"p{number}", number) for number in range(3)]
    lines = authority.store.transfer(ALL)
    told = [next(lines) for _ in range(3)]
    authority.store.erase(people[2], "op", "asked for")
    with pytest.raises(NotServed):
        told += lines
    follower.catch_up(authority.store)
    assert len(ringing(follower.store)) == 2


def test_a_list_that_began_anew_while_it_was_told_is_cut(authority: Authority) -> None:
    authority.list("Wang", 1)
    lines = authority.store.transfer(NO_PHOTOS)
    next(lines)
    authority.store.begin_epoch("op")
    with pytest.raises(NotServed, match="anew"):
        list(lines)


def test_a_list_whose_keys_are_changed_while_it_is_told_is_cut_and_taken_whole_the_next_time(
    authority: Authority, follower: Follower
) -> None:
    for number in range(3):
        authority.list(f"p{number}", number)
    lines = authority.store.transfer(ALL)
    told = [next(lines) for _ in range(5)]
    authority.store.change_keys(key_list(2, SECOND, revoked=(FIRST,)), "op", SECOND)
    with pytest.raises(NotServed):
        told += lines
    with pytest.raises(TransferCut):
        follower.receive(told)
    follower.catch_up(authority.store)
    assert len(ringing(follower.store)) == 3
    assert follower.store.shared_sha256("beijing") == authority.store.shared_sha256("beijing")


def test_many_that_one_change_changed_are_all_told(authority: Authority, follower: Follower) -> None:
    for number in range(60):
        authority.list(f"p{number}", number)
    follower.catch_up(authority.store)
    missing = authority.store.photos_without_template("b")
    authority.store.add_templates([Template(*one, vector(7), "b") for one in missing], "gatehouse")
    assert len({one.seq for one in authority.store._feed(LIST).newest().values()}) == 1
    follower.catch_up(authority.store)
    assert len(follower.store.templates("b", TODAY)) == 60
    assert follower.store.shared_sha256("beijing") == authority.store.shared_sha256("beijing")
