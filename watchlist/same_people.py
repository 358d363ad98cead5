"""Are two people of a collection one person under two names?

Collections of press photographs spell a name in two ways, and now and then give one face two names altogether. Left in,
such a pair is the most alike pair of "strangers", and the threshold is chosen to keep the two apart.

Rule: only what every engine sees counts. The pairs in question must be the most alike ones of every engine, and nearer
(1 - cosine) by far than the next pair: by a fifth where the two names are the same words in another order, by half
where they are not and two embedders at least agree. Two people who look alike are not told apart like this: the pairs
that are found are told, and a human has the last word.
"""

import re
from collections.abc import Iterable, Sequence

import numpy as np

from watchlist.calibration import Lookalikes, Sample
from watchlist.trials import Faces

Pair = tuple[str, str]

MOST_PAIRS = 50
SAME_WORDS_SHARE = 0.8
OTHER_WORDS_SHARE = 0.5


def same_people(seen: Sequence[Sequence[Lookalikes]], embedders: int) -> tuple[Pair, ...]:
    """The pairs that are one person, the most alike first. `seen` are the most alike pairs of every engine, in order.

    The more pairs there are to look at the better: of as many as are there, one at least must be of two people.
    """
    shortest = min((len(pairs) for pairs in seen), default=0)
    for count in range(shortest - 1, 0, -1):
        tops = {frozenset(pair.names for pair in pairs[:count]) for pairs in seen}
        if len(tops) == 1 and all(_stand_out(pairs[:count], pairs[count], embedders) for pairs in seen):
            return tuple(pair.names for pair in seen[0][:count])
    return ()


def merged(sample: Sample, pairs: Iterable[Pair]) -> Sample:
    """The sample with the people of each pair made one, under the name and in the group of the first of them."""
    root: dict[str, str] = {}
    for pair in pairs:
        one, other = sorted((_root(root, name) for name in pair), key=sample.names.index)
        root[other] = one
    first = {name: number for number, name in reversed(list(enumerate(sample.names)))}
    target = np.array([first[_root(root, name)] if name in root else n for n, name in enumerate(sample.names)])
    kept, numbers = np.unique(target[sample.faces.person], return_inverse=True)
    order = np.argsort(numbers, kind="stable")
    return Sample(
        Faces(sample.faces.vectors[order], numbers[order]),
        tuple(sample.names[person] for person in kept),
        tuple(sample.groups[person] for person in kept),
        np.array([sample.listable[target == person].any() for person in kept]),
    )


def _stand_out(pairs: Sequence[Lookalikes], following: Lookalikes, embedders: int) -> bool:
    return all(1 - pair.score <= _share(pair.names, embedders) * (1 - following.score) for pair in pairs)


def _share(names: Pair, embedders: int) -> float:
    """The part of the next pair's distance that a pair's own may have."""
    if names[0] == names[1]:
        return -1.0  # two groups have somebody of this name: nothing says which of them is meant
    if _words(names[0]) == _words(names[1]):
        return SAME_WORDS_SHARE
    return OTHER_WORDS_SHARE if embedders > 1 else -1.0


def _words(name: str) -> list[str]:
    return sorted(word for word in re.split(r"[\W_]+", name.casefold()) if word)


def _root(root: dict[str, str], name: str) -> str:
    while name in root:
        name = root[name]
    return name
