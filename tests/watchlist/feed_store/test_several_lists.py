"""A hospital's hub follows the list of many and signs one of its own entries; its watches follow both."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from records.signing import SigningKey
from tests.watchlist.feed_store.homes import ALL, LIST, ROOT, WATCH, Authority, Follower, key_of
from tests.watchlist.store_hand import MODEL, NEXT_YEAR, TODAY, photo
from watchlist.errors import NobodyByThatName
from watchlist.feed.documents import Document, EntryDocument, Tombstone, Withdrawn, document_to_bytes
from watchlist.feed.errors import DocumentRefused, ForeignList, ListTaken
from watchlist.feed.head import Head, head_to_bytes, state_sha256
from watchlist.feed.signed import Signed, sign
from watchlist.feed.store.put_back import Since
from watchlist.feed.trust import KeyList, key_list_to_bytes
from watchlist.feed.wire.lines import HeadLine, KeysLine, Line, Opening, RecordLine, line_to_bytes
from watchlist.feed.wire.transfer import Asked
from watchlist.store import WatchlistStore
from watchlist.types import PersonId

OWN = "third-hospital"
OWN_ROOT, OWN_KEY = key_of("own root"), key_of("own key")


def own_keys(key: SigningKey = OWN_KEY) -> Signed:
    return sign(key_list_to_bytes(KeyList(OWN, 1, (key.public,))), OWN_ROOT)


@pytest.fixture
def hub(follower: Follower, authority: Authority) -> Follower:
    """With Wang of the shared list and Zhao of its own."""
    authority.list("Wang", 1)
    follower.catch_up(authority.store)
    follower.store.begin_list(OWN, "third hospital", OWN_KEY, own_keys(), OWN_ROOT.public, "op")
    listed_here(follower.store, "Zhao", 2)
    return follower


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Follower]:
    """A watch that follows both lists."""
    home = Follower(tmp_path / "both.db", tmp_path, WATCH, "b")
    home.join()
    home.store.join(OWN, OWN_ROOT.public, "op")
    yield home
    home.close()


def listed_here(store: WatchlistStore, name: str, seed: int) -> PersonId:
    return store.list_person(name, "ours", NEXT_YEAR, "op", [photo(seed)], basis="our own order").person_id


def catch_up(home: Follower, hub: WatchlistStore) -> None:
    for list_id in (LIST, OWN):
        home.asked = Asked(list_id, MODEL)
        home.catch_up(hub)


def names(store: WatchlistStore) -> set[str]:
    ringing = {one.person_id for one in store.templates(MODEL, TODAY)}
    return {one.name for one in store.entries(TODAY) if one.person_id in ringing}


def told(hub: Follower, *documents: Document) -> list[bytes]:
    """A snapshot of the hospital's own list as its key would sign it, whatever it says."""
    records = [sign(document_to_bytes(one), OWN_KEY) for one in documents]
    state = {one.person_id: record.sha256 for one, record in zip(documents, records, strict=True)}
    at = hub.hand.clock()
    head = Head(OWN, 5, max(one.seq for one in documents), at, len(documents), state_sha256(state))
    said = [RecordLine(record) for record in records]
    lines: list[Line] = [Opening(OWN, True, (MODEL,)), KeysLine(own_keys()), *said]
    return [line_to_bytes(one) for one in (*lines, HeadLine(sign(head_to_bytes(head), OWN_KEY)))]


def test_a_watch_rings_for_both_lists_and_each_keeps_to_itself(
    authority: Authority, hub: Follower, both: Follower, watch: Follower
) -> None:
    catch_up(both, hub.store)
    watch.catch_up(hub.store)
    assert (names(both.store), names(watch.store)) == ({"Wang", "Zhao"}, {"Wang"})
    for list_id in (LIST, OWN):
        assert both.store.shared_sha256(list_id) == hub.store.shared_sha256(list_id)
        assert both.store.head(list_id) == hub.store.head(list_id)
    assert b"Zhao" not in hub.store.shared_export(LIST) and b"Wang" not in hub.store.shared_export(OWN)
    assert both.store.places() == hub.store.places()
    assert {one.name: one.source for one in both.store.entries(TODAY)} == {"Wang": "third", "Zhao": "third hospital"}
    assert [one.list_id for one in hub.store.followed_lists()] == [LIST], "its own it signs"
    for home in (authority, hub, both):
        home.store.verify()


