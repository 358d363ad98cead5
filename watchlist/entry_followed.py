"""An entry that belongs to a shared list: only what the list's authority says happens to it."""

from watchlist.changes import Change, EntryFollowed
from watchlist.errors import EntryRefused
from watchlist.listed import Listed
from watchlist.types import EntryState

ASK_THE_HUB = "It is shared: ask the hub, or the hospital that listed the person."


def followed(person: Listed | None, act: EntryFollowed, change: Change) -> Listed:
    """The entry as the authority tells it now. What is no newer than what is known changes nothing, but a tombstone
    always does, and nothing does after it.

    Raises EntryRefused for an entry of this home's own, or of another list.
    """
    if person is None:
        return _told(None, act, change)
    if person.list_id != act.list_id:
        owner = f"the list {person.list_id}" if person.list_id else "this home itself"
        raise EntryRefused(
            f"the list {act.list_id} speaks of the entry {act.person_id}, which belongs to {owner}",
            "Tell whoever runs that list: two lists must not share an entry.",
        )
    if person.state is EntryState.ERASED or (act.seq <= person.seq and act.state is not EntryState.ERASED):
        return person
    return _told(person, act, change)


def must_be_own(person: Listed) -> None:
    """Raises EntryRefused for a shared entry: nobody changes it here."""
    if person.list_id:
        raise EntryRefused(f"the entry {person.person_id} belongs to the list {person.list_id}", ASK_THE_HUB)


def _told(person: Listed | None, act: EntryFollowed, change: Change) -> Listed:
    """Vectors that this home made of photographs which stay go on ringing."""
    known = person.templates if person else frozenset()
    return Listed(
        act.person_id,
        act.state,
        act.until,
        person.listed_by if person else change.who,
        person.listed_at if person else change.at,
        name_ref=act.name_ref,
        reason_ref=act.reason_ref,
        photos=act.photos,
        templates=frozenset(act.templates) | {one for one in known if one[0] in act.photos},
        source=act.source,
        basis_ref=act.basis_ref,
        list_id=act.list_id,
        seq=act.seq,
    )
