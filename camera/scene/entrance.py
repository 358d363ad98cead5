"""The scene: any moment of it can be drawn, and it tells who is to be seen where. PURE."""

from math import sin

import cv2
import numpy as np

from camera.scene.bodies import draw_body, draw_neck
from camera.scene.cast import Person, Walker, drawn_walking, people_walking, scene_length_s
from camera.scene.hall import DOORS, POSTER_FACE, draw_doors, draw_hall
from camera.scene.sprites import paste
from camera.scene.walks import HEIGHT_PX, WIDTH_PX, Pose
from camera.types import Box, Image, Seconds

FPS = 25.0
_NOISE_PICTURES = 8
_NOISE_DEVIATION = 2.0
_NOISE_MIDDLE = 16
_MOSTLY = 0.5
_SHIRT_PRINT = (0.0, 2.6)
_DOOR_MOVES_S = 1.2


class EntranceScene:
    """People walk from the doors past the camera. The same people and seed draw the same scene, frame for frame."""

    width_px, height_px = WIDTH_PX, HEIGHT_PX

    def __init__(self, people: list[Person], seed: int = 7) -> None:
        rng = np.random.default_rng(seed)
        self.length_s: Seconds = scene_length_s(len(people))
        self._hall = draw_hall(rng)
        self._walkers = [*people_walking(people, rng), *drawn_walking(self.length_s, rng)]
        self._noise = [_noise(rng) for _ in range(_NOISE_PICTURES)]

    def frame(self, at_s: Seconds) -> Image:
        """The picture at any time from 0 to `length_s`, WIDTH_PX x HEIGHT_PX."""
        canvas = self._hall.copy()
        in_view = self._in_view(at_s)
        doors_drawn = False
        for walker, pose in in_view:
            if not doors_drawn and pose.face_px > 50:
                draw_doors(canvas, self._doors_open(at_s))
                doors_drawn = True
            _draw(canvas, walker, pose)
        if not doors_drawn:
            draw_doors(canvas, self._doors_open(at_s))
        return self._as_filmed(canvas, at_s)

    def visible(self, at_s: Seconds) -> list[tuple[str, Box]]:
        """The real faces that are at least half in the picture and half uncovered, the farthest first."""
        found = []
        in_view = self._in_view(at_s)
        for place, (walker, pose) in enumerate(in_view):
            box = pose.face.clipped(WIDTH_PX, HEIGHT_PX)
            nearer = [other for _, other in in_view[place + 1 :]]
            if walker.who and box is not None and box.area >= _MOSTLY * pose.face.area and not _is_covered(box, nearer):
                found.append((walker.who, box))
        return found

    def decoys(self, at_s: Seconds) -> list[Box]:
        """The drawn faces in the picture: the poster, drawn heads, prints on shirts, covered or not."""
        boxes = [POSTER_FACE]
        for walker, pose in self._in_view(at_s):
            if walker.print_on_shirt is not None:
                boxes.append(_print_box(pose))
            if not walker.who and walker.has_face:
                boxes.append(pose.face)
        return [seen for box in boxes if (seen := box.clipped(WIDTH_PX, HEIGHT_PX)) is not None]

    def _in_view(self, at_s: Seconds) -> list[tuple[Walker, Pose]]:
        """Who is in the hall, the farthest first: the order of painting."""
        posed = [(walker, walker.walk.pose(at_s)) for walker in self._walkers]
        there = [(walker, pose) for walker, pose in posed if pose is not None]
        return sorted(there, key=lambda pair: pair[1].face_px)

    def _doors_open(self, at_s: Seconds) -> float:
        """Open while somebody passes: from a second before the first step to a while after."""
        share = 0.0
        for walker in self._walkers:
            walk = walker.walk
            passes_s = walk.starts_s + (walk.lasts_s if walk.away else 0)
            share = max(share, 1 - max(0.0, abs(at_s - passes_s) - 1.2) / _DOOR_MOVES_S)
        return max(0.0, share)

    def _as_filmed(self, canvas: Image, at_s: Seconds) -> Image:
        """Clouds outside and the lamps change the light slowly; a sensor adds noise."""
        glow = canvas[DOORS.top : DOORS.bottom, DOORS.left : DOORS.right]
        glow[:] = cv2.convertScaleAbs(glow, alpha=1.02 + 0.05 * sin(0.8 * at_s))
        light = 0.93 + 0.07 * sin(0.45 * at_s)
        noise = self._noise[round(at_s * FPS) % _NOISE_PICTURES]
        return np.asarray(cv2.addWeighted(canvas, light, noise, 1.0, -_NOISE_MIDDLE), dtype=np.uint8)


def _noise(rng: np.random.Generator) -> Image:
    grain = rng.normal(_NOISE_MIDDLE, _NOISE_DEVIATION, (HEIGHT_PX, WIDTH_PX, 1))
    return np.repeat(np.clip(np.rint(grain), 0, 255).astype(np.uint8), 3, axis=2)


def _draw(canvas: Image, walker: Walker, pose: Pose) -> None:
    draw_body(canvas, pose, walker.coat, walker.trousers, zipped=walker.print_on_shirt is None)
    if walker.print_on_shirt is not None:
        box = _print_box(pose)
        paste(canvas, walker.print_on_shirt, box.centre, box.width, light=pose.light)
    if walker.neck is not None:
        draw_neck(canvas, pose, walker.neck)
    paste(
        canvas,
        walker.head,
        (pose.x, pose.y),
        pose.face_px,
        tilt_deg=pose.tilt_deg,
        light=pose.light,
        blur_px=pose.blur_px,
    )


def _print_box(pose: Pose) -> Box:
    x, y = pose.x + _SHIRT_PRINT[0] * pose.face_px, pose.y + _SHIRT_PRINT[1] * pose.face_px
    half_w, half_h = 0.42 * pose.face_px, 0.525 * pose.face_px
    return Box(round(x - half_w), round(y - half_h), round(x + half_w), round(y + half_h))


def _is_covered(face: Box, nearer: list[Pose]) -> bool:
    """By the heads or the trunks of those in front."""
    for pose in nearer:
        head = pose.face.grown(0.2)
        trunk = Box(round(pose.x - 1.4 * pose.face_px), head.bottom, round(pose.x + 1.4 * pose.face_px), HEIGHT_PX * 2)
        for cover in (head, trunk):
            width = min(face.right, cover.right) - max(face.left, cover.left)
            height = min(face.bottom, cover.bottom) - max(face.top, cover.top)
            if width > 0 and height > 0 and width * height > _MOSTLY * face.area:
                return True
    return False
