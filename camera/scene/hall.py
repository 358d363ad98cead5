"""The entrance hall itself: floor, wall, doors, desk, and a poster with a drawn face. PURE."""

import cv2
import numpy as np

from camera.scene.cartoon import cartoon_print
from camera.scene.sprites import paste
from camera.scene.walks import HEIGHT_PX, HORIZON_Y, WIDTH_PX
from camera.types import Box, Image

FLOOR_Y = 500
DOORS = Box(480, 46, 800, FLOOR_Y)
POSTER_FACE = Box(196, 170, 276, 270)

_WALL_TOP, _WALL_FOOT = (196, 200, 202), (214, 218, 220)
_FRAME = (96, 92, 88)


def draw_hall(rng: np.random.Generator) -> Image:
    """The empty hall with open doorway, WIDTH_PX x HEIGHT_PX."""
    hall = np.empty((HEIGHT_PX, WIDTH_PX, 3), np.uint8)
    hall[:FLOOR_Y] = _shaded(_WALL_TOP, _WALL_FOOT, FLOOR_Y)
    hall[FLOOR_Y:] = _shaded((150, 156, 160), (186, 192, 196), HEIGHT_PX - FLOOR_Y)
    _tiles(hall, rng)
    _outside(hall, rng)
    for left, right in ((0, DOORS.left), (DOORS.right, WIDTH_PX)):
        cv2.rectangle(hall, (left, FLOOR_Y - 14), (right, FLOOR_Y), (140, 144, 146), -1)
    _lamps(hall)
    _poster(hall)
    _board(hall, rng)
    _desk(hall)
    return hall


def draw_doors(canvas: Image, open_share: float) -> None:
    """Two glass wings, drawn over whoever is behind them; `open_share` 0 is shut, 1 wide open."""
    wing_px = DOORS.width // 2
    slide = round(wing_px * 0.86 * open_share)
    for left in (DOORS.left - slide, DOORS.left + wing_px + slide):
        wing = Box(left, DOORS.top, left + wing_px, DOORS.bottom)
        seen = wing.clipped(WIDTH_PX, HEIGHT_PX)
        if seen is not None:
            _glass(canvas, seen)
            cv2.rectangle(canvas, (wing.left, wing.top), (wing.right, wing.bottom - 1), _FRAME, 5)
    cv2.rectangle(canvas, (DOORS.left - 8, DOORS.top - 22), (DOORS.right + 8, DOORS.top), _FRAME, -1)


def _glass(canvas: Image, wing: Box) -> None:
    view = canvas[wing.top : wing.bottom, wing.left : wing.right]
    view[:] = cv2.addWeighted(view, 0.78, np.full_like(view, 235), 0.22, 0)
    shine = np.array([(0.15, 0), (0.4, 0), (0.2, 1), (0.0, 1)]) * (wing.width, wing.height) + (wing.left, wing.top)
    cv2.polylines(canvas, [shine.astype(np.int32)], True, (236, 238, 236), 1, cv2.LINE_AA)


def _shaded(top: tuple[int, int, int], foot: tuple[int, int, int], rows: int) -> Image:
    """A column of colours from top to foot, to be spread over the width."""
    return np.linspace(top, foot, rows).astype(np.uint8)[:, np.newaxis, :]


def _tiles(hall: Image, rng: np.random.Generator) -> None:
    floor = hall[FLOOR_Y:]
    floor[:] = np.clip(floor.astype(np.int16) + rng.integers(-3, 4, (*floor.shape[:2], 1)), 0, 255).astype(np.uint8)
    for x in range(-3000, 4400, 130):
        start = (round(640 + (x - 640) * (FLOOR_Y - HORIZON_Y) / (HEIGHT_PX - HORIZON_Y)), FLOOR_Y)
        cv2.line(hall, start, (x, HEIGHT_PX), (140, 146, 150), 1, cv2.LINE_AA)
    for depth in range(12):
        y = HORIZON_Y + round((FLOOR_Y - HORIZON_Y) / (1 - 0.045 * depth))
        if y < HEIGHT_PX:
            cv2.line(hall, (0, y), (WIDTH_PX, y), (140, 146, 150), 1, cv2.LINE_AA)


def _outside(hall: Image, rng: np.random.Generator) -> None:
    view = hall[DOORS.top : DOORS.bottom, DOORS.left : DOORS.right]
    view[:] = _shaded((238, 226, 206), (206, 214, 208), DOORS.height)
    view[round(DOORS.height * 0.72) :] = (168, 172, 174)
    for _ in range(60):
        x, y = int(rng.integers(0, DOORS.width)), int(rng.normal(DOORS.height * 0.45, 50))
        green = int(rng.integers(90, 150))
        cv2.circle(view, (x, y), int(rng.integers(14, 34)), (green - 40, green, green - 30), -1, cv2.LINE_AA)
    view[:] = cv2.GaussianBlur(view, (0, 0), 7)


def _lamps(hall: Image) -> None:
    for x in (120, 900):
        cv2.rectangle(hall, (x, 0), (x + 260, 14), (250, 252, 252), -1)
    cv2.rectangle(hall, (DOORS.left + 90, 4), (DOORS.right - 90, 22), (70, 140, 40), -1)
    cv2.putText(
        hall, "ENTRANCE", (DOORS.left + 112, 19), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (250, 250, 250), 1, cv2.LINE_AA
    )


def _poster(hall: Image) -> None:
    cv2.rectangle(hall, (140, 110), (332, 372), (120, 118, 116), -1)
    cv2.rectangle(hall, (146, 116), (326, 366), (214, 190, 120), -1)
    paste(hall, cartoon_print((214, 190, 120)), POSTER_FACE.centre, POSTER_FACE.width)
    for line, text in enumerate(("PLEASE WASH", "YOUR HANDS")):
        place = (166, 322 + 26 * line)
        cv2.putText(hall, text, place, cv2.FONT_HERSHEY_SIMPLEX, 0.58, (90, 50, 20), 2, cv2.LINE_AA)


def _board(hall: Image, rng: np.random.Generator) -> None:
    cv2.rectangle(hall, (960, 120), (1220, 300), (92, 84, 66), -1)
    for row in range(7):
        for column in range(2):
            left, top = 976 + 122 * column, 134 + 23 * row
            cv2.rectangle(hall, (left, top), (left + int(rng.integers(50, 108)), top + 10), (196, 206, 190), -1)


def _desk(hall: Image) -> None:
    cv2.rectangle(hall, (960, 400), (1280, 540), (120, 150, 176), -1)
    cv2.rectangle(hall, (946, 388), (1280, 404), (84, 104, 124), -1)
    cv2.rectangle(hall, (1070, 338), (1150, 388), (52, 50, 50), -1)
    cv2.ellipse(hall, (60, 470), (44, 34), 0, 0, 360, (70, 110, 70), -1, cv2.LINE_AA)
    cv2.ellipse(hall, (80, 420), (30, 60), 14, 0, 360, (80, 128, 78), -1, cv2.LINE_AA)
    cv2.ellipse(hall, (44, 410), (26, 62), -16, 0, 360, (64, 112, 62), -1, cv2.LINE_AA)
    cv2.rectangle(hall, (34, 476), (92, 540), (90, 110, 150), -1)
