import pytest

from watchlist.reports.likeness import likeness, pairs, plain, words_of


def test_signs_and_spellings_are_passed_over() -> None:
    assert plain("１３８-００１３ 8000，ＡＢＣ!") == "13800138000abc"


def test_pairs_are_neighbours() -> None:
    assert pairs("abca") == {"ab", "bc", "ca"}
    assert pairs("a") == frozenset()


def test_words_that_everybody_uses_count_for_nothing() -> None:
    assert words_of("有人在北门卖号") == words_of("北门卖号")


@pytest.mark.parametrize(
    ("one", "other", "share"), [("abcd", "abcd", 1.0), ("abcd", "wxyz", 0.0), ("abc", "abd", 1 / 3), ("", "", 0.0)]
)
def test_likeness_is_what_both_have_of_all(one: str, other: str, share: float) -> None:
    assert likeness(pairs(one), pairs(other)) == pytest.approx(share)
