from collections.abc import Sequence
from pathlib import Path

import pytest

from camera.models.catalogue import YUNET
from scripts.bench.detector import installed_detectors, watched, whole_frames
from tests.scripts.bench.hand import PeerInTheHand, seeing_engine, square_clip


def test_every_detector_gets_a_line_on_the_same_whole_frames(tmp_path: Path) -> None:
    peer, clip = PeerInTheHand(), square_clip(tmp_path)
    lines = [line.as_json() for line in whole_frames({"a": seeing_engine(), "b": seeing_engine()}, [clip], peer, 2)]
    assert [(line["part"], line["detector"], line["frames"]) for line in lines] == [
        ("detector", "a", 4),
        ("detector", "b", 4),
    ]
    assert peer.located == 4 * (1 + 2)
    assert all(line["ratio"] > 0 and "whole frames" in line["work"] for line in lines)


def test_at_our_rate_the_peer_sees_every_frame_and_we_do_not(tmp_path: Path) -> None:
    peer, clip = PeerInTheHand(), square_clip(tmp_path, frames=30)
    (line,) = watched({"a": seeing_engine()}, [clip], peer)
    assert line.more["frames"] == 20
    assert peer.located == 20
    assert 2 <= int(line.more["looks"]) < 20
    assert line.as_json()["unit"] == "ms CPU per frame"


@pytest.mark.parametrize(("files", "detectors"), [((), ["hog"]), ((YUNET.file_name,), ["hog", "yunet"])])
def test_only_detectors_whose_files_are_there_are_timed(
    tmp_path: Path, files: Sequence[str], detectors: list[str]
) -> None:
    for name in files:
        (tmp_path / name).write_bytes(b"")
    assert installed_detectors(tmp_path) == detectors
