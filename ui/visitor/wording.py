"""From a Text to the sentence a visitor reads: names, money, times of day and dates as the language writes them."""

from dataclasses import dataclass
from datetime import date, tzinfo
from pathlib import Path

from kiosk.desk.values import Words
from kiosk.visit.screen import Clock, Money, Text, TextValue
from ui.shared.texts import Texts

TEXTS = Path(__file__).parent / "texts"
"""The folder with a file a language."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One language of the texts, on a site's clock."""

    texts: Texts
    language: str
    zone: tzinfo

    def of(self, text: Text) -> str:
        values = {name: self.written(value) for name, value in text.values}
        return self.texts.sentence(self.language, text.key, values)

    def plain(self, key: str, **values: str) -> str:
        """A sentence of the screen's own, such as the name of a fixed place."""
        return self.texts.sentence(self.language, key, values)

    def written(self, value: TextValue) -> str:
        match value:
            case Words():
                return value.said_in(self.language)
            case Money():
                return money(value.fen)
            case Clock():
                return f"{value.at.astimezone(self.zone):%H:%M}"
            case date():
                return self._date(value)
            case _:
                return str(value)

    def in_language(self, language: str) -> "Wording":
        return Wording(self.texts, language, self.zone)

    def _date(self, day: date) -> str:
        names = {
            "weekday": self.plain(f"format.weekdays.{day.weekday()}"),
            "month": self.plain(f"format.months.{day.month - 1}"),
            "day": str(day.day),
        }
        return self.plain("format.date", **names)


def money(fen: int) -> str:
    yuan, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}¥{yuan}.{rest:02}"
