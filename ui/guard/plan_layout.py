"""Where numbered dots stand on a plan: on their places, and beside them where others stand already."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPointF, QRectF, QSizeF

ROUND = ((0, -1), (1, 0), (0, 1), (-1, 0), (1, -1), (1, 1), (-1, 1), (-1, -1))
FARTHEST = 3
"""Tried at so many distances, each a dot's height."""


def spread(points: Sequence[QPointF], sizes: Sequence[QSizeF], room: QRectF) -> list[QRectF]:
    """A place within `room` for each dot, as near to its point as the dots before it leave free; on it where nothing
    is free."""
    placed: list[QRectF] = []
    for point, size in zip(points, sizes, strict=True):
        tried = [_within(place, room) for place in _around(point, size)]
        free = (place for place in tried if not any(place.intersects(other) for other in placed))
        placed.append(next(free, tried[0]))
    return placed


def _around(point: QPointF, size: QSizeF) -> Iterator[QRectF]:
    centred = QRectF(point - QPointF(size.width() / 2, size.height() / 2), size)
    yield centred
    for distance in range(1, FARTHEST + 1):
        for across, down in ROUND:
            step = QPointF(across * (size.width() + 2), down * (size.height() + 2))
            yield centred.translated(step * distance)


def _within(place: QRectF, room: QRectF) -> QRectF:
    moved = QRectF(place)
    moved.moveLeft(max(min(place.left(), room.right() - place.width()), room.left()))
    moved.moveTop(max(min(place.top(), room.bottom() - place.height()), room.top()))
    return moved
