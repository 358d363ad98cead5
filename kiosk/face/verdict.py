"""What a face check concludes: the same person, not sure, or no comparison. Pure.

Rule 1: every rule about a patient's face lives in this file.
Rule 2: there is no outcome that says "somebody else". A likeness below the threshold, a missed turn, a flat picture:
all of them are "not sure", and a person decides.
"""

from dataclasses import dataclass
from enum import StrEnum

from camera.leases.messages import CheckFacts, NoComparison
from camera.liveness.facts import ChallengeEnd, Depth, LivenessFacts
from kiosk.face.points import FacePoint


class Outcome(StrEnum):
    SAME = "same"
    NOT_SURE = "not-sure"
    NO_COMPARISON = "no-comparison"


class Obstacle(StrEnum):
    """Why nothing was compared: what the camera told, and a model without a threshold of its own."""

    NO_FACE = "no-face"
    SEVERAL_FACES = "several-faces"
    TOO_DARK = "too-dark"
    COVERED = "covered"
    NOT_SHARP = "not-sharp"
    BAD_REFERENCE = "bad-reference"
    NO_REFERENCE = "no-reference"
    CAMERA_LOST = "camera-lost"
    UNKNOWN_MODEL = "unknown-model"


class Doubt(StrEnum):
    """What made it "not sure": for the site's silent counters, never for the screen."""

    CHALLENGE = "challenge"
    FLAT = "flat"
    PASSIVE = "passive"
    UNLIKE = "unlike"


@dataclass(frozen=True, slots=True)
class FaceRules:
    """What must have been measured of life. What could not be measured counts against nobody, but for the challenge.

    `least_live_score`: below it camera/liveness/MEASURED.md found attacks far more often than people.
    """

    needs_challenge: bool = True
    least_live_score: float = 0.3

    def __post_init__(self) -> None:
        if not 0 <= self.least_live_score <= 1:
            raise ValueError(f"a live score of {self.least_live_score}")


@dataclass(frozen=True, slots=True)
class Verdict:
    outcome: Outcome
    obstacle: Obstacle | None = None
    doubt: Doubt | None = None

    def __post_init__(self) -> None:
        if (self.outcome is Outcome.NO_COMPARISON) != (self.obstacle is not None):
            raise ValueError("an obstacle belongs to no comparison, and to nothing else")
        if (self.outcome is Outcome.NOT_SURE) != (self.doubt is not None):
            raise ValueError("a doubt belongs to not sure, and to nothing else")


def judge(facts: CheckFacts, point: FacePoint | None, rules: FaceRules) -> Verdict:
    """`point` is that of the facts' own model; without one nothing is concluded from its numbers."""
    if facts.obstacle is not None:
        return no_comparison(facts.obstacle)
    if point is None or not facts.model_id.startswith(point.model):
        return Verdict(Outcome.NO_COMPARISON, obstacle=Obstacle.UNKNOWN_MODEL)
    doubt = _doubt_about_life(facts.liveness, rules)
    # Written so that NaN is unlike everybody.
    is_alike = facts.similarity is not None and facts.similarity >= point.threshold
    if doubt is None and not is_alike:
        doubt = Doubt.UNLIKE
    return Verdict(Outcome.SAME) if doubt is None else Verdict(Outcome.NOT_SURE, doubt=doubt)


def no_comparison(why: NoComparison) -> Verdict:
    return Verdict(Outcome.NO_COMPARISON, obstacle=Obstacle(why.value))


def _doubt_about_life(life: LivenessFacts, rules: FaceRules) -> Doubt | None:
    if not _did_as_asked(life.challenge, rules):
        return Doubt.CHALLENGE
    if life.depth is Depth.FLAT:
        return Doubt.FLAT
    if life.live_score is not None and not life.live_score >= rules.least_live_score:
        return Doubt.PASSIVE
    return None


def _did_as_asked(challenge: ChallengeEnd, rules: FaceRules) -> bool:
    return challenge is ChallengeEnd.PASSED or (challenge is ChallengeEnd.NOT_ASKED and not rules.needs_challenge)
