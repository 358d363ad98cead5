"""What a check of the doctor found."""

from dataclasses import dataclass
from enum import StrEnum


class Health(StrEnum):
    WELL = "well"
    CAUTION = "caution"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found. `hint` says what to do; empty when all is well."""

    part: str
    health: Health
    what: str
    hint: str = ""
