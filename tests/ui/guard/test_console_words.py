"""Both languages say everything, and say it alike."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.ui.guard.conftest import ZONE
from ui.guard.pictures import SIZES, Photographer, Shot
from ui.guard.wording import TEXTS, Wording, counted
from ui.shared.texts import Texts, read_texts
from watchlist.post.console.examples import examples
from watchlist.post.console.text import Clock, Local, Rough, said

AT = datetime(2025, 11, 24, 10, 11, tzinfo=UTC)
ZH, EN = (read_texts(TEXTS / f"{language}.toml") for language in ("zh", "en"))


def test_every_sentence_is_there_in_both_with_the_same_values() -> None:
    assert ZH.keys() == EN.keys()
    for key in ZH:
        assert set(re.findall(r"\{(\w+)\}", ZH[key])) == set(re.findall(r"\{(\w+)\}", EN[key])), key


class Asked(dict[str, str]):
    """Notes which sentences were asked for."""

    def __init__(self, sentences: dict[str, str]) -> None:
        super().__init__(sentences)
        self.asked: set[str] = set()

    def get(self, key: str, default: str | None = None) -> str | None:  # type: ignore[override]
        self.asked.add(key)
        return super().get(key, default)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_state_can_be_said_and_every_sentence_is_used(qapp: object, language: str) -> None:
    sentences = Asked(ZH if language == "zh" else EN)
    texts = Texts({language: sentences}, language, strict=True)
    photographer = Photographer(texts, ZONE, lambda _key: None)
    faults = []
    for example in examples(AT):
        shot = Shot("", language, dark=False, size=SIZES[0])
        faults += [(example.name, fault) for fault in photographer.look_at(example.state, AT, shot)]
    photographer.close()
    assert faults == []
    unused = {key for key in sentences.keys() - sentences.asked if not key.startswith("format.")}
    assert unused == {"head.light"}


@pytest.mark.parametrize(("seconds", "words"), [(-3, "0:00"), (42.9, "0:42"), (725, "12:05"), (3723, "1:02:03")])
def test_a_counter(seconds: float, words: str) -> None:
    assert counted(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "zh", "en"),
    [
        (3, "刚刚", "just now"),
        (61, "1 分钟前", "1 minute ago"),
        (7200, "2 小时前", "2 hours ago"),
        (90_000, "1 天前", "1 day ago"),
    ],
)
def test_a_rough_age(seconds: float, zh: str, en: str) -> None:
    texts = Texts.load(TEXTS, strict=True)
    for language, words in (("zh", zh), ("en", en)):
        assert Wording(texts, language, ZONE, lambda: AT).written(Rough(seconds)) == words


def test_a_day_is_written_where_it_is_not_today() -> None:
    wording = Wording(Texts.load(TEXTS, strict=True), "zh", ZONE, lambda: AT)
    assert wording.written(Clock(AT)) == "18:11"
    assert wording.written(Clock(AT - timedelta(days=1))) == "11月23日 18:11"


def test_the_sites_own_words_are_in_its_languages() -> None:
    words = Local((("zh", "请到保卫科"), ("en", "Go to the office")))
    wording = Wording(Texts.load(TEXTS, strict=True), "en", ZONE, lambda: AT)
    assert wording.of(said("card.site_says", words=words)) == "Go to the office"
    assert words.said_in("de") == "请到保卫科"
