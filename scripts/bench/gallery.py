"""The gallery beside `face_distance` with the nearest taken, and beside faiss: 10,000 people, drawn vectors."""

import warnings
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from camera.types import Embedding
from scripts.bench.lines import Line
from scripts.bench.peer import Peer, is_installed
from scripts.bench.timing import Round, median_round, race
from watchlist.gallery import Gallery
from watchlist.types import PersonId, PhotoId, Template

PEOPLE = 10_000
DIMENSION = 128
ROUNDS = 7
LEAST_S = 0.1
MODEL_ID = "drawn"

Rows = NDArray[np.float32]
Answers = Callable[[], list[int]]


def gallery_lines(
    peer: Peer, people: int = PEOPLE, queries: Sequence[int] = (1, 32), rounds: int = ROUNDS
) -> Iterator[Line]:
    """The same rows and probes for all; every probe is a row seen again with some noise."""
    rng = np.random.default_rng(5)
    rows = _unit(rng.standard_normal((people, DIMENSION)))
    faiss = _faiss()
    for count in queries:
        probes = _unit(rows[rng.integers(0, people, count)] + 0.05 * rng.standard_normal((count, DIMENSION)))
        sides = {f"{peer.name}, face_distance and the smallest, probe by probe": _naive(peer, rows, probes)}
        if faiss is not None:
            sides[f"faiss-cpu {version('faiss-cpu')}, IndexFlatIP, one thread"] = _flat_index(faiss, rows, probes)
        yield from _lines(_ours(rows, probes), sides, people, count, rounds)


def _lines(ours: Answers, sides: dict[str, Answers], people: int, count: int, rounds: int) -> Iterator[Line]:
    laps = race([ours, *sides.values()], rounds, LEAST_S)
    nearest = ours()
    for place, (name, theirs) in enumerate(sides.items(), start=1):
        cost = median_round([Round(lap[0] * 1000 / count, lap[place] * 1000 / count) for lap in laps])
        work = f"{count} face(s) at once among {people} people of {DIMENSION} numbers, {rounds} rounds in turn"
        differ = sum(one != other for one, other in zip(nearest, theirs(), strict=True))
        more = {"people": people, "queries": count, "different_answers": differ}
        yield Line("gallery", work, cost, name, "ms CPU per face", more)


def _ours(rows: Rows, probes: Rows) -> Answers:
    people = [PersonId(f"{number:06}") for number in range(len(rows))]
    photo = PhotoId("drawn")
    templates = [Template(who, photo, row, MODEL_ID) for who, row in zip(people, rows, strict=True)]
    gallery = Gallery.of(templates, MODEL_ID, DIMENSION)
    faces = [Embedding(probe, MODEL_ID) for probe in probes]
    return lambda: [-1 if match.nearest is None else int(match.nearest.person_id) for match in gallery.search(faces)]


def _naive(peer: Peer, rows: Rows, probes: Rows) -> Answers:
    """The known encodings as one array: as the list that its examples keep, the package takes several times longer."""
    known = rows.astype(np.float64)
    return lambda: [int(np.argmin(peer.distances(known, probe))) for probe in probes.astype(np.float64)]


def _flat_index(faiss: Any, rows: Rows, probes: Rows) -> Answers:
    faiss.omp_set_num_threads(1)
    index = faiss.IndexFlatIP(DIMENSION)
    index.add(rows)
    # Two, because a gallery also tells who comes second.
    return lambda: [int(row[0]) for row in index.search(probes, 2)[1]]


def _faiss() -> Any:
    if not is_installed("faiss"):
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import faiss
    return faiss


def _unit(rows: NDArray[np.floating]) -> Rows:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)
