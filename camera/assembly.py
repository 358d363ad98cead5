"""A camera's pipeline with the limits that belong to its engine."""

from collections.abc import Callable

from camera.engine import Engine
from camera.pipeline import Analysed, FacePipeline, PipelineLimits
from camera.shots import ShotLimits
from camera.types import Seconds

MIN_FACE_PX = 40


def build_pipeline(
    engine: Engine,
    camera: str,
    min_face_px: int = MIN_FACE_PX,
    clock: Callable[[], Seconds] | None = None,
    observer: Callable[[Analysed], None] | None = None,
) -> FacePipeline:
    """`clock` (time.thread_time) for live cameras only: recordings are looked at the same way every time."""
    shots = ShotLimits(same_from=engine.embedder.same_from)
    return FacePipeline(engine, camera, PipelineLimits(min_face_px=min_face_px, shots=shots), clock, observer)
