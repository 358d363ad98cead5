"""What homes that follow keep, refuse, tell on and forget."""

from dataclasses import replace
from datetime import timedelta

import pytest

from records.errors import StorageFull
from tests.watchlist.feed_store.homes import (
    ALL,
    FIRST,
    LIST,
    NO_PHOTOS,
    ROOT,
    SECOND,
    WATCH,
    Authority,
    Follower,
    key_list,
)
from tests.watchlist.store_hand import MODEL, NEXT_YEAR, TODAY, an_alarm, full_disk, open_store, photo, vector
from watchlist.errors import NoSuchAlarm
from watchlist.feed.documents import Withdrawn, document_to_bytes
from watchlist.feed.errors import (
    DocumentRefused,
    ForeignRoot,
    Forged,
    KeyRevoked,
    ListTaken,
    NoList,
    OldList,
    TransferRefused,
)
from watchlist.feed.following import Batch
from watchlist.feed.signed import sign
from watchlist.feed.wire.transfer import Asked, TransferReader
from watchlist.store import WatchlistStore
from watchlist.types import PersonId, Template
from watchlist.vectors import to_bytes


def ringing(store: WatchlistStore) -> set[PersonId]:
    return {one.person_id for one in store.templates(MODEL, TODAY)}


def state_of(store: WatchlistStore) -> object:
    return store._tables.people(), store.followed(LIST), store.revision, store.audit_records()


def test_a_follower_has_what_a_hub_needs_and_a_watch_what_it_rings_for(
    authority: Authority, follower: Follower, watch: Follower
) -> None:
    who = authority.list("Wang", 1, 2)
    follower.catch_up(authority.store)
    watch.catch_up(follower.store)
    entry = follower.store.entry_by_name("Wang")
    assert (entry.person_id, entry.list_id, entry.source, entry.until) == (who, LIST, "third", NEXT_YEAR)
    assert [follower.store.photo(one, "op") for one in entry.photos] == [photo(1).data, photo(2).data]
    assert ringing(watch.store) == ringing(follower.store) == {who}
    assert watch.store.entry_by_name("Wang").photos == ()
    assert watch.store.basis(who) == "agreement"
    assert watch.store.head(LIST) == follower.store.head(LIST) == authority.store.head(LIST)


def test_a_hubs_own_entries_stay_its_own(authority: Authority, follower: Follower, watch: Follower) -> None:
    who = authority.list("Wang", 1)
    ours = follower.store.list_person("Wang", "ours", NEXT_YEAR, "op", [photo(1)], basis="agreement")
    follower.catch_up(authority.store)
    watch.catch_up(follower.store)
    assert ringing(follower.store) == {who, ours.person_id}
    assert ringing(watch.store) == {who}
    assert follower.store.entry_by_name("Wang").person_id == ours.person_id
    assert follower.store.leave(LIST, "op") == 1
    assert ringing(follower.store) == {ours.person_id}


def test_what_is_erased_is_gone_from_every_file(authority: Authority, follower: Follower) -> None:
    who = authority.list("Wang-who-goes", 1)
    authority.list("Li", 2)
    follower.catch_up(authority.store)
    follower.store.raise_alarm(an_alarm("a-1", who), b"the captured face " * 50)
    home = follower.folder
    secrets = [b"Wang-who-goes", b"photograph 1photograph 1", vector(1).tobytes()[:16], b"captured face"]
    files = [home / name for name in ("follower.db", "follower.db-wal")]
    assert all(secret in b"".join(file.read_bytes() for file in files) for secret in secrets)
    authority.store.erase(who, "op", "asked for")
    follower.catch_up(authority.store)
    kept = b"".join(file.read_bytes() for file in files if file.exists())
    assert [secret for secret in secrets if secret in kept] == []
    with pytest.raises(NoSuchAlarm):
        follower.store.picture("a-1", "op")
    assert follower.store.shared_sha256(LIST) == authority.store.shared_sha256(LIST)


def test_a_withdrawn_entry_leaves_nothing_but_that(authority: Authority, follower: Follower) -> None:
    who = authority.list("Wang", 1)
    follower.catch_up(authority.store)
    authority.store.suspend(who, "bob")
    follower.catch_up(authority.store)
    assert follower.store._database.rows("SELECT 1 FROM blobs WHERE owner = ?", (who,)) == []
    authority.store.resume(who, "bob")
    follower.catch_up(authority.store)
    assert ringing(follower.store) == {who}


