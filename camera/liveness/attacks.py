"""Attacks and drawn heads made of one real photograph, for measuring; never stored.

What is held before the camera, by species: a flat print, a print bent round, a print cut out around the face with holes
for the eyes and held before somebody's own face, a screen with the photograph, a screen with a film. Each is moved as
asked, by somebody who tries. A drawn head stands in for a living one: it is simulated, and so is every figure from it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import cv2
import numpy as np

from camera.liveness.turns import Turn
from camera.scene.heads.motions import Manner, swaying, turning
from camera.scene.heads.render import Dressed, HeadPose, draw
from camera.scene.heads.surfaces import BentSheet, Grid, Head, Sheet
from camera.scene.heads.texture import EYES_APART, EYES_AT, FACE_PX, HEIGHT_PX, MOUTH_BELOW_EYES, WIDTH_PX
from camera.types import Image, Seconds

_FILM_TURNS = (Turn.LEFT, Turn.NOD, Turn.RIGHT, Turn.CLOSER)


class Species(StrEnum):
    FLAT_PRINT = "flat print"
    BENT_PRINT = "bent print"
    TIGHTLY_BENT_PRINT = "tightly bent print"
    CUT_OUT = "cut-out before a face"
    SCREEN_STILL = "photograph on a screen"
    SCREEN_FILM = "film on a screen"


Draw = Callable[[Image, HeadPose, Seconds], None]
"""Into the picture: the thing in this pose at this time."""


@dataclass(frozen=True, slots=True, eq=False)
class Presented:
    """What stands before the camera, and how whoever moves it does so. `obeys` is False for films."""

    draw: Draw
    manner: Manner
    obeys: bool = True

    def pose(self, rest: HeadPose, at: Seconds, asked: Turn | None, asked_at: Seconds) -> HeadPose:
        turn = asked if self.obeys else None
        return turning(swaying(rest, at, self.manner.sway), turn, at - asked_at, self.manner)


def drawn_head(texture: Image) -> Presented:
    head = Dressed(Head(), texture)
    return Presented(lambda canvas, pose, _at: draw(canvas, head, pose), Manner())


def attack(species: Species, texture: Image, other: Image) -> Presented:
    """An attack with the photograph of this texture; `other` is the face of whoever wears a cut-out."""
    held = Manner(side_deg=38, nod_deg=30, goes_s=0.7)
    match species:
        case Species.FLAT_PRINT:
            return _sheet(Sheet(), _printed(texture), held)
        case Species.BENT_PRINT:
            return _sheet(BentSheet(radius=1.2), _printed(texture), held)
        case Species.TIGHTLY_BENT_PRINT:
            return _sheet(BentSheet(radius=0.65), _printed(texture), held)
        case Species.CUT_OUT:
            return _worn(_printed(texture), other)
        case Species.SCREEN_STILL:
            return _sheet(Sheet(), _on_screen(texture), held)
        case Species.SCREEN_FILM:
            return _film(texture)


def _sheet(surface: Sheet | BentSheet, texture: Image, manner: Manner) -> Presented:
    sheet = Dressed(surface, texture)
    return Presented(lambda canvas, pose, _at: draw(canvas, sheet, pose), manner)


def _worn(texture: Image, other: Image) -> Presented:
    """The wearer's head shows around the cut-out and through its eyes, and both turn about one neck."""
    mask = Dressed(Sheet(pivot=(0.0, 0.35, -0.65)), texture, _cut_out())
    wearer = Dressed(Head(), other)

    def both(canvas: Image, pose: HeadPose, _at: Seconds) -> None:
        draw(canvas, wearer, pose)
        draw(canvas, mask, pose)

    return Presented(both, Manner())


def _film(texture: Image) -> Presented:
    """A film of a head that does one turn after the other, over and over, whatever is asked."""
    head, manner, screen = Dressed(Head(), texture), Manner(reacts_s=0.3), Sheet()
    backdrop = np.full((HEIGHT_PX, WIDTH_PX, 3), (176, 184, 186), np.uint8)
    rest = HeadPose(*EYES_AT, face_px=FACE_PX)

    def play(canvas: Image, pose: HeadPose, at: Seconds) -> None:
        turn = _FILM_TURNS[int(at / manner.lasts_s) % len(_FILM_TURNS)]
        frame = backdrop.copy()
        draw(frame, head, turning(swaying(rest, at), turn, at % manner.lasts_s, manner))
        draw(canvas, Dressed(screen, _on_screen(frame)), pose)

    return Presented(play, Manner(sway=0.5), obeys=False)


def _printed(texture: Image) -> Image:
    """Ink on paper: less contrast, a little blur, a white edge."""
    soft = np.asarray(cv2.GaussianBlur(texture, (0, 0), 0.7), np.float32)
    inked = np.clip(28 + soft * 0.82, 0, 255).astype(np.uint8)
    return _framed(inked, (238, 240, 242))


def _on_screen(texture: Image) -> Image:
    """A screen's own light, its colour, the beat of its lines with the camera's, and a black edge."""
    light = cv2.LUT(texture, _screen_light())
    return _framed(np.asarray(cv2.multiply(light, _beat(), dtype=cv2.CV_8U), np.uint8), (14, 14, 14))


@lru_cache(maxsize=1)
def _screen_light() -> Image:
    grey = 255 * (np.arange(256) / 255) ** 0.85
    light: Image = np.clip(grey[:, None] * np.array([1.06, 1.0, 0.95]), 0, 255).astype(np.uint8)[:, None]
    return light


@lru_cache(maxsize=1)
def _beat() -> Grid:
    down, across = np.mgrid[0:HEIGHT_PX, 0:WIDTH_PX].astype(np.float32)
    beat = 1 + 0.05 * np.sin(across / 1.9) * np.sin(down / 2.3) + 0.03 * np.sin(0.13 * across + 0.31 * down)
    return np.repeat(beat[..., None], 3, axis=2).astype(np.float32)


def _framed(texture: Image, edge: tuple[int, int, int]) -> Image:
    """An edge where Sheet and BentSheet end: 0.9 face widths to each side, 1.1 above and 1.3 below the eyes."""
    framed = texture.copy()
    left, right = (round(EYES_AT[0] + side * 0.85 * FACE_PX) for side in (-1, 1))
    top, bottom = round(EYES_AT[1] - 1.05 * FACE_PX), round(EYES_AT[1] + 1.25 * FACE_PX)
    framed[:, :left] = framed[:, right:] = edge
    framed[: max(top, 0)] = framed[bottom:] = edge
    return framed


def _cut_out() -> Grid:
    """The face alone, with a hole for each eye."""
    mask = np.zeros((HEIGHT_PX, WIDTH_PX), np.uint8)
    x, y = EYES_AT
    middle = (round(x), round(y + 0.5 * MOUTH_BELOW_EYES * FACE_PX))
    cv2.ellipse(mask, middle, (round(0.50 * FACE_PX), round(0.66 * FACE_PX)), 0, 0, 360, 255, -1, cv2.LINE_AA)
    for side in (-1, 1):
        eye = (round(x + side * 0.5 * EYES_APART * FACE_PX), round(y))
        cv2.ellipse(mask, eye, (round(0.13 * FACE_PX), round(0.07 * FACE_PX)), 0, 0, 360, 0, -1, cv2.LINE_AA)
    return np.asarray(mask, np.float32) / np.float32(255)
