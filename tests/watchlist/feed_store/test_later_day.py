"""A later last day is told to others when it counts, and not before."""

from datetime import timedelta

from tests.watchlist.feed_store.homes import LIST, Authority, Follower
from tests.watchlist.store_hand import MODEL, NEXT_YEAR, TODAY, photo

LATEST = TODAY + timedelta(days=366)


def days(home: Authority | Follower) -> list[object]:
    return [entry.until for entry in home.store.entries(TODAY)]


def test_others_hear_of_the_old_day_until_somebody_else_approved(authority: Authority, follower: Follower) -> None:
    who = authority.list("Wang", 1)
    follower.catch_up(authority.store)
    before = authority.store.shared_export(LIST)
    authority.store.extend(who, LATEST, "ann")
    assert authority.store.shared_export(LIST) == before
    follower.catch_up(authority.store)
    assert (days(authority), days(follower)) == ([NEXT_YEAR], [NEXT_YEAR])
    authority.store.approve(who, "bob")
    follower.catch_up(authority.store)
    assert (days(authority), days(follower)) == ([LATEST], [LATEST])
    assert follower.store.shared_sha256(LIST) == authority.store.shared_sha256(LIST)


def test_who_expired_meanwhile_rings_everywhere_again(authority: Authority, follower: Follower) -> None:
    who = authority.list("Wang", 1)
    authority.store.extend(who, TODAY, "ann")
    authority.store.extend(who, LATEST, "ann")
    follower.catch_up(authority.store)
    tomorrow = TODAY + timedelta(days=1)
    for home in (authority, follower):
        home.hand.wait(days=1)
    assert [home.store.templates(MODEL, tomorrow) for home in (authority, follower)] == [[], []]
    authority.store.approve(who, "bob")
    follower.catch_up(authority.store)
    assert [len(home.store.templates(MODEL, tomorrow)) for home in (authority, follower)] == [1, 1]


def test_an_entry_that_nobody_was_told_of_stays_so(authority: Authority) -> None:
    who = authority.propose("Li", photo(2))
    authority.store.extend(who, LATEST, "ann")
    assert authority.store.shared_export(LIST) == b""