def test_what_is_taken_off_the_own_list_rings_no_more_and_an_erasure_reaches_the_watch(
    hub: Follower, both: Follower
) -> None:
    zhao = hub.store.entry_by_name("Zhao").person_id
    catch_up(both, hub.store)
    hub.store.suspend(zhao, "op")
    catch_up(both, hub.store)
    assert names(both.store) == {"Wang"}
    hub.store.resume(zhao, "op")
    hub.store.erase(zhao, "op", "asked for")
    catch_up(both, hub.store)
    assert set(both.store.followed(OWN).erased) == {zhao}
    assert b"Zhao" not in b"".join(row["sealed"] for row in both.store._database.rows("SELECT sealed FROM blobs"))


def test_a_home_signs_one_list(authority: Authority) -> None:
    with pytest.raises(ListTaken):
        authority.store.begin_list(OWN, "third hospital", OWN_KEY, own_keys(), OWN_ROOT.public, "op")


def test_one_list_is_left_and_the_other_stays(hub: Follower, both: Follower) -> None:
    catch_up(both, hub.store)
    assert both.store.leave(OWN, "op") == 1
    assert names(both.store) == {"Wang"}
    assert [one.list_id for one in both.store.standings()] == [LIST]
    both.asked = WATCH
    assert both.store.where_to_go_on(WATCH) == both.store.places()[LIST]
    both.store.join(OWN, OWN_ROOT.public, "op")
    catch_up(both, hub.store)
    assert names(both.store) == {"Wang", "Zhao"}


@pytest.mark.parametrize("kind", [Tombstone, Withdrawn, None])
def test_a_list_that_speaks_of_anothers_people_is_refused_whole(
    authority: Authority, hub: Follower, both: Follower, kind: type[Tombstone | Withdrawn] | None
) -> None:
    """Also of one who was erased: nobody's record is put in place of another's."""
    wang, erased = hub.store.entry_by_name("Wang").person_id, authority.list("Li", 3)
    hub.catch_up(authority.store)
    authority.store.erase(erased, "op", "asked for")
    hub.catch_up(authority.store)
    catch_up(both, hub.store)
    before = both.store.shared_export(LIST), both.store.shared_export(OWN), both.store.audit_records()
    both.asked = Asked(OWN, MODEL)
    for who in (wang, erased):
        says = EntryDocument(OWN, 9, who, NEXT_YEAR, "Wang", "r", "s", "b") if kind is None else kind(OWN, 9, who)
        with pytest.raises(DocumentRefused):
            both.receive(told(hub, says))
    assert (both.store.shared_export(LIST), both.store.shared_export(OWN), both.store.audit_records()) == before
    assert names(both.store) == {"Wang", "Zhao"}


def test_offered_erasures_go_to_their_own_lists(authority: Authority, hub: Follower) -> None:
    wang, zhao = (hub.store.entry_by_name(one).person_id for one in ("Wang", "Zhao"))
    authority.store.erase(wang, "op", "asked for")
    [of_wang] = authority.store._feed(LIST).by_person()
    of_zhao = sign(document_to_bytes(Tombstone(OWN, 99, zhao)), OWN_KEY)
    stranger = sign(document_to_bytes(Tombstone("another-list", 99, zhao)), OWN_KEY)
    with pytest.raises(ForeignList):
        hub.store.offer_tombstones([of_wang, of_zhao, stranger])
    assert names(hub.store) == {"Wang", "Zhao"}
    assert hub.store.offer_tombstones([of_wang, of_zhao]) == 2
    assert names(hub.store) == set()
    assert hub.store.offer_tombstones([of_wang, of_zhao]) == 0
    assert b"Tombstone" in hub.store.shared_export(OWN)
    assert hub.catch_up(authority.store).tombstones == ()


def test_who_was_erased_in_lost_time_before_this_copy_told_of_them_is_told_to_be_erased(hub: Follower) -> None:
    """The ledger made them erased here already, and no follower waits for ever for the list to say so."""
    li = hub.store.list_person("Li", "r", NEXT_YEAR, "op", [photo(4)], four_eyes=True, basis="b").person_id
    hub.store.put_back(Since(frozenset({li})), "op", {})
    assert b"Tombstone" not in hub.store.shared_export(OWN)
    tombstone = sign(document_to_bytes(Tombstone(OWN, 99, li)), OWN_KEY)
    assert hub.store.offer_tombstones([tombstone]) == 1
    assert b"Tombstone" in hub.store.shared_export(OWN)
    assert hub.store.offer_tombstones([tombstone]) == 0


