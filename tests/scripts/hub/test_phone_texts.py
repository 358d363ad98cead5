"""The words and the files of the guards' page."""

import json
import re

import pytest

from ui.guard.wording import TEXTS
from ui.shared.texts import read_texts
from watchlist.post.http.page_files import LANGUAGES, page_files
from watchlist.post.values import Sight

FILES = {name: content.decode() for name, content, _ in page_files()}
WORDS: dict[str, dict[str, str]] = {name: json.loads(FILES[f"texts/{name}.json"]) for name in LANGUAGES}
SCRIPTS = "\n".join(content for name, content in FILES.items() if name.endswith(".js"))


def values_of(sentence: str) -> list[str]:
    return sorted(re.findall(r"\{(\w+)\}", sentence))


def test_every_language_says_the_same_things() -> None:
    zh, en = WORDS["zh"], WORDS["en"]
    assert list(zh) == list(en)
    own = [key for key in zh if not key.startswith("format.")]
    assert [key for key in own if values_of(zh[key]) != values_of(en[key])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_console_says_too_is_said_in_its_words(language: str) -> None:
    console = read_texts(TEXTS / f"{language}.toml")
    shared = {key: words for key, words in WORDS[language].items() if not key.startswith("phone.")}
    assert shared == {key: console.get(key) for key in shared}


def test_every_sentence_that_the_page_says_is_there_and_no_other() -> None:
    made = {
        *(f"sight.{sight}" for sight in Sight),
        *(f"outcome.{end}" for end in ("confirmed", "not_this_person", "cannot_tell", "expired")),
        *(f"act.{name}" for name in ("confirm", "reject", "cannot_tell")),
        *(f"refused.{why}{by}" for why in ("taken", "over", "not_yours") for by in ("", "_by")),
        *(f"step.{act}" for act in ("take", "over", "release", "forward", "decide", "escalate", "expire")),
        *(f"state.{whose}{late}" for whose in ("mine", "theirs") for late in ("", "_late")),
        *(f"format.{unit}{one}" for unit in ("minutes", "hours", "days") for one in ("", "_one")),
    }
    written = set(re.findall(r'"([a-z]+\.[a-z0-9_]+)"', SCRIPTS))
    written -= {key for key in written if key.endswith(".js")}
    assert made | written == set(WORDS["zh"])


def test_every_script_is_asked_for_at_once() -> None:
    modules = {name for name in FILES if name.endswith(".js")}
    preloaded = set(re.findall(r'"/guard/page/([a-z]+\.js)"', FILES["page.html"]))
    assert preloaded == modules


@pytest.mark.parametrize("name", FILES)
def test_no_file_of_the_page_is_long_or_asks_anything_of_another_host(name: str) -> None:
    assert len(FILES[name].splitlines()) <= 300
    assert "://" not in FILES[name].replace("http://www.w3.org/2000/svg", "")
    assert "innerHTML" not in FILES[name]
