"""What an authority says of its entries, and when."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from records.opening import Place
from tests.watchlist.feed_store.homes import FIRST, LIST, NO_PHOTOS, ROOT, SECOND, Authority, Follower, key_list
from tests.watchlist.store_hand import MODEL, NEXT_YEAR, open_store, photo, vector
from watchlist.errors import EntryRefused
from watchlist.feed.documents import Document, EntryDocument, Tombstone, Withdrawn, document_from_bytes
from watchlist.feed.errors import ForeignRoot, KeyListRolledBack, KeyUnknown, ListTaken, NoList
from watchlist.feed.head import Head, head_from_bytes
from watchlist.store import WatchlistStore
from watchlist.types import PersonId, Template


def told(authority: Authority) -> dict[PersonId, Document]:
    documents = [document_from_bytes(line) for line in authority.store.shared_export(LIST).splitlines()]
    return {one.person_id: one for one in documents}


def head(store: WatchlistStore) -> Head:
    signed = store.head(LIST)
    standing = store.standing(LIST)
    assert standing is not None
    standing.trust.check(signed)
    return head_from_bytes(signed.document)


def test_an_entry_is_told_when_it_rings_and_withdrawn_when_it_does_not(authority: Authority) -> None:
    store = authority.store
    who = authority.propose("Wang", photo(1))
    assert told(authority) == {}
    store.approve(who, "bob")
    entry = told(authority)[who]
    assert isinstance(entry, EntryDocument)
    assert (entry.name, entry.source, entry.basis, entry.until) == ("Wang", "third", "agreement", NEXT_YEAR)
    assert (entry.seq, len(entry.photos), len(entry.templates)) == (store.revision, 1, 1)
    store.suspend(who, "bob")
    assert told(authority)[who] == Withdrawn(LIST, store.revision, who)
    store.resume(who, "bob")
    assert isinstance(told(authority)[who], EntryDocument)
    store.revoke(who, "bob")
    store.extend(who, NEXT_YEAR, "bob")
    assert isinstance(told(authority)[who], Withdrawn), "a proposal again"
    store.erase(who, "bob", "asked for")
    assert told(authority) == {who: Tombstone(LIST, store.revision, who)}


def test_who_never_rang_is_never_told_of(authority: Authority) -> None:
    turned_down, erased = authority.propose("Wang", photo(1)), authority.propose("Li", photo(2))
    authority.store.refuse(turned_down, "bob", "no evidence")
    authority.store.erase(erased, "bob", "asked for")
    assert told(authority) == {}


def test_what_others_need_not_know_changes_nothing_that_is_told(authority: Authority) -> None:
    who = authority.list("Wang", 1)
    before = told(authority)
    authority.store.add_photos(who, [photo(2)], "ann")
    assert told(authority) == before, "the photograph waits for somebody else's eyes"
    authority.store.approve(who, "bob")
    entry = told(authority)[who]
    assert isinstance(entry, EntryDocument)
    assert len(entry.photos) == 2
    authority.store.lodge_appeal(who, "not me", "ann")
    on_hold = told(authority)
    authority.store.decide_appeal(who, True, "carol")
    assert told(authority) == on_hold
    authority.store.decide_appeal(who, True, "dave")
    assert told(authority)[who] == replace(entry, seq=authority.store.revision)


def test_templates_of_another_model_are_told_when_they_are_made(authority: Authority) -> None:
    who = authority.list("Wang", 1)
    [missing] = authority.store.photos_without_template("b")
    authority.store.add_templates([Template(*missing, vector(5), "b")], "gatehouse")
    entry = told(authority)[who]
    assert isinstance(entry, EntryDocument)
    assert [one.model_id for one in entry.templates] == ["b", MODEL]


def test_a_change_that_cannot_be_told_does_not_happen(authority: Authority) -> None:
    authority.list("Wang", 1)
    who = authority.propose("Li", photo(2))
    authority.store.change_reason(who, "He sold " * 1000, "ann")
    before, revision = told(authority), authority.store.revision
    with pytest.raises(EntryRefused, match="cannot tell") as refused:
        authority.store.approve(who, "bob")
    assert "He sold" not in str(refused.value)
    assert (told(authority), authority.store.revision) == (before, revision)
    authority.store.verify()


def test_a_list_begins_with_who_rings_and_may_be_shared(place: Place) -> None:
    with closing(Authority(place)) as authority:
        who = authority.list("Wang", 1)
        authority.propose("Li", photo(2))
        with pytest.raises(NoList):
            authority.store.head(LIST)
        authority.begin()
        assert list(told(authority)) == [who]
        assert head(authority.store).entries == 1
        with pytest.raises(ListTaken):
            authority.begin()
        authority.store.verify()


def test_entries_without_a_legal_basis_of_sharing_stay_this_homes_own() -> None:
    with open_store(None) as store:
        store.begin_list(LIST, "first", FIRST, key_list(1, FIRST), ROOT.public, "op")
        store.list_person("ours", "reason", NEXT_YEAR, "op", [photo(1)])
        store.list_person("shared", "reason", NEXT_YEAR, "op", [photo(2)], basis="agreement")
        [entry] = [document_from_bytes(line) for line in store.shared_export(LIST).splitlines()]
        assert isinstance(entry, EntryDocument)
        assert (entry.name, entry.source) == ("shared", "first")


def test_only_a_key_that_the_root_names_signs(place: Place) -> None:
    with closing(Authority(place)) as authority:
        with pytest.raises(KeyUnknown):
            authority.store.begin_list(LIST, "first", SECOND, key_list(1, FIRST), ROOT.public, "op")
        with pytest.raises(ForeignRoot):
            authority.store.begin_list(LIST, "first", FIRST, key_list(1, FIRST, root=SECOND), ROOT.public, "op")
        authority.begin()
        with pytest.raises(KeyUnknown):
            authority.store.change_keys(key_list(2, FIRST), "op", SECOND)
        authority.store.change_keys(key_list(2, FIRST, SECOND), "op", SECOND)
        with pytest.raises(KeyListRolledBack):
            authority.store.change_keys(key_list(1, FIRST), "op")


def test_the_secret_lies_sealed(authority: Authority) -> None:
    assert authority.store._blobs.get("feed/signing key", "signing key") == FIRST.secret
    assert FIRST.secret.hex() not in repr(authority.store.standing(LIST))


def test_a_head_is_signed_anew_when_something_changed_or_it_grew_old(authority: Authority) -> None:
    first = authority.store.head(LIST)
    authority.hand.now += timedelta(seconds=19)
    assert authority.store.head(LIST) == first
    authority.hand.now += timedelta(seconds=1)
    again = head(authority.store)
    assert again.at == authority.hand.now
    authority.list("Wang", 1)
    assert head(authority.store).seq == authority.store.revision > again.seq


def test_a_clock_that_was_put_back_makes_no_earlier_head_of_the_same_state(authority: Authority) -> None:
    first = authority.store.head(LIST)
    authority.hand.now -= timedelta(hours=1)
    assert authority.store.head(LIST) == first
    authority.list("Wang", 1)
    assert head(authority.store).at == authority.hand.now


@pytest.fixture
def second_process(authority: Authority) -> Iterator[Authority]:
    """Another process of the same hub."""
    home = Authority(authority.place, authority.hand)
    yield home
    home.close()


def test_processes_of_one_hub_say_the_same(authority: Authority, second_process: Authority) -> None:
    authority.list("Wang", 1)
    first = second_process.store.head(LIST)
    authority.hand.now += timedelta(seconds=5)
    assert authority.store.head(LIST) == first
    second_process.list("Li", 2)
    assert head(authority.store).entries == 2
    assert list(authority.store.transfer(NO_PHOTOS)) == list(second_process.store.transfer(NO_PHOTOS))


def test_new_keys_are_taken_also_where_the_clock_was_set_back(authority: Authority, follower: Follower) -> None:
    authority.list("Wang", 1)
    follower.catch_up(authority.store)
    authority.hand.now -= timedelta(hours=1)
    authority.store.change_keys(key_list(2, SECOND, revoked=(FIRST,)), "op", SECOND)
    for _ in "it learns the keys", "it takes what is signed with them":
        follower.catch_up(authority.store)
    assert follower.store.shared_sha256(LIST) == authority.store.shared_sha256(LIST)
    assert follower.store.where_to_go_on(follower.asked) != (0, 0)


def test_nobody_alone_rewrites_the_reason_that_two_agreed_upon(authority: Authority) -> None:
    who = authority.propose("Wang", photo(1))
    authority.store.change_reason(who, "a better reason", "ann")
    authority.store.approve(who, "bob")
    with pytest.raises(EntryRefused, match="two people agreed"):
        authority.store.change_reason(who, "quite another", "ann")
    entry = told(authority)[who]
    assert isinstance(entry, EntryDocument) and entry.reason == "a better reason"
