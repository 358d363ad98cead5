"""The detectors beside `face_locations`: on whole frames, and at the rate at which a door is watched."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from camera.attention import AttentionLimits
from camera.engine import Engine, build_engine
from camera.looking import Looker
from camera.models.choice import choose_detector
from camera.models.store import ModelStore
from camera.motion import MotionLimits
from camera.pipeline import PipelineLimits
from camera.tracker import FaceTracker
from camera.types import Frame, Seconds
from scripts.bench.clips import Clip
from scripts.bench.lines import Line
from scripts.bench.peer import Peer, rgb_of
from scripts.bench.timing import Round, median_round, race

FRAMES_A_CLIP = 4
STRETCH_S = 2.0
ROUNDS = 3
UNIT = "ms CPU per frame"

_FOLLOWED_S = 1.0


def installed_detectors(models_dir: Path) -> list[str]:
    """HOG comes with the packages; YuNet when its file is installed."""
    yunet = choose_detector(ModelStore(models_dir))
    return ["hog"] if yunet is None else ["hog", yunet.name]


def detector_lines(models_dir: Path, clips: Sequence[Clip], peer: Peer) -> Iterator[Line]:
    engines = {name: build_engine(models_dir, name) for name in installed_detectors(models_dir)}
    yield from whole_frames(engines, clips, peer)  # warms up for the others
    yield from watched(engines, clips, peer)


def whole_frames(engines: dict[str, Engine], clips: Sequence[Clip], peer: Peer, rounds: int = ROUNDS) -> Iterator[Line]:
    """The same frames, each searched from edge to edge."""
    frames = [frame for clip in clips for frame in clip.stretch(clip.length_s)[:: max(clip.frames // FRAMES_A_CLIP, 1)]]
    min_face_px = PipelineLimits().min_face_px
    laps = race([*(_each(engine, frames, min_face_px) for engine in engines.values()), _located(peer, frames)], rounds)
    for place, name in enumerate(engines):
        cost = median_round([_per_frame(lap[place], lap[-1], len(frames)) for lap in laps])
        work = f"{name}: {len(frames)} whole frames searched for faces from {min_face_px} px, {rounds} rounds in turn"
        more = {"detector": name, "frames": len(frames), "rounds": rounds}
        yield Line("detector", work, cost, f"{peer.name}, face_locations", UNIT, more)


def watched(engines: dict[str, Engine], clips: Sequence[Clip], peer: Peer) -> Iterator[Line]:
    """Consecutive frames, decoded beforehand: we look when it is due and where faces are expected, the peer always.

    One round: every recording is one of its own, and their sum counts.
    """
    stretches = [clip.stretch(STRETCH_S) for clip in clips]
    frames = [frame for stretch in stretches for frame in stretch]
    works = [lambda engine=engine: [_watch(engine, stretch) for stretch in stretches] for engine in engines.values()]
    lap = race([*works, _located(peer, frames)], 1, warm_up=False)[0]
    length_s = STRETCH_S * len(stretches)
    for place, name in enumerate(engines):
        looks = sum(_watch(engines[name], stretch) for stretch in stretches)
        work = f"{name}: {len(frames)} frames in {length_s:g} s watched with {looks} looks, whole or around known faces"
        more = {"detector": name, "frames": len(frames), "looks": looks}
        cost = _per_frame(lap[place], lap[-1], len(frames))
        yield Line("detector", work, cost, f"{peer.name}, face_locations on every frame", UNIT, more)


def _watch(engine: Engine, frames: Sequence[Frame]) -> int:
    """As the pipeline watches, without judging and comparing what is found; the number of looks."""
    looker = Looker(engine, PipelineLimits().min_face_px, AttentionLimits(), MotionLimits(), None)
    tracker, looks = FaceTracker(), 0
    for frame in frames:
        tracker.tick(frame.at)
        expected = [tracker.expected(track, frame.at) for track in tracker.live(frame.at, _FOLLOWED_S)]
        faces = looker.look(frame, expected)
        if faces is not None:
            tracker.update(faces, frame.at)
            looks += 1
    return looks


def _each(engine: Engine, frames: Sequence[Frame], min_face_px: int) -> Callable[[], object]:
    return lambda: [engine.faces(frame.image, min_face_px) for frame in frames]


def _located(peer: Peer, frames: Sequence[Frame]) -> Callable[[], object]:
    return lambda: [peer.locate(rgb_of(frame.image)) for frame in frames]


def _per_frame(ours_s: Seconds, peer_s: Seconds, frames: int) -> Round:
    return Round(ours_s * 1000 / frames, peer_s * 1000 / frames)
