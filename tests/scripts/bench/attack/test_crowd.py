"""The four faces are four people to the engine that comes with the packages."""

from itertools import combinations
from pathlib import Path

import pytest

from camera.engine import build_engine
from scripts.bench.attack.crowd import four_faces


def test_nobody_is_taken_for_another(tmp_path: Path) -> None:
    engine = build_engine(tmp_path, "hog", "dlib")
    vectors = {}
    for name, picture in four_faces().items():
        [face] = engine.faces(picture, 40)
        [embedding] = engine.embed(picture, [face])
        vectors[name] = embedding.vector
    likeness = {pair: float(vectors[pair[0]] @ vectors[pair[1]]) for pair in combinations(vectors, 2)}
    assert max(likeness.values()) == pytest.approx(0.915, abs=0.01)
    assert max(likeness.values()) < engine.embedder.threshold - 0.04
