"""The way of a frame: look, track, judge, embed the best, tell.

One pipeline per camera and thread. Nothing here knows a list or writes a file; what matches nobody is gone with its
track. Exceptions of the engine are not caught: a broken model is not an empty hall.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from camera.attention import AttentionLimits
from camera.looking import FaceEngine, Looker
from camera.measures import measure
from camera.motion import MotionLimits
from camera.quality import QualityLimits, Refusal, refusals, worth
from camera.shots import BestShots, Shot, ShotLimits
from camera.surroundings import surroundings
from camera.tracker import FaceTracker, Track, TrackerLimits
from camera.types import (
    Box,
    Embedding,
    Face,
    Frame,
    PipelineCounts,
    Seconds,
    Sighting,
    TrackEnded,
    TrackId,
)

# Faces seen this recently count as seen together, and are looked for where they should be by now.
_TOGETHER_S = 0.6
_FOLLOWED_S = 1.0


@dataclass(frozen=True, slots=True)
class PipelineLimits:
    """`min_face_px` is what the detector looks for; the quality gate's own limit decides what is compared."""

    min_face_px: int = 40
    attention: AttentionLimits = field(default_factory=AttentionLimits)
    motion: MotionLimits = field(default_factory=MotionLimits)
    tracker: TrackerLimits = field(default_factory=TrackerLimits)
    quality: QualityLimits = field(default_factory=QualityLimits)
    shots: ShotLimits = field(default_factory=ShotLimits)

    def __post_init__(self) -> None:
        if self.min_face_px < 10:
            raise ValueError(f"min_face_px must be at least 10, not {self.min_face_px}")


@dataclass(frozen=True, slots=True)
class Analysed:
    """One face of one analysed frame, for benches and tests: kept by nobody else."""

    track: TrackId
    at: Seconds
    box: Box
    refused: Refusal | None


@dataclass(frozen=True, slots=True, eq=False)
class _Candidate:
    """A face worth the embedder's time, the frame it is in, and where other people's faces are in that frame."""

    track: Track
    frame: Frame
    worth: float
    others: Sequence[Box]


