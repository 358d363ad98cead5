"""A watch whose model is another than the hub's: photographs travel to it, and it makes its own vectors of them."""

from pathlib import Path

import numpy as np
import pytest

from camera.detectors.scripted import SeeingDetector
from camera.embedders.scripted import ScriptedEmbedder
from camera.engine import Engine
from camera.side_by_side import to_jpeg
from camera.types import Box, Face, Image, Landmarks
from scripts.entrance.building import ListInForce
from tests.watchlist.feed_store.homes import LIST, Authority, Follower
from tests.watchlist.store_hand import MODEL, NOON, vector
from watchlist.feed.wire.transfer import Asked
from watchlist.list_writing import NewPhoto

NEWER = "newer"


def one_face(_image: Image, _min_face_px: int) -> list[Face]:
    points = np.array([[38, 50], [74, 50], [56, 72], [42, 92], [70, 92]], np.float32)
    return [Face(Box(20, 10, 92, 110), 0.95, Landmarks(points, "five-points"))]


@pytest.mark.parametrize("photographs", [True, False])
def test_who_is_listed_with_another_model_rings_where_the_photographs_are(tmp_path: Path, photographs: bool) -> None:
    file = to_jpeg(np.random.default_rng(5).integers(0, 255, (120, 112, 3), np.uint8))
    authority = Authority(None)
    authority.begin()
    person_id = authority.propose("张伟", NewPhoto(file, ((MODEL, vector(1)),)))
    authority.store.approve(person_id, "bob")
    watch = Follower(None, tmp_path, Asked(LIST, NEWER, photos=photographs))
    watch.join()
    watch.catch_up(authority.store)
    engine = Engine(SeeingDetector(one_face), lambda _image, face: face.landmarks, ScriptedEmbedder(model_id=NEWER))
    listed = ListInForce(watch.store, engine, NOON.date)
    assert listed.complete() == ()
    assert [one.person_id for one in watch.store.templates(NEWER, NOON.date())] == [person_id] * photographs
    authority.store.revoke(person_id, "bob", "it was somebody else")
    watch.catch_up(authority.store)
    assert watch.store.templates(NEWER, NOON.date()) == []
    for home in (authority, watch):
        home.close()
