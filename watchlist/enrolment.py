"""May this photograph stand for this person?

Rule 1: every rule about what is enrolled lives in this file. Facts come in, verdicts go out.
Rule 2: nothing is dropped silently: what is not taken has a reason and a hint for whoever brought the photograph.
Rule 3: every line is drawn relative to the model's own threshold and margin. A cosine means nothing without its model.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from watchlist.types import Candidate

NOT_MEANT = frozenset({"cut off", "unsure", "printed"})
"""What the quality gate says of a face that nobody can have meant while there is another one in the picture."""


class Reason(StrEnum):
    """Why a photograph is not taken, besides the reasons of the quality gate."""

    UNREADABLE = "unreadable"
    NOT_A_PICTURE = "not-a-picture"
    NO_FACE = "no-face"
    SEVERAL_FACES = "several-faces"
    DUPLICATE = "duplicate"
    DOES_NOT_FIT = "does-not-fit"
    DISAGREE = "disagree"
    LOOKALIKE = "lookalike"
    SAME_PERSON = "same-person"
    SAME_FILE = "same-file"


@dataclass(frozen=True, slots=True)
class EnrolmentLimits:
    """Where the lines are, in the model's own units. Measured on 554 press photographs of 238 people, most of them East
    Asian, with YuNet and an ArcFace-type embedder and with dlib's two.

    `background_share`: a face smaller than this part of the largest is somebody far behind, whom nobody could mean.
    `behind_size`, `behind_sharpness`: so is one of at most this part of the main face's size, when it could not be
    enrolled itself or has at most this part of the main one's sharpness: cameras focus on whom they mean. Of 96
    photographs with bystanders (YuNet) all but 3 then show one person.
    `duplicate_share`: the part of the way from 1 down to the threshold within which two photographs are one picture:
    different pictures of one face did not come that near, the same picture saved again mostly does.
    `fit_margins` below the threshold begins what one face reaches against the best of its own other photographs: one
    photograph (tilted, taken from far below) fell below it with the ArcFace-type model, none with dlib's, which tells
    strangers apart badly.
    From the threshold on a photograph that resembles somebody else is held back: at 0.973 (dlib) and 0.532 (ArcFace)
    that were the four pairs of names that belong to one face, and nobody else. `near_margins` below it a resemblance
    is told, `same_margins` above it the two names are taken for one person.
    """

    background_share: float = 1 / 3
    behind_size: float = 0.9
    behind_sharpness: float = 0.5
    duplicate_share: float = 0.1
    fit_margins: float = 6
    near_margins: float = 1
    same_margins: float = 1

    def __post_init__(self) -> None:
        shares = self.background_share, self.behind_size, self.behind_sharpness, self.duplicate_share
        if not all(0 < share < 1 for share in shares):
            raise ValueError("shares lie between 0 and 1")
        if min(self.fit_margins, self.near_margins, self.same_margins) < 0:
            raise ValueError("margins are not negative")

    def lines(self, threshold: float, margin: float) -> "Lines":
        """The cosines for a model with this threshold and margin."""
        if not 0 < threshold < 1 or not 0 <= margin < 1:
            raise ValueError(f"a threshold between 0 and 1 wanted, a margin from 0: {threshold}, {margin}")
        return Lines(
            duplicate=1 - self.duplicate_share * (1 - threshold),
            same=threshold + self.same_margins * margin,
            held=threshold,
            near=threshold - self.near_margins * margin,
            fit=threshold - self.fit_margins * margin,
        )


@dataclass(frozen=True, slots=True)
class Lines:
    """Cosines, each the lowest that still counts: one picture twice, one person under two names, a resemblance that
    holds a photograph back (a camera would ring for it), one that is told, and photographs of one person."""

    duplicate: float
    same: float
    held: float
    near: float
    fit: float


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a photograph is not taken, as a code, and what to do, in words."""

    reason: str
    hint: str


@dataclass(frozen=True, slots=True)
class FaceFacts:
    """A face in a photograph: root of its box's area, sharpness (any scale), what the quality gate has against it."""

    size_px: float
    sharpness: float
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MainFace:
    """Which of the faces is meant, and how many others were passed over because nobody could mean them."""

    place: int
    passed_over: int


