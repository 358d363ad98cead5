"""The pictures that are on the screen now, and no others: a locked console wants none."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtGui import QImage, QPixmap

from watchlist.post.console.picture_keys import PictureKey, ThumbnailKey

ASKS_AGAIN_S = 3.0
"""A question that was lost with the connection is asked again after so long."""
THUMBNAIL_FOR_S = 2.0


@dataclass(slots=True)
class _Place:
    asked_at_s: float
    is_told: bool = False
    pixmap: QPixmap | None = None


class Shelf:
    """`now_s` is any clock that only goes forwards."""

    def __init__(self) -> None:
        self._places: dict[PictureKey, _Place] = {}

    def wanted(self, keys: Iterable[PictureKey], now_s: float) -> list[PictureKey]:
        """What is to be asked for; what is not among `keys` is let go."""
        kept = list(keys)
        for key in set(self._places) - set(kept):
            del self._places[key]
        missing = [key for key in kept if self._is_due(key, now_s)]
        for key in missing:
            place = self._places.setdefault(key, _Place(now_s))
            place.asked_at_s = now_s
        return missing

    def put(self, key: PictureKey, jpeg: bytes | None) -> bool:
        """Whether it changed what can be seen. A picture that nobody waits for any more is dropped."""
        place = self._places.get(key)
        if place is None:
            return False
        image = QImage.fromData(jpeg) if jpeg else QImage()
        place.is_told = True
        place.pixmap = None if image.isNull() else QPixmap.fromImage(image)
        return True

    def get(self, key: PictureKey | None) -> QPixmap | None:
        place = self._places.get(key) if key is not None else None
        return place.pixmap if place else None

    def is_waited_for(self, key: PictureKey | None) -> bool:
        place = self._places.get(key) if key is not None else None
        return place is not None and not place.is_told

    def _is_due(self, key: PictureKey, now_s: float) -> bool:
        place = self._places.get(key)
        if place is None:
            return True
        if isinstance(key, ThumbnailKey):
            return now_s - place.asked_at_s >= THUMBNAIL_FOR_S
        return not place.is_told and now_s - place.asked_at_s >= ASKS_AGAIN_S
