"""The embedders beside dlib's own `compute_face_descriptor`: the same faces, one at a time, as a door sees them."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from camera.embedders.dlib_onnx import DlibEmbedder
from camera.embedders.protocol import Embedder
from camera.engine import Engine, build_engine
from camera.models.choice import DLIB
from camera.models.store import ModelStore
from camera.types import Image
from scripts.bench.lines import Line
from scripts.bench.peer import BenchRefused, Peer, rgb_of
from scripts.bench.timing import Round, median_round, race

CROPS = 8
ROUNDS = 7
_MIN_FACE_PX = 40

Raw = Callable[[Sequence[Image]], NDArray[np.float32]]


def embedder_lines(models_dir: Path, pictures: Sequence[Image], peer: Peer, rounds: int = ROUNDS) -> Iterator[Line]:
    """dlib's network by ONNX Runtime, then every installed embedder of the ArcFace type."""
    engine = build_engine(models_dir, embedder=DLIB)
    chips = face_crops(engine, pictures)
    assert isinstance(engine.embedder, DlibEmbedder)
    yield compared(engine.embedder, chips, chips, peer, rounds, engine.embedder.raw)
    for model in ModelStore(models_dir).of_kind("embedder"):
        other = build_engine(models_dir, embedder=model.name)
        yield compared(other.embedder, face_crops(other, pictures), chips, peer, rounds)


def compared(
    embedder: Embedder, crops: Sequence[Image], chips: Sequence[Image], peer: Peer, rounds: int, raw: Raw | None = None
) -> Line:
    """`crops` are for our network, `chips` (BGR 150x150) for dlib's. `raw` gives vectors of our network that are to be
    dlib's own: they are then compared, number by number."""
    theirs = [rgb_of(chip) for chip in chips]
    laps = race([_one_by_one(embedder, crops), lambda: [peer.describe(chip) for chip in theirs]], rounds)
    per_face = [Round(ours * 1000 / len(crops), other * 1000 / len(chips)) for ours, other in laps]
    more: dict[str, object] = {"embedder": embedder.model_id, "faces": len(crops), "rounds": rounds}
    if raw is not None:
        more["max_abs_diff"] = largest_difference(raw(chips), [peer.describe(chip) for chip in theirs])
    work = f"{embedder.model_id}: {len(crops)} aligned faces, one at a time on one thread, {rounds} rounds in turn"
    return Line("embedder", work, median_round(per_face), peer.encoder_name, "ms CPU per face", more)


def largest_difference(ours: NDArray[np.float32], theirs: Sequence[NDArray[np.float64]]) -> float:
    """Of any number in any vector; NaN when there is one."""
    return float(np.abs(ours.astype(np.float64) - np.stack(theirs)).max())


def face_crops(engine: Engine, pictures: Sequence[Image], wanted: int = CROPS) -> list[Image]:
    """As many aligned faces, as the engine's embedder takes them: the largest of each picture, then their mirror images
    and darker ones. Raises BenchRefused when there is no face in any picture."""
    mirrored = [np.ascontiguousarray(picture[:, ::-1]) for picture in pictures]
    ways = *pictures, *mirrored, *(_darker(picture) for picture in (*pictures, *mirrored))
    crops: list[Image] = []
    for picture in ways:
        faces = sorted(engine.faces(picture, _MIN_FACE_PX), key=lambda face: face.box.area)
        crops += engine.crops(picture, faces[-1:])
        if len(crops) == wanted:
            break
    if not crops:
        raise BenchRefused("no face was found in the recordings' stills", "Name a folder of recordings with faces.")
    return crops


def _darker(picture: Image) -> Image:
    return np.asarray(picture * np.float32(0.7), np.uint8)


def _one_by_one(embedder: Embedder, crops: Sequence[Image]) -> Callable[[], object]:
    return lambda: [embedder.embed([crop]) for crop in crops]
