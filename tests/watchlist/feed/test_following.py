"""What a follower makes of a batch, case by case."""

from dataclasses import replace
from datetime import timedelta

import pytest

from records.signing import SigningKey
from tests.watchlist.feed.follower import Follower, joined
from watchlist.feed.client.fake_authority import FakeAuthority, Misdeed
from watchlist.feed.documents import EntryDocument, Withdrawn, document_from_bytes, document_to_bytes
from watchlist.feed.errors import (
    DocumentRefused,
    FeedError,
    ForeignList,
    ForeignRoot,
    Forged,
    KeyRevoked,
    KeyUnknown,
    OldList,
    SnapshotRefused,
)
from watchlist.feed.following import Followed
from watchlist.feed.head import MOST_EPOCH, canonical_export, export_sha256, place
from watchlist.feed.reading import MOST_NUMBER
from watchlist.feed.signed import sign
from watchlist.types import PersonId

HOPPER, COLLINS, ARMSTRONG = PersonId("hopper"), PersonId("collins"), PersonId("armstrong")


@pytest.fixture
def authority() -> FakeAuthority:
    authority = FakeAuthority()
    authority.put(HOPPER)
    authority.put(COLLINS, "Eileen Collins")
    return authority


def test_a_newcomer_takes_the_snapshot(authority: FakeAuthority) -> None:
    follower = Follower(authority.pinned())
    taken = follower.take(authority.batch())
    assert taken.complete
    assert [placed.document.person_id for placed in taken.apply] == [HOPPER, COLLINS]
    assert follower.ringing()[COLLINS].name == "Eileen Collins"
    assert set(taken.keep) == set(authority.records)
    assert taken.tombstones == ()


def test_afterwards_only_what_changed_is_told(authority: FakeAuthority) -> None:
    follower = joined(authority)
    authority.withdraw(HOPPER)
    taken = follower.take(authority.batch(since=2))
    assert taken.complete
    assert [placed.document for placed in taken.apply] == [Withdrawn("fake-list", 3, HOPPER)]
    assert set(follower.ringing()) == {COLLINS}


def test_of_many_changes_of_one_person_the_newest_counts(authority: FakeAuthority) -> None:
    before = authority.batch()
    authority.put(HOPPER, "Grace Murray")
    batch = authority.batch()
    both = replace(batch, records=(*batch.records, *before.records))
    follower = Follower(authority.pinned())
    taken = follower.take(both)
    assert follower.ringing()[HOPPER].name == "Grace Murray"
    assert len(taken.apply) == 2


def test_the_same_again_changes_nothing(authority: FakeAuthority) -> None:
    follower = joined(authority)
    for batch in (authority.batch(), authority.batch(since=0), authority.batch(since=2)):
        before = follower.followed
        taken = follower.take(batch)
        assert (taken.complete, taken.apply, taken.followed) == (True, (), before)


def test_a_later_head_without_changes_makes_the_list_younger(authority: FakeAuthority) -> None:
    follower = joined(authority)
    authority.now += timedelta(minutes=5)
    assert follower.take(authority.batch(since=2)).complete
    assert follower.followed.head is not None
    assert follower.followed.head.at == authority.now


def test_after_a_gap_everything_is_asked_for(authority: FakeAuthority) -> None:
    follower = joined(authority)
    before = follower.followed
    authority.put(ARMSTRONG)
    authority.withdraw(HOPPER)
    taken = follower.take(authority.batch(since=3))
    assert (taken.complete, taken.apply, taken.keep, taken.followed) == (False, (), (), before)
    assert follower.take(authority.batch()).complete
    assert set(follower.ringing()) == {COLLINS, ARMSTRONG}


@pytest.mark.parametrize(
    ("misdeed", "error"),
    [
        (Misdeed.FORGED, Forged),
        (Misdeed.FOREIGN_KEY, KeyUnknown),
        (Misdeed.FOREIGN_ROOT, ForeignRoot),
        (Misdeed.REVOKED_KEY, KeyRevoked),
        (Misdeed.OLD, OldList),
        (Misdeed.LEFT_OUT, SnapshotRefused),
        (Misdeed.WRONG_DIGEST, SnapshotRefused),
        (Misdeed.FOREIGN_LIST, ForeignList),
    ],
)
def test_a_bad_snapshot_leaves_the_last_good_list(
    authority: FakeAuthority, misdeed: Misdeed, error: type[FeedError]
) -> None:
    authority.revoke()
    authority.backup()
    authority.put(ARMSTRONG)
    follower = joined(authority)
    before, entries = follower.followed, dict(follower.entries)
    authority.erase(HOPPER)
    authority.misbehave(misdeed)
    with pytest.raises(error):
        follower.take(authority.batch())
    assert (follower.followed, follower.entries) == (before, entries)
    authority.behave()
    assert follower.catch_up(authority).complete
    assert set(follower.ringing()) == {COLLINS, ARMSTRONG}


@pytest.mark.parametrize("misdeed", [Misdeed.LEFT_OUT, Misdeed.WRONG_DIGEST])
def test_a_bad_delta_asks_for_a_snapshot(authority: FakeAuthority, misdeed: Misdeed) -> None:
    follower = joined(authority)
    before = follower.followed
    authority.erase(HOPPER)
    authority.misbehave(misdeed)
    taken = follower.take(authority.batch(since=2))
    assert (taken.complete, taken.followed) == (False, before)


