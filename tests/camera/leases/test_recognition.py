"""What is looked for depends on who holds a lease."""

from collections.abc import Iterator
from typing import cast

import numpy as np
import pytest

from camera.errors import ModelError
from camera.leases.book import Held, LeaseBook
from camera.leases.checks import CheckPost
from camera.leases.messages import CheckFacts, CheckProgress, Join, Joined, LeaseKind, StartCheck
from camera.leases.mirror_feed import MirrorFeed
from camera.leases.outbox import Outbox
from camera.leases.recognition import SharedRecognition, lost
from camera.leases.scripted_check import ScriptedCheck
from camera.messages import CameraCondition, CameraState, Heartbeat, Report, Stop
from camera.types import Frame, PipelineCounts, Sighting, TrackEnded, TrackId


class Pipeline:
    def __init__(self) -> None:
        self.counts = PipelineCounts()

    def feed(self, frame: Frame) -> list[Sighting | TrackEnded]:
        self.counts.frames += 1
        return [TrackEnded("door", TrackId(frame.number), frame.at)]

    def finish(self, at: float) -> list[Sighting | TrackEnded]:
        return [TrackEnded("door", TrackId(0), at)]


class Hand:
    """A book, and recognition that tells what it had built."""

    def __init__(self) -> None:
        self.book = LeaseBook(lambda outbox: MirrorFeed(outbox, lambda number: f"unused-{number}", lambda image: image))
        self.told: list[CheckProgress | CheckFacts] = []
        self.checks = CheckPost(ScriptedCheck, self.told.append, lambda _error: None, lambda: 0.0)
        self.pipelines: list[Pipeline] = []
        self.warmed = 0
        self.failure: ModelError | None = None
        self.held: list[Held] = []
        self.recognition = SharedRecognition(
            self.book, self.checks, self._make, self._warm_up, lost("door", lambda: 5.0)
        )

    def hold(self, kind: LeaseKind) -> Held:
        held = self.book.admit(Join(kind, "test"), Outbox())
        assert held
        self.held.append(held)
        return held

    def feed(self, number: int) -> list[Sighting | TrackEnded]:
        picture = np.zeros((4, 4, 3), np.uint8)
        return [*self.recognition.feed(Frame.of(picture, number / 10, number))]

    def _make(self) -> Pipeline:
        if self.failure is not None:
            raise self.failure
        self.pipelines.append(Pipeline())
        return self.pipelines[-1]

    def _warm_up(self) -> None:
        self.warmed += 1
        if self.failure is not None:
            raise self.failure


@pytest.fixture
def hand() -> Iterator[Hand]:
    hand = Hand()
    yield hand
    for held in hand.held:
        hand.book.give_back(held)


def waiting(held: Held) -> list[object]:
    messages: list[object] = []
    held.outbox.finish()
    held.outbox.pour(messages.append)
    return messages


def test_the_mirror_alone_finds_no_faces_but_has_the_models_ready(hand: Hand) -> None:
    hand.hold(LeaseKind.MIRROR)
    assert hand.feed(1) + hand.feed(2) == []
    assert (hand.pipelines, hand.warmed) == ([], 1)
    assert hand.recognition.counts.frames == 0
    assert [*hand.recognition.finish(1.0)] == []


def test_faces_are_found_as_long_as_somebody_reads_them(hand: Hand) -> None:
    held = hand.hold(LeaseKind.FACES)
    assert hand.feed(1) == [TrackEnded("door", TrackId(1), 0.1)]
    assert hand.recognition.counts.frames == 1
    hand.book.give_back(held)
    assert hand.feed(2) == []
    assert hand.recognition.counts.frames == 0
    hand.hold(LeaseKind.FACES)
    hand.feed(3)
    assert [pipeline.counts.frames for pipeline in hand.pipelines] == [1, 1]
    assert hand.warmed == 0


def test_a_check_is_fed_besides(hand: Hand) -> None:
    hand.hold(LeaseKind.FACES)
    hand.checks.start(StartCheck("one", None))
    assert len(hand.feed(1)) == 1
    assert [type(one) for one in hand.told] == [CheckFacts]


def test_without_an_engine_readers_of_faces_are_turned_away_and_the_mirror_stays(hand: Hand) -> None:
    hand.failure = ModelError("no model", "Install one.")
    hand.hold(LeaseKind.MIRROR)
    held = hand.hold(LeaseKind.FACES)
    assert hand.feed(1) + hand.feed(2) == []
    state = CameraState("door", CameraCondition.LOST, 5.0, "no model", "Install one.")
    assert waiting(held) == [Joined(), state]
    assert hand.book.holds(LeaseKind.MIRROR)
    assert hand.warmed == 1


def test_the_worker_is_told_to_stop_when_nobody_is_left(hand: Hand) -> None:
    assert hand.book.word() == Stop()
    held = hand.hold(LeaseKind.FACES)
    assert hand.book.word() is None
    hand.book.ask_to_leave(held)
    assert hand.book.word() == Report()
    last = Heartbeat("door", 1.0, PipelineCounts(), 0, 0.0)
    hand.book.tell(last)
    assert waiting(held) == [Joined(), last]
    assert hand.book.word() == Stop()


def test_who_comes_when_the_worker_is_about_to_end_is_not_admitted(hand: Hand) -> None:
    assert not hand.book.wait_for_holder(0.0)
    assert hand.book.admit(Join(LeaseKind.FACES, "late"), Outbox()) is None


def test_who_joins_later_is_told_the_cameras_state_unless_it_was_closed_since(hand: Hand) -> None:
    state = CameraState("door", CameraCondition.LIVE, 1.0)
    hand.book.tell(state)
    assert waiting(hand.hold(LeaseKind.FACES)) == [Joined(), state]
    hand.book.forget_state()
    assert waiting(hand.hold(LeaseKind.FACES)) == [Joined()]
    assert cast("object", hand.book.word()) is None
