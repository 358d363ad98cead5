"""A camera worker, with its clock and its line in the test's hand."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import pytest

from camera.errors import CameraLost, CameraRefused
from camera.messages import CameraCondition, CameraState, FromWorker, Heartbeat, Stop
from camera.pipeline import FacePipeline
from camera.sources.scripted import ScriptedSource
from camera.types import Embedding, Face, Frame, Image
from camera.worker import CameraWorker

PICTURE = np.full((90, 160, 3), 120, np.uint8)


class NoFaces:
    """An engine that sees an empty hall, and costs `look_s` of the hand's time a look."""

    def __init__(self, hand: "Hand", look_s: float = 0.0) -> None:
        self._hand = hand
        self._look_s = look_s

    def faces(self, image: Image, min_face_px: int) -> list[Face]:
        self._hand.now += self._look_s
        return []

    def embed(self, image: Image, faces: Sequence[Face]) -> list[Embedding]:
        return []


class Hand:
    """The clock and the supervisor's end of the line: waiting passes time, `stop_at` says Stop."""

    def __init__(self, stop_at: float = float("inf")) -> None:
        self.now = 100.0
        self.stop_at = stop_at
        self.heard: list[FromWorker] = []

    def send(self, message: FromWorker, /) -> None:
        self.heard.append(message)

    def poll(self, timeout: float = 0.0, /) -> bool:
        self.now += timeout
        return self.now >= self.stop_at

    def recv(self) -> object:
        return Stop()

    def conditions(self) -> list[CameraCondition]:
        return [one.condition for one in self.heard if isinstance(one, CameraState)]


class GoneHand(Hand):
    """The program that started the worker is gone."""

    def send(self, message: FromWorker, /) -> None:
        raise BrokenPipeError


def recording(seconds: float, fps: float = 10.0) -> Callable[[], ScriptedSource]:
    def opened() -> ScriptedSource:
        frames = [Frame.of(PICTURE, number / fps, number) for number in range(round(seconds * fps))]
        return ScriptedSource("door", frames, live=False)

    return opened


def worker(hand: Hand, opened: Callable[[], ScriptedSource], look_s: float = 0.0) -> CameraWorker:
    def pipeline(_live: bool) -> FacePipeline:
        return FacePipeline(NoFaces(hand, look_s), "door")

    return CameraWorker("door", hand, pipeline, opened, lambda: hand.now)


def test_a_recording_is_watched_at_its_own_pace_and_ends() -> None:
    hand = Hand()
    worker(hand, recording(5.0)).run()
    assert hand.now == pytest.approx(104.9)
    assert hand.conditions() == [CameraCondition.LIVE, CameraCondition.ENDED]
    last = hand.heard[-1]
    assert isinstance(last, Heartbeat)
    assert (last.counts.frames, last.frames_dropped) == (50, 0)


def test_a_recording_that_is_too_much_for_this_computer_drops_frames_and_keeps_its_pace() -> None:
    hand = Hand()
    worker(hand, recording(20.0), look_s=3.0).run()
    assert hand.now < 100.0 + 20.0 + 3.5
    last = hand.heard[-1]
    assert isinstance(last, Heartbeat)
    assert last.frames_dropped > 50
    assert last.counts.frames + last.frames_dropped == 200


def test_a_lost_camera_is_opened_again_with_growing_waits_until_stopped() -> None:
    hand = Hand(stop_at=112.0)

    def dead() -> ScriptedSource:
        raise CameraLost("door", "nobody answers")

    worker(hand, dead).run()
    lost = [one for one in hand.heard if isinstance(one, CameraState)]
    assert [one.at for one in lost] == [100.0, 101.0, 103.0, 107.0]
    assert {one.why for one in lost} == {"nobody answers"}
    assert all(one.hint for one in lost)


def test_a_stop_in_the_middle_is_followed_by_the_last_words() -> None:
    hand = Hand(stop_at=102.0)
    worker(hand, recording(60.0)).run()
    assert hand.now == pytest.approx(102.0)
    assert hand.conditions() == [CameraCondition.LIVE]
    assert isinstance(hand.heard[-1], Heartbeat)


def test_a_worker_whose_supervisor_is_gone_ends_without_a_word() -> None:
    hand = GoneHand()
    worker(hand, recording(60.0)).run()
    assert hand.now == 100.0


def test_a_live_camera_is_well_from_its_first_picture_on_not_when_it_merely_answers() -> None:
    hand = Hand(stop_at=103.0)
    worker(hand, lambda: ScriptedSource("door", [])).run()
    assert set(hand.conditions()) == {CameraCondition.LOST}


def test_a_refused_password_is_not_tried_again_at_once() -> None:
    hand = Hand(stop_at=400.0)

    def refused() -> ScriptedSource:
        raise CameraRefused("door", "refuses the password")

    worker(hand, refused).run()
    tries = [one.at for one in hand.heard if isinstance(one, CameraState)]
    assert all(later - earlier >= 60 for earlier, later in pairwise(tries))
    assert len(tries) == 5