@pytest.mark.parametrize("misdeed", [Misdeed.DUPLICATED, Misdeed.REORDERED])
@pytest.mark.parametrize("since", [None, 2])
def test_disorder_does_no_harm(authority: FakeAuthority, misdeed: Misdeed, since: int | None) -> None:
    follower = joined(authority)
    authority.erase(HOPPER)
    authority.put(ARMSTRONG)
    authority.misbehave(misdeed)
    assert follower.take(authority.batch(since)).complete
    assert set(follower.ringing()) == {COLLINS, ARMSTRONG}


def test_a_head_of_the_same_revision_said_earlier_is_old(authority: FakeAuthority) -> None:
    follower = joined(authority)
    authority.now -= timedelta(seconds=1)
    with pytest.raises(OldList):
        follower.take(authority.batch(since=2))


def test_a_record_beyond_its_head_is_refused(authority: FakeAuthority) -> None:
    follower = joined(authority)
    old = authority.batch()
    authority.put(ARMSTRONG)
    with pytest.raises(DocumentRefused):
        follower.take(replace(authority.batch(), head=old.head))


def test_what_is_signed_but_says_nonsense_is_refused(authority: FakeAuthority) -> None:
    follower = joined(authority)
    nonsense = sign(b'{"kind":"Tombstone"}', authority.signer)
    batch = authority.batch()
    with pytest.raises(DocumentRefused):
        follower.take(replace(batch, records=(*batch.records, nonsense)))
    with pytest.raises(DocumentRefused):
        follower.take(replace(batch, head=batch.records[0]))


def test_two_records_of_one_revision_end_alike_in_any_order(authority: FakeAuthority) -> None:
    entry = authority.put(ARMSTRONG)
    other = sign(document_to_bytes(replace(entry, name="Eileen Collins")), authority.signer)
    batch, ends = authority.batch(since=0), set()
    for records in ((*batch.records, other), (other, *batch.records)):
        follower = Follower(authority.pinned())
        follower.take(replace(batch, records=records))
        ends.add(tuple(follower.ringing().items()))
    assert len(ends) == 1


def test_a_head_alone_is_checked_too(authority: FakeAuthority) -> None:
    """It makes an old list look young."""
    follower = joined(authority)
    before = follower.followed
    batch = authority.batch(since=2)
    younger = batch.head.document.replace(b"2026-06-01", b"2026-06-02")
    assert younger != batch.head.document
    with pytest.raises(Forged):
        follower.take(replace(batch, head=replace(batch.head, document=younger)))
    with pytest.raises(KeyUnknown):
        follower.take(replace(batch, head=sign(younger, SigningKey(bytes(32)))))
    assert follower.followed == before


def test_the_batch_of_another_list_is_refused(authority: FakeAuthority) -> None:
    other = FakeAuthority("other-list")
    follower = joined(authority)
    follower.followed = Followed("other-list")
    with pytest.raises(ForeignList):
        follower.take(authority.batch())
    with pytest.raises(ForeignRoot):
        follower.take(other.batch())


def test_what_is_signed_again_is_kept_and_not_applied(authority: FakeAuthority) -> None:
    follower = joined(authority)
    authority.revoke()
    taken = follower.take(authority.batch())
    assert taken.complete
    assert taken.apply == ()
    assert {record.key_id for record in follower.records.values()} == {authority.signer.key_id}
    assert set(follower.records.values()) == set(authority.records)


def test_newer_keys_are_learned_even_if_the_rest_is_refused(authority: FakeAuthority) -> None:
    follower = joined(authority)
    old = authority.batch()
    authority.revoke()
    with pytest.raises(KeyRevoked):
        follower.take(replace(old, keys=authority.keys()))
    with pytest.raises(KeyRevoked):
        follower.trust.check(old.head)


def test_a_follower_serves_the_same_list(authority: FakeAuthority) -> None:
    follower = joined(authority)
    authority.erase(HOPPER)
    authority.put(ARMSTRONG)
    follower.catch_up(authority)
    assert export_sha256(follower.records.values()) == export_sha256(authority.records)
    documents = [document_from_bytes(line) for line in canonical_export(authority.records).splitlines()]
    assert [document.person_id for document in documents] == sorted([HOPPER, COLLINS, ARMSTRONG])


def test_place_grows_over_epochs() -> None:
    assert place(1, MOST_NUMBER) < place(2, 0) < place(2, 1) < place(MOST_EPOCH, MOST_NUMBER) < 2**53


def test_the_fake_tells_entries_whole(authority: FakeAuthority) -> None:
    entry = authority.put(ARMSTRONG, photos=2)
    assert isinstance(entry, EntryDocument)
    assert len(entry.photos) == len(entry.templates) == 2


def test_a_hubs_clock_that_was_an_hour_ahead_delays_nothing_that_matters(authority: FakeAuthority) -> None:
    authority.now += timedelta(hours=1)
    follower = joined(authority)
    authority.now -= timedelta(hours=1)
    with pytest.raises(OldList):
        follower.take(authority.batch(since=2))
    authority.erase(HOPPER)
    assert follower.take(authority.batch(since=2)).complete
    assert set(follower.ringing()) == {COLLINS}
