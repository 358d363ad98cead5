"""A followed entry that ends before its authority says so: purged at a node cut off for long, erased as others know."""

from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from tests.watchlist.feed_store.homes import ALL, FIRST, LIST, NO_PHOTOS, SECOND, Authority, Follower, key_list
from tests.watchlist.store_hand import MODEL, NEXT_YEAR, NOON, TODAY, vector
from watchlist.feed.documents import Tombstone, document_to_bytes
from watchlist.feed.errors import KeyUnknown, NotServed
from watchlist.feed.signed import sign
from watchlist.feed.wire.transfer import Asked
from watchlist.types import EntryState, PersonId, Template
from watchlist.vectors import to_bytes

GRACE = timedelta(days=30)
OVER = timedelta(days=500)


def cut_off(home: Follower) -> None:
    """Until long after every entry's last day."""
    home.hand.now = NOON + OVER


def pieces_of(home: Follower, person_id: PersonId) -> list[str]:
    rows = home.store._database.rows("SELECT purpose FROM blobs WHERE owner = ? ORDER BY purpose", (person_id,))
    return [row["purpose"] for row in rows]


def test_what_is_over_at_a_node_cut_off_for_long_is_purged_and_comes_again(
    authority: Authority, follower: Follower, watch: Follower
) -> None:
    who = authority.list("Wang", 1)
    follower.catch_up(authority.store)
    watch.catch_up(authority.store)
    assert follower.store.purge_expired(NEXT_YEAR + GRACE, GRACE) == 0
    cut_off(follower)
    assert follower.store.purge_expired(NEXT_YEAR + GRACE + timedelta(days=1), GRACE) == 1
    assert follower.store.purge_expired(NEXT_YEAR + GRACE + timedelta(days=1), GRACE) == 0
    assert pieces_of(follower, who) == []
    assert follower.store.entries(TODAY) == []
    assert follower.store.where_to_go_on(follower.asked) == (0, 0)
    follower.store.verify()
    with pytest.raises(NotServed, match="kept long enough"):
        list(follower.store.transfer(NO_PHOTOS))
    assert list(
        follower.store.transfer(NO_PHOTOS, *watch.store.places()["beijing"])
    )  # who has it all hears that nothing changed

    authority.store.extend(who, NEXT_YEAR - timedelta(days=5), "ann")
    follower.catch_up(authority.store)
    assert [one.name for one in follower.store.entries(TODAY)] == ["Wang"]
    assert follower.store.shared_sha256("beijing") == authority.store.shared_sha256("beijing")
    watch.catch_up(follower.store)
    assert watch.store.shared_sha256("beijing") == authority.store.shared_sha256("beijing")


def test_a_purged_entry_of_which_nothing_new_is_said_comes_whole_with_the_list(
    authority: Authority, follower: Follower
) -> None:
    who = authority.list("Wang", 1)
    follower.catch_up(authority.store)
    before = pieces_of(follower, who)
    cut_off(follower)
    follower.store.purge_expired(TODAY + OVER, GRACE)
    follower.catch_up(authority.store)
    assert pieces_of(follower, who) == before
    assert follower.store.shared_sha256("beijing") == authority.store.shared_sha256("beijing")
    follower.store.verify()
    follower.store.rebuild()
    follower.store.verify()


@pytest.mark.parametrize("is_erased", [True, False])
def test_the_digest_is_reached_by_what_changed_alone(authority: Authority, follower: Follower, is_erased: bool) -> None:
    """As a bundle brings it, whoever asked for it."""
    who = authority.list("Wang", 1)
    follower.catch_up(authority.store)
    place = follower.store.places()["beijing"]
    cut_off(follower)
    follower.store.purge_expired(TODAY + OVER, GRACE)
    if is_erased:
        authority.store.erase(who, "op", "asked for")
    else:
        authority.list("Li", 2)
    taken = follower.receive(authority.store.transfer(ALL, *place))
    assert taken.complete
    follower.store.verify()


