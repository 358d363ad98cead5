"""How the vendors' bridges say what is on a resident identity card. PURE: an answer's bytes in, a card out."""

import base64
import binascii
import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from hardware.cards.events import CardData, CardKind
from hardware.cards.id_number import IdNumber, tidied

_RESIDENT_LENGTH = 18
_FOREIGNER = re.compile(r"[A-Z]{3}[0-9]{12}")
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"BM")
_LONGEST_NAME = 100


class StrangeAnswer(Exception):
    """Not what this vendor's bridge answers: another program, another version, or a broken one."""


class UnreadableIdCard(Exception):
    """A card lies there and its content cannot be right. The sentence holds nothing of it."""


@dataclass(frozen=True, slots=True)
class BridgeShape:
    """Where things stand in a vendor's JSON, as dotted paths; of several the first that is there counts.

    `flag` says how the reading went: a value of `done` is a card, any other is no card. `port` is the one the
    vendor's program usually listens on.
    """

    vendor: str
    port: int
    flag: str
    done: tuple[str, ...]
    number: tuple[str, ...]
    name: tuple[str, ...]
    born_on: tuple[str, ...]
    photo: tuple[str, ...]


HUASHI = BridgeShape(
    vendor="huashi",
    port=19196,
    flag="resultFlag",
    done=("0",),
    number=("certNumber",),
    name=("partyName",),
    born_on=("bornDay",),
    photo=("identityPic",),
)
THCARD = BridgeShape(
    vendor="thcard",
    port=8321,
    flag="code",
    done=("200",),
    number=("data.idNumber", "data.idNo", "data.idCard"),
    name=("data.name", "data.userName"),
    born_on=("data.birthday", "data.birthDate"),
    photo=("data.photoBase64",),
)
SHAPES = (HUASHI, THCARD)


def card_of(shape: BridgeShape, body: bytes) -> CardData | None:
    """The card that lies on the reader; None where there is none. Raises StrangeAnswer, UnreadableIdCard."""
    answer = _json(body)
    flag = _at(answer, shape.flag)
    if flag is None:
        raise StrangeAnswer(f"an answer without {shape.flag!r}")
    if str(flag).strip() not in shape.done:
        return None
    number = tidied(_text(answer, shape.number))
    name = _text(answer, shape.name)
    if len(name) > _LONGEST_NAME or not name.isprintable():
        raise UnreadableIdCard("the name on the card is no text")
    born_on = _born_on(number, _text(answer, shape.born_on))
    return CardData(CardKind.ID, number, name, born_on, _photo(_text(answer, shape.photo)))


def _json(body: bytes) -> dict[str, Any]:
    """Some bridges write GBK, whatever they say."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = body.decode("gb18030", errors="replace")
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise StrangeAnswer("an answer that is no JSON") from error
    if not isinstance(answer, dict):
        raise StrangeAnswer("an answer that is no JSON object")
    return answer


def _at(answer: Any, path: str) -> Any:
    for key in path.split("."):
        answer = answer.get(key) if isinstance(answer, dict) else None
    return answer


def _text(answer: dict[str, Any], paths: tuple[str, ...]) -> str:
    found = (_at(answer, path) for path in paths)
    return next((each.strip() for each in found if isinstance(each, str) and each.strip()), "")


def _born_on(number: str, written: str) -> date | None:
    """The number says it where it is a resident's; on other permits the card's own field does."""
    if len(number) == _RESIDENT_LENGTH:
        try:
            return IdNumber(number).born_on
        except ValueError as error:
            raise UnreadableIdCard(str(error)) from error
    if not _FOREIGNER.fullmatch(number):
        raise UnreadableIdCard("the card's number has no known form")
    digits = re.sub(r"[^0-9]", "", written)
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _photo(text: str) -> bytes | None:
    """None where it is no picture: the card is good without, only nobody can be compared with it."""
    bare = re.sub(r"\s", "", text.partition("base64,")[2] or text)
    try:
        photo = base64.b64decode(bare, validate=True)
    except (binascii.Error, ValueError):
        return None
    return photo if photo.startswith(_PICTURES) else None
