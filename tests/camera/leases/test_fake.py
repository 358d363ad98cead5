"""The mirror without a camera keeps the promises of the real one."""

import numpy as np

from camera.leases.fake import FakeCamera
from camera.leases.messages import Advice, CheckFacts, CheckProgress, MirrorClosed, NoComparison
from camera.leases.protocol import OpenMirror
from camera.liveness.facts import ChallengeEnd, LivenessFacts
from tests.camera.leases.hand import Reader, order

SAME = CheckFacts("one", LivenessFacts(ChallengeEnd.NOT_ASKED), "model", 3, similarity=0.9)
STILL = CheckProgress("one", Advice.HOLD_STILL, 0.5)


def pictures() -> list[np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]]:
    return [np.full((2, 2, 3), value, np.uint8) for value in (1, 2)]


def test_frames_come_one_by_one_over_and_over_while_it_is_held() -> None:
    camera, reader = FakeCamera(pictures()), Reader()
    assert not camera.held
    opened: OpenMirror = camera.open
    mirror = opened(reader.on_frame, reader.on_told)
    assert camera.mirror is mirror
    for _ in range(3):
        camera.mirror.show()
    mirror.close()
    mirror.close()
    assert (camera.held, camera.taken) == (False, 1)
    assert [(number, value) for number, _, value in reader.frames] == [(0, 1), (1, 2), (2, 1)]


def test_a_check_is_told_of_until_its_facts_and_not_when_stopped() -> None:
    reader = Reader()
    mirror = FakeCamera().open(reader.on_frame, reader.on_told)
    mirror.say(STILL)
    mirror.start_check(order("one"))
    mirror.say(STILL, SAME, SAME)
    mirror.start_check(order("one"))
    mirror.stop_check()
    mirror.say(SAME)
    assert reader.told == [STILL, SAME]


def test_a_lost_camera_ends_the_check_and_is_told() -> None:
    reader = Reader()
    mirror = FakeCamera().open(reader.on_frame, reader.on_told)
    mirror.start_check(order("one"))
    mirror.lose()
    facts, closed = reader.told
    assert isinstance(facts, CheckFacts)
    assert facts.obstacle is NoComparison.CAMERA_LOST
    assert isinstance(closed, MirrorClosed)
    assert closed.hint


def test_a_closed_mirror_tells_nothing() -> None:
    reader = Reader()
    mirror = FakeCamera(pictures()).open(reader.on_frame, reader.on_told)
    mirror.start_check(order("one"))
    mirror.close()
    mirror.show()
    mirror.say(SAME)
    mirror.lose()
    mirror.start_check(order("one"))
    assert (reader.frames, reader.told, mirror.order) == ([], [], None)
