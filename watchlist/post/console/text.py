"""A sentence as the console names it: a key and its values; whoever shows it brings the words. Pure."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Counting:
    """A time that is counted, to the second."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Rough:
    """How long it is, in one unit."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day; with the day where it is not today's."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Local:
    """Words of the site itself, by language."""

    said: tuple[tuple[str, str], ...]

    def said_in(self, language: str) -> str:
        return next((words for code, words in self.said if code == language), self.said[0][1] if self.said else "")


@dataclass(frozen=True, slots=True)
class Text:
    key: str
    values: tuple[tuple[str, "TextValue"], ...] = field(default=(), repr=False)


TextValue = str | int | Counting | Rough | Clock | Local | Text


def said(key: str, **values: TextValue) -> Text:
    return Text(key, tuple(values.items()))
