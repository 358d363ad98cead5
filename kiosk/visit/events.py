"""What happens during a visit, as values. Pure."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from camera.leases.messages import CheckFacts, CheckProgress
from hardware.cards.events import CardData
from kiosk.desk.values import CardRef
from kiosk.errors import Refusal
from kiosk.visit.pages import Action
from kiosk.visit.parts import Part


@dataclass(frozen=True, slots=True)
class Pressed:
    action: Action
    value: str = ""


@dataclass(frozen=True, slots=True)
class CardPlaced:
    """`stays`: the reader keeps the card, so taking it out means something; False where it is only tapped."""

    card: CardData = field(repr=False)
    stays: bool = True


@dataclass(frozen=True, slots=True)
class CardRemoved:
    """It ends the visit of a card that stayed; after a tap it means nothing."""


@dataclass(frozen=True, slots=True)
class CardBad:
    """A card is there and says nothing usable."""


@dataclass(frozen=True, slots=True)
class CodeScanned:
    """A card's code, or the eight digits with which a booking is picked up. Codes that mean nothing never come here."""

    code: CardRef | str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DeskAnswered:
    call_id: int
    answer: object = field(repr=False)


@dataclass(frozen=True, slots=True)
class DeskSaidNo:
    call_id: int
    why: Refusal


@dataclass(frozen=True, slots=True)
class DeskUnreachable:
    """Nobody knows whether the request was done."""

    call_id: int


@dataclass(frozen=True, slots=True)
class CheckTold:
    progress: CheckProgress


@dataclass(frozen=True, slots=True)
class CheckEnded:
    facts: CheckFacts


@dataclass(frozen=True, slots=True)
class CameraLost:
    pass


class SlipFailure(StrEnum):
    OUT_OF_PAPER = "out-of-paper"
    COVER_OPEN = "cover-open"
    HALF = "half"
    NO_PRINTER = "no-printer"


@dataclass(frozen=True, slots=True)
class SlipPrinted:
    job_id: int


@dataclass(frozen=True, slots=True)
class SlipFailed:
    job_id: int
    kind: SlipFailure


@dataclass(frozen=True, slots=True)
class Tick:
    """Time went by; comes a few times a second. `clock` is the site's wall clock, with its time zone."""

    clock: datetime

    def __post_init__(self) -> None:
        if self.clock.tzinfo is None:
            raise ValueError("a moment without a time zone")


@dataclass(frozen=True, slots=True)
class PartsLost:
    """What of this kiosk does not work now, all of it; nothing when all of it works."""

    lost: tuple[Part, ...]


Event = (
    Pressed
    | CardPlaced
    | CardRemoved
    | CardBad
    | CodeScanned
    | DeskAnswered
    | DeskSaidNo
    | DeskUnreachable
    | CheckTold
    | CheckEnded
    | CameraLost
    | SlipPrinted
    | SlipFailed
    | Tick
    | PartsLost
)
