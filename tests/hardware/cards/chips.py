"""Chips that answer APDUs: what a card would say, without the card."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from hardware.cards.pcsc_content import VISIT_CARD, CardProfile, FileField

Answer = Callable[[bytes], bytes]
NOT_FOUND = bytes.fromhex("6A82")
NOT_KNOWN = bytes.fromhex("6D00")
OK = bytes.fromhex("9000")


def file_of(profile: CardProfile, number: str, name: str = "", born_on: date | None = None) -> bytes:
    texts = (
        (profile.number, number),
        (profile.name, name),
        (profile.born_on, born_on.strftime("%Y%m%d") if born_on else ""),
    )
    content = bytearray(profile.length)
    for place, text in texts:
        if place is not None:
            content[place.offset : place.offset + place.length] = padded(place, text)
    return bytes(content)


def padded(place: FileField, text: str) -> bytes:
    raw = text.encode("gb18030")
    assert len(raw) <= place.length
    return raw.ljust(place.length, b"\0")


@dataclass
class CpuChip:
    """One application with one file; `is_t0` answers as T=0 cards do, by 61xx and 6Cxx."""

    content: bytes
    profile: CardProfile = VISIT_CARD
    is_t0: bool = False
    heard: list[bytes] = field(default_factory=list)
    _waiting: bytes = b""
    _is_selected: bool = False

    def __call__(self, command: bytes) -> bytes:
        self.heard.append(command)
        match command[1]:
            case 0xA4:
                return self._select(command[5 : 5 + command[4]])
            case 0xB0 if self._is_selected:
                return self._read(command)
            case 0xC0:
                return self._waiting + OK
        return NOT_KNOWN

    def _select(self, aid: bytes) -> bytes:
        self._is_selected = aid == self.profile.aid
        if not self._is_selected:
            return NOT_FOUND
        self._waiting = b"\x6f\x00"
        return b"\x61\x02" if self.is_t0 else OK

    def _read(self, command: bytes) -> bytes:
        place, wanted = command[2:4], command[4]
        if place[0] & 0x80:
            if place[0] & 0x1F != self.profile.file:
                return NOT_FOUND
            place = b"\0" + place[1:]
        at = int.from_bytes(place, "big")
        left = len(self.content) - at
        if left <= 0:
            return b"\x6b\x00"
        if self.is_t0 and wanted > left:
            return bytes((0x6C, left))
        return self.content[at : at + wanted] + OK


def visit_chip(number: str, name: str = "", born_on: date | None = None, *, is_t0: bool = False) -> CpuChip:
    return CpuChip(file_of(VISIT_CARD, number, name, born_on), is_t0=is_t0)


def uid_chip(uid: bytes) -> Answer:
    """A contactless card: the reader itself answers for it, and knows one command."""

    def answer(command: bytes) -> bytes:
        return uid + OK if command == bytes.fromhex("FFCA000000") else bytes.fromhex("6A81")

    return answer
