import pytest

from camera.liveness.depth_rule import DepthLimits, Parallax, depth_of
from camera.liveness.facts import Depth


@pytest.mark.parametrize(
    ("residual", "movement", "points", "depth"),
    [
        (0.026, 0.033, 120, Depth.SOLID),
        (0.004, 0.034, 160, Depth.FLAT),
        (0.014, 0.034, 160, Depth.UNKNOWN),
        (0.026, 0.033, 20, Depth.UNKNOWN),
        (0.008, 0.009, 160, Depth.UNKNOWN),
        (0.0068, 0.013, 160, Depth.UNKNOWN),
    ],
)
def test_depth_is_told_only_where_points_and_movement_suffice(
    residual: float, movement: float, points: int, depth: Depth
) -> None:
    assert depth_of(Parallax(residual, movement, points)) is depth


def test_nothing_measured_is_unknown() -> None:
    assert depth_of(None) is Depth.UNKNOWN


def test_more_movement_tells_more_unless_few_points_are_left() -> None:
    small, large, thin = Parallax(0.01, 0.02, 90), Parallax(0.02, 0.03, 90), Parallax(0.05, 0.06, 12)
    assert large.tells_more_than(small)
    assert not thin.tells_more_than(small)


def test_limits_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="flat_to"):
        DepthLimits(flat_to=0.6, solid_from=0.5)
