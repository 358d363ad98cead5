"""What is killed: everything once at first, then each as often as it is meant to, and only what is there."""

from collections import Counter
from random import Random

from scripts.bench.attack.targets import Targets

WEIGHTS = {"watch": 1, "hub": 2, "console": 5}


def test_everything_comes_once_in_its_order_and_then_by_its_weight() -> None:
    targets = Targets(WEIGHTS, Random(1))
    assert [targets.draw(WEIGHTS) for _ in WEIGHTS] == list(WEIGHTS)
    assert Counter(targets.draw(WEIGHTS) for _ in range(80)) == {"watch": 10, "hub": 20, "console": 50}


def test_the_same_seed_kills_in_the_same_order() -> None:
    one, other = Targets(WEIGHTS, Random(3)), Targets(WEIGHTS, Random(3))
    assert [one.draw(WEIGHTS) for _ in range(30)] == [other.draw(WEIGHTS) for _ in range(30)]


def test_what_is_not_there_is_waited_for() -> None:
    targets = Targets(WEIGHTS, Random(1))
    assert targets.draw([]) is None
    assert targets.draw(["hub"]) == "hub"
    assert targets.draw(["hub"]) is None
    assert [targets.draw(["console", "watch"]) for _ in range(2)] == ["watch", "console"]
    assert targets.draw(["hub"]) == "hub"
