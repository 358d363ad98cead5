"""Who was erased stays erased, and a list that begins again begins a new epoch."""

from dataclasses import replace

import pytest

from tests.watchlist.feed.follower import Follower, joined
from watchlist.feed.client.fake_authority import FakeAuthority
from watchlist.feed.documents import Tombstone, Withdrawn, document_to_bytes
from watchlist.feed.errors import ListForked, OldList
from watchlist.types import PersonId

HOPPER, COLLINS, ARMSTRONG = PersonId("hopper"), PersonId("collins"), PersonId("armstrong")


@pytest.fixture
def authority() -> FakeAuthority:
    authority = FakeAuthority()
    authority.put(HOPPER)
    authority.put(COLLINS, "Eileen Collins")
    return authority


def test_an_erased_person_stays_erased_whatever_is_said_later(authority: FakeAuthority) -> None:
    authority.erase(HOPPER)
    follower = joined(authority)
    authority.put(HOPPER)
    taken = follower.catch_up(authority)
    assert taken.complete
    assert set(follower.ringing()) == {COLLINS}
    assert [record.sha256 for record in taken.keep] == []
    assert [one.document for one in taken.tombstones] == [document_to_bytes(Tombstone("fake-list", 3, HOPPER))]


def test_a_tombstone_beats_a_later_record_in_one_batch(authority: FakeAuthority) -> None:
    authority.erase(HOPPER)
    tombstone = authority.batch(since=2).records
    authority.put(HOPPER)
    batch = authority.batch()
    for records in ((*batch.records, *tombstone), (*tombstone, *batch.records)):
        follower = Follower(authority.pinned())
        assert follower.take(replace(batch, records=records)).complete
        assert set(follower.ringing()) == {COLLINS}
        assert follower.followed.unheard == tombstone


def test_a_tombstone_that_comes_late_still_beats_what_is_newer(authority: FakeAuthority) -> None:
    authority.erase(HOPPER)
    tombstone = authority.batch(since=2).records
    authority.put(HOPPER)
    follower = joined(authority)
    assert HOPPER in follower.ringing()
    authority.put(COLLINS, "E. Collins")
    batch = authority.batch(since=4)
    assert follower.take(replace(batch, records=(*batch.records, *tombstone))).complete
    assert set(follower.ringing()) == {COLLINS}
    assert set(follower.records) == {COLLINS}, "nothing is re-served of who was erased"


def test_a_later_epoch_is_taken_as_a_snapshot_only(authority: FakeAuthority) -> None:
    follower = joined(authority)
    authority.restore(authority.backup())
    before = follower.followed
    taken = follower.take(authority.batch(since=0))
    assert (taken.complete, taken.followed) == (False, before)
    assert follower.take(authority.batch()).complete
    assert follower.followed.head is not None
    assert follower.followed.head.epoch == 2


def test_a_restored_authority_is_followed_and_cannot_bring_an_erased_person_back(authority: FakeAuthority) -> None:
    backup = authority.backup()
    authority.erase(HOPPER)
    authority.put(COLLINS, "E. Collins")
    authority.put(ARMSTRONG)
    follower = joined(authority)
    authority.restore(backup)
    taken = follower.catch_up(authority)
    assert taken.complete
    assert {person_id: entry.name for person_id, entry in follower.ringing().items()} == {COLLINS: "Eileen Collins"}
    assert follower.entries[ARMSTRONG].document == Withdrawn("fake-list", 2, ARMSTRONG), "listed after the backup"
    [offered] = taken.tombstones
    assert offered.document == document_to_bytes(Tombstone("fake-list", 3, HOPPER))
    assert offered.document not in [record.document for record in taken.keep]
    authority.erase(HOPPER)
    taken = follower.catch_up(authority)
    assert (taken.complete, taken.tombstones, taken.apply) == (True, (), ())


def test_who_was_listed_after_the_backup_can_be_listed_again(authority: FakeAuthority) -> None:
    backup = authority.backup()
    authority.put(ARMSTRONG)
    follower = joined(authority)
    authority.restore(backup)
    follower.catch_up(authority)
    assert ARMSTRONG not in follower.ringing()
    authority.put(ARMSTRONG)
    follower.catch_up(authority)
    assert ARMSTRONG in follower.ringing()


def test_an_erasure_that_a_restored_authority_never_heard_of_is_offered(authority: FakeAuthority) -> None:
    backup = FakeAuthority().backup()
    authority.erase(HOPPER)
    follower = joined(authority)
    authority.restore(backup)
    taken = follower.catch_up(authority)
    assert taken.complete
    assert len(taken.tombstones) == 1
    assert follower.ringing() == {}


def test_the_old_epoch_is_old_even_with_a_higher_revision(authority: FakeAuthority) -> None:
    backup = authority.backup()
    authority.put(ARMSTRONG)
    replayed = authority.batch()
    follower = joined(authority)
    authority.restore(backup)
    follower.catch_up(authority)
    with pytest.raises(OldList):
        follower.take(replayed)


def test_a_list_that_goes_back_without_a_new_epoch_is_not_followed(authority: FakeAuthority) -> None:
    backup = authority.backup()
    authority.put(ARMSTRONG)
    follower = joined(authority)
    authority.restore(backup, begins_epoch=False)
    with pytest.raises(OldList):
        follower.take(authority.batch())
    authority.withdraw(COLLINS)
    with pytest.raises(ListForked):
        follower.take(authority.batch())
    authority.withdraw(HOPPER)
    assert not follower.take(authority.batch(since=3)).complete
    with pytest.raises(ListForked):
        follower.take(authority.batch())
    assert set(follower.ringing()) == {HOPPER, COLLINS, ARMSTRONG}


def test_within_an_epoch_nothing_is_said_otherwise(authority: FakeAuthority) -> None:
    backup = authority.backup()
    authority.put(ARMSTRONG)
    follower = joined(authority)
    authority.restore(backup, begins_epoch=False)
    authority.put(ARMSTRONG, "Neil A. Armstrong")
    authority.withdraw(HOPPER)
    with pytest.raises(ListForked):
        follower.take(authority.batch())


def test_within_an_epoch_nobody_is_added_to_the_past(authority: FakeAuthority) -> None:
    authority.backup()
    authority.withdraw(COLLINS)
    follower = joined(authority)
    authority.restore(authority.last_backup, begins_epoch=False)
    authority.put(ARMSTRONG)
    authority.withdraw(COLLINS)
    with pytest.raises(ListForked):
        follower.take(authority.batch())
    assert set(follower.ringing()) == {HOPPER}


def test_within_an_epoch_nobody_vanishes(authority: FakeAuthority) -> None:
    authority.backup()
    authority.put(ARMSTRONG)
    follower = joined(authority)
    authority.restore(authority.last_backup, begins_epoch=False)
    authority.put(HOPPER, "Grace Murray")
    authority.put(HOPPER, "Grace Hopper")
    with pytest.raises(ListForked):
        follower.take(authority.batch())
    assert set(follower.ringing()) == {HOPPER, COLLINS, ARMSTRONG}
