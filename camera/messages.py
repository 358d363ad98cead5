"""What a camera worker and the program that started it tell each other."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from camera.types import PipelineCounts, Seconds, Sighting, TrackEnded


class CameraCondition(StrEnum):
    """LOST: no pictures, whatever the reason. FROZEN, BLACK, COVERED: pictures that show nothing of this moment."""

    STARTING = "starting"
    LIVE = "live"
    LOST = "lost"
    FROZEN = "frozen"
    BLACK = "black"
    COVERED = "covered"
    ENDED = "ended"

    @property
    def is_blind(self) -> bool:
        """Pictures come, and nobody should go by them."""
        return self in (CameraCondition.FROZEN, CameraCondition.BLACK, CameraCondition.COVERED)


@dataclass(frozen=True, slots=True)
class WorkerSpec:
    """What a worker needs to know: its camera and which engine; no list, no names."""

    camera: str
    url: str
    models_dir: Path
    detector: str
    embedder: str
    min_face_px: int


@dataclass(frozen=True, slots=True)
class CameraState:
    """The camera's condition changed. `why` and `hint` are for the technician, empty when all is well."""

    camera: str
    condition: CameraCondition
    at: Seconds
    why: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """The worker lives: its totals so far and the frames nobody had time for."""

    camera: str
    at: Seconds
    counts: PipelineCounts
    frames_dropped: int
    cpu_s: Seconds


@dataclass(frozen=True, slots=True)
class Stop:
    """End, after the last words."""


@dataclass(frozen=True, slots=True)
class Report:
    """Beat the heart now, not at the next interval: somebody wants the totals before leaving."""


@dataclass(frozen=True, slots=True)
class ShowPictures:
    """Somebody looks at the camera's tile: send a Thumbnail now and then, up to this moment of the common clock."""

    until: Seconds


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """What the camera sees, as a small JPEG. It is shown and forgotten."""

    camera: str
    at: Seconds
    jpeg: bytes = field(repr=False)


FromWorker = Sighting | TrackEnded | CameraState | Heartbeat | Thumbnail
