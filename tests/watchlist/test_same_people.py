"""One person under two names is found where every engine sees it, and two people are left two."""

import numpy as np
import pytest

from tests.watchlist.test_calibration import sample_of
from watchlist.calibration import Lookalikes, lookalikes
from watchlist.same_people import MOST_PAIRS, Pair, merged, same_people

TWINS: Pair = ("Li_Na", "Na_Li")
OTHERS: Pair = ("Hu_Bo", "Mori_Ken")
STRANGERS: Pair = ("Hu_Bo", "Li_Na")


def seen(*alike: tuple[Pair, float], stranger: float = 0.5) -> list[Lookalikes]:
    return [*(Lookalikes(pair, score) for pair, score in alike), Lookalikes(STRANGERS, stranger)]


@pytest.mark.parametrize(
    ("engines", "embedders", "found"),
    [
        ([seen((TWINS, 0.61)), seen((TWINS, 0.7))], 2, (TWINS,)),
        ([seen((TWINS, 0.61))], 1, (TWINS,)),
        ([seen((TWINS, 0.59)), seen((TWINS, 0.7))], 2, ()),  # one engine is not so sure
        ([seen((OTHERS, 0.74)), seen((OTHERS, 0.9))], 2, ()),
        ([seen((OTHERS, 0.76)), seen((OTHERS, 0.9))], 2, (OTHERS,)),
        ([seen((OTHERS, 0.76)), seen((OTHERS, 0.9))], 1, ()),  # other names, and only one embedder's word
        ([seen((OTHERS, 0.9), (TWINS, 0.7)), seen((TWINS, 0.9), (OTHERS, 0.8))], 2, (OTHERS, TWINS)),
        ([seen((TWINS, 0.9)), seen((OTHERS, 0.9))], 2, ()),
        ([seen((("Li_Na", "Li_Na"), 0.99))], 2, ()),
        ([[Lookalikes(TWINS, 0.9)]], 2, ()),
        ([[]], 1, ()),
        ([], 0, ()),
    ],
)
def test_only_what_every_engine_sees_by_far_is_one_person(
    engines: list[list[Lookalikes]], embedders: int, found: tuple[Pair, ...]
) -> None:
    assert same_people(engines, embedders) == found


@pytest.mark.parametrize("name", ["Na_Li", "na-li", "NA LI"])
def test_the_same_words_in_another_order_are_the_same_words(name: str) -> None:
    assert same_people([seen((("Li_Na", name), 0.61))], 1) == (("Li_Na", name),)


def test_people_made_one_have_all_the_photographs_and_the_first_ones_name() -> None:
    sample = sample_of({"east": [3, 2], "west": [4, 1]})
    one = merged(sample, [("person-3", "person-1"), ("person-3", "person-2")])
    assert one.names == ("person-0", "person-1")
    assert one.groups == ("east", "east")
    assert one.faces.counts().tolist() == [3, 7]
    assert np.array_equal(one.faces.vectors, sample.faces.vectors)
    assert len(merged(sample, []).names) == 4


def test_a_person_under_two_names_no_longer_lifts_the_threshold() -> None:
    spoilt = sample_of({"west": [3], "east": [3] * 40}, noise=0.3, twins=True)
    pairs = [("person-0", "person-1")]
    assert lookalikes(spoilt, MOST_PAIRS)[0].names == pairs[0]
    assert lookalikes(merged(spoilt, pairs), 1)[0].score < lookalikes(spoilt, 1)[0].score - 0.2


def test_who_comes_with_a_folder_stays_listable() -> None:
    sample = sample_of({"single": [1] * 3, "east": [2] * 3})
    one = merged(sample, [("person-0", "person-3")])
    assert one.listable.tolist() == [True, False, False, True, True]
