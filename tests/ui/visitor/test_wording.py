from datetime import UTC, date, datetime
from string import Formatter
from zoneinfo import ZoneInfo

import pytest

from kiosk.desk.values import Words
from kiosk.visit.screen import Clock, Money, Text, TextValue
from kiosk.visit.wording import said
from ui.shared.texts import MissingText, Texts
from ui.visitor.wording import Wording, money

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (Words("心内科", "Cardiology"), "心内科", "Cardiology"),
        (Words("心内科"), "心内科", "心内科"),
        (Money(1250), "¥12.50", "¥12.50"),
        (Money(5), "¥0.05", "¥0.05"),
        (Clock(datetime(2025, 11, 24, 1, 5, tzinfo=UTC)), "09:05", "09:05"),
        (date(2026, 11, 23), "11月23日 周一", "Mon 23 Nov"),
        (7, "7", "7"),
        ("A017", "A017", "A017"),
    ],
)
def test_a_value_is_written_as_the_language_writes_it(texts: Texts, value: TextValue, zh: str, en: str) -> None:
    text = said("fact.name", name=value)
    assert Wording(texts, "zh", ZONE).of(text) == zh
    assert Wording(texts, "en", ZONE).of(text) == en


def test_money_given_back_is_negative() -> None:
    assert money(-150) == "-¥1.50"


def test_a_sentence_that_no_file_has_is_a_bug(texts: Texts) -> None:
    with pytest.raises(MissingText):
        Wording(texts, "zh", ZONE).of(Text("home.nothing"))


def test_every_language_has_every_sentence_with_the_same_values(texts: Texts) -> None:
    first = texts.languages[0]
    for language in texts.languages[1:]:
        assert texts.keys(language) == texts.keys(first)
        for key in texts.keys(first) - {key for key in texts.keys(first) if key.startswith("format.")}:
            assert placeholders(texts, language, key) == placeholders(texts, first, key), f"{language}: {key}"


def placeholders(texts: Texts, language: str, key: str) -> set[str]:
    asked = {name: f"{{{name}}}" for name in ("_",)}
    while True:
        try:
            sentence = texts.sentence(language, key, asked)
        except MissingText as missing:
            name = str(missing).rsplit("'", 2)[1]
            asked[name] = f"{{{name}}}"
        else:
            return {name for _, name, _, _ in Formatter().parse(sentence) if name}
