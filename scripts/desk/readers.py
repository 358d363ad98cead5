"""What may stand in a column of the hospital's files. Every reader raises ValueError in words for whoever typed it."""

from collections.abc import Callable
from datetime import date, datetime, time, tzinfo
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

MOST_FEN = 100_000_000
YEARS = range(1900, 2200)
"""Somebody alive was born, or somebody will work, in these."""
Word = TypeVar("Word", bound=StrEnum)


def day(text: str) -> date:
    """Also as Chinese and Excel's spreadsheets write it: 2026/8/3."""
    try:
        year, month, number = (int(part) for part in text.replace("/", "-").split("-"))
        found = date(year, month, number)
    except ValueError:
        raise ValueError("write a day as 2026-08-03") from None
    if found.year not in YEARS:
        raise ValueError(f"write a day of {YEARS[0]} to {YEARS[-1]}")
    return found


def day_or_none(text: str) -> date | None:
    return day(text) if text else None


def clock_time(text: str) -> time:
    try:
        hour, minute = (int(part) for part in text.split(":"))
        return time(hour, minute)
    except ValueError:
        raise ValueError("write a time as 08:30") from None


def moment(zone: tzinfo) -> Callable[[str], datetime]:
    def read(text: str) -> datetime:
        first, _, second = text.partition(" ")
        return datetime.combine(day(first), clock_time(second), zone)

    return read


def fen(text: str) -> int:
    """Yuan with at most two decimals, as whole fen."""
    try:
        amount = Decimal(text or "0") * 100
    except InvalidOperation:
        raise ValueError("write yuan as 50 or 50.00") from None
    if not (amount.is_finite() and amount == int(amount)):
        raise ValueError("write yuan with at most two decimals")
    if not 0 <= amount <= MOST_FEN:
        raise ValueError(f"must be 0 to {MOST_FEN // 100}")
    return int(amount)


def count(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
            raise ValueError(f"write a whole number, {least} to {most}")
        return int(text)

    return read


def one_of(words: type[Word]) -> Callable[[str], Word]:
    def read(text: str) -> Word:
        try:
            return words(text)
        except ValueError:
            raise ValueError(f"must be one of {', '.join(words)}") from None

    return read


def yes_or_no(text: str) -> bool:
    if text not in ("yes", "no", "是", "否"):
        raise ValueError("write yes or no")
    return text in ("yes", "是")
