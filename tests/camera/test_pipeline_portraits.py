"""The picture that goes with a sighting shows one face: other people's are painted over before it is told."""

from collections.abc import Callable

import numpy as np

from camera.pipeline import FacePipeline
from camera.surroundings import surroundings
from camera.types import Box, Face, Image, Seconds, Sighting
from tests.camera.test_pipeline import LIMITS, BrightSquares, film, played, scene, square

FACE, NEIGHBOUR = square(300, 200), square(395, 215)
DARK = 10


def noise(width_px: int = 640, height_px: int = 480) -> Image:
    return np.random.default_rng(1).integers(0, 255, (height_px, width_px, 3), np.uint8)


def seen_of(patch: Box, portrait: Image, of: Box) -> Image:
    """The part of the picture that this box takes in a portrait of that one (not made smaller)."""
    around = of.grown(0.6)
    inside = patch.moved(-around.left, -around.top).clipped(portrait.shape[1], portrait.shape[0])
    assert inside is not None
    return portrait[inside.top : inside.bottom, inside.left : inside.right]


def portraits(engine: BrightSquares, picture: Callable[[Seconds], Image], of: Box = FACE) -> list[Image]:
    told = played(FacePipeline(engine, "c", LIMITS), film(picture, seconds=1.5))
    return [event.portrait for event in told if isinstance(event, Sighting) and event.box == of]


def is_one_patch(part: Image) -> bool:
    return part.size > 0 and bool((part == part[0, 0]).all())


def test_the_face_next_to_it_is_one_even_patch_from_the_first_picture_on() -> None:
    found = portraits(BrightSquares(), lambda at: scene(FACE, NEIGHBOUR))
    assert len(found) >= 4
    for portrait in found:
        assert is_one_patch(seen_of(NEIGHBOUR, portrait, FACE))
        assert not is_one_patch(seen_of(FACE, portrait, FACE))


def test_the_face_itself_is_never_touched_and_the_frame_stays_as_it_was() -> None:
    picture, overlapping = noise(), FACE.moved(56, 10)
    before = picture.copy()
    bare, painted = surroundings(picture, FACE), surroundings(picture, FACE, [overlapping])
    assert (picture == before).all()
    assert (seen_of(FACE, painted, FACE) == seen_of(FACE, bare, FACE)).all()
    assert is_one_patch(seen_of(overlapping, painted, FACE)[:, FACE.right - overlapping.left :])


def test_a_second_find_of_the_same_face_hides_nothing_and_neither_does_one_far_away() -> None:
    others = [FACE.moved(6, -4), square(500, 20)]
    assert (surroundings(noise(), FACE, others) == surroundings(noise(), FACE)).all()


def test_hair_and_chin_go_with_the_face() -> None:
    portrait = surroundings(noise(), FACE, [NEIGHBOUR])
    right_of_the_box = Box(FACE.right + 1, NEIGHBOUR.top - 15, FACE.right + 40, NEIGHBOUR.bottom + 15)
    assert is_one_patch(seen_of(right_of_the_box, portrait, FACE))


def test_somebody_this_look_did_not_find_is_painted_over_where_their_face_should_be() -> None:
    class Blinking(BrightSquares):
        """Finds both twice; then only the left one, and more surely."""

        def faces(self, image: Image, min_face_px: int) -> list[Face]:
            self.confidence = 0.87 if len(self.shown) < 2 else 0.93
            found = super().faces(image, min_face_px)
            return found if len(self.shown) <= 2 else found[:1]

    last = portraits(Blinking(), lambda at: scene(FACE, NEIGHBOUR))[-1]
    assert is_one_patch(seen_of(NEIGHBOUR, last, FACE))


def test_a_newcomer_whom_the_edge_of_the_searched_region_cuts_is_painted_over() -> None:
    """Comes into view between two scans, so that only the looks around the known face meet half of the newcomer."""
    engine, newcomer = BrightSquares(), square(384, 200)

    def picture(at: Seconds) -> Image:
        arrived = 0.52 < at < 0.98
        engine.confidence = 0.95 if arrived else 0.89
        return scene(FACE, newcomer) if arrived else scene(FACE)

    last = portraits(engine, picture)[-1]
    assert is_one_patch(seen_of(newcomer, last, FACE))
    assert (seen_of(newcomer, last, FACE) > DARK).all(), "the best picture is one with the newcomer"


def test_a_newcomer_who_is_gone_again_leaves_no_patch_behind() -> None:
    engine = BrightSquares()

    def picture(at: Seconds) -> Image:
        arrived = 0.52 < at < 0.7
        engine.confidence = 0.93 if at > 0.7 else 0.87
        picture = scene(FACE, square(384, 200)) if arrived else scene(FACE)
        picture[::2, 382:] += 5  # so that a patch can be told from the wall
        return picture

    last = portraits(engine, picture)[-1]
    assert not is_one_patch(seen_of(square(384, 200), last, FACE))


def test_a_face_alone_keeps_its_surroundings() -> None:
    picture = noise()

    class Sees(BrightSquares):
        def faces(self, image: Image, min_face_px: int) -> list[Face]:
            return super().faces(scene(FACE), min_face_px) if image.shape == picture.shape else []

    [first, *_] = portraits(Sees(), lambda at: picture)
    around = FACE.grown(0.6)
    assert (first == picture[around.top : around.bottom, around.left : around.right]).all()