class FacePipeline:
    """`clock` as in camera.looking.Looker: for live cameras only. `observer` is told of every analysed face."""

    def __init__(
        self,
        engine: FaceEngine,
        camera: str,
        limits: PipelineLimits | None = None,
        clock: Callable[[], Seconds] | None = None,
        observer: Callable[[Analysed], None] | None = None,
    ) -> None:
        limits = limits or PipelineLimits()
        self.counts = PipelineCounts()
        self._engine = engine
        self._camera = camera
        self._limits = limits
        self._looker = Looker(engine, limits.min_face_px, limits.attention, limits.motion, clock)
        self._observer = observer
        self._tracker = FaceTracker(limits.tracker, paced=clock is not None)
        self._shots: dict[TrackId, BestShots] = {}
        self._first_looks: dict[TrackId, _Candidate] = {}
        self._size: tuple[int, int] | None = None

    def feed(self, frame: Frame) -> list[Sighting | TrackEnded]:
        """Frames in the order of their times. Answers what is new: sightings of tracks, and tracks that are over."""
        self.counts.frames += 1
        told: list[Sighting | TrackEnded] = [*self._ended(self._tracker.tick(frame.at), frame.at)]
        followed = self._tracker.live(frame.at, _FOLLOWED_S)
        faces = self._looker.look(frame, [self._expected(track, frame.at) for track in followed])
        if faces is None:
            return told
        told += self._resized(frame)
        self.counts.frames_analysed += 1
        self.counts.faces += len(faces)
        self.counts.slow = self._looker.slow
        return told + self._taken(frame, self._tracker.update(faces, frame.at))

    def finish(self, at: Seconds) -> list[Sighting | TrackEnded]:
        """The recording or the camera is over: every track ends now."""
        return [*self._ended(self._tracker.end_all(), at)]

    def _expected(self, track: Track, at: Seconds) -> Box:
        box = self._tracker.expected(track, at)
        # One sighting gives no speed yet: look further around.
        return box if track.confirmed else box.grown(0.5)

    def _resized(self, frame: Frame) -> list[TrackEnded]:
        """A camera that changes its picture's size puts every face elsewhere: all tracks end."""
        size = frame.image.shape[1], frame.image.shape[0]
        changed = self._size not in (None, size)
        self._size = size
        return self._ended(self._tracker.end_all(), frame.at) if changed else []

    def _ended(self, tracks: Sequence[Track], at: Seconds) -> list[TrackEnded]:
        """Only tracks that were told of have an end to tell."""
        for track in tracks:
            self._first_looks.pop(track.track_id, None)
        told = [track.track_id for track in tracks if self._shots.pop(track.track_id, None) is not None]
        return [TrackEnded(self._camera, track_id, at) for track_id in told]

    def _taken(self, frame: Frame, tracks: Sequence[Track]) -> list[Sighting | TrackEnded]:
        self.counts.tracks += sum(track.hits == 2 for track in tracks)
        candidates = [found for track in tracks if (found := self._candidate(frame, track)) is not None]
        # A look is dear and a face may be hidden the next moment: the first one counts once a second confirms it.
        first_looks = [self._first_looks.pop(one.track.track_id, None) for one in candidates]
        told: list[Sighting | TrackEnded] = []
        for first_look in first_looks:
            told += self._embedded([first_look]) if first_look is not None else []
        return told + self._embedded(candidates)

    def _embedded(self, candidates: Sequence[_Candidate]) -> list[Sighting | TrackEnded]:
        """Embed faces of one frame and tell of their tracks."""
        if not candidates:
            return []
        embeddings = self._engine.embed(candidates[0].frame.image, [one.track.face for one in candidates])
        self.counts.embedded += len(embeddings)
        told: list[Sighting | TrackEnded] = []
        for candidate, embedding in zip(candidates, embeddings, strict=True):
            told += self._told(candidate, embedding)
        return told

    def _candidate(self, frame: Frame, track: Track) -> _Candidate | None:
        """The track's face when it is good enough, seen before, and worth the embedder's time."""
        limits, measured = self._limits.quality, measure(frame.image, track.face)
        reasons = refusals(track.face, measured, limits, self._seen_with(track))
        self._count(track, reasons[0] if reasons else None)
        if reasons:
            return None
        found = _Candidate(track, frame, worth(track.face, measured, limits), self._others(track))
        if not track.confirmed:
            self._first_looks[track.track_id] = found
            return None
        shots = self._shots.get(track.track_id)
        return found if shots is None or shots.wants(frame.at, found.worth) else None

    def _seen_with(self, track: Track) -> list[Face]:
        return [one.face for one in self._tracker.live(track.at, _TOGETHER_S) if one.track_id != track.track_id]

    def _others(self, track: Track) -> list[Box]:
        """Where anybody else's face is or, when this look did not find it, should be."""
        live = [one for one in self._tracker.live(track.at, _FOLLOWED_S) if one.track_id != track.track_id]
        return [*(self._tracker.expected(one, track.at) for one in live), *self._looker.cut]

    def _count(self, track: Track, refused: Refusal | None) -> None:
        if refused is not None:
            self.counts.refused[refused.value] = self.counts.refused.get(refused.value, 0) + 1
        if self._observer is not None:
            self._observer(Analysed(track.track_id, track.at, track.face.box, refused))

    def _told(self, candidate: _Candidate, embedding: Embedding) -> list[Sighting | TrackEnded]:
        track, frame, told = candidate.track, candidate.frame, list[Sighting | TrackEnded]()
        shots = self._shots.get(track.track_id)
        if shots is not None and shots.is_other(embedding):
            told += self._ended([track], frame.at)
            track, shots = self._tracker.split(track), None
        if shots is None:
            shots = self._shots[track.track_id] = BestShots(self._limits.shots)
        box = track.face.box
        portrait = surroundings(frame.image, box, candidate.others)
        shots.add(Shot(frame.at, candidate.worth, embedding, box, portrait))
        return [*told, self._sighting(track, shots)]

    def _sighting(self, track: Track, shots: BestShots) -> Sighting:
        return Sighting(
            camera=self._camera,
            track=track.track_id,
            at=track.at,
            first_at=shots.first_at,
            embedding=shots.fused(),
            shots=len(shots),
            box=track.face.box,
            portrait=shots.best.portrait,
        )
