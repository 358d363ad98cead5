"""What a card reader tells. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class CardKind(StrEnum):
    """VISIT: the hospital's own card; ID: the resident identity card; INSURANCE: the social-security card or its QR
    code; HEALTH: the electronic health card's QR code."""

    VISIT = "visit"
    ID = "id"
    INSURANCE = "insurance"
    HEALTH = "health"


@dataclass(frozen=True, slots=True)
class CardData:
    """What is on a card. `photo` is the picture in its chip (JPEG, PNG or BMP), where it has one; never logged."""

    kind: CardKind
    number: str
    name: str = field(default="", repr=False)
    born_on: date | None = field(default=None, repr=False)
    photo: bytes | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if not self.number.strip():
            raise ValueError("a card without a number")


@dataclass(frozen=True, slots=True)
class CardIn:
    reader: str
    card: CardData


@dataclass(frozen=True, slots=True)
class CardOut:
    reader: str


@dataclass(frozen=True, slots=True)
class CardUnreadable:
    """A card is there and says nothing usable: upside down, dirty, of a foreign kind. `why` is for the technician."""

    reader: str
    why: str


@dataclass(frozen=True, slots=True)
class ReaderLost:
    """The reader does not answer; a card in it counts as gone, and CardOut was told before."""

    reader: str
    why: str
    hint: str


@dataclass(frozen=True, slots=True)
class ReaderBack:
    reader: str


CardEvent = CardIn | CardOut | CardUnreadable | ReaderLost | ReaderBack
CardListener = Callable[[CardEvent], None]
