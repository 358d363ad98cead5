"""The plan of a made-up house: halls, rooms, doors, three entrances. PURE."""

from dataclasses import dataclass

import cv2
import numpy as np

from camera.types import Image

WIDTH_PX, HEIGHT_PX = 1500, 1000
_PAPER, _FLOOR, _WALL = (255, 255, 255), (246, 244, 240), (92, 86, 80)
_ROOM, _WARD, _DESK = (236, 240, 228), (240, 232, 226), (226, 236, 246)
_WALL_PX, _DOOR_PX = 8, 64
_HOUSE = (60, 50, 1440, 950)


@dataclass(frozen=True, slots=True)
class _Room:
    """`door` is the middle of the doorway, in one of the walls."""

    left: int
    top: int
    right: int
    bottom: int
    door: tuple[int, int]
    ground: tuple[int, int, int] = _ROOM


_ROOMS = (
    *(_Room(left, 50, left + 200, 250, (left + 100, 250), _WARD) for left in (60, 260, 460)),
    *(_Room(left, 50, left + 200, 250, (left + 100, 250), _WARD) for left in (840, 1040, 1240)),
    _Room(60, 310, 300, 440, (300, 375)),
    _Room(60, 560, 300, 690, (300, 625)),
    _Room(1060, 310, 1440, 500, (1060, 405), _DESK),
    _Room(1060, 560, 1440, 760, (1060, 660), _DESK),
    *(_Room(left, 760, left + 200, 950, (left + 100, 760), _WARD) for left in (60, 260, 460)),
    *(_Room(left, 820, left + 200, 950, (left + 100, 820), _WARD) for left in (840, 1040, 1240)),
)
_ENTRANCES = (((690, 50), (810, 50)), ((690, 950), (810, 950)), ((60, 460), (60, 540)))


def draw_plan() -> Image:
    """WIDTH_PX x HEIGHT_PX, dark on white."""
    plan = np.full((HEIGHT_PX, WIDTH_PX, 3), _PAPER, np.uint8)
    left, top, right, bottom = _HOUSE
    cv2.rectangle(plan, (left, top), (right, bottom), _FLOOR, -1)
    cv2.rectangle(plan, (left, top), (right, bottom), _WALL, _WALL_PX + 4)
    for room in _ROOMS:
        cv2.rectangle(plan, (room.left, room.top), (room.right, room.bottom), room.ground, -1)
        cv2.rectangle(plan, (room.left, room.top), (room.right, room.bottom), _WALL, _WALL_PX)
    for room in _ROOMS:
        _doorway(plan, room)
    for one, other in _ENTRANCES:
        cv2.line(plan, one, other, _PAPER, _WALL_PX + 8)
    _furniture(plan)
    _stairs(plan)
    return plan


def _doorway(plan: Image, room: _Room) -> None:
    (x, y), half = room.door, _DOOR_PX // 2
    is_across = y in (room.top, room.bottom)
    along = (half, 0) if is_across else (0, half)
    cv2.line(plan, (x - along[0], y - along[1]), (x + along[0], y + along[1]), _FLOOR, _WALL_PX + 2)


def _furniture(plan: Image) -> None:
    """The registration's desk and the hall's benches."""
    cv2.rectangle(plan, (880, 320), (920, 500), _DESK, -1)
    cv2.rectangle(plan, (880, 320), (920, 500), _WALL, 3)
    for row in range(3):
        top = 590 + 44 * row
        cv2.rectangle(plan, (430, top), (640, top + 18), _WARD, -1)
        cv2.rectangle(plan, (430, top), (640, top + 18), _WALL, 2)


def _stairs(plan: Image) -> None:
    cv2.rectangle(plan, (860, 590), (1000, 690), _FLOOR, -1)
    for step in range(8):
        x = 860 + 20 * step
        cv2.line(plan, (x, 590), (x, 690), _WALL, 2)
    cv2.rectangle(plan, (860, 590), (1000, 690), _WALL, 4)