def main_face(faces: Sequence[FaceFacts], limits: EnrolmentLimits) -> MainFace | Refusal:
    """The one face a photograph can mean; never simply the largest of several."""
    if not faces:
        return Refusal(
            Reason.NO_FACE,
            "no face was found: take a photograph from the front, upright, in even light, without mask, head and "
            "shoulders filling the picture",
        )
    largest = max(face.size_px for face in faces)
    near = [place for place, face in enumerate(faces) if face.size_px >= largest * limits.background_share]
    meant = [place for place in near if not NOT_MEANT.intersection(faces[place].faults)] or near
    main = max(meant, key=lambda place: faces[place].size_px)
    rivals = [place for place in meant if place != main and not _is_behind(faces[place], faces[main], limits)]
    if rivals:
        return Refusal(
            Reason.SEVERAL_FACES, f"{len(rivals) + 1} faces are in the picture: cut out the one person who is meant"
        )
    return MainFace(main, len(faces) - 1)


def _is_behind(face: FaceFacts, main: FaceFacts, limits: EnrolmentLimits) -> bool:
    if face.size_px > limits.behind_size * main.size_px:
        return False
    return bool(face.faults) or face.sharpness <= limits.behind_sharpness * main.sharpness


@dataclass(frozen=True, slots=True)
class SetVerdict:
    """What a photograph is among its person's own. `reason` is None when it fits.

    `like` is the place of the photograph it duplicates or comes nearest to, counted through those enrolled before and
    then the new ones; `score` their cosine.
    """

    reason: Reason | None
    like: int | None = None
    score: float | None = None


def judge_set(scores: Sequence[Sequence[float]], new: int, lines: Lines) -> list[SetVerdict]:
    """One verdict for every new photograph of a person, given those enrolled before: the last `new` of `scores`, the
    cosines of all, each with each.

    Photographs that fit each other make a group, directly or by way of a third. The person is the group of those
    enrolled, else the largest; where two groups are equally large nobody can say which one is wrong.
    """
    old = len(scores) - new
    verdicts: dict[int, SetVerdict] = {}
    kept = list(range(old))
    for place in range(old, len(scores)):
        like = max(kept, key=lambda other: scores[place][other], default=None)
        if like is not None and scores[place][like] >= lines.duplicate:
            verdicts[place] = SetVerdict(Reason.DUPLICATE, like, scores[place][like])
        else:
            kept.append(place)
    person = _person_among(_groups(scores, kept, lines.fit), old)
    wrong = Reason.DISAGREE if person is None or (old == 1 and len(person) == 1) else Reason.DOES_NOT_FIT
    for place in (place for place in kept if place >= old):
        verdicts[place] = _fit(place, kept, scores, None if place in (person or ()) else wrong)
    return [verdicts[place] for place in range(old, len(scores))]


def _groups(scores: Sequence[Sequence[float]], places: Sequence[int], fit: float) -> list[set[int]]:
    """The places in groups: whoever fits one of a group belongs to it."""
    groups: list[set[int]] = []
    for place in places:
        mine = [group for group in groups if any(scores[place][other] >= fit for other in group)]
        groups = [group for group in groups if group not in mine] + [{place}.union(*mine)]
    return groups


def _person_among(groups: Sequence[set[int]], enrolled: int) -> set[int] | None:
    """The places that are the person; None when nobody can say."""
    before = [group for group in groups if min(group) < enrolled]
    if before:
        return set().union(*before)
    by_size = sorted(groups, key=len, reverse=True)
    if len(by_size) > 1 and len(by_size[0]) == len(by_size[1]):
        return None
    return by_size[0] if by_size else None


def _fit(place: int, kept: Sequence[int], scores: Sequence[Sequence[float]], reason: Reason | None) -> SetVerdict:
    others = [other for other in kept if other != place]
    if not others:
        return SetVerdict(reason)
    like = max(others, key=lambda other: scores[place][other])
    return SetVerdict(reason, like, scores[place][like])


@dataclass(frozen=True, slots=True)
class Resemblance:
    """A photograph looks like somebody else on the list. `reason` is None when it is taken all the same."""

    other: Candidate
    reason: Reason | None


def judge_against_list(
    nearest: Sequence[Candidate | None], lines: Lines, accepted: bool = False
) -> list[Resemblance | None]:
    """What every photograph's nearest other person means; None where there is nothing to tell.

    From the threshold on a photograph is held back. When one is surely somebody who is on the list already, all
    of them are: the person is there under another name. `accepted`: a human looked and says they are different people.
    """
    surely = any(one is not None and one.score >= lines.same for one in nearest)
    return [_resemblance(one, lines, surely, accepted) for one in nearest]


def _resemblance(one: Candidate | None, lines: Lines, surely: bool, accepted: bool) -> Resemblance | None:
    if one is None or (one.score < lines.near and (accepted or not surely)):
        return None
    if accepted:
        return Resemblance(one, None)
    if surely:
        return Resemblance(one, Reason.SAME_PERSON)
    return Resemblance(one, Reason.LOOKALIKE if one.score >= lines.held else None)
