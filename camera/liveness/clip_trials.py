"""Depth and passive score on recordings of real people, who move as they like: nobody asked them for anything."""

from collections.abc import Iterator, Sequence

from camera.engine import Engine
from camera.liveness.depth_rule import depth_of
from camera.liveness.facts import ChallengeEnd
from camera.liveness.parallax import ParallaxMeter
from camera.liveness.passive import PassiveLiveness
from camera.liveness.scores import median_score
from camera.liveness.trial import REAL_CLIPS, Trial
from camera.types import Face, Frame, Seconds

WINDOW_S: Seconds = 2.0
_SEARCHED_PX, _SURE = 40, 0.8
_SCORED_EVERY = 6


def clip_trials(frames: Sequence[Frame], engine: Engine, passive: PassiveLiveness | None) -> Iterator[Trial]:
    """One trial for every window of WINDOW_S that begins with a face; the largest face in it counts."""
    starts_at = frames[0].at
    for first in frames:
        if first.at >= starts_at:
            window = [frame for frame in frames if first.at <= frame.at < first.at + WINDOW_S]
            starts_at = first.at + WINDOW_S
            face = _largest(engine, first)
            if face is not None and len(window) > 2:
                yield _trial(window, face, engine, passive)


def _trial(window: Sequence[Frame], face: Face, engine: Engine, passive: PassiveLiveness | None) -> Trial:
    meter = ParallaxMeter(window[0].image, face.box)
    for frame in window[1::2]:
        meter.follow(frame.image)
    scores = [] if passive is None else [*_scores(window[::_SCORED_EVERY], engine, passive)]
    best = meter.best
    return Trial(
        REAL_CLIPS,
        ChallengeEnd.NOT_ASKED,
        depth_of(best),
        best.residual if best else None,
        median_score(scores),
        lasted_s=window[-1].at - window[0].at,
    )


def _scores(frames: Sequence[Frame], engine: Engine, passive: PassiveLiveness) -> Iterator[float]:
    for frame in frames:
        face = _largest(engine, frame)
        if face is not None:
            yield passive.score(frame.image, face.box)


def _largest(engine: Engine, frame: Frame) -> Face | None:
    """Doubtful finds are left out: prints on clothing and hands are among them."""
    sure = [face for face in engine.faces(frame.image, _SEARCHED_PX) if face.confidence >= _SURE]
    return max(sure, key=lambda face: face.box.area, default=None)
