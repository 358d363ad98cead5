"""What is kept of a report's words beside the sealed text: digits that say nothing without the key.

A *digest* of each trace finds who else named it. A *signature* of all words lets a search pass over what can not hold
them: 1024 bits, of which each pair of characters sets four that only the key knows. *Bands* are the same in texts of
which much is the same. Who has the database and no key sees which reports have something in common, and not what.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from records.moments import to_text
from records.sealing import Cipher
from watchlist.reports.likeness import Words, pairs, plain
from watchlist.reports.traces import Trace
from watchlist.reports.values import NewReport

DIGEST_BYTES = 16
SIGNATURE_BITS = 1024
SIGNATURE_BYTES = SIGNATURE_BITS // 8
_BITS_A_PAIR = 4
_BANDS, _ROWS = 12, 2
"""Texts of which half is the same share a band 97 times of 100, of which a tenth 11 times."""
_PAIRS_AT_HAND = 1 << 17

Signature = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class _KeyedPair:
    bits: tuple[int, ...]
    number: int


class Keyed:
    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher
        self._pair = lru_cache(maxsize=_PAIRS_AT_HAND)(self._keyed_pair)

    def trace(self, trace: Trace) -> bytes:
        return self._digest(f"{trace.kind}\0{trace.value}", "report trace")

    def key(self, report: NewReport) -> bytes:
        """The same for the same report handed in again."""
        told = (report.key, to_text(report.at), " ".join(report.place.split()), report.text)
        return self._digest("\0".join(told), "report key")

    def signature(self, text: str) -> Signature:
        """Holds the signature of every text that this one contains."""
        return self._signature(pairs(plain(text)))

    def bands(self, place: str, words: Words) -> list[bytes]:
        """None for no words. Those of another place are others."""
        if not words:
            return []
        numbers = np.array([self._pair(pair).number for pair in words], np.uint64)
        factors, offsets = self._mixing
        least = (numbers[:, None] * factors + offsets >> np.uint64(16)).min(axis=0)
        rows = least.reshape(_BANDS, _ROWS)
        return [self._digest(f"{place}\0{band}\0{row.tolist()}", "report band") for band, row in enumerate(rows)]

    def _signature(self, found: Iterable[str]) -> Signature:
        bits = np.zeros(SIGNATURE_BITS, np.uint8)
        bits[[bit for pair in found for bit in self._pair(pair).bits]] = 1
        return np.packbits(bits)

    def _keyed_pair(self, pair: str) -> _KeyedPair:
        digest = bytes.fromhex(self._cipher.mac(pair.encode(), "report words"))
        bits = tuple(
            int.from_bytes(digest[2 * place : 2 * place + 2], "big") % SIGNATURE_BITS for place in range(_BITS_A_PAIR)
        )
        return _KeyedPair(bits, int.from_bytes(digest[-8:], "big"))

    @cached_property
    def _mixing(self) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
        count = _BANDS * _ROWS
        told = b"".join(self._digest(f"mixing {place}", "report band") for place in range(count))
        numbers = np.frombuffer(told, np.uint64).reshape(2, count)
        return numbers[0] | np.uint64(1), numbers[1]

    def _digest(self, told: str, purpose: str) -> bytes:
        return bytes.fromhex(self._cipher.mac(told.encode(), purpose))[:DIGEST_BYTES]