def test_a_vector_of_the_homes_own_model_stays_while_its_photograph_does(
    authority: Authority, follower: Follower
) -> None:
    who = authority.list("Wang", 1)
    follower.catch_up(authority.store)
    [missing] = follower.store.photos_without_template("own")
    follower.store.add_templates([Template(*missing, vector(9), "own")], "gatehouse")
    authority.store.extend(who, NEXT_YEAR - timedelta(days=1), "ann")
    follower.catch_up(authority.store)
    assert follower.store.entry_by_name("Wang").until == NEXT_YEAR - timedelta(days=1)
    assert len(follower.store.templates("own", TODAY)) == 1
    assert follower.store.shared_sha256(LIST) == authority.store.shared_sha256(LIST)


def test_who_needs_another_model_asks_anew_and_gets_what_was_not_sent_before(
    authority: Authority, watch: Follower
) -> None:
    who = authority.list("Wang", 1)
    watch.catch_up(authority.store)
    assert watch.store.where_to_go_on(WATCH) == watch.store.places()[LIST]
    [missing] = authority.store.photos_without_template("b")
    authority.store.add_templates([Template(*missing, vector(5), "b")], "gatehouse")
    watch.catch_up(authority.store)
    assert watch.store.templates("b", TODAY) == []
    watch.asked = Asked(LIST, "b", photos=True)
    assert watch.store.where_to_go_on(watch.asked) == (0, 0)
    watch.catch_up(authority.store)
    assert [one.person_id for one in watch.store.templates("b", TODAY)] == [who]
    assert len(watch.store.entry_by_name("Wang").photos) == 1
    assert watch.store.where_to_go_on(watch.asked) == watch.store.places()[LIST]
    watch.store.verify()


def test_a_head_alone_leaves_no_trace_but_the_lists_age(authority: Authority, follower: Follower) -> None:
    authority.list("Wang", 1)
    follower.catch_up(authority.store)
    audited = len(follower.store.audit_records())
    authority.hand.wait(minutes=1)
    follower.catch_up(authority.store)
    head = follower.store.followed(LIST).head
    assert head is not None
    assert head.at == authority.hand.now
    assert len(follower.store.audit_records()) == audited


def batch_of(lines: list[bytes], asked: Asked = ALL) -> tuple[Batch, dict[object, bytes]]:
    reader, found = TransferReader(asked), dict[object, bytes]()
    for line in lines:
        found |= {(one.person_id, one.photo_id, one.model_id): one.data for one in reader.feed(line)}
    return reader.end(), found


class Given:
    def __init__(self, data: dict[object, bytes]) -> None:
        self._data = data

    def get(self, *what: object) -> bytes | None:
        return self._data.get(what)


def test_a_refused_transfer_changes_nothing_but_the_keys_it_brought(authority: Authority, follower: Follower) -> None:
    authority.list("Wang", 1)
    follower.catch_up(authority.store)
    authority.store.change_keys(key_list(2, FIRST, SECOND), "op", SECOND)
    authority.list("Li", 2)
    batch, attachments = batch_of(follower.lines(authority.store))
    before = state_of(follower.store)
    forged = replace(batch.records[0], signature=bytes(64))
    with pytest.raises(Forged):
        follower.store.take(replace(batch, records=(forged,)), Given(attachments), ALL)
    with pytest.raises(TransferRefused):
        follower.store.take(batch, Given(dict.fromkeys(attachments, to_bytes(vector(77)))), ALL)
    assert state_of(follower.store) == before
    assert follower.store.trust(LIST).keys is not None
    assert follower.store.trust(LIST).keys == authority.store._authority().trust.keys
    follower.store.take(batch, Given(attachments), ALL)
    assert follower.store.shared_sha256(LIST) == authority.store.shared_sha256(LIST)


def test_signatures_are_checked_before_others_must_wait(authority: Authority, follower: Follower) -> None:
    """Of a long list it takes seconds, in which a watch must be able to keep its alarms."""
    authority.list("Wang", 1)
    follower.catch_up(authority.store)
    authority.list("Li", 2)
    batch, attachments = batch_of(follower.lines(authority.store))
    forged = replace(batch.records[0], signature=bytes(64))
    with open_store(follower.place, follower.hand) as watch, watch._database.writing(), pytest.raises(Forged):
        follower.store.take(replace(batch, records=(forged,)), Given(attachments), ALL)


