"""The loop that the examples of `face_recognition` write: every frame located, encoded and compared."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from camera.types import Box, Image, Seconds
from scripts.bench.clips import Clip
from scripts.bench.peer import Peer, Place, Vector, box_of, rgb_of, unit


@dataclass(slots=True)
class PeerRun:
    """`faces` are the boxes of every frame with its time, `rang_at` the first frame near enough to a person."""

    cpu_s: Seconds = 0.0
    faces: list[tuple[Seconds, list[Box]]] = field(default_factory=list)
    rang_at: dict[str, Seconds] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """Unit rows (n, 128) and whose they are."""

    names: Sequence[str]
    rows: Vector


def distance_of(cosine: float) -> float:
    """How far apart two unit vectors of this cosine are: |a - b|^2 = 2 - 2 a.b."""
    return float(np.sqrt(2 - 2 * cosine))


def known_to(peer: Peer, people: Mapping[str, Sequence[Image]]) -> Known:
    """The largest face of every still, as on our side."""
    found = [(who, vector) for who, stills in people.items() for still in stills for vector in _largest(peer, still)]
    rows = np.array([unit(vector) for _, vector in found], np.float64).reshape(len(found), -1 if found else 0)
    return Known([who for who, _ in found], rows)


def run_peer(peer: Peer, known: Known, clip: Clip, within: float, tick: Callable[[], object]) -> PeerRun:
    """Decoding and all. It rings at the first frame that has a face at most `within` from an enrolled one, vectors
    brought to length 1, because that is the distance our cosine corresponds to. `tick` is called for every frame."""
    run = PeerRun()
    started = time.process_time()
    for frame in clip:
        rgb = rgb_of(frame.image)
        places = peer.locate(rgb)
        for vector in peer.encode(rgb, places):
            _compare(run, peer, known, unit(vector), within, frame.at)
        run.faces.append((frame.at, [box_of(place) for place in places]))
        tick()
    run.cpu_s = time.process_time() - started
    return run


def _compare(run: PeerRun, peer: Peer, known: Known, vector: Vector, within: float, at: Seconds) -> None:
    distances = peer.distances(known.rows, vector)
    if len(distances) and distances.min() <= within:
        run.rang_at.setdefault(known.names[int(distances.argmin())], at)


def _largest(peer: Peer, still: Image) -> list[Vector]:
    rgb = rgb_of(still)
    places = sorted(peer.locate(rgb), key=_area)
    return peer.encode(rgb, places[-1:]) if places else []


def _area(place: Place) -> int:
    return box_of(place).area
