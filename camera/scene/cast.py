"""Who walks through the hall. PURE."""

from dataclasses import dataclass

import numpy as np

from camera.scene.cartoon import back_of_head, cartoon_head, cartoon_print
from camera.scene.sprites import Points, Sprite, outline_mask, oval_mask
from camera.scene.walks import Walk
from camera.types import Box, Image, Seconds

Colour = tuple[int, int, int]

_WHITE: Colour = (235, 235, 235)
_SKIN: Colour = (120, 150, 190)

SECONDS_BETWEEN_PEOPLE = 4.5
WALK_S = 8.5
_FIRST_S = 1.0
_PATHS = ((660.0, 740.0, 560.0, -160.0), (600.0, 590.0, 800.0, 1440.0))
"""From the doors to the right and then out at the left, and the other way: two such walkers cross once."""

PORTRAIT_FACE = (0.3, 0.25, 0.7, 0.75)
"""Where a plain portrait has its face: left, top, right, bottom as shares of width and height."""


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """A real face. `portrait` is head and shoulders (BGR); without an outline only an oval of it is shown."""

    who: str
    portrait: Image
    face: Box
    outline: Points | None = None
    coat: Colour = (110, 90, 70)

    @classmethod
    def of(cls, who: str, portrait: Image) -> "Person":
        """From a portrait that has its face where PORTRAIT_FACE says."""
        height, width = portrait.shape[:2]
        left, top, right, bottom = PORTRAIT_FACE
        return cls(
            who, portrait, Box(round(left * width), round(top * height), round(right * width), round(bottom * height))
        )

    def sprite(self) -> Sprite:
        if self.outline is None:
            return Sprite.of(self.portrait, oval_mask(self.portrait.shape, self.face), self.face)
        return Sprite.of(self.portrait, outline_mask(self.portrait.shape, self.outline, self.face.width), self.face)


@dataclass(frozen=True, slots=True, eq=False)
class Walker:
    """Somebody on the way. `who` is empty for drawn heads; `neck` is a skin colour for heads that have none."""

    who: str
    head: Sprite
    walk: Walk
    coat: Colour
    trousers: Colour = (72, 62, 54)
    neck: Colour | None = None
    print_on_shirt: Sprite | None = None
    has_face: bool = True


def scene_length_s(people: int) -> Seconds:
    return _FIRST_S + SECONDS_BETWEEN_PEOPLE * people + WALK_S + 1.5


def people_walking(people: list[Person], rng: np.random.Generator) -> list[Walker]:
    """Each person once, one after the other so that neighbours meet; the first comes a second time at the end."""
    walkers = []
    for turn, person in enumerate([*people, *people[:1]]):
        path = _PATHS[turn % len(_PATHS)]
        tilt_deg = 3.0 + 3.0 * float(rng.random())
        starts_s = _FIRST_S + SECONDS_BETWEEN_PEOPLE * turn
        walk = Walk(starts_s, WALK_S, path, float(rng.random()), tilt_deg)
        walkers.append(Walker(person.who, person.sprite(), walk, person.coat, neck=_neck(person)))
    return walkers


def drawn_walking(length_s: Seconds, rng: np.random.Generator) -> list[Walker]:
    """A drawn head, a face on a shirt, and somebody who only shows the back of the head."""
    phase, other = float(rng.random()), float(rng.random())
    shirt, cloth = cartoon_print(_WHITE), (150, 150, 170)
    comes = Walk(length_s - 9.5, 8.0, (620.0, 500.0, 420.0, -160.0), phase)
    comes_first = Walk(0.0, 7.0, (560.0, 470.0, 380.0, -160.0), other)
    leaves = Walk(2.0, 8.0, (1440.0, 980.0, 640.0), other, away=True)
    pale, dark = cartoon_head(skin=(190, 214, 242), hair=(32, 32, 40)), cartoon_head((170, 200, 236), (40, 60, 96))
    return [
        Walker("", dark, comes, (60, 130, 70), neck=(150, 180, 220)),
        Walker("", back_of_head((46, 42, 40)), leaves, cloth, neck=_SKIN, has_face=False),
        Walker("", pale, comes_first, _WHITE, neck=_SKIN, print_on_shirt=shirt),
    ]


def _neck(person: Person) -> Colour | None:
    """A neck of the colour of the chin, for portraits of which only an oval is shown."""
    if person.outline is not None:
        return None
    x, y = round(person.face.centre[0]), person.face.bottom - person.face.height // 8
    blue, green, red = (
        int(part) for part in person.portrait[max(y - 2, 0) : y + 3, max(x - 2, 0) : x + 3].mean((0, 1))
    )
    return blue, green, red
