"""The pipeline on real clips: the people in them get their shots, the decoys never do."""

from collections.abc import Sequence
from pathlib import Path

import av
import numpy as np
import pytest

from camera.attention import AttentionLimits
from camera.detectors.hog import HogDetector
from camera.detectors.protocol import Detector
from camera.detectors.yunet import YuNetDetector
from camera.pipeline import Analysed, FacePipeline, PipelineLimits
from camera.types import Box, Embedding, Face, Frame, Image, Sighting

CLIPS = ("again", "brother", "bird", "milk", "book", "learn", "eat")
# Where the heads of the people who stand before the webcam are, in all seven clips. The printed skull, the hands and
# the second person at the edge of `bird` lie outside.
HEADS = Box(215, 30, 380, 205)
ONE_EMBEDDING = Embedding(np.array([1, 0], np.float32), "none")


class DetectorOnly:
    """An engine that finds faces for real and embeds nothing."""

    def __init__(self, detector: Detector) -> None:
        self._detector = detector

    def faces(self, image: Image, min_face_px: int) -> list[Face]:
        return self._detector.detect(image, min_face_px)

    def embed(self, image: Image, faces: Sequence[Face]) -> list[Embedding]:
        return [ONE_EMBEDDING for _ in faces]


@pytest.fixture(scope="module")
def clips(shared_data: Path) -> dict[str, list[Frame]]:
    return {name: frames(shared_data / "clips" / f"{name}.mkv") for name in CLIPS}


def frames(path: Path) -> list[Frame]:
    with av.open(str(path)) as container:
        decoded = enumerate(container.decode(video=0))
        return [
            Frame.of(np.asarray(one.to_ndarray(format="bgr24"), np.uint8), float(one.time or 0), k)
            for k, one in decoded
        ]


@pytest.fixture(scope="module", params=["hog", "yunet"])
def detector(request: pytest.FixtureRequest, shared_data: Path) -> Detector:
    if request.param == "hog":
        return HogDetector()
    return YuNetDetector(shared_data / "models" / "face_detection_yunet_2026may.onnx")


def run(
    detector: Detector, clip: Sequence[Frame], limits: PipelineLimits
) -> tuple[list[Sighting], list[Analysed], FacePipeline]:
    seen: list[Analysed] = []
    pipeline = FacePipeline(DetectorOnly(detector), "clip", limits, observer=seen.append)
    told = [event for frame in clip for event in pipeline.feed(frame)]
    return [event for event in told if isinstance(event, Sighting)], seen, pipeline


def decoys(seen: Sequence[Analysed]) -> list[Analysed]:
    """Accepted faces that are not the head of the person before the webcam."""
    return [one for one in seen if one.refused is None and not _inside(one.box, HEADS)]


def _inside(box: Box, place: Box) -> bool:
    return box.clipped(place.right, place.bottom) == box and box.left >= place.left and box.top >= place.top


@pytest.mark.parametrize("name", CLIPS)
def test_the_person_before_the_webcam_gets_shots_spread_in_time_and_nobody_else(
    detector: Detector, clips: dict[str, list[Frame]], name: str
) -> None:
    sightings, seen, pipeline = run(detector, clips[name], PipelineLimits())
    assert len(sightings) >= 4
    assert sightings[0].at <= 0.5
    assert sightings[-1].at - sightings[0].at >= 0.5
    assert {one.track for one in sightings} == {1}
    assert decoys(seen) == []
    assert pipeline.counts.frames_analysed < 0.25 * pipeline.counts.frames
    if name != "bird":
        # Elsewhere nothing hides a face for long, so most looks must be good enough.
        assert sum(one.refused is None for one in seen) >= 0.6 * pipeline.counts.frames_analysed


@pytest.mark.parametrize("name", ["again", "brother", "bird", "eat"])
def test_no_decoy_is_accepted_in_any_frame_however_it_is_looked_at(
    detector: Detector, clips: dict[str, list[Frame]], name: str
) -> None:
    step = 1 if detector.name == "yunet" else 9
    for attention in (AttentionLimits(far_scan_every_s=0.001), AttentionLimits(follow_every_s=0.001)):
        _, seen, pipeline = run(detector, clips[name][::step], PipelineLimits(attention=attention))
        assert pipeline.counts.frames_analysed == len(clips[name][::step])
        assert decoys(seen) == []


def test_a_hand_before_the_mouth_is_refused_as_covered(clips: dict[str, list[Frame]], shared_data: Path) -> None:
    yunet = YuNetDetector(shared_data / "models" / "face_detection_yunet_2026may.onnx")
    _, seen, pipeline = run(yunet, clips["bird"], PipelineLimits(attention=AttentionLimits(far_scan_every_s=0.001)))
    covered = [one.at for one in seen if one.refused == "covered"]
    assert len(covered) >= 5
    assert all(0.45 < at < 1.45 for at in covered)
    assert pipeline.counts.refused["covered"] == len(covered)


def test_small_faces_of_people_far_away_are_refused_as_small(shared_data: Path) -> None:
    yunet = YuNetDetector(shared_data / "models" / "face_detection_yunet_2026may.onnx")
    sightings, _, pipeline = run(
        yunet, frames(shared_data / "clips" / "face-demographics-walking.gif"), PipelineLimits()
    )
    assert sightings == []
    assert set(pipeline.counts.refused) == {"small"}
