"""What is killed next. PURE."""

from collections.abc import Collection, Mapping
from random import Random


class Targets:
    """A shuffled deck in which each target lies as often as `weights` says; before the first, one of each in its order.

    So a short attack kills everything once, and a long one each as often as it is meant to.
    """

    def __init__(self, weights: Mapping[str, int], rng: Random) -> None:
        self._weights = weights
        self._rng = rng
        self._deck = list(weights)

    def draw(self, there: Collection[str]) -> str | None:
        """The next of those that are there; None while all that is left in the deck is not: it is waited for."""
        if not self._deck:
            self._deck = [name for name, count in self._weights.items() for _ in range(count)]
            self._rng.shuffle(self._deck)
        drawn = next((name for name in self._deck if name in there), None)
        if drawn is not None:
            self._deck.remove(drawn)
        return drawn
