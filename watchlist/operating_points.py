"""Where does a model draw its line between a resemblance and nobody?

A threshold means something only for the weights and the alignment it was measured with: 0.96 is strict for one model
and never reached by another. So every operating point belongs to a model id, and a site's own calibration replaces the
delivered one for that model alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    """Cosines: from `threshold` (inclusive) a face is somebody; the nearest must lead by `margin` to be named.

    `one_in`: with 95 % confidence at most one stranger in so many reaches the threshold, measured with `listed` people
    on the list; both None where nobody measured.
    """

    threshold: float
    margin: float
    one_in: int | None = None
    listed: int | None = None

    def __post_init__(self) -> None:
        if not 0 < self.threshold < 1:
            raise ValueError(f"threshold must lie between 0 and 1, not {self.threshold}")
        if not 0 <= self.margin <= 1:
            raise ValueError(f"margin must lie between 0 and 1, not {self.margin}")
        if (self.one_in is None) != (self.listed is None):
            raise ValueError("one_in and listed, how many people it was measured with, come together")
        if any(number is not None and number < 1 for number in (self.one_in, self.listed)):
            raise ValueError("one_in and listed must be at least 1")

    def one_in_among(self, people: int) -> int | None:
        """What may be said while so many people are on the list: the more there are, the likelier one is alike."""
        return self.one_in if self.listed is not None and people <= self.listed else None


def operating_point(model_id: str, delivered: OperatingPoint, of_site: Mapping[str, OperatingPoint]) -> OperatingPoint:
    """The site's point for this very model, else the one delivered with it."""
    return of_site.get(model_id, delivered)
