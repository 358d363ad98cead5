"""One person as the changes left them."""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

from watchlist.types import Decision, EntryState, LaterDay, PersonId, PhotoId


@dataclass(frozen=True, slots=True)
class Listed:
    """References only, nothing personal. `state` does not know what day it is.

    `proposed_by` is whoever made the entry a proposal, None unless it is one; `waiting` are the photographs that a
    second operator must approve before they count, each with who added it; `later` is a later last day that waits in
    the same way. `renewed_by` is who brought the entry back last after it was over, or asked last for a later day that
    was approved. `decisions` are those of the appeal that is open, `appeal_ref` is the newest appeal's text;
    `was_suspended` is how an appeal that is open found the entry.
    `list_id` is the shared list the entry comes from, empty for this home's own; `seq` its number there.
    """

    person_id: PersonId
    state: EntryState
    until: date
    listed_by: str
    listed_at: datetime
    approved_by: str | None = None
    name_ref: str = ""
    reason_ref: str = ""
    evidence_ref: str | None = None
    photos: tuple[PhotoId, ...] = ()
    templates: frozenset[tuple[PhotoId, str]] = frozenset()
    proposed_by: str | None = None
    waiting: frozenset[tuple[PhotoId, str]] = frozenset()
    source: str = ""
    basis_ref: str | None = None
    adult: bool = False
    renewed_by: str | None = None
    revoked_at: datetime | None = None
    appeal_ref: str | None = None
    was_suspended: bool = False
    decisions: tuple[Decision, ...] = ()
    list_id: str = ""
    seq: int = 0
    later: LaterDay | None = None

    def was_proposed_by(self, who: str) -> bool:
        """Whether this operator put the person on the list, or back on it."""
        return any(name is not None and same_operator(who, name) for name in (self.listed_by, self.renewed_by))


def same_operator(one: str, other: str) -> bool:
    """Whether two names were typed by one person: capitals, spaces and the width of letters make no second pair of
    eyes."""
    return _bare(one) == _bare(other)


def _bare(name: str) -> str:
    """What is left without spaces and letters that nobody sees (categories Z and C of Unicode)."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return "".join(letter for letter in folded if unicodedata.category(letter)[0] not in "ZC")
