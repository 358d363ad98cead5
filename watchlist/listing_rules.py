"""What must be known before somebody is put on the list, and for how long."""

from dataclasses import dataclass
from datetime import date, timedelta

from watchlist.errors import EntryRefused

LONGEST_DAYS = 366
ADULT_YEARS = 18


@dataclass(frozen=True, slots=True)
class ListingRules:
    """What one list demands. `longest_days`: how far ahead an entry's last day may lie, None for as far as one likes.

    With `four_eyes` nothing rings that only one operator has seen; with `says_adult` whoever lists must say that the
    person is an adult, otherwise listing somebody says it.
    """

    four_eyes: bool = False
    evidence: bool = False
    source: bool = False
    basis: bool = False
    least_photos: int = 0
    longest_days: int | None = None
    says_adult: bool = False


LOCAL = ListingRules()
"""A list of one hospital, which answers for it alone; its settings may ask for four eyes."""

SHARED = ListingRules(
    four_eyes=True, evidence=True, source=True, basis=True, least_photos=1, longest_days=LONGEST_DAYS, says_adult=True
)
"""A list that others act on."""


@dataclass(frozen=True, slots=True)
class Particulars:
    """What was given of a newcomer besides name and reason. `adult` is None where nobody said."""

    evidence: str | None = None
    source: str = ""
    basis: str | None = None
    photos: int = 0
    adult: bool | None = None
    born: date | None = None


def check_particulars(rules: ListingRules, given: Particulars, today: date) -> None:
    """Raises EntryRefused naming the first thing that is missing or speaks against it."""
    check_adult(given.adult, given.born, today)
    if rules.says_adult and not given.adult:
        raise EntryRefused("nobody has said that the person is an adult", "Minors are not listed: say that it is none.")
    if rules.evidence and not _is_given(given.evidence):
        raise EntryRefused("an entry of this list needs evidence", "Say what it rests on: who saw what, and where.")
    if rules.source and not _is_given(given.source):
        raise EntryRefused("an entry of this list needs its hospital", "Name the hospital that answers for it.")
    if rules.basis and not _is_given(given.basis):
        raise EntryRefused("an entry of this list needs a legal basis", "Say what allows telling other hospitals.")
    if given.photos < rules.least_photos:
        raise EntryRefused(f"an entry of this list needs {rules.least_photos} photograph or more", "Add a photograph.")


def check_adult(adult: bool | None, born: date | None, today: date) -> None:
    """Raises EntryRefused for a minor, and for who is said to be one."""
    if adult is False or (born is not None and _birthday(born, ADULT_YEARS) > (today.year, today.month, today.day)):
        raise EntryRefused("minors are not listed", "No model here can tell children apart: let somebody talk to them.")


def check_until(rules: ListingRules, until: date, today: date) -> None:
    """Raises EntryRefused for a last day that is over, or too far ahead."""
    if until < today:
        raise EntryRefused(f"{until} is over: the entry would never ring", "Give a day that lies ahead.")
    if rules.longest_days is not None and until > today + timedelta(days=rules.longest_days):
        raise EntryRefused(
            f"{until} is more than {rules.longest_days} days ahead", "Give an earlier day; the entry can be renewed."
        )


def _is_given(text: str | None) -> bool:
    return text is not None and bool(text.strip())


def _birthday(born: date, years: int) -> tuple[int, int, int]:
    """A 29 February is the day after the 28th, whatever the year."""
    return born.year + years, born.month, born.day
