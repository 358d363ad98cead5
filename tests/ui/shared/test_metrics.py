import pytest

from ui.shared.metrics import ACROSS, UPRIGHT, Metrics, Role


@pytest.mark.parametrize("size", [UPRIGHT, ACROSS, (1920, 1080), (2160, 3840)])
@pytest.mark.parametrize("large", [False, True])
def test_a_finger_has_96_pixels_on_every_screen_of_design_size_and_above(size: tuple[int, int], large: bool) -> None:
    metrics = Metrics.of(*size, large_print=large)
    assert metrics.touch_px >= 96
    assert metrics.gap_px >= 24


def test_type_has_the_sizes_of_the_design() -> None:
    normal, large = Metrics.of(*UPRIGHT), Metrics.of(*UPRIGHT, large_print=True)
    assert (normal.type_px(Role.BODY), normal.type_px(Role.HEADLINE)) == (34, 56)
    assert (large.type_px(Role.BODY), large.type_px(Role.HEADLINE)) == (48, 80)


@pytest.mark.parametrize("size", [UPRIGHT, ACROSS])
@pytest.mark.parametrize("role", list(Role))
def test_large_print_is_larger(size: tuple[int, int], role: Role) -> None:
    assert Metrics.of(*size, large_print=True).type_px(role) > Metrics.of(*size).type_px(role)


def test_lowered_is_lower() -> None:
    assert Metrics.of(*UPRIGHT).reach_px == 640
    assert Metrics.of(*UPRIGHT, lowered=True).reach_px > 800