def test_a_restored_hub_begins_its_own_list_anew_and_keeps_what_it_knows_of_the_other(
    authority: Authority, hub: Follower
) -> None:
    wang, zhao = (hub.store.entry_by_name(one).person_id for one in ("Wang", "Zhao"))
    epoch, _ = hub.store.places()[OWN]
    authority.store.erase(wang, "op", "asked for")
    tombstone = next(iter(authority.store._feed(LIST).by_person()))
    since = Since(frozenset({wang, zhao}), {LIST: {wang: tombstone}}, {OWN: epoch + 3})
    assert hub.store.put_back(since, "op", {}) == 2
    assert names(hub.store) == set()
    assert hub.store.places()[OWN][0] > epoch + 3
    assert hub.store.followed(LIST).erased == {wang: tombstone}


def test_the_lists_are_as_old_as_the_oldest(authority: Authority, hub: Follower, both: Follower) -> None:
    both.asked = WATCH
    both.catch_up(hub.store)
    assert both.store.said_at() is None, "of one nothing came yet"
    hub.hand.now += NEXT_YEAR - TODAY
    catch_up(both, hub.store)
    said = [one.said_at for one in both.store.standings()]
    oldest, newest = min(moment for moment in said if moment), max(moment for moment in said if moment)
    assert both.store.said_at() == newest != oldest, "from the future of this home's clock"
    both.hand.now = hub.hand.now
    assert both.store.said_at() == oldest
    assert hub.store.said_at() == authority.store.standing(LIST).head_told.at  # type: ignore[union-attr]


def test_a_hub_tells_both_lists_with_the_templates_of_all_models(hub: Follower, tmp_path: Path) -> None:
    below = Follower(tmp_path / "below.db", tmp_path, replace(ALL, list_id=OWN), "l")
    below.store.join(OWN, OWN_ROOT.public, "op")
    below.catch_up(hub.store)
    assert [one.name for one in below.store.entries(TODAY)] == ["Zhao"]
    assert below.store.has_photographs(OWN)
    assert ROOT.public != OWN_ROOT.public
    below.close()


def test_a_list_that_comes_again_under_another_root_is_told_on_whoever_was_erased_from_the_first(
    authority: Authority, watch: Follower
) -> None:
    wang = authority.list("Wang", 1)
    watch.catch_up(authority.store)
    authority.store.erase(wang, "op", "asked for it")
    watch.catch_up(authority.store)
    watch.store.leave(LIST, "op")
    founded = sign(key_list_to_bytes(KeyList(LIST, 1, (OWN_KEY.public,))), OWN_ROOT)
    with Authority(None).store as anew:
        anew.begin_list(LIST, "first hospital", OWN_KEY, founded, OWN_ROOT.public, "op")
        watch.store.join(LIST, OWN_ROOT.public, "op")
        assert watch.catch_up(anew).tombstones == ()
    assert list(watch.store.transfer(WATCH))
    assert watch.store.verify()


def test_who_was_erased_is_told_to_the_same_root_again(authority: Authority, watch: Follower) -> None:
    wang = authority.list("Wang", 1)
    watch.catch_up(authority.store)
    authority.store.erase(wang, "op", "asked for it")
    watch.catch_up(authority.store)
    watch.store.leave(LIST, "op")
    watch.join()
    assert set(watch.store.followed(LIST).erased) == {wang}


def test_who_goes_from_one_list_to_the_other_is_found_by_name_on_the_way_and_afterwards(
    authority: Authority, hub: Follower, both: Follower
) -> None:
    catch_up(both, hub.store)
    shared = authority.list("Zhao", 2)
    hub.catch_up(authority.store)
    catch_up(both, hub.store)
    own = hub.store.entry_by_name("Zhao").person_id
    assert own != shared
    assert len(both.store.templates(MODEL, TODAY)) == 3
    hub.store.erase(own, "op", "the list of many has him")
    catch_up(both, hub.store)
    assert [store.entry_by_name("Zhao").person_id for store in (hub.store, both.store)] == [shared, shared]
    assert names(both.store) == {"Wang", "Zhao"}
    with pytest.raises(NobodyByThatName):
        both.store.entry_by_name("Zha")
