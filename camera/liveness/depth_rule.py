"""When is what was measured a head, when a flat picture, and when nobody can say? Pure; numbers from MEASURED.md."""

from dataclasses import dataclass

from camera.liveness.facts import Depth

_FEW_POINTS = 30


@dataclass(frozen=True, slots=True)
class Parallax:
    """In face widths. `residual`: what a homography leaves over; `movement`: what shift, turn and scale leave over."""

    residual: float
    movement: float
    points: int

    @property
    def share(self) -> float:
        """How much of the movement no flat picture explains: near 0 for one, near 1 for a head."""
        return self.residual / max(self.movement, 1e-6)

    def tells_more_than(self, other: "Parallax") -> bool:
        return (self.points >= _FEW_POINTS, self.movement) > (other.points >= _FEW_POINTS, other.movement)


@dataclass(frozen=True, slots=True)
class DepthLimits:
    """Measured on videos made of photographs, and on the real clips (the table is in MEASURED.md).

    min_movement: coming closer alone makes 0.010 and less, where every object looks alike; turns make 0.02 and more.
    flat_to: flat prints, screens and cut-outs left over 0.28 of the movement and less, sheets bent round with 1.2 face
    widths of radius 0.39 and less. solid_from: real faces that moved naturally left over 0.52 and more, simulated heads
    0.73 and more; sheets bent as tightly as a face 0.41 to 0.70, so those pass for a head.
    min_residual: flat pictures left over 0.0054 of a face width and less, which is the error of following points.
    """

    min_points: int = _FEW_POINTS
    min_movement: float = 0.012
    min_residual: float = 0.007
    flat_to: float = 0.35
    solid_from: float = 0.50

    def __post_init__(self) -> None:
        if not 0 < self.flat_to < self.solid_from or self.min_points < 8 or self.min_movement <= 0:
            raise ValueError("flat_to must lie below solid_from, and points and movement must be wanted")


def depth_of(measured: Parallax | None, limits: DepthLimits | None = None) -> Depth:
    """UNKNOWN where points or movement do not suffice, and between the two limits."""
    limits = limits or DepthLimits()
    if measured is None or measured.points < limits.min_points or measured.movement < limits.min_movement:
        return Depth.UNKNOWN
    if measured.share >= limits.solid_from and measured.residual >= limits.min_residual:
        return Depth.SOLID
    return Depth.FLAT if measured.share <= limits.flat_to else Depth.UNKNOWN
