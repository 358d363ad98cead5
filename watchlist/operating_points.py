"""Where does a model draw its line between a resemblance and nobody?

A threshold means something only for the weights and the alignment it was measured with: 0.96 is strict for one model
and never reached by another. So every operating point belongs to a model id, and a site's own calibration replaces the
delivered one for that model alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    """Cosines: from `threshold` (inclusive) a face is somebody; the nearest must lead by `margin` to be named."""

    threshold: float
    margin: float

    def __post_init__(self) -> None:
        if not 0 < self.threshold < 1:
            raise ValueError(f"threshold must lie between 0 and 1, not {self.threshold}")
        if not 0 <= self.margin <= 1:
            raise ValueError(f"margin must lie between 0 and 1, not {self.margin}")


def operating_point(model_id: str, delivered: OperatingPoint, of_site: Mapping[str, OperatingPoint]) -> OperatingPoint:
    """The site's point for this very model, else the one delivered with it."""
    return of_site.get(model_id, delivered)
