"""How alike the words of two reports are: pairs of neighbouring characters, which need no word list."""

import re
from collections.abc import Set

from watchlist.reports.traces import folded

Words = frozenset[str]

_STOP = (
    *("的", "了", "在", "是", "我", "你", "他", "她", "们", "说", "和", "就", "都", "也", "着", "把", "被", "吗", "呢"),
    *("一个", "这个", "那个", "有人", "有个", "医院", "今天", "昨天", "上午", "下午", "please", "the", "and"),
)
_SIGNS = re.compile(r"[\W_]+")
_STOPS = re.compile("|".join(sorted(_STOP, key=len, reverse=True)))


def plain(text: str) -> str:
    """Its letters and digits alone: spaces and signs between them do not hide a number from a search."""
    return _SIGNS.sub("", folded(text))


def pairs(text: str) -> Words:
    """The neighbouring characters of what `plain` gave."""
    return frozenset(text[place : place + 2] for place in range(len(text) - 1))


def words_of(text: str) -> Words:
    """What two reports are compared by."""
    return pairs(plain(_STOPS.sub("", folded(text))))


def likeness(one: Set[str], other: Set[str]) -> float:
    """Jaccard: the share of all their pairs that both have, 0 to 1; nothing is like nothing."""
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0
