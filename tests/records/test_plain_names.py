"""Names that a file may have wherever it is put."""

import pytest

from records.plain_names import is_plain


@pytest.mark.parametrize(
    "name", ["hub.db", "key.id", "你好 1.wav", "全角　空格.jpg", "console.txt", "com10.csv", "a-b_c"]
)
def test_what_every_system_takes_for_a_file(name: str) -> None:
    assert is_plain(name)


@pytest.mark.parametrize(
    "name",
    [
        *("", ".", "..", ".hidden", "a/b", "a\\b", "c:a", "a?", "a*", 'a"b', "a|b", "<a>", "a\0b", "a\nb", "a.", "a "),
        *("NUL", "con.txt", "Aux.tar.gz", "com1", "LPT9.jpg", "nul .txt", "com¹.txt", "\ud800"),
    ],
)
def test_what_some_system_takes_for_something_else(name: str) -> None:
    assert not is_plain(name)
