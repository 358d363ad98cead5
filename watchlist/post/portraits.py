"""Enrolled photographs cut like the captured faces, kept for a while: cutting one looks for the face in it."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from watchlist.types import PhotoId

MOST_KEPT = 64


class Portraits:
    """`cut` makes a portrait (JPEG) of a photograph's file and is called by one thread at a time; any thread asks."""

    def __init__(self, cut: Callable[[bytes], bytes], most: int = MOST_KEPT) -> None:
        self._cut = cut
        self._most = most
        self._lock = Lock()
        self._kept: OrderedDict[PhotoId, bytes] = OrderedDict()
        self._revision: int | None = None

    def of(self, photo_id: PhotoId, data: bytes, list_revision: int) -> bytes:
        """All are dropped when the list has changed: what was erased is not kept here either."""
        with self._lock:
            self._follow(list_revision)
            if photo_id not in self._kept:
                self._kept[photo_id] = self._cut(data)
                while len(self._kept) > self._most:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(photo_id)
            return self._kept[photo_id]

    def follow(self, list_revision: int) -> None:
        """To be told now and then, so that nothing stays because nobody asks."""
        with self._lock:
            self._follow(list_revision)

    def _follow(self, list_revision: int) -> None:
        if list_revision != self._revision:
            self._kept.clear()
            self._revision = list_revision
