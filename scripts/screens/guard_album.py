"""Every state of the guards' console with made-up guards, drawn one after another."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache

import numpy as np

from camera.errors import CameraPackageError
from camera.scene.cartoon import cartoon_head
from camera.scene.hall import draw_hall
from camera.scene.plan import draw_plan
from camera.scene.portraits import packaged_portraits
from camera.side_by_side import to_jpeg
from camera.types import Image
from scripts.screens.album import Picture
from ui.guard.pictures import SIZES, Photographer, Size, shots
from ui.guard.wording import TEXTS
from ui.shared.app import application
from ui.shared.texts import Texts
from watchlist.post.console.example_values import COLLINS, HOPPER
from watchlist.post.console.examples import Example, examples
from watchlist.post.console.picture_keys import CapturedKey, PictureKey, PlanKey, ThumbnailKey

EVERY_SIZE = {
    "login-alarm",
    "quiet-care",
    "alarm-new",
    "alarm-tie",
    "alarms-many",
    "decided-next",
    "feed",
    "sheet-long",
    "way-long",
}
"""States that are drawn in all sizes; the others in the smallest, where room is scarce."""
PREFIX = "guard-"


def states(now: datetime, only: str = "") -> dict[str, Example]:
    """By the names of their pictures."""
    named = {f"{PREFIX}{one.name}": one for one in examples(now)}
    return {name: one for name, one in named.items() if name.startswith(only)}


def pictures(now: datetime, only: str = "", shot_name: str = "") -> Iterator[Picture]:
    app = application("gatehouse screens")
    texts = Texts.load(TEXTS)
    photographer = Photographer(texts, now.tzinfo or UTC, picture_of)
    for name, example in states(now, only).items():
        sizes: tuple[Size, ...] = SIZES if example.name in EVERY_SIZE else SIZES[:1]
        for shot in shots(texts.languages, sizes):
            if shot.name.startswith(shot_name):
                taken = photographer.take(example.state, now, shot)
                yield Picture(f"{name}-{shot.name}", taken.png(), taken.faults)
    photographer.close()
    app.processEvents()


def picture_of(key: PictureKey) -> bytes | None:
    """Public-domain portraits where the demonstration's packages are installed, drawn heads elsewhere."""
    heads = _heads()
    if isinstance(key, ThumbnailKey):
        return to_jpeg(_hall()[::8, ::8].copy())
    if isinstance(key, PlanKey):
        return to_jpeg(draw_plan())
    if isinstance(key, CapturedKey):
        return to_jpeg(heads[HOPPER.name][:, ::-1].copy())
    return to_jpeg(heads[COLLINS.name if key.person_id == COLLINS.person_id else HOPPER.name])


@cache
def _hall() -> Image:
    return draw_hall(np.random.default_rng(7))


@cache
def _heads() -> dict[str, Image]:
    try:
        return packaged_portraits()
    except CameraPackageError:
        return {
            HOPPER.name: cartoon_head((190, 214, 242), (32, 32, 40)).image,
            COLLINS.name: cartoon_head((170, 200, 236), (40, 60, 96)).image,
        }
