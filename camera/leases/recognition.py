"""What is looked for in the frames: faces for whoever leases faces, and the face check of whoever holds the mirror."""

from collections.abc import Callable, Iterable

from camera.engine import Engine
from camera.errors import CameraPackageError
from camera.leases.book import LeaseBook
from camera.leases.checks import CheckPost
from camera.leases.messages import LeaseKind
from camera.messages import CameraCondition, CameraState
from camera.types import Frame, PipelineCounts, Seconds, Sighting, TrackEnded
from camera.worker import Recognition


class LazyEngine:
    """Built when somebody needs it first, and kept. `get` raises CameraPackageError, again each time."""

    def __init__(self, build: Callable[[], Engine]) -> None:
        self._build = build
        self._engine: Engine | None = None

    def get(self) -> Engine:
        self._engine = self._engine or self._build()
        return self._engine


class SharedRecognition:
    """A camera.worker.Recognition: one thread feeds it. Nothing is embedded that nobody with a lease asked for."""

    def __init__(
        self,
        book: LeaseBook,
        checks: CheckPost,
        make_pipeline: Callable[[], Recognition],
        warm_up: Callable[[], object],
        state: Callable[[CameraPackageError], CameraState],
    ) -> None:
        self._book = book
        self._checks = checks
        self._make_pipeline = make_pipeline
        self._warm_up = warm_up
        self._state = state
        self._pipeline: Recognition | None = None
        self._warm = False

    @property
    def counts(self) -> PipelineCounts:
        return self._pipeline.counts if self._pipeline else PipelineCounts()

    def feed(self, frame: Frame) -> Iterable[Sighting | TrackEnded]:
        self._prepare()
        self._checks.feed(frame)
        pipeline = self._wanted_pipeline()
        return pipeline.feed(frame) if pipeline else ()

    def finish(self, at: Seconds) -> Iterable[Sighting | TrackEnded]:
        return self._pipeline.finish(at) if self._pipeline else ()

    def _prepare(self) -> None:
        """While the person reads where to stand, so that the first check does not wait for the models."""
        if not self._warm and self._book.holds(LeaseKind.MIRROR):
            self._warm = True
            try:
                self._warm_up()
            except CameraPackageError:
                return  # told to whoever needs it

    def _wanted_pipeline(self) -> Recognition | None:
        if not self._book.holds(LeaseKind.FACES):
            self._pipeline = None
            return None
        try:
            self._pipeline = self._pipeline or self._make_pipeline()
        except CameraPackageError as error:
            self._book.turn_faces_away(self._state(error))
        return self._pipeline


def lost(camera: str, clock: Callable[[], Seconds]) -> Callable[[CameraPackageError], CameraState]:
    return lambda error: CameraState(camera, CameraCondition.LOST, clock(), str(error), error.hint)
