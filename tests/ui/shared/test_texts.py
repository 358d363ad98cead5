import logging
from pathlib import Path

import pytest

from ui.shared.texts import MissingText, Texts

ZH = '[home]\ntitle = "您想办什么？"\nleft = "余 {left}"\nnames = ["一", "二"]\n'


def write(folder: Path, **languages: str) -> Path:
    for language, text in languages.items():
        (folder / f"{language}.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_key_is_the_path_through_the_tables(tmp_path: Path) -> None:
    texts = Texts.load(write(tmp_path, zh=ZH), strict=True)
    assert texts.sentence("zh", "home.title") == "您想办什么？"
    assert texts.sentence("zh", "home.names.1") == "二"
    assert texts.sentence("zh", "home.left", {"left": "3"}) == "余 3"


def test_a_file_more_is_a_language_more(tmp_path: Path) -> None:
    texts = Texts.load(write(tmp_path, zh=ZH, mn=ZH, en=ZH))
    assert texts.languages == ("zh", "en", "mn")


def test_a_value_is_written_as_it_is(tmp_path: Path) -> None:
    texts = Texts.load(write(tmp_path, zh=ZH), strict=True)
    assert texts.sentence("zh", "home.left", {"left": "{title}"}) == "余 {title}"


@pytest.mark.parametrize(("key", "values"), [("home.nothing", {}), ("home.left", {}), ("home", {})])
def test_what_is_missing_is_a_bug_in_the_tests(tmp_path: Path, key: str, values: dict[str, str]) -> None:
    texts = Texts.load(write(tmp_path, zh=ZH), strict=True)
    with pytest.raises(MissingText):
        texts.sentence("zh", key, values)


def test_what_is_missing_is_logged_and_another_language_or_the_key_is_shown(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    texts = Texts.load(write(tmp_path, zh=ZH, en="[home]\n"))
    with caplog.at_level(logging.ERROR):
        assert texts.sentence("en", "home.title") == "您想办什么？"
        assert texts.sentence("en", "home.nothing") == "home.nothing"
        assert texts.sentence("en", "home.left") == "home.left"
    assert "en.toml has no home.title" in caplog.text


def test_without_the_sites_own_language_there_are_no_texts(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="zh"):
        Texts.load(write(tmp_path, en=ZH))
