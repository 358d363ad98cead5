from camera.types import Box
from scripts.bench.tracks import Seen, is_met, linked

FACE = Box(100, 100, 180, 180)


def walking(frames: int, step_px: int = 4) -> list[tuple[float, list[Box]]]:
    return [(number / 25, [FACE.moved(step_px * number, 0)]) for number in range(frames)]


def test_a_walking_face_is_one_track_with_every_face_in_it() -> None:
    (track,) = linked(walking(20))
    assert [seen.box for seen in track] == [box for _, (box,) in walking(20)]
    assert [seen.at for seen in track] == [at for at, _ in walking(20)]


def test_two_people_are_two_tracks() -> None:
    both = [(at, [box, box.moved(0, 400)]) for at, (box,) in walking(10)]
    assert [len(track) for track in linked(both)] == [10, 10]


def test_a_slip_of_two_frames_is_no_track() -> None:
    slip = [(0.0, [FACE]), (0.04, [FACE]), (0.08, []), (0.12, [])]
    assert linked(slip) == []
    assert len(linked([*slip[:2], (0.08, [FACE])])) == 1


def test_somebody_who_comes_back_later_is_a_track_again() -> None:
    later = [(at + 10, boxes) for at, boxes in walking(5)]
    assert len(linked([*walking(5), *later])) == 2


def test_a_track_is_met_by_a_face_at_its_place_and_time() -> None:
    (track,) = linked(walking(20))
    at_s, boxes = walking(20)[12]
    assert is_met(track, [Seen(at_s, boxes[0].moved(6, 6))])


def test_a_track_is_not_met_elsewhere() -> None:
    (track,) = linked(walking(20))
    assert not is_met(track, [Seen(0.4, FACE.moved(0, 300))])


def test_a_track_is_not_met_at_another_time() -> None:
    (track,) = linked(walking(5, step_px=0))
    assert not is_met(track, [Seen(3.0, FACE)])


def test_nothing_seen_meets_nothing() -> None:
    (track,) = linked(walking(5))
    assert not is_met(track, [])
