"""A camera that several programs of one PC share."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from camera.messages import WorkerSpec
from camera.types import Seconds

MIRROR_WIDTH_PX = 960


@dataclass(frozen=True, slots=True)
class SharedCamera:
    """What its worker needs to know. All programs of a PC that share the camera give the same `worker`.

    Mirror pictures are made no wider than `mirror_width_px`. The worker ends when nobody has held a lease for
    `linger_s`.
    """

    worker: WorkerSpec
    mirror_width_px: int = MIRROR_WIDTH_PX
    linger_s: Seconds = 5.0

    def __post_init__(self) -> None:
        if self.mirror_width_px < 16 or not self.linger_s >= 0:
            raise ValueError(f"no mirror is {self.mirror_width_px} px wide, no wait {self.linger_s} s long")

    def to_json(self) -> str:
        return json.dumps(asdict(self), default=str, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "SharedCamera":
        """Raises ValueError, KeyError or TypeError for anything but what to_json wrote."""
        told = json.loads(text)
        worker = told.pop("worker")
        models_dir = Path(worker.pop("models_dir"))
        return cls(WorkerSpec(models_dir=models_dir, **worker), **told)
