"""The doctor's check of speed, with a detector that takes as long as the test says."""

import pytest

from camera.detectors.scripted import SeeingDetector
from camera.embedders.scripted import ScriptedEmbedder
from camera.engine import Engine
from camera.types import Face, Image
from scripts.doctor.checks import _timed
from scripts.doctor.findings import Finding, Health


def timed(*looks_s: float, detector: str = "hog") -> Finding:
    """Each look takes the next of these times."""
    left, spent_s = list(looks_s), 0.0

    def see(image: Image, min_face_px: int) -> list[Face]:
        nonlocal spent_s
        assert (image.shape, min_face_px) == ((720, 1280, 3), 40)
        spent_s += left.pop(0)
        return []

    seeing = SeeingDetector(see)
    seeing.name = detector
    engine = Engine(seeing, lambda image, face: face.landmarks, ScriptedEmbedder())
    return _timed(engine, lambda: spent_s)


@pytest.mark.parametrize("looks_s", [(0.03, 0.03), (2.0, 0.2), (0.25, 0.25)])
def test_a_computer_that_looks_quickly_is_well_whatever_loading_took(looks_s: tuple[float, float]) -> None:
    found = timed(*looks_s)
    assert (found.part, found.health, found.hint) == ("engine", Health.WELL, "")
    assert f"{looks_s[1] * 1000:.0f} ms of CPU" in found.what


def test_a_slow_computer_is_told_how_often_it_can_look_and_what_helps() -> None:
    found = timed(0.9, 0.9)
    assert found.health is Health.CAUTION
    assert "900 ms of CPU" in found.what
    assert "can look 0.6 times a second" in found.what
    assert "sub-stream" in found.hint
    assert "models fetch yunet" in found.hint


def test_nobody_is_told_to_install_what_is_in_use() -> None:
    assert "fetch yunet" not in timed(0.4, 0.4, detector="yunet").hint
