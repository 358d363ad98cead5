"""The face check of the mirror's reader, and what is left of it when it is stopped."""

import gc
import weakref
from collections.abc import Sequence

import numpy as np
import pytest

from camera.errors import CameraPackageError, ModelError
from camera.leases.check_protocol import Check, MakeCheck
from camera.leases.checks import CheckPost
from camera.leases.messages import Advice, CheckFacts, CheckProgress, NoComparison, StartCheck
from camera.leases.scripted_check import ScriptedCheck
from camera.types import Frame, Seconds

ADVICES = [Advice.NOBODY, Advice.HOLD_STILL]


class Hand:
    """Makes checks, keeps what is told, and holds on to nothing else."""

    def __init__(self, advices: Sequence[Advice] = ADVICES, failure: CameraPackageError | None = None) -> None:
        self.told: list[CheckProgress | CheckFacts] = []
        self.complaints: list[CameraPackageError] = []
        self.made: list[weakref.ref[Check]] = []
        self.now: Seconds = 0.0
        self._advices = advices
        self._failure = failure
        self.post = self.making(self.make)

    def making(self, make: MakeCheck) -> CheckPost:
        return CheckPost(make, self.told.append, self.complaints.append, lambda: self.now)

    def make(self, order: StartCheck, at: Seconds) -> Check:
        if self._failure is not None:
            raise self._failure
        check = ScriptedCheck(order, at, self._advices)
        self.made.append(weakref.ref(check))
        return check

    def feed(self, *times: Seconds) -> None:
        for at in times:
            self.now = at
            self.post.feed(Frame.of(np.zeros((4, 4, 3), np.uint8), at, round(at * 10)))

    def tick(self, at: Seconds) -> None:
        self.now = at
        self.post.tick(at)

    def obstacles(self) -> list[NoComparison | None]:
        return [one.obstacle for one in self.told if isinstance(one, CheckFacts)]


def orders_alive() -> list[StartCheck]:
    """Those with a photograph: other tests' orders bear none."""
    gc.collect()
    return [one for one in gc.get_objects() if isinstance(one, StartCheck) and one.reference is not None]


def test_a_check_is_fed_until_it_answers_with_facts() -> None:
    hand = Hand()
    hand.post.start(StartCheck("one", b"photograph"))
    hand.feed(0.0, 0.1, 0.2, 0.3)
    assert [type(one) for one in hand.told] == [CheckProgress, CheckProgress, CheckFacts]
    assert hand.made[0]() is None


def test_nothing_is_looked_at_before_a_check_is_ordered() -> None:
    hand = Hand()
    hand.feed(0.0, 0.1)
    hand.tick(5.0)
    assert (hand.told, hand.made) == ([], [])


@pytest.mark.parametrize("fed", [0, 1])
def test_a_stopped_check_leaves_no_reference_and_no_shot_behind(fed: int) -> None:
    hand = Hand()
    hand.post.start(StartCheck("one", b"photograph"))
    hand.feed(*[0.1] * fed)
    assert len(orders_alive()) == 1
    hand.post.stop()
    assert orders_alive() == []
    assert [check() for check in hand.made] == [None] * fed
    hand.feed(0.2)
    assert len(hand.told) == fed


def test_a_new_order_replaces_the_one_that_runs() -> None:
    hand = Hand()
    hand.post.start(StartCheck("one", b"first"))
    hand.feed(0.0)
    hand.post.start(StartCheck("two", b"second"))
    hand.feed(0.1)
    assert [one.check_id for one in hand.told] == ["one", "two"]
    assert [one.reference for one in orders_alive()] == [b"second"]


def test_a_check_that_is_stopped_while_it_looks_says_nothing() -> None:
    hand = Hand()

    class Stopping(ScriptedCheck):
        def feed(self, frame: Frame) -> CheckProgress | CheckFacts:
            hand.post.stop()
            return super().feed(frame)

    post = hand.post = hand.making(Stopping)
    post.start(StartCheck("one", None))
    hand.feed(0.0)
    assert hand.told == []


def test_time_passes_for_a_check_while_no_frame_comes() -> None:
    hand = Hand()
    hand.post.start(StartCheck("one", None, within_s=2.0))
    for tenth in range(30):
        hand.tick(tenth / 10)
    assert 5 < len(hand.told) < 20
    assert isinstance(hand.told[-1], CheckFacts)


def test_while_frames_come_ticks_are_not_passed_on() -> None:
    hand = Hand()
    hand.post.start(StartCheck("one", None))
    hand.feed(1.0)
    hand.tick(1.1)
    assert len(hand.told) == 1


def test_models_that_take_long_to_load_are_no_silence_of_the_camera() -> None:
    hand = Hand()

    def load(order: StartCheck, at: Seconds) -> Check:
        hand.now += 5.0
        return hand.make(order, at)

    hand.post = hand.making(load)
    hand.post.start(StartCheck("one", None))
    hand.feed(1.0)
    hand.post.tick(6.0)
    assert len(hand.told) == 1


def test_a_lost_camera_ends_the_check() -> None:
    hand = Hand()
    hand.post.camera_lost()
    hand.post.start(StartCheck("one", b"photograph"))
    hand.feed(0.0)
    hand.post.camera_lost()
    hand.post.camera_lost()
    hand.feed(0.1)
    assert hand.obstacles() == [NoComparison.CAMERA_LOST]
    assert orders_alive() == []


def test_a_check_that_cannot_be_made_ends_with_a_complaint_for_the_technician() -> None:
    hand = Hand(failure=ModelError("no model"))
    hand.post.start(StartCheck("one", b"photograph"))
    hand.feed(0.0, 0.1)
    assert hand.obstacles() == [NoComparison.CAMERA_LOST]
    assert [str(one) for one in hand.complaints] == ["no model"]


def test_a_model_that_answers_nonsense_ends_the_check_not_the_worker() -> None:
    hand = Hand()

    class Broken(ScriptedCheck):
        def feed(self, frame: Frame) -> CheckProgress | CheckFacts:
            raise ModelError("NaN")

    post = hand.post = hand.making(Broken)
    post.start(StartCheck("one", None))
    hand.feed(0.0, 0.1)
    assert hand.obstacles() == [NoComparison.CAMERA_LOST]
