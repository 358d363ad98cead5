"""What a camera worker and those who borrow its camera tell each other. Pure values, sent by a local connection.

A reader of FACES is told what a supervisor is told (camera.messages.FromWorker). A reader of the MIRROR gets frames by
shared memory and may have one face check at a time done by the worker: it never holds an embedding itself.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from camera.liveness.facts import LivenessFacts
from camera.liveness.turns import Turn
from camera.types import Seconds


class LeaseKind(StrEnum):
    FACES = "faces"
    MIRROR = "mirror"


@dataclass(frozen=True, slots=True)
class Join:
    """First message of a reader. `holder` names the program, for the worker's state."""

    kind: LeaseKind
    holder: str


@dataclass(frozen=True, slots=True)
class StartCheck:
    """Compare who stands there with this photograph (JPEG, PNG or BMP); None: measure life, compare nothing.

    `turns` are asked one after another, each within `turn_within_s`; the whole check ends after `within_s`.
    """

    check_id: str
    reference: bytes | None = field(repr=False)
    turns: tuple[Turn, ...] = ()
    turn_within_s: Seconds = 8.0
    within_s: Seconds = 40.0


@dataclass(frozen=True, slots=True)
class StopCheck:
    """Forget the reference and the shots at once."""


@dataclass(frozen=True, slots=True)
class Leave:
    """The lease ends; so does it when the connection closes."""


ToWorker = Join | StartCheck | StopCheck | Leave


@dataclass(frozen=True, slots=True)
class Joined:
    """First answer to a reader: the lease is held. What follows depends on its kind."""


@dataclass(frozen=True, slots=True)
class Refused:
    """First and last answer to a reader who gets no lease."""

    why: str
    hint: str


@dataclass(frozen=True, slots=True)
class MirrorOpened:
    """Where frames lie: `slots` pictures of height x width x 3 (BGR, uint8) one behind the other, in this memory."""

    memory: str
    width_px: int
    height_px: int
    slots: int


@dataclass(frozen=True, slots=True)
class MirrorFrame:
    """Slot `slot` holds frame `number` of time `at`; it is overwritten when `slots` newer ones have come."""

    slot: int
    number: int
    at: Seconds


@dataclass(frozen=True, slots=True)
class MirrorClosed:
    """No frames for now: the camera is lost or blind, or its pictures changed their size and MirrorOpened follows."""

    why: str
    hint: str


class Advice(StrEnum):
    """The one thing to tell the person now."""

    NOBODY = "nobody"
    SEVERAL = "several"
    COME_CLOSER = "come-closer"
    STEP_BACK = "step-back"
    TO_THE_MIDDLE = "to-the-middle"
    LOOK_HERE = "look-here"
    TOO_DARK = "too-dark"
    UNCOVER_FACE = "uncover-face"
    HOLD_STILL = "hold-still"
    TURN = "turn"


@dataclass(frozen=True, slots=True)
class CheckProgress:
    """`turn` is asked for now (with Advice.TURN); `filled` is how much of the check is done, 0 to 1."""

    check_id: str
    advice: Advice
    filled: float
    turn: Turn | None = None


class NoComparison(StrEnum):
    """Why nothing could be compared."""

    NO_FACE = "no-face"
    SEVERAL_FACES = "several-faces"
    TOO_DARK = "too-dark"
    COVERED = "covered"
    NOT_SHARP = "not-sharp"
    BAD_REFERENCE = "bad-reference"
    NO_REFERENCE = "no-reference"
    CAMERA_LOST = "camera-lost"


@dataclass(frozen=True, slots=True)
class CheckFacts:
    """The end of a check: facts, no verdict. `similarity` is the cosine of the fused shots and the reference.

    Exactly one of `similarity` and `obstacle` is there. `decided_in_s`: from the last turn, or the last shot, to this.
    """

    check_id: str
    liveness: LivenessFacts
    model_id: str
    shots: int
    similarity: float | None = None
    obstacle: NoComparison | None = None
    decided_in_s: Seconds = 0.0

    def __post_init__(self) -> None:
        if (self.similarity is None) == (self.obstacle is None):
            raise ValueError("a check ends with a similarity or with what stood in its way")


ToMirrorReader = MirrorOpened | MirrorFrame | MirrorClosed | CheckProgress | CheckFacts
