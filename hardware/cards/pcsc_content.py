"""What a chip card says, got out of it by APDUs (ISO 7816-4). PURE: `transmit` carries a command to the card.

A card with an application of a known profile is read by that profile. Any other gives the serial number of its
antenna (its UID), which is how M1 and other contactless visit cards are told apart: it can be copied, so it is a
number on a card and no proof of anything.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from hardware.cards.events import CardData, CardKind

Transmit = Callable[[bytes], bytes]
"""A command in, the answer with its two status bytes out. What it raises goes through untouched."""

GET_UID = bytes.fromhex("FFCA000000")
DONE = 0x9000
_MORE, _OTHER_LENGTH = 0x61, 0x6C
_MAX_ROUNDS = 64
_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,63}")
_PADDING = b"\x00\xff "
_LONGEST_FILE = 0x7FFF
_RANDOM_UID_BEGINS, _RANDOM_UID_BYTES = 0x08, 4


class UnreadableCard(Exception):
    """The card answers, and nothing usable; the sentence is for the technician and holds nothing personal."""


@dataclass(frozen=True, slots=True)
class FileField:
    """Where a text stands in the card's file, in bytes."""

    offset: int
    length: int

    def __post_init__(self) -> None:
        if self.offset < 0 or self.length < 1 or self.offset + self.length > _LONGEST_FILE:
            raise ValueError(f"a field that no file can hold: {self}")


@dataclass(frozen=True, slots=True)
class CardProfile:
    """One application of CPU cards: its AID, its file (a short file id, 1 to 30), and the fields in it.

    Texts are GB18030, padded with zeros, spaces or FF at the end; the birth date is eight digits, or padding.
    """

    kind: CardKind
    aid: bytes
    file: int
    number: FileField
    name: FileField | None = None
    born_on: FileField | None = None
    chunk: int = 0xF0

    def __post_init__(self) -> None:
        if not (5 <= len(self.aid) <= 16 and 1 <= self.file <= 30 and 1 <= self.chunk <= 0xFF):
            raise ValueError(f"a profile no card can have: {self}")

    @property
    def length(self) -> int:
        """How much of the file is read: to the end of its last field."""
        fields = (self.number, self.name, self.born_on)
        return max(each.offset + each.length for each in fields if each is not None)


@dataclass(frozen=True, slots=True)
class UidRule:
    """How the hospital writes a UID: hexadecimal as the reader gives it, or the other way round, or as decimal."""

    kind: CardKind = CardKind.VISIT
    is_reversed: bool = False
    is_decimal: bool = False


VISIT_CARD = CardProfile(
    kind=CardKind.VISIT,
    aid=b"GATEHOUSE.VISIT",
    file=1,
    number=FileField(0, 20),
    name=FileField(20, 30),
    born_on=FileField(50, 8),
)
"""The layout for sites that write their own visit cards; a site with other cards names its own profiles."""


@dataclass(frozen=True, slots=True)
class CardRules:
    """Profiles are tried in their order. Without a `uid` rule a card of no profile is unreadable."""

    profiles: tuple[CardProfile, ...] = (VISIT_CARD,)
    uid: UidRule | None = UidRule()


def read_card(transmit: Transmit, rules: CardRules) -> CardData:
    """Raises UnreadableCard, and whatever `transmit` raises."""
    for profile in rules.profiles:
        if _status(_exchange(transmit, _select(profile.aid))) == DONE:
            return _by_profile(transmit, profile)
    if rules.uid is None:
        raise UnreadableCard("a card of no known kind")
    return CardData(rules.uid.kind, _uid(transmit, rules.uid))


def _by_profile(transmit: Transmit, profile: CardProfile) -> CardData:
    content = _read_file(transmit, profile)
    number = _text(content, profile.number)
    if not _NUMBER.fullmatch(number):
        raise UnreadableCard("the card's number field holds no number")
    name = _text(content, profile.name) if profile.name else ""
    born_on = _date(_text(content, profile.born_on)) if profile.born_on else None
    return CardData(profile.kind, number, name, born_on)


def _read_file(transmit: Transmit, profile: CardProfile) -> bytes:
    """The first command names the file, which makes it the current one for the rest."""
    content = b""
    while len(content) < profile.length:
        at = len(content)
        wanted = min(profile.chunk, profile.length - at)
        place = (0x80 | profile.file, 0) if at == 0 else (at >> 8, at & 0xFF)
        answer = _exchange(transmit, bytes((0x00, 0xB0, *place, wanted)))
        part = answer[:-2][:wanted]
        if _status(answer) != DONE or not part:
            raise UnreadableCard(f"the card's file ends or refuses at byte {at} ({_status(answer):04X})")
        content += part
    return content


def _uid(transmit: Transmit, rule: UidRule) -> str:
    answer = _exchange(transmit, GET_UID)
    uid = answer[:-2]
    if _status(answer) != DONE or not 4 <= len(uid) <= 10:
        raise UnreadableCard(f"a card of no known kind, without a serial number ({_status(answer):04X})")
    if len(uid) == _RANDOM_UID_BYTES and uid[0] == _RANDOM_UID_BEGINS:
        raise UnreadableCard("a card that makes up a new serial number each time")
    if not any(uid) or set(uid) == {0xFF}:
        raise UnreadableCard("a card with an empty serial number")
    ordered = uid[::-1] if rule.is_reversed else uid
    return str(int.from_bytes(ordered, "big")) if rule.is_decimal else ordered.hex().upper()


def _select(aid: bytes) -> bytes:
    """Without an expected length: a T=0 card then offers its answer by 61xx, a T=1 card may leave it out."""
    return bytes((0x00, 0xA4, 0x04, 0x00, len(aid))) + aid


def _exchange(transmit: Transmit, command: bytes) -> bytes:
    """One command with all that T=0 makes of it: the rest fetched, a wrong expected length set right."""
    answer = _checked(transmit(command))
    collected = b""
    for _ in range(_MAX_ROUNDS):
        if answer[-2] == _OTHER_LENGTH and len(command) == 5:
            answer = _checked(transmit(command[:4] + answer[-1:]))
        elif answer[-2] == _MORE:
            collected += answer[:-2]
            answer = _checked(transmit(bytes((0x00, 0xC0, 0x00, 0x00, answer[-1]))))
        else:
            return collected + answer
    raise UnreadableCard("the card does not come to an end")


def _checked(answer: bytes) -> bytes:
    if len(answer) < 2:
        raise UnreadableCard("an answer without a status")
    return answer


def _status(answer: bytes) -> int:
    return int.from_bytes(answer[-2:], "big")


def _text(content: bytes, field: FileField) -> str:
    raw = content[field.offset : field.offset + field.length].rstrip(_PADDING)
    try:
        text = raw.decode("gb18030").strip()
    except UnicodeDecodeError as error:
        raise UnreadableCard(f"no GB18030 text at byte {field.offset}") from error
    if not text.isprintable():
        raise UnreadableCard(f"no text at byte {field.offset}")
    return text


def _date(text: str) -> date | None:
    if not text.strip("0"):
        return None
    if not re.fullmatch(r"[0-9]{8}", text):
        raise UnreadableCard("the card's birth date is no date")
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError as error:
        raise UnreadableCard("the card's birth date is no date") from error
