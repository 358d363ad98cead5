"""Finding a name by its characters or by the initials of its pinyin, the best match first. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

_WHOLE, _START, _INSIDE, _NO_MATCH = range(4)


@dataclass(frozen=True, slots=True)
class Named:
    """`names` in every language; `readings` are the initials, several where a character is read in several ways."""

    names: tuple[str, ...]
    readings: tuple[str, ...] = ()


def best_first(text: str, named: Mapping[str, Named]) -> tuple[str, ...]:
    """The keys of what matches: whole, then from its start, then within; of equals the shorter, then as they came."""
    wanted = "".join(text.split()).casefold()
    if not wanted:
        return ()
    ranked = [(*_rank(wanted, one), place, key) for place, (key, one) in enumerate(named.items())]
    return tuple(key for rank, _, _, key in sorted(ranked) if rank < _NO_MATCH)


def _rank(wanted: str, one: Named) -> tuple[int, int]:
    return min((_how(wanted, spelled.casefold()), len(spelled)) for spelled in (*one.names, *one.readings))


def _how(wanted: str, spelled: str) -> int:
    joined = "".join(spelled.split())
    if wanted not in joined:
        return _NO_MATCH
    if wanted == joined:
        return _WHOLE
    return _START if joined.startswith(wanted) else _INSIDE
