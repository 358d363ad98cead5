"""Canonical JSON from outside, field by field: one spelling, known fields, the right types, bounded sizes."""

import base64
import binascii
import json
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

from records.canonical import Json, to_json
from records.moments import from_text, to_text
from watchlist.feed.errors import DocumentRefused

NUMBER_BITS = 26
"""Of `seq`; `epoch` has the others of the 53 that JSON carries, so that both are a place in one row of numbers."""
MOST_NUMBER = 2**NUMBER_BITS - 1

_LIST_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_ID = re.compile(r"[A-Za-z0-9._+@:-]{1,128}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_KEY_ID = re.compile(r"[0-9a-f]{16}")

Value = TypeVar("Value")


def check_list_id(text: str) -> None:
    _check(_LIST_ID, text, "list_id")


def is_list_id(text: str) -> bool:
    return _LIST_ID.fullmatch(text) is not None


def is_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None


def check_id(text: str, field: str) -> None:
    _check(_ID, text, field)


def check_sha256(text: str) -> None:
    _check(_SHA256, text, "sha256")


def check_key_id(text: str) -> None:
    _check(_KEY_ID, text, "key_id")


def check_number(value: int, field: str, least: int, most: int = MOST_NUMBER) -> None:
    """Raises ValueError, as all checks of this module."""
    if not least <= value <= most:
        raise ValueError(f"{field} lies outside {least} to {most}")


def check_words(text: str, field: str, most: int) -> None:
    """Something is said, and not too much (characters)."""
    if not text.strip() or len(text) > most:
        raise ValueError(f"{field} is empty or longer than {most}")


def hex_bytes(text: str) -> bytes:
    """Only as `hex` writes them."""
    data = bytes.fromhex(text)
    if data.hex() != text:
        raise ValueError("not the hexadecimal digits we write")
    return data


class Fields:
    """The fields of one JSON object, each to be asked for once. Every method raises ValueError."""

    def __init__(self, given: dict[str, Json]) -> None:
        self._given = dict(given)

    def text(self, name: str) -> str:
        return self._of(str, name)

    def number(self, name: str) -> int:
        return self._of(int, name)

    def flag(self, name: str) -> bool:
        return self._of(bool, name)

    def day(self, name: str) -> date:
        """Only as written by `isoformat`."""
        text = self.text(name)
        day = date.fromisoformat(text)
        if day.isoformat() != text:
            raise ValueError(f"{name} is not a day as we write it")
        return day

    def moment(self, name: str) -> datetime:
        """UTC, only as written by `records.moments`."""
        text = self.text(name)
        moment = from_text(text)
        if to_text(moment) != text:
            raise ValueError(f"{name} is not a moment as we write it")
        return moment

    def hexadecimal(self, name: str) -> bytes:
        return hex_bytes(self.text(name))

    def base64(self, name: str) -> bytes:
        try:
            return base64.b64decode(self.text(name), validate=True)
        except binascii.Error:
            raise ValueError(f"{name} is not base64") from None

    def texts(self, name: str) -> tuple[str, ...]:
        given = self._of(list, name)
        texts = tuple(one for one in given if isinstance(one, str))
        if len(texts) != len(given):
            raise ValueError(f"{name}: texts wanted")
        return texts

    def each(self, name: str, made: Callable[["Fields"], Value]) -> tuple[Value, ...]:
        return tuple(_made(one, made) for one in self._of(list, name))

    def end(self) -> None:
        """Nothing may be left that nobody asked for."""
        if self._given:
            raise ValueError(f"{len(self._given)} fields nobody knows")

    def _of(self, kind: type[Value], name: str) -> Value:
        value = self._given.pop(name, None)
        if type(value) is not kind:
            raise ValueError(f"{name}: {kind.__name__} wanted")
        return value


def read(data: bytes, most_bytes: int, made: Callable[[Fields], Value]) -> Value:
    """What `made` makes of the object that this canonical JSON spells. Raises DocumentRefused."""
    if len(data) > most_bytes:
        raise DocumentRefused(f"{len(data)} bytes where at most {most_bytes} are read")
    try:
        return _made(_canonical(data), made)
    except (json.JSONDecodeError, UnicodeError, RecursionError):
        raise DocumentRefused("not JSON") from None
    except ValueError as error:
        raise DocumentRefused(str(error)) from None


def _canonical(data: bytes) -> Json:
    given: Json = json.loads(data.decode())
    if not isinstance(given, dict) or to_json(given).encode() != data:
        raise ValueError("not an object in its canonical spelling")
    return given


def _made(given: Json, made: Callable[[Fields], Value]) -> Value:
    fields = Fields(given if isinstance(given, dict) else {})
    value = made(fields)
    fields.end()
    return value


def _check(pattern: re.Pattern[str], text: str, field: str) -> None:
    if not pattern.fullmatch(text):
        raise ValueError(f"{field} is not spelled as one")
