"""The busiest thread tells whether a watch keeps up."""

from scripts.bench.attack.keeping_up import KeepingUp
from scripts.bench.attack.visits import Behind
from tests.scripts.bench.attack.hand import moment


def test_the_busiest_thread_counts_from_one_telling_to_the_next() -> None:
    keeping = KeepingUp()
    keeping.told({1: 5.0, 2: 70.0}, moment(0))
    assert keeping.behind == []
    keeping.told({1: 5.5, 2: 71.5}, moment(2))
    assert keeping.behind == []
    keeping.told({1: 5.5, 2: 73.5}, moment(4))
    assert keeping.behind == [Behind(moment(2), moment(4))]
    assert keeping.behind_share == 0.5


def test_a_new_process_is_counted_from_its_beginning_and_one_that_is_gone_not_at_all() -> None:
    keeping = KeepingUp()
    keeping.told({1: 90.0}, moment(0))
    keeping.told({2: 1.0}, moment(2))
    keeping.told({}, moment(4))
    assert keeping.behind == []
    keeping.told({3: 2.0}, moment(6))
    assert keeping.behind == [Behind(moment(4), moment(6))]


def test_before_anything_was_told_nothing_is_behind() -> None:
    assert KeepingUp().behind_share == 0.0