def test_what_its_authority_still_speaks_of_is_the_authoritys_to_end(authority: Authority, follower: Follower) -> None:
    who = authority.list("Wang", 1)
    authority.hand.now = NOON + OVER
    follower.catch_up(authority.store)
    cut_off(follower)
    assert follower.store.purge_expired(TODAY + OVER, GRACE) == 0
    assert pieces_of(follower, who)


def test_entries_of_this_homes_own_are_purged_as_ever(authority: Authority, follower: Follower) -> None:
    authority.list("Wang", 1)
    follower.catch_up(authority.store)
    follower.store.list_person("Own", "sold slots", NEXT_YEAR, "ann")
    cut_off(follower)
    assert follower.store.purge_expired(TODAY + OVER, GRACE) == 2


def test_an_erasure_that_a_watch_knows_goes_up_through_a_hub_that_lost_it(
    authority: Authority, follower: Follower, watch: Follower, tmp_path: Path
) -> None:
    """Hub and authority were both put back; only the watch remembers."""
    who = authority.list("Wang", 1)
    follower.catch_up(authority.store)
    tombstone = sign(document_to_bytes(Tombstone("beijing", 99, who)), FIRST)
    foreign = sign(document_to_bytes(Tombstone("beijing", 99, who)), SECOND)
    with pytest.raises(KeyUnknown):
        follower.store.offer_tombstones([tombstone, foreign])
    assert pieces_of(follower, who)
    assert follower.store.offer_tombstones([tombstone, tombstone]) == 1
    assert follower.store.offer_tombstones([tombstone]) == 0
    assert pieces_of(follower, who) == []
    with pytest.raises(NotServed):
        follower.store.transfer(NO_PHOTOS)
    follower.store.verify()

    authority.list("Li", 2)
    taken = follower.catch_up(authority.store)
    assert taken.tombstones == (tombstone,)
    assert authority.store.offer_tombstones(taken.tombstones) == 1
    follower.catch_up(authority.store)
    watch.catch_up(follower.store)
    assert [one.name for one in watch.store.entries(TODAY)] == ["Li"]
    assert len({home.store.shared_sha256("beijing") for home in (authority, follower, watch)}) == 1


def test_somebody_of_whom_the_hub_never_heard_is_kept_off_it(authority: Authority, follower: Follower) -> None:
    follower.catch_up(authority.store)
    who = PersonId("never-heard-of")
    assert follower.store.offer_tombstones([sign(document_to_bytes(Tombstone("beijing", 9, who)), FIRST)]) == 1
    person = follower.store._tables.person(who)
    assert person is not None
    assert (person.state, person.list_id) == (EntryState.ERASED, "beijing")


def test_a_vector_made_here_gives_way_to_the_one_that_the_authority_signs(
    authority: Authority, follower: Follower
) -> None:
    """Otherwise the hub could not tell on what it has."""
    who = authority.list("Wang", 1)
    follower.catch_up(authority.store)
    [(_, photo_id)] = follower.store.photos_without_template("b")
    follower.store.add_templates([Template(who, photo_id, vector(8), "b")], "here")
    authority.store.add_templates([Template(who, photo_id, vector(7), "b")], "there")
    follower.catch_up(authority.store)
    [kept] = follower.store.templates("b", TODAY)
    assert to_bytes(kept.vector) == to_bytes(vector(7))
    assert np.isclose(np.linalg.norm(kept.vector), 1.0)
    assert list(follower.store.transfer(Asked(LIST, "b")))
    follower.store.verify()


def test_a_new_key_does_not_bring_back_half_of_what_was_purged(authority: Authority, follower: Follower) -> None:
    authority.list("Wang", 1)
    follower.catch_up(authority.store)
    cut_off(follower)
    follower.store.purge_expired(TODAY + OVER, GRACE)
    authority.store.change_keys(key_list(2, SECOND, revoked=(FIRST,)), "op", SECOND)
    follower.catch_up(authority.store)
    assert [one.name for one in follower.store.entries(TODAY)] == ["Wang"]
    assert follower.store.templates(MODEL, TODAY)
    follower.store.verify()
