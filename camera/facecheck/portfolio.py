"""The shots of one check: taken over a moment, compared with each other and with one photograph, then dropped."""

import numpy as np

from camera.facecheck.limits import CheckLimits
from camera.liveness.continuity import Observation
from camera.liveness.turn_limits import Baseline
from camera.shots import BestShots, Shot
from camera.types import Box, Embedding, Image, Seconds

_NO_PORTRAIT: Image = np.zeros((1, 1, 3), np.uint8)  # nobody looks at the pictures of a check: none is kept


class Portfolio:
    """`same_from` as the embedder has it: below it two shots cannot be one person."""

    def __init__(self, limits: CheckLimits, same_from: float) -> None:
        self._limits = limits
        self._same_from = same_from
        self._shots = BestShots(limits.shots)
        self._poses: list[Observation] = []
        self.last_at: Seconds | None = None

    def __len__(self) -> int:
        return len(self._shots)

    def wants(self, at: Seconds, worth: float) -> bool:
        return self._shots.wants(at, worth)

    def is_same(self, embedding: Embedding) -> bool:
        return not len(self._shots) or float(self._shots.fused().vector @ embedding.vector) >= self._same_from

    def add(self, pose: Observation, embedding: Embedding, worth: float, box: Box) -> None:
        self._shots.add(Shot(pose.at, worth, embedding, box, _NO_PORTRAIT))
        self._poses.append(pose)
        self.last_at = pose.at

    @property
    def share(self) -> float:
        """How much of what is wanted is there, 0 to 1."""
        if self.last_at is None:
            return 0.0
        spread = (self.last_at - self._shots.first_at) / self._limits.moment_s
        return min(len(self._shots) / self._limits.min_shots, spread, 1.0)

    @property
    def is_enough(self) -> bool:
        return self.share >= 1 - 1e-6

    def baseline(self) -> Baseline:
        """The middle of how this face looked straight ahead."""
        rows = np.array([(one.yaw_deg, one.pitch_deg, one.width_px) for one in self._poses])
        yaw, pitch, width = (float(value) for value in np.median(rows, axis=0))
        return Baseline(yaw, pitch, width)

    def similarity(self, reference: Embedding) -> float:
        if reference.model_id != self._shots.fused().model_id:
            raise ValueError("vectors of two models are never compared")
        return float(np.clip(self._shots.fused().vector @ reference.vector, -1, 1))