def test_on_a_full_disk_the_last_good_list_goes_on(authority: Authority, follower: Follower) -> None:
    authority.list("Wang", 1)
    follower.catch_up(authority.store)
    before = state_of(follower.store)
    for number in range(10):
        authority.list(f"Li {number}", *range(10 + 10 * number, 19 + 10 * number))
    lines = follower.lines(authority.store)
    with full_disk(follower.store), pytest.raises(StorageFull):
        follower.receive(lines)
    assert state_of(follower.store) == before
    follower.receive(lines)
    assert follower.store.shared_sha256(LIST) == authority.store.shared_sha256(LIST)


def test_an_old_transfer_is_refused(authority: Authority, follower: Follower) -> None:
    who = authority.list("Wang", 1)
    old = follower.lines(authority.store)
    follower.receive(old)
    authority.store.erase(who, "op", "asked for")
    follower.catch_up(authority.store)
    with pytest.raises(OldList):
        follower.receive(old)
    assert ringing(follower.store) == set()


def test_a_revoked_key_is_answered_by_new_signatures_everywhere(
    authority: Authority, follower: Follower, watch: Follower
) -> None:
    authority.list("Wang", 1)
    gone = authority.list("Li", 2)
    authority.store.erase(gone, "op", "asked for")
    follower.catch_up(authority.store)
    assert authority.store.change_keys(key_list(2, SECOND, revoked=(FIRST,)), "op", SECOND) == 2
    follower.receive(list(authority.store.transfer(ALL, *authority.store.places()[LIST])))
    with pytest.raises(KeyRevoked):
        watch.catch_up(follower.store)
    assert follower.store.where_to_go_on(ALL) == (0, 0)
    follower.catch_up(authority.store)
    watch.catch_up(follower.store)
    assert {record.key_id for record in watch.store._feed(LIST).by_person()} == {SECOND.key_id}
    assert watch.store.shared_sha256(LIST) == authority.store.shared_sha256(LIST)


def test_a_home_signs_one_list_and_no_list_that_it_follows(authority: Authority, follower: Follower) -> None:
    follower.store.join(LIST, ROOT.public, "op")
    with pytest.raises(ForeignRoot):
        follower.store.join(LIST, SECOND.public, "op")
    with pytest.raises(ListTaken):
        authority.store.join(LIST, ROOT.public, "op")
    with pytest.raises(ListTaken):
        follower.store.begin_list(LIST, "first", FIRST, key_list(1, FIRST), ROOT.public, "op")
    with pytest.raises(NoList):
        authority.store.trust(LIST)
    with pytest.raises(NoList):
        follower.store.change_keys(key_list(2, FIRST), "op")
    with pytest.raises(NoList):
        follower.store.transfer(NO_PHOTOS)


def test_a_list_that_was_left_is_gone_and_may_be_joined_again(authority: Authority, follower: Follower) -> None:
    who, gone = authority.list("Wang", 1), authority.list("Li", 2)
    follower.catch_up(authority.store)
    old = list(authority.store.transfer(ALL))
    authority.store.erase(gone, "op", "asked for")
    follower.catch_up(authority.store)
    assert follower.store.leave(LIST, "op") == 1
    assert (ringing(follower.store), follower.store.standing(LIST), follower.store.shared_export(LIST)) == (
        set(),
        None,
        b"",
    )
    assert follower.store._database.rows("SELECT 1 FROM blobs WHERE owner = ?", (who,)) == []
    follower.store.verify()
    follower.join()
    follower.receive(old)
    assert ringing(follower.store) == {who}, "who was erased stays erased, whatever an old copy says"
    follower.catch_up(authority.store)
    assert follower.store.shared_sha256(LIST) == authority.store.shared_sha256(LIST)
    follower.store.verify()


def test_one_list_does_not_speak_of_another_homes_entries(authority: Authority, follower: Follower) -> None:
    authority.list("Wang", 1)
    ours = follower.store.list_person("ours", "reason", NEXT_YEAR, "op", [photo(7)])
    with authority.store._database.writing():
        document = Withdrawn(LIST, 10**6, ours.person_id)
        record = sign(document_to_bytes(document), FIRST)
        authority.store._feed(LIST).put_record(document, record, authority.store._authority())
    with pytest.raises(DocumentRefused, match="not one of the list"):
        follower.catch_up(authority.store)
    assert list(follower.store._tables.people()) == [ours.person_id]
    assert ringing(follower.store) == {ours.person_id}
