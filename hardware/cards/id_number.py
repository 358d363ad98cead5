"""Resident identity numbers as GB 11643 has them: 17 digits and a check character. PURE.

The same form is used on the residence permits of Hong Kong, Macao and Taiwan residents and, since 2023, on the
permanent residence cards of foreigners, whose numbers begin with 9.
"""

import re
from dataclasses import dataclass, field
from datetime import date

_FORM = re.compile(r"[1-9][0-9]{16}[0-9X]")
_CHECKS = "10X98765432"
_FIRST_YEAR = 1850


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A number whose form, check character and birth date hold. Raises ValueError for any other text."""

    text: str = field(repr=False)

    def __post_init__(self) -> None:
        fault = _fault(self.text)
        if fault is not None:
            raise ValueError(fault)

    @property
    def born_on(self) -> date:
        return _born_on(self.text)

    @property
    def is_female(self) -> bool:
        return int(self.text[16]) % 2 == 0

    def age_on(self, day: date) -> int:
        return age_on(day, self.born_on)


def id_number_fault(text: str) -> str | None:
    """Why this is no identity number; None where it is one. Space around it and a small x are forgiven."""
    return _fault(tidied(text))


def tidied(text: str) -> str:
    return text.strip().upper()


def check_character(first_17: str) -> str:
    """ISO 7064, MOD 11-2, over the first 17 digits."""
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(first_17))
    return _CHECKS[total % 11]


def age_on(day: date, born_on: date) -> int:
    """Whole years; who was born on 29 February has the birthday on 1 March in other years. Negative before birth."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def _fault(text: str) -> str | None:
    if not _FORM.fullmatch(text):
        return "an identity number has 17 digits and a check character"
    try:
        born_on = _born_on(text)
    except ValueError:
        return "there is no such birth date"
    if born_on.year < _FIRST_YEAR:
        return f"nobody alive was born in {born_on.year}"
    if check_character(text[:17]) != text[17]:
        return "the check character does not fit"
    return None


def _born_on(text: str) -> date:
    return date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
