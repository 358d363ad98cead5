"""When to look, and where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from camera.attention import Attention, AttentionLimits, Look, cut_by_region, regions
from camera.types import Box


def looks(
    seconds: float, following: bool, cost_s: float | None = None, fps: float = 30.0, moves: bool = False
) -> dict[Look, int]:
    """How often each look was due in so many seconds, away from known faces always moves something or never."""
    attention, counts = Attention(), dict.fromkeys(Look, 0)
    for k in range(round(seconds * fps)):
        look = attention.due(k / fps, following)
        if look is Look.CHECK:
            counts[look] += 1
            attention.looked(look, k / fps)
            look = attention.moved(k / fps) if moves else attention.unmoved(k / fps, following)
        counts[look] += 1
        if look is not Look.SKIP:
            attention.looked(look, k / fps, cost_s)
    return counts


def test_the_first_frame_is_scanned() -> None:
    assert Attention().due(17.3, following=False) is Look.SCAN


def test_an_empty_quiet_hall_is_scanned_every_two_seconds_and_checked_in_between() -> None:
    counts = looks(10, following=False)
    assert counts[Look.SCAN] == 5
    assert counts[Look.FOLLOW] == 0
    assert 60 <= counts[Look.CHECK] <= 90


def test_known_faces_are_followed_six_times_a_second_and_the_rest_searched_for_newcomers() -> None:
    counts = looks(10, following=True)
    assert counts[Look.SCAN] == 10
    assert counts[Look.NEAR] == 0
    assert 38 <= counts[Look.FOLLOW] <= 50
    moving = looks(10, following=True, moves=True)
    assert 9 <= moving[Look.NEAR] <= 10
    assert moving[Look.SCAN] == 10


def test_a_known_face_that_a_look_missed_is_searched_for_near_by_at_the_next_half_second_and_then_everywhere() -> None:
    attention = Attention()
    attention.looked(Look.SCAN, 0.0)
    attention.looked(Look.FOLLOW, 0.4)
    assert attention.due(0.5, following=True) not in (Look.SCAN, Look.NEAR)
    assert attention.due(0.5, following=True, settled=False) is Look.NEAR
    attention.looked(Look.NEAR, 0.5)
    assert attention.due(0.96, following=True, settled=False) is not Look.NEAR
    assert attention.due(1.0, following=True, settled=False) is Look.SCAN


@pytest.mark.parametrize("fps", [5, 12, 12.5, 15, 25, 29.97])
@pytest.mark.parametrize("moves", [False, True])
def test_the_rate_of_the_camera_does_not_starve_the_looks(fps: float, moves: bool) -> None:
    counts = looks(10, following=True, fps=fps, moves=moves)
    assert 8 <= counts[Look.SCAN] <= 10
    assert counts[Look.SCAN] + counts[Look.NEAR] + counts[Look.FOLLOW] >= 40


def test_dear_looks_become_rare_until_they_take_their_share_of_a_core() -> None:
    limits, cost_s = AttentionLimits(), 0.2
    counts = looks(60, following=True, cost_s=cost_s)
    spent = cost_s * (counts[Look.SCAN] + counts[Look.FOLLOW])
    assert 0.2 * 60 < spent <= limits.core_share * 60 * 1.1
    assert looks(60, following=True, cost_s=0.01) == looks(60, following=True)


@pytest.mark.parametrize("cost_s", [0.3, 0.9, 2.0])
def test_however_dear_looks_at_known_faces_come_within_the_limit(cost_s: float) -> None:
    counts = looks(60, following=True, cost_s=cost_s)
    assert counts[Look.SCAN] + counts[Look.FOLLOW] >= 60 / AttentionLimits().within_s


def scanned(attention: Attention, cost_s: float, times: int, start: float = 0.0) -> list[float]:
    """How coarse the scans are after each of so many."""
    found = []
    for k in range(times):
        attention.looked(Look.SCAN, start + k, cost_s)
        found.append(attention.coarse)
    return found


@pytest.mark.parametrize("cost_s", [0.01, 0.3, 0.59])
def test_scans_within_their_share_are_never_coarse(cost_s: float) -> None:
    assert set(scanned(Attention(), cost_s, 50)) == {1.0}


def test_the_first_look_pays_for_loading_and_decides_nothing() -> None:
    attention = Attention()
    attention.looked(Look.SCAN, 0.0, 5.0)
    assert set(scanned(attention, 0.1, 20, start=1.0)) == {1.0}
    assert attention.due(20.2, following=True) is Look.FOLLOW


def test_dear_scans_get_coarser_step_by_step_to_twice_the_size_at_most_and_back() -> None:
    attention = Attention()
    coarser = scanned(attention, 3.0, 30)
    assert coarser == sorted(coarser)
    assert len(set(coarser)) == 5
    assert coarser[-1] == 2.0
    assert scanned(attention, 0.02, 40, start=30.0)[-1] == 1.0


@given(st.floats(0.1, 3.0))
def test_the_size_settles_when_the_cost_follows_it(whole_s: float) -> None:
    attention, chosen = Attention(), list[float]()
    for k in range(80):
        attention.looked(Look.SCAN, float(k), whole_s / attention.coarse**2)
        chosen.append(attention.coarse)
    assert len(set(chosen[40:])) == 1
    assert whole_s / chosen[-1] ** 2 <= 0.61 or chosen[-1] == 2.0


def test_what_following_cost_once_is_forgotten_when_scans_become_cheap() -> None:
    attention, followed = Attention(), 0
    for look in (Look.SCAN, Look.SCAN, Look.FOLLOW):
        attention.looked(look, 0.0, 2.0)
    for k in range(30 * 60):
        look = attention.due(k / 30, following=True)
        followed += look is Look.FOLLOW
        if look is not Look.SKIP:
            attention.looked(look, k / 30, 0.01)
    assert followed > 100


def test_a_time_before_the_last_look_is_scanned() -> None:
    attention = Attention()
    attention.looked(Look.SCAN, 100.0)
    assert attention.due(3.0, following=True) is Look.SCAN


@pytest.mark.parametrize(
    "fault", [{"scan_every_s": 0.0}, {"follow_every_s": -1.0}, {"within_s": 0.0}, {"core_share": 0.0}]
)
def test_impossible_limits_cannot_be_built(fault: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must be above"):
        AttentionLimits(**fault)


boxes = st.builds(
    lambda left, top, side: Box(left, top, left + side, top + side),
    st.integers(-100, 700),
    st.integers(-100, 500),
    st.integers(1, 300),
)


@given(st.lists(boxes, max_size=6))
def test_regions_never_overlap_lie_inside_and_hold_every_visible_face(faces: list[Box]) -> None:
    found = regions(faces, 640, 480)
    for k, region in enumerate(found):
        assert region.box.clipped(640, 480) == region.box
        assert all(region.box.overlap(other.box) == 0 for other in found[k + 1 :])
    for face in faces:
        visible = face.clipped(640, 480)
        if visible is None:
            continue
        [holder] = [one for one in found if visible.clipped(one.box.right, one.box.bottom) and holds(one.box, visible)]
        assert holder.face_px <= face.area**0.5


def holds(outer: Box, inner: Box) -> bool:
    return (
        outer.left <= inner.left
        and outer.top <= inner.top
        and inner.right <= outer.right
        and inner.bottom <= outer.bottom
    )


def test_a_face_at_the_edge_of_a_region_is_left_to_the_next_scan_but_not_at_the_edge_of_the_picture() -> None:
    region = Box(100, 0, 300, 200)
    assert cut_by_region(Box(100, 50, 160, 110), region, 640, 480)
    assert cut_by_region(Box(250, 150, 310, 210), region, 640, 480)
    assert not cut_by_region(Box(150, -5, 210, 55), region, 640, 480)
    assert not cut_by_region(Box(150, 50, 210, 110), region, 640, 480)
