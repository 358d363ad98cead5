"""A recording through our pipeline and policy, and what was seen and rung on the way."""

import itertools
import time
from dataclasses import dataclass, field

from camera.engine import Engine
from camera.pipeline import Analysed, FacePipeline
from camera.types import Face, Image, Seconds, Sighting, TrackEnded
from scripts.bench.clips import Clip
from scripts.bench.tracks import Seen
from watchlist.gallery import Gallery
from watchlist.lookout import Lookout
from watchlist.operating_points import OperatingPoint
from watchlist.policy import AlarmPolicy, PolicyLimits, RaiseAlarm
from watchlist.types import AlarmId, PersonId, PhotoId, Template

_MIN_FACE_PX = 40


@dataclass(slots=True)
class OurRun:
    """`rang_at` is when the decision to ring for a person was made, on the recording's clock."""

    cpu_s: Seconds = 0.0
    analysed: int = 0
    seen: list[Seen] = field(default_factory=list)
    rang_at: dict[str, Seconds] = field(default_factory=dict)


def enrolled(engine: Engine, clip: Clip) -> Gallery:
    """The largest face of every still, under the name of its person; empty when there is no face in any."""
    templates = [
        Template(PersonId(who), PhotoId(f"{who} {number}"), embedding.vector, embedding.model_id)
        for who, stills in clip.people.items()
        for number, still in enumerate(stills)
        for embedding in engine.embed(still, _largest(engine, still))
    ]
    return Gallery.of(templates, engine.embedder.model_id, engine.embedder.dimension)


def run_ours(engine: Engine, gallery: Gallery, clip: Clip) -> OurRun:
    """Decoding, detecting, embedding, matching and deciding; nothing of a run before is known."""
    run, numbers = OurRun(), itertools.count()
    point = OperatingPoint(engine.embedder.threshold, engine.embedder.margin)
    lookout = Lookout(gallery, AlarmPolicy(PolicyLimits(), point, lambda: AlarmId(str(next(numbers)))))
    started = time.process_time()
    pipeline = FacePipeline(engine, clip.name, observer=lambda face: run.seen.append(_seen(face)))
    for frame in clip:
        for event in pipeline.feed(frame):
            _note(run, lookout, event)
    run.cpu_s = time.process_time() - started
    run.analysed = pipeline.counts.frames_analysed
    return run


def _note(run: OurRun, lookout: Lookout, event: Sighting | TrackEnded) -> None:
    if isinstance(event, TrackEnded):
        lookout.ended(event)
        return
    for decision in lookout.see([event]):
        if isinstance(decision, RaiseAlarm):
            # Two people who cannot be told apart ring together: the guard sees both.
            for who in decision.candidates:
                run.rang_at.setdefault(who.person_id, decision.at)


def _seen(face: Analysed) -> Seen:
    return Seen(face.at, face.box)


def _largest(engine: Engine, still: Image) -> list[Face]:
    return sorted(engine.faces(still, _MIN_FACE_PX), key=lambda face: face.box.area)[-1:]
