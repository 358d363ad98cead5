"""What holds for every history of a list and every way it is told."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.watchlist.feed.follower import Follower, joined
from watchlist.feed.client.fake_authority import FakeAuthority, Misdeed
from watchlist.feed.documents import EntryDocument, Tombstone, document_from_bytes
from watchlist.feed.errors import FeedError
from watchlist.feed.following import Batch
from watchlist.feed.head import export_sha256
from watchlist.feed.signed import Signed
from watchlist.types import PersonId

PEOPLE = st.sampled_from(["hopper", "collins", "armstrong", "hamilton"])
ACTS = st.lists(st.tuples(st.sampled_from(["put", "withdraw", "erase"]), PEOPLE), max_size=5)


def act(authority: FakeAuthority, acts: list[tuple[str, str]]) -> None:
    """Who was erased stays so, in a list that is kept well."""
    erased = {document_from_bytes(one.document).person_id for one in authority.records if b"Tombstone" in one.document}
    for what, person in acts:
        if person in erased:
            continue
        if what == "put":
            authority.put(person, f"{person} {authority.seq}")
        elif what == "withdraw":
            authority.withdraw(person)
        else:
            authority.erase(person)
            erased.add(PersonId(person))


def expected(authority: FakeAuthority) -> dict[PersonId, EntryDocument]:
    documents = [document_from_bytes(record.document) for record in authority.records]
    return {one.person_id: one for one in documents if isinstance(one, EntryDocument)}


def disordered(draw: st.DataObject, batch: Batch, more: tuple[Signed, ...] = ()) -> Batch:
    """Its records and some older ones, shuffled, with some of them twice."""
    records = [*batch.records, *more]
    twice = draw.draw(st.lists(st.sampled_from(records), max_size=4)) if records else []
    return replace(batch, records=tuple(draw.draw(st.permutations([*records, *twice]))))


@given(st.lists(ACTS, max_size=4), st.data())
@settings(max_examples=50, deadline=None)
def test_any_order_and_any_repetition_end_alike(history: list[list[tuple[str, str]]], draw: st.DataObject) -> None:
    authority = FakeAuthority()
    follower, told = joined(authority), tuple[Signed, ...]()
    for acts in history:
        since = authority.seq
        act(authority, acts)
        told += authority.batch(since).records
        batch = authority.batch(draw.draw(st.sampled_from([since, 0, None])))
        assert follower.take(disordered(draw, batch, told)).complete
        assert follower.ringing() == expected(authority)
        assert export_sha256(follower.records.values()) == export_sha256(authority.records)


@given(ACTS, ACTS, st.data())
@settings(max_examples=50, deadline=None)
def test_whatever_is_left_out_the_list_is_the_new_or_the_old(
    before: list[tuple[str, str]], acts: list[tuple[str, str]], draw: st.DataObject
) -> None:
    authority = FakeAuthority()
    act(authority, before)
    follower = joined(authority)
    old, old_entries = follower.followed, dict(follower.entries)
    act(authority, acts)
    batch = authority.batch(draw.draw(st.sampled_from([old.head.seq if old.head else 0, None])))
    kept = tuple(record for record in batch.records if draw.draw(st.booleans()))
    try:
        complete = follower.take(replace(batch, records=kept)).complete
    except FeedError:
        complete = False
    if complete:
        assert follower.ringing() == expected(authority)
    else:
        assert (follower.followed, follower.entries) == (old, old_entries)
    follower.catch_up(authority)
    assert follower.ringing() == expected(authority)


@given(st.lists(ACTS, min_size=1, max_size=5), st.data())
@settings(max_examples=50, deadline=None)
def test_replays_change_nothing(history: list[list[tuple[str, str]]], draw: st.DataObject) -> None:
    authority = FakeAuthority()
    told = [authority.batch()]
    for acts in history:
        since = authority.seq
        act(authority, acts)
        told += [authority.batch(since), authority.batch()]
    follower = joined(authority)
    before, entries = follower.followed, dict(follower.entries)
    for batch in draw.draw(st.lists(st.sampled_from(told), max_size=6)):
        try:
            follower.take(batch)
        except FeedError:
            continue
        assert follower.followed == before
    assert follower.entries == entries


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["acts", "backup", "restore", "restore badly", "rotate", "revoke", "misbehave", "replay", "heal"]
        ),
        ACTS,
        st.sampled_from(Misdeed),
    ),
    max_size=8,
)


@given(STEPS, st.booleans())
@settings(max_examples=80, deadline=None)
def test_nothing_ever_brings_an_erased_person_back(
    steps: list[tuple[str, list[tuple[str, str]], Misdeed]], hears_all: bool
) -> None:
    """Restored, misbehaving, replayed: who was seen erased never rings again, and in the end the list is told right."""
    authority, follower = FakeAuthority(), Follower(FakeAuthority().pinned())
    erased: set[PersonId] = set()
    told = [authority.batch()]
    for what, acts, misdeed in steps:
        step(authority, what, acts, misdeed)
        told.append(authority.batch())
        hear(follower, [told[0], told[-1]] if what == "replay" else [told[-1]])
        if hears_all:
            hear(follower, [authority.batch(follower.followed.head.seq if follower.followed.head else None)])
        erased |= {one for one, placed in follower.entries.items() if isinstance(placed.document, Tombstone)}
        assert erased.isdisjoint(follower.ringing())
        assert erased == set(follower.followed.erased)
        assert all(b"Tombstone" in follower.records[one].document for one in erased & follower.records.keys())
    settle(authority, follower)
    assert follower.ringing() == expected(authority)
    assert export_sha256(follower.records.values()) == export_sha256(authority.records)


def step(authority: FakeAuthority, what: str, acts: list[tuple[str, str]], misdeed: Misdeed) -> None:
    authority.behave()
    if what == "misbehave":
        act(authority, acts)
        authority.misbehave(misdeed)
    elif what == "backup":
        authority.backup()
    elif what == "restore":
        authority.restore(authority.last_backup)
    elif what == "restore badly":
        authority.restore(authority.last_backup, begins_epoch=False)
    elif what == "rotate":
        authority.rotate()
    elif what == "revoke":
        authority.revoke()
    act(authority, acts)


def hear(follower: Follower, batches: list[Batch]) -> None:
    for batch in batches:
        before = follower.followed
        try:
            follower.take(batch)
        except FeedError:
            assert follower.followed is before


def settle(authority: FakeAuthority, follower: Follower) -> None:
    """A new epoch, and the hub hears of the erased ones it has forgotten."""
    authority.behave()
    authority.restore(authority.backup())
    for tombstone in follower.catch_up(authority).tombstones:
        authority.erase(document_from_bytes(tombstone.document).person_id)
    assert follower.catch_up(authority).complete
    assert follower.followed.unheard == ()
