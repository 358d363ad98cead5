"""What a scanned text is: a card's number, a code to pick up a booking with, or nothing we know. PURE.

A printed code is a number that anybody can photograph. Only a code that a phone makes anew each minute says that
its owner's phone is here, and only its issuer can tell whether it is a good one: `is_dynamic` is what the code says
of itself, never a proof.
"""

import re
from dataclasses import dataclass, field

from hardware.cards.events import CardKind
from hardware.cards.id_number import id_number_fault, tidied

LONGEST = 1024


@dataclass(frozen=True, slots=True)
class ScannedCard:
    """A card that was scanned. `number` is what its issuer is asked with: of a dynamic code it is the whole code."""

    kind: CardKind
    number: str = field(repr=False)
    is_dynamic: bool = False


@dataclass(frozen=True, slots=True)
class PickUpCode:
    """The eight digits that were sent with a booking."""

    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class UnknownCode:
    """`why` is for the log and holds nothing of the text."""

    why: str


Understood = ScannedCard | PickUpCode | UnknownCode


@dataclass(frozen=True, slots=True)
class CodePattern:
    """A whole text of this form is a card of `kind`. A group named `number` is the number; without one all of it is."""

    kind: CardKind
    pattern: str
    is_dynamic: bool = False

    def __post_init__(self) -> None:
        try:
            re.compile(self.pattern)
        except re.error as error:
            raise ValueError(f"{self.pattern!r} is no pattern: {error}") from error


@dataclass(frozen=True, slots=True)
class CodeRules:
    """Tried in their order after identity numbers and pick-up codes; regions and hospitals differ in all of them.

    The delivered ones: the electronic health card (64 hexadecimal digits, `:0` for a code the phone made just now,
    `:1` for a fixed one), the insurance code (28 digits, made anew each minute), a barcode of 9 to 16 digits or
    letters and digits on the hospital's own card.
    """

    cards: tuple[CodePattern, ...] = (
        CodePattern(CardKind.HEALTH, r"[0-9A-Fa-f]{64}:0(:.*)?", is_dynamic=True),
        CodePattern(CardKind.HEALTH, r"(?P<number>[0-9A-Fa-f]{64})(:1(:.*)?)?"),
        CodePattern(CardKind.INSURANCE, r"[0-9]{28}", is_dynamic=True),
        CodePattern(CardKind.VISIT, r"[A-Z]{0,4}[0-9]{9,16}"),
    )
    pick_up: str = r"[0-9]{8}"

    def __post_init__(self) -> None:
        try:
            re.compile(self.pick_up)
        except re.error as error:
            raise ValueError(f"{self.pick_up!r} is no pattern: {error}") from error


_IDENTITY = re.compile(r"[0-9]{17}[0-9Xx]")


def understood(text: str, rules: CodeRules | None = None) -> Understood:
    """What this text is; never raises, whatever a visitor holds under the scanner."""
    rules = rules or CodeRules()
    bare = text.strip()
    if not bare or len(bare) > LONGEST or not bare.isprintable():
        return UnknownCode("an empty text" if not bare else "too long, or no text")
    if _IDENTITY.fullmatch(bare):
        return _identity(bare)
    if re.fullmatch(rules.pick_up, bare):
        return PickUpCode(bare)
    for each in rules.cards:
        if found := re.fullmatch(each.pattern, bare):
            return ScannedCard(each.kind, found.groupdict().get("number") or bare, each.is_dynamic)
    return UnknownCode(f"{len(bare)} characters of no known form{' (a web address)' if '://' in bare else ''}")


def _identity(text: str) -> Understood:
    fault = id_number_fault(text)
    return ScannedCard(CardKind.ID, tidied(text)) if fault is None else UnknownCode(fault)
