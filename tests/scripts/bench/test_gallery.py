import numpy as np
import pytest

from scripts.bench import gallery
from scripts.bench.gallery import gallery_lines
from scripts.bench.peer import Vector
from tests.scripts.bench.hand import PeerInTheHand


@pytest.fixture(autouse=True)
def little_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gallery, "LEAST_S", 0.0)


def test_every_peer_gets_a_line_for_one_face_and_for_many() -> None:
    lines = [line.as_json() for line in gallery_lines(PeerInTheHand(), people=50, queries=(1, 4), rounds=3)]
    assert [(line["queries"], line["peer_name"].split()[0]) for line in lines] == [
        (1, "stand-in,"),
        (1, "faiss-cpu"),
        (4, "stand-in,"),
        (4, "faiss-cpu"),
    ]
    assert all(line["ratio"] > 0 and line["part"] == "gallery" for line in lines)


def test_all_sides_find_the_same_people() -> None:
    lines = gallery_lines(PeerInTheHand(), people=200, queries=(8,), rounds=1)
    assert [line.more["different_answers"] for line in lines] == [0, 0]


def test_a_peer_that_finds_somebody_else_is_told() -> None:
    class Wrong(PeerInTheHand):
        def distances(self, known: Vector, probe: Vector) -> Vector:
            return -super().distances(known, probe)

    first = next(iter(gallery_lines(Wrong(), people=200, queries=(8,), rounds=1)))
    assert first.more["different_answers"] == 8


def test_without_faiss_there_is_no_line_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gallery, "is_installed", lambda module: False)
    lines = list(gallery_lines(PeerInTheHand(), people=20, queries=(1,), rounds=1))
    assert [line.peer_name for line in lines] == ["stand-in, face_distance and the smallest, probe by probe"]
    assert np.isfinite(lines[0].cost.ratio)
