from dataclasses import replace

import pytest

from camera.leases.messages import Advice, CheckFacts, NoComparison, StartCheck
from camera.liveness.facts import ChallengeEnd, Depth
from camera.liveness.turns import Turn
from camera.types import Box, Image
from tests.camera.facecheck.acting import REST, Actor, Run

ORDER = StartCheck("c1", None, (Turn.LEFT, Turn.NOD))
NO_TURNS = StartCheck("c2", None)


class Scripted:
    """A passive model with one answer."""

    def __init__(self, answer: float) -> None:
        self.answer = answer
        self.asked = 0

    def score(self, image: Image, face: Box) -> float:
        self.asked += 1
        return self.answer


def test_whoever_does_as_asked_is_compared() -> None:
    passive = Scripted(0.9)
    facts = Run(Actor(), ORDER, passive).go(20).facts
    assert facts.liveness.challenge is ChallengeEnd.PASSED
    assert facts.liveness.depth is Depth.SOLID
    assert facts.liveness.live_score == 0.9
    assert facts.similarity is not None
    assert facts.similarity > 0.9
    assert facts.decided_in_s <= 1.0
    assert facts.shots >= 3
    assert passive.asked >= facts.shots


def test_without_turns_the_shots_decide() -> None:
    run = Run(Actor(), NO_TURNS).go(5)
    assert run.facts.liveness.challenge is ChallengeEnd.NOT_ASKED
    assert run.facts.shots >= 3
    assert 0.7 <= run.at < 1.5


def test_without_a_photograph_life_is_measured_and_nothing_compared() -> None:
    facts = Run(Actor(), ORDER, reference=None).go(20).facts
    assert facts.obstacle is NoComparison.NO_REFERENCE
    assert facts.liveness.challenge is ChallengeEnd.PASSED
    assert facts.similarity is None


def test_progress_only_grows_and_names_the_turn() -> None:
    run = Run(Actor(), ORDER).go(20)
    filled = [one.filled for one in run.told if not isinstance(one, CheckFacts)]
    assert filled == sorted(filled)
    turns = [one.turn for one in run.told if not isinstance(one, CheckFacts) and one.advice is Advice.TURN]
    assert [turn for k, turn in enumerate(turns) if turns[k - 1 : k] != [turn]] == [Turn.LEFT, Turn.NOD]


def test_somebody_else_after_the_first_turn_is_noticed() -> None:
    actor = Actor(manner=replace(Actor().manner, side_deg=26))
    run = Run(actor, ORDER).until(Advice.TURN).go(1.4)
    actor.who = 0  # in the middle of the turn: the face goes on, the person does not
    assert run.go(20).facts.liveness.challenge is ChallengeEnd.LOST_FACE
    assert all(isinstance(one, CheckFacts) or one.turn is not Turn.NOD for one in run.told)


def test_whoever_does_nothing_runs_out_of_time_and_is_compared_all_the_same() -> None:
    facts = Run(Actor(deaf=True), replace(ORDER, turn_within_s=3.0)).go(20).facts
    assert facts.liveness.challenge is ChallengeEnd.TIMED_OUT
    assert facts.similarity is not None
    assert facts.liveness.depth is Depth.UNKNOWN


def test_whoever_walks_away_in_the_middle_has_lost_the_challenge() -> None:
    actor = Actor()
    run = Run(actor, ORDER).until(Advice.TURN)
    actor.hidden = True
    assert run.go(3).facts.liveness.challenge is ChallengeEnd.LOST_FACE


def test_a_mask_is_asked_away_and_then_nothing_is_compared() -> None:
    run = Run(Actor(masked=True), ORDER).go(1)
    assert run.progress.advice is Advice.UNCOVER_FACE
    facts = run.go(4).facts
    assert facts.obstacle is NoComparison.COVERED
    assert facts.shots == 0
    assert run.at < 3.5


def test_a_mask_taken_off_in_time_is_forgotten() -> None:
    actor = Actor(masked=True)
    run = Run(actor, NO_TURNS).go(2)
    actor.masked = False
    assert run.go(5).facts.similarity is not None


@pytest.mark.parametrize(
    ("actor", "advice", "obstacle"),
    [
        (Actor(hidden=True), Advice.NOBODY, NoComparison.NO_FACE),
        (Actor(light=0.12), Advice.TOO_DARK, NoComparison.TOO_DARK),
        (Actor(companions=[replace(REST, x_px=540)]), Advice.SEVERAL, NoComparison.SEVERAL_FACES),
        (Actor(at_rest=replace(REST, face_px=70)), Advice.COME_CLOSER, NoComparison.NO_FACE),
        (Actor(at_rest=replace(REST, face_px=380)), Advice.STEP_BACK, NoComparison.NO_FACE),
        (Actor(at_rest=replace(REST, x_px=130)), Advice.TO_THE_MIDDLE, NoComparison.NO_FACE),
        (Actor(at_rest=replace(REST, yaw_deg=32)), Advice.LOOK_HERE, NoComparison.NO_FACE),
    ],
)
def test_the_one_advice_that_helps_and_the_end_without_it(actor: Actor, advice: Advice, obstacle: NoComparison) -> None:
    run = Run(actor, replace(NO_TURNS, within_s=4.0)).go(1)
    assert run.progress.advice is advice
    assert run.go(4).facts.obstacle is obstacle


def test_somebody_small_in_the_background_disturbs_nobody() -> None:
    queue = Actor(companions=[replace(REST, x_px=560, face_px=60)])
    assert Run(queue, NO_TURNS).go(4).facts.similarity is not None


@pytest.mark.parametrize("photograph", [b"", b"no picture", b"\xff\xd8\xff\xe0 cut off"])
def test_a_broken_photograph_ends_the_check_before_anybody_is_asked_anything(photograph: bytes) -> None:
    run = Run(Actor(), replace(ORDER, reference=photograph), reference=None).go(0.1)
    assert run.facts.obstacle is NoComparison.BAD_REFERENCE


def test_a_camera_that_falls_silent_ends_the_check() -> None:
    run = Run(Actor(), ORDER).go(0.5)
    assert not isinstance(run.check.tick(run.at + 2.0), CheckFacts)
    facts = run.check.tick(run.at + 4.0)
    assert isinstance(facts, CheckFacts)
    assert facts.obstacle is NoComparison.CAMERA_LOST
    assert run.check.tick(run.at + 9.0) is facts


def test_what_is_forgotten_is_gone() -> None:
    run = Run(Actor(), ORDER).go(2)
    run.check.forget()
    shooting, reference = run.check._shooting, run.check._reference
    assert (len(shooting.portfolio), shooting.scores, reference) == (0, [], None)
    assert run.go(0.1).facts.obstacle is NoComparison.NO_FACE
