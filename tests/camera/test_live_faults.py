"""Everything that befalls a network camera, over a real stream: noticed within 20 s, named, and told when it is over.

All cameras fail at the same moment, so that the whole takes hardly longer than the slowest of them.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import numpy as np
import pytest

from camera.backoff import BackoffLimits
from camera.messages import CameraCondition, CameraState
from camera.picture_judge import JudgeLimits
from camera.picture_watch import PictureWatch
from camera.rehearsal.film import Film
from camera.rehearsal.rtsp_camera import RtspCamera
from tests.camera.live_hand import LiveHand
from tests.camera.live_pictures import black, cover, lobby, noisy, of_a_day, of_noise_over, of_one

NOTICED_WITHIN_S = 20.0
WELL_WITHIN_S = 25.0


def be_silent(camera: RtspCamera) -> None:
    camera.silent = True


def change_password(camera: RtspCamera) -> None:
    camera.password = "another"
    camera.cut()


@dataclass
class Case:
    camera: RtspCamera
    hand: LiveHand
    fail: Callable[[RtspCamera], None]
    condition: CameraCondition
    words: str
    noticed: CameraState | None = None
    noticed_s: float = 0.0
    well_s: float = 0.0


FILMS: dict[str, Callable[[], Film]] = {
    "frozen": lambda: of_one(noisy(lobby(), 1)),
    "black": lambda: of_noise_over(black(), 2.0, 25),
    "covered": lambda: of_noise_over(cover(), 6.0, 25),
}


def heal(camera: RtspCamera, film: Film, password: str) -> None:
    camera.silent, camera.film, camera.password = False, film, password
    camera.come_back()


@pytest.fixture(scope="module")
def outcomes() -> Iterator[dict[str, Case]]:
    day = of_a_day()
    films = {name: make() for name, make in FILMS.items()}
    asked: dict[str, tuple[Callable[[RtspCamera], None], CameraCondition, str]] = {
        "silent": (be_silent, CameraCondition.LOST, "sent nothing"),
        "away": (RtspCamera.go_away, CameraCondition.LOST, "ended|broke|nobody listens"),
        "cut": (RtspCamera.cut, CameraCondition.LOST, "ended|broke"),
        "refused": (change_password, CameraCondition.LOST, "refuses the user name or the password"),
        "frozen": (lambda c: setattr(c, "film", films["frozen"]), CameraCondition.FROZEN, "same picture"),
        "black": (lambda c: setattr(c, "film", films["black"]), CameraCondition.BLACK, "black"),
        "covered": (lambda c: setattr(c, "film", films["covered"]), CameraCondition.COVERED, "covered"),
    }
    with ExitStack() as stack:
        cases = {}
        for name, (fail, condition, words) in asked.items():
            camera = stack.enter_context(RtspCamera(day, "guard", "right"))
            hand = stack.enter_context(LiveHand(lambda url=camera.url: url))  # type: ignore[misc]
            cases[name] = Case(camera, hand, fail, condition, words)
        began = time.monotonic()
        for case in cases.values():
            case.hand.told(CameraCondition.LIVE, 0.0)
        assert time.monotonic() - began < NOTICED_WITHIN_S
        _fail_and_heal(cases, day)
        yield cases
    assert all(case.hand.crash is None for case in cases.values())


def _fail_and_heal(cases: dict[str, Case], day: Film) -> None:
    failed_at = time.monotonic()
    for case in cases.values():
        case.fail(case.camera)
    cases["refused"].hand.told(CameraCondition.LOST, failed_at)
    for name, case in cases.items():
        case.noticed = case.hand.told(case.condition, failed_at)
        if name == "refused":  # the cut comes first, the refusal when it is opened again
            case.noticed = _refusal(case.hand, failed_at)
        case.noticed_s = case.noticed.at - failed_at
    healed_at = time.monotonic()
    for case in cases.values():
        heal(case.camera, day, "right")
    for name, case in cases.items():
        since = failed_at if name == "cut" else healed_at  # which came back by itself
        case.well_s = case.hand.told(CameraCondition.LIVE, since).at - since


def _refusal(hand: LiveHand, since: float) -> CameraState:
    deadline = time.monotonic() + NOTICED_WITHIN_S
    while time.monotonic() < deadline:
        found = [one for one in hand.states if one.at >= since and "refuses" in one.why]
        if found:
            return found[0]
        hand.poll(0.05)
    raise AssertionError(hand.states)


@pytest.mark.parametrize("name", ["silent", "away", "cut", "refused", "frozen", "black", "covered"])
def test_it_is_noticed_named_and_told_again_when_it_is_well(outcomes: dict[str, Case], name: str) -> None:
    case = outcomes[name]
    assert case.noticed is not None
    assert any(word in case.noticed.why for word in case.words.split("|")), case.noticed
    assert case.noticed.hint
    assert case.noticed_s < NOTICED_WITHIN_S
    assert case.well_s < WELL_WITHIN_S
    assert np.count_nonzero([one.condition is case.condition for one in case.hand.states]) <= 8


@pytest.mark.parametrize("name", ["frozen", "black", "covered"])
def test_a_bad_picture_is_told_once_and_hung_up_on_by_nobody(outcomes: dict[str, Case], name: str) -> None:
    told = [one.condition for one in outcomes[name].hand.states]
    assert told == [CameraCondition.LIVE, outcomes[name].condition, CameraCondition.LIVE]
    assert outcomes[name].camera.openings == 1


def test_a_picture_that_stays_frozen_has_the_camera_opened_anew_and_is_told_once() -> None:
    quick = PictureWatch(JudgeLimits(frozen_after_s=1.0), BackoffLimits(first_s=1.0, factor=2.0))
    with (
        RtspCamera(FILMS["frozen"](), "guard", "right") as camera,
        LiveHand(lambda: camera.url, pictures=quick) as hand,
    ):
        hand.told(CameraCondition.FROZEN, 0.0)
        deadline = time.monotonic() + NOTICED_WITHIN_S
        while camera.openings < 3 and time.monotonic() < deadline:
            hand.poll(0.05)
        assert camera.openings == 3
        assert [one.condition for one in hand.states] == [CameraCondition.LIVE, CameraCondition.FROZEN]
