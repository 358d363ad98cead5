"""From a Text to the sentence a guard reads: times of day, ages and counters as the language writes them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path

from ui.shared.texts import Texts
from watchlist.post.console.text import Clock, Counting, Local, Rough, Text, TextValue

TEXTS = Path(__file__).parent / "texts"
"""The folder with a file a language."""
UNITS = (("days", 86_400), ("hours", 3600), ("minutes", 60))


@dataclass(frozen=True, slots=True)
class Wording:
    """One language of the texts, on a site's clock. Times of the day of `now` are written without a date."""

    texts: Texts
    language: str
    zone: tzinfo
    now: Callable[[], datetime]

    def of(self, text: Text) -> str:
        values = {name: self.written(value) for name, value in text.values}
        return self.texts.sentence(self.language, text.key, values)

    def plain(self, key: str, **values: str) -> str:
        return self.texts.sentence(self.language, key, values)

    def written(self, value: TextValue) -> str:
        match value:
            case Text():
                return self.of(value)
            case Local():
                return value.said_in(self.language)
            case Counting():
                return counted(value.seconds)
            case Rough():
                return self._rough(value.seconds)
            case Clock():
                return self._clock(value.at)
            case _:
                return str(value)

    def _rough(self, seconds: float) -> str:
        for unit, length_s in UNITS:
            count = int(seconds // length_s)
            if count:
                return self.plain(f"format.{unit}_one" if count == 1 else f"format.{unit}", count=str(count))
        return self.plain("format.just_now")

    def _clock(self, at: datetime) -> str:
        here, today = at.astimezone(self.zone), self.now().astimezone(self.zone)
        if here.date() == today.date():
            return f"{here:%H:%M}"
        return self.plain("format.day", month=str(here.month), day=str(here.day), time=f"{here:%H:%M}")


def counted(seconds: float) -> str:
    """0:42, 12:05, 1:02:03; never below nothing."""
    whole = max(int(seconds), 0)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
