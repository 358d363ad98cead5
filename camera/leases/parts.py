"""What a real worker is put together from; each library is loaded when it is needed first."""

import time
from functools import cache, partial
from typing import TYPE_CHECKING

from camera.engine import Engine, build_engine
from camera.leases.check_protocol import Check
from camera.leases.messages import StartCheck
from camera.leases.serving import Parts
from camera.leases.shared_camera import SharedCamera
from camera.picture_judge import JudgeLimits
from camera.picture_watch import PictureWatch
from camera.sources.opening import open_source
from camera.types import Image, Seconds
from camera.worker import Recognition

if TYPE_CHECKING:
    from camera.liveness.passive import PassiveLiveness

JUDGED = JudgeLimits(featureless_after_s=4.0, frozen_after_s=8.0)
"""Sooner than at a door: a check gives up after 10 s without a face, and with the visit the camera is closed."""


def real_parts(shared: SharedCamera) -> Parts:
    spec = shared.worker
    passive = cache(lambda: _passive(shared))

    def make_check(engine: Engine, order: StartCheck, at: Seconds) -> Check:
        from camera.facecheck.check import FaceCheck  # imports cv2

        return FaceCheck(engine, passive(), order, at)

    return Parts(
        open_source=lambda: open_source(spec.url, spec.camera),
        build_engine=lambda: build_engine(spec.models_dir, spec.detector, spec.embedder),
        make_pipeline=lambda engine: _pipeline(engine, shared),
        make_check=make_check,
        reshape=partial(_shrunk, most_width_px=shared.mirror_width_px),
        watch_pictures=lambda: PictureWatch(JUDGED),
    )


def _pipeline(engine: Engine, shared: SharedCamera) -> Recognition:
    from camera.assembly import build_pipeline  # imports cv2

    return build_pipeline(engine, shared.worker.camera, shared.worker.min_face_px, time.thread_time)


def _passive(shared: SharedCamera) -> "PassiveLiveness | None":
    from camera.liveness.passive import open_passive  # imports cv2 and onnxruntime
    from camera.models.store import ModelStore

    return open_passive(ModelStore(shared.worker.models_dir))


def _shrunk(image: Image, most_width_px: int) -> Image:
    from camera.leases.shrinking import shrunk  # imports cv2

    return shrunk(image, most_width_px)
