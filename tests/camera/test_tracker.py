"""Tracks: one number per face, through gaps, crossings and uneven frame rates."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from camera.tracker import FaceTracker, Track, TrackerLimits
from camera.types import Box, Face, Landmarks, TrackId

POINTS = Landmarks(np.zeros((5, 2), np.float32), "five-points")


def face(x: float, y: float = 100, side: float = 60) -> Face:
    half = side / 2
    return Face(Box(round(x - half), round(y - half), round(x + half), round(y + half)), 0.9, POINTS)


def test_a_face_is_confirmed_by_its_second_sighting() -> None:
    tracker = FaceTracker()
    [first] = tracker.update([face(100)], at=0.0)
    [second] = tracker.update([face(104)], at=0.2)
    assert (first.confirmed, second.confirmed, second.track_id) == (False, True, first.track_id)
    assert (second.first_at, second.at) == (0.0, 0.2)


@pytest.mark.parametrize("hidden_s", [0.3, 0.7, 1.0])
@pytest.mark.parametrize("speed", [0.0, 60.0, 240.0])
def test_a_hidden_face_comes_back_under_its_number(hidden_s: float, speed: float) -> None:
    tracker = FaceTracker()
    for k in range(6):
        [before] = tracker.update([face(100 + speed * k / 6)], at=k / 6)
    back = 5 / 6 + hidden_s
    assert tracker.update([], at=back - 0.1) == []
    assert tracker.tick(back) == []
    [after] = tracker.update([face(100 + speed * back)], at=back)
    assert after.track_id == before.track_id


@pytest.mark.parametrize("fps", [4, 6, 12, 30])
@pytest.mark.parametrize("hidden_sizes", [0.0, 0.7])
def test_two_people_who_cross_keep_their_numbers(fps: float, hidden_sizes: float) -> None:
    """They meet at 2 s; while they overlap, the one behind may not be found."""
    tracker, seen = FaceTracker(), dict[str, TrackId]()
    for k in range(round(4 * fps)):
        at = k / fps
        right, left = face(100 + 80 * at, 100, 62), face(420 - 80 * at, 108, 56)
        apart = abs(right.box.centre[0] - left.box.centre[0])
        if apart < hidden_sizes * 60:
            seen["right"] = tracker.update([right], at)[0].track_id
            continue
        ids = [track.track_id for track in tracker.update([left, right], at)]
        if not seen:
            seen = {"left": ids[0], "right": ids[1]}
    assert {"left": ids[0], "right": ids[1]} == seen
    assert set(ids) == {1, 2}


@pytest.mark.parametrize("seed", range(5))
def test_a_walk_seen_at_uneven_times_with_a_trembling_detector_is_one_track(seed: int) -> None:
    random = np.random.default_rng(seed)
    tracker, at, ids = FaceTracker(), 0.0, set[TrackId]()
    while at < 6:
        side = 40 * math.exp(0.15 * at)
        x, y = 80 + 90 * at + random.normal(0, 0.05 * side), 100 + random.normal(0, 0.05 * side)
        ids |= {track.track_id for track in tracker.update([face(x, y, side * random.uniform(0.9, 1.1))], at)}
        at += random.choice([1 / 30, 1 / 10, 1 / 6, 0.5])
    assert len(ids) == 1


def test_tracks_end_once_after_their_patience() -> None:
    tracker = FaceTracker(TrackerLimits(forget_after_s=2.0, forget_first_after_s=0.8))
    tracker.update([face(100), face(400)], at=0.0)
    tracker.update([face(100)], at=0.5)
    assert [track.track_id for track in tracker.tick(0.9)] == [2]
    assert tracker.tick(2.4) == []
    assert [track.track_id for track in tracker.tick(2.6)] == [1]
    assert tracker.tick(9.0) == []


def test_a_face_elsewhere_is_another_one() -> None:
    tracker = FaceTracker()
    tracker.update([face(100)], at=0.0)
    tracker.update([face(100)], at=0.1)
    [other] = tracker.update([face(500)], at=0.2)
    assert other.track_id == 2


def test_a_face_of_quite_another_size_is_another_one() -> None:
    tracker = FaceTracker()
    for at in (0.0, 0.1, 0.2):
        tracker.update([face(100, side=40)], at)
    [other] = tracker.update([face(100, side=160)], at=0.3)
    assert other.track_id == 2


def test_a_split_track_goes_on_under_a_new_number() -> None:
    tracker = FaceTracker()
    tracker.update([face(100)], at=0.0)
    [track] = tracker.update([face(101)], at=0.2)
    fresh = tracker.split(track)
    [after] = tracker.update([face(102)], at=0.4)
    assert (fresh.track_id, after.track_id) == (2, 2)
    assert tracker.tick(1.0) == []


@pytest.mark.parametrize("gap_s", [1.0, 1.5, 2.4])
@pytest.mark.parametrize("sizes_per_s", [0.0, 1.5, 3.0])
def test_a_paced_tracker_follows_a_walk_that_is_looked_at_seconds_apart(gap_s: float, sizes_per_s: float) -> None:
    tracker, ids = FaceTracker(paced=True), list[TrackId]()
    for k in range(4):
        assert tracker.tick(k * gap_s) == []
        ids += [track.track_id for track in tracker.update([face(100 + 60 * sizes_per_s * gap_s * k)], k * gap_s)]
    assert ids == [1, 1, 1, 1]


def test_a_paced_track_ends_when_two_looks_missed_it() -> None:
    tracker = FaceTracker(paced=True)
    tracker.update([face(100)], at=0.0)
    for at in (1.2, 2.4):
        assert tracker.tick(at) == []
        tracker.update([], at)
    assert [track.track_id for track in tracker.tick(2.5)] == [1]


def test_a_paced_track_nobody_looks_for_ends_all_the_same() -> None:
    tracker = FaceTracker(TrackerLimits(longest_gap_s=2.5), paced=True)
    tracker.update([face(100)], at=0.0)
    assert tracker.tick(4.9) == []
    assert [track.track_id for track in tracker.tick(5.1)] == [1]


def test_a_paced_track_that_waits_for_a_look_is_live_and_expected_where_its_speed_carries_it() -> None:
    tracker = FaceTracker(paced=True)
    for at in (0.0, 1.5):
        tracker.update([face(100 + 60 * at)], at)
    [track] = tracker.live(3.0, seen_within_s=1.0)
    assert tracker.expected(track, 3.0).centre == (280, 100)
    tracker.update([], at=3.0)
    [track] = tracker.live(4.5, seen_within_s=1.0)
    assert tracker.expected(track, 4.5).centre == (280, 100), "hidden since 3.0: it may have stopped"
    tracker.update([], at=4.5)
    assert tracker.live(4.5, seen_within_s=1.0) == []


def test_a_paced_track_that_is_found_again_is_as_good_as_new() -> None:
    tracker = FaceTracker(paced=True)
    for at in (0.0, 1.5):
        tracker.update([face(100 + 60 * at)], at)
    tracker.update([], at=3.0)
    [track] = tracker.update([face(100 + 60 * 4.5)], at=4.5)
    assert track.track_id == 1
    assert tracker.expected(track, 6.0).centre == (460, 100)
    tracker.update([], at=6.0)
    assert tracker.tick(7.5) == []


def test_looks_that_come_often_make_a_paced_tracker_no_more_patient() -> None:
    trackers = FaceTracker(), FaceTracker(paced=True)
    for tracker in trackers:
        tracker.update([face(100), face(400)], at=0.0)
        tracker.update([face(100)], at=0.1)
    ended: list[list[tuple[float, TrackId]]] = [[], []]
    for k in range(2, 30):
        for tracker, told in zip(trackers, ended, strict=True):
            told += [(k / 10, track.track_id) for track in tracker.tick(k / 10)]
            tracker.update([], k / 10)
    assert ended[0] == ended[1] == [(0.9, 2), (2.2, 1)]


positions = st.lists(st.tuples(st.floats(0, 640), st.floats(0, 480), st.floats(20, 200)), max_size=6)


@given(st.lists(st.tuples(positions, st.floats(0.02, 1.5)), max_size=12))
def test_tracks_never_share_a_face_and_numbers_are_never_used_again(
    frames: list[tuple[list[tuple[float, float, float]], float]],
) -> None:
    tracker, at = FaceTracker(), 0.0
    over: set[TrackId] = set()
    highest = 0
    for places, passed in frames:
        at += passed
        over |= {track.track_id for track in tracker.tick(at)}
        faces = [face(*place) for place in places]
        seen: list[Track] = tracker.update(faces, at)
        ids = [track.track_id for track in seen]
        assert [track.face for track in seen] == faces
        assert len(set(ids)) == len(ids)
        assert not over.intersection(ids)
        fresh = sorted(track.track_id for track in seen if track.hits == 1)
        assert all(number > highest for number in fresh)
        highest = max([highest, *ids])
    ended = [track.track_id for track in tracker.end_all()]
    assert len(over) + len(ended) == highest
    assert over.isdisjoint(ended)
