from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from camera.types import Box
from scripts.bench.clips import Clip
from scripts.bench.loop import Known, PeerRun, known_to, run_peer
from scripts.bench.ours import OurRun, enrolled, run_ours
from scripts.bench.pipeline import Outcome, line_of
from scripts.bench.tracks import Seen
from tests.scripts.bench.hand import PeerInTheHand, seeing_engine, square_clip

CLIP = Clip("a.mkv", Path("a.mkv"), 50, 2.0, (640, 480), {"a.mkv": []})
FACE, ELSEWHERE = Box(10, 10, 60, 60), Box(400, 10, 450, 60)


def peer_run(boxes: list[Box], rang_at: dict[str, float] | None = None) -> PeerRun:
    return PeerRun(10.0, [(number / 25, boxes) for number in range(10)], rang_at or {})


def our_run(boxes: list[Box], rang_at: dict[str, float] | None = None) -> OurRun:
    return OurRun(0.5, 5, [Seen(0.1, box) for box in boxes], rang_at or {})


def told(*outcomes: Outcome) -> dict[str, object]:
    return line_of("hog", "model", outcomes, "peer", 0.3).as_json()


def test_costs_are_summed_over_the_recordings() -> None:
    line = told(Outcome(CLIP, our_run([FACE]), peer_run([FACE])), Outcome(CLIP, our_run([FACE]), peer_run([FACE])))
    assert (line["part"], line["ours"], line["peer"], line["ratio"], line["unit"]) == (
        *("pipeline", 1.0, 20.0, 20.0),
        "s CPU",
    )
    assert (line["frames"], line["frames_analysed"], line["ours_per_analysed_frame"]) == (100, 10, 100.0)


def test_every_track_of_the_peer_that_we_saw_is_found() -> None:
    line = told(Outcome(CLIP, our_run([FACE, ELSEWHERE]), peer_run([FACE, ELSEWHERE])))
    assert (line["tracks_peer"], line["tracks_found"], line["tracks_missed"]) == (2, 2, [])


def test_a_track_that_only_the_peer_saw_is_told_with_its_place() -> None:
    line = told(Outcome(CLIP, our_run([FACE]), peer_run([FACE, ELSEWHERE])))
    assert (line["tracks_peer"], line["tracks_found"]) == (2, 1)
    assert line["tracks_missed"] == [{"file": "a.mkv", "from_s": 0.0, "to_s": 0.36, "faces": 10}]


def test_the_delay_is_our_ring_minus_the_peers() -> None:
    line = told(Outcome(CLIP, our_run([FACE], {"a.mkv": 0.9}), peer_run([FACE], {"a.mkv": 0.4})))
    assert line["alarm_delay_s"] == {"a.mkv": 0.5}
    assert line["rings_at_s"] == {"a.mkv": {"ours": 0.9, "peer": 0.4}}
    assert line["alarms_missed"] == []


def test_a_person_whom_only_the_peer_rang_for_has_no_delay_and_is_told() -> None:
    line = told(Outcome(CLIP, our_run([FACE]), peer_run([FACE], {"a.mkv": 0.4})))
    assert (line["alarm_delay_s"], line["alarms_missed"]) == ({"a.mkv": None}, ["a.mkv"])


def test_the_two_people_of_one_recording_are_told_apart() -> None:
    clip = replace(CLIP, people={"one": [], "two": []})
    line = told(Outcome(clip, our_run([FACE], {"one": 1.0}), peer_run([FACE], {"one": 0.8, "two": 0.2})))
    assert line["alarm_delay_s"] == {"a.mkv: one": 0.2, "a.mkv: two": None}


def test_the_loop_looks_at_every_frame_and_rings_at_the_first_near_one(tmp_path: Path) -> None:
    clip, peer, ticks = square_clip(tmp_path), PeerInTheHand(), list[int]()
    known = known_to(peer, clip.people)
    run = run_peer(peer, known, clip, 0.2, lambda: ticks.append(1))
    assert (known.rows.shape, len(run.faces), len(ticks)) == ((2, 4), 12, 12)
    assert np.linalg.norm(known.rows, axis=1) == pytest.approx(1)
    assert run.rang_at == {clip.name: 0.0}
    assert run.cpu_s > 0


def test_the_loop_does_not_ring_for_somebody_further_away(tmp_path: Path) -> None:
    far = Known(["somebody"], np.array([[0.0, 0.0, 0.0, 1.0]]))
    assert run_peer(PeerInTheHand(), far, square_clip(tmp_path), 0.3, lambda: None).rang_at == {}


def test_the_loop_knows_nobody_when_no_still_shows_a_face(tmp_path: Path) -> None:
    clip = replace(square_clip(tmp_path), people={"nobody": [np.zeros((90, 90, 3), np.uint8)]})
    known = known_to(PeerInTheHand(), clip.people)
    assert len(known.names) == len(known.rows) == 0
    assert run_peer(PeerInTheHand(), known, clip, 2.0, lambda: None).rang_at == {}


def test_our_side_looks_at_fewer_frames_and_sees_the_face(tmp_path: Path) -> None:
    clip, engine = square_clip(tmp_path, frames=20), seeing_engine()
    gallery = enrolled(engine, clip)
    run = run_ours(engine, gallery, clip)
    assert gallery.people == 1 and gallery.templates == 2
    assert 0 < run.analysed < 20
    assert len(run.seen) >= 2
    assert run.cpu_s > 0
