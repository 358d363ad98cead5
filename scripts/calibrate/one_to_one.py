"""The kiosk's comparison, measured: a photograph as a card's chip holds it against another of the same person."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from camera.engine import Engine
from camera.errors import NotAPicture
from camera.facecheck.chip import chip_photograph
from camera.facecheck.reference import reference_embedding
from camera.sources.pictures import read_picture
from kiosk.face.pairs import Pairs, pairs_of
from scripts.calibrate.photographs import MIN_FACE_PX, Album, middle_face
from scripts.command import Context
from scripts.errors import CommandError
from watchlist.accuracy import Rate, upper_limit
from watchlist.calibration import EVERYBODY

WANTED_FMR = 0.001
_HINT = "Take more people, some of them with two photographs of their whole faces, or another --group."


@dataclass(frozen=True, slots=True)
class OneToOne:
    """What one engine does on one group at the threshold where `WANTED_FMR` of different people's pairs are alike."""

    detector: str
    model_id: str
    group: str
    pairs: Pairs
    threshold: float

    @property
    def missed(self) -> Rate:
        return Rate(self.pairs.fnmr(self.threshold), self.pairs.mated_people)

    @property
    def alike(self) -> tuple[float, float]:
        """The share of different people's pairs at the threshold; and at most, as if only each person counted once."""
        share = self.pairs.fmr(self.threshold)
        return share, upper_limit(round(share * self.pairs.people), self.pairs.people)


def measure(
    context: Context, album: Album, group: str, engines: dict[str, list[tuple[str, Engine]]]
) -> Iterator[OneToOne]:
    """Raises CommandError where the group's photographs cannot show so small a share."""
    photographs = [(n, path) for n, path in album.photographs if group in (album.people[n].group, EVERYBODY)]
    for detector, with_it in engines.items():
        for name, engine in with_it:
            with context.progress(f"{detector} and {name}", len(photographs)) as advance:
                pairs = _pairs(engine, photographs, advance)
            yield OneToOne(detector, engine.embedder.model_id, group, pairs, _threshold(pairs, group))


def _pairs(engine: Engine, photographs: Sequence[tuple[int, Path]], advance: Callable[[int], None]) -> Pairs:
    references, pictures, people = [], [], []
    for person, path in photographs:
        advance(1)
        found = _both(engine, path)
        if found is not None:
            references.append(found[0])
            pictures.append(found[1])
            people.append(person)
    if not people:
        raise CommandError(f"no face was found on any of {len(photographs)} photographs", _HINT)
    return pairs_of(np.stack(references), np.stack(pictures), people)


def _threshold(pairs: Pairs, group: str) -> float:
    if not pairs.mated_people:
        raise CommandError(f"nobody of the group {group!r} has two photographs with a face", _HINT)
    try:
        return pairs.threshold_at(WANTED_FMR)
    except ValueError as error:
        raise CommandError(f"the group {group!r} is too small: {error}", _HINT) from error


def _both(engine: Engine, path: Path) -> "tuple[np.ndarray, np.ndarray] | None":
    """The face as a chip's small photograph gives it, and as the camera does; None where either shows none."""
    try:
        image = read_picture(path)
        face = middle_face(image, engine.faces(image, MIN_FACE_PX))
        if face is None:
            return None
        reference = reference_embedding(engine, chip_photograph(image, face.box))
    except NotAPicture:
        return None
    return None if reference is None else (reference.vector, engine.embed(image, [face])[0].vector)


def told(one: OneToOne) -> dict[str, object]:
    share, most = one.alike
    return {
        "event": "one-to-one",
        "model_id": one.model_id,
        "detector": one.detector,
        "group": one.group,
        "people": one.pairs.people,
        "mated_people": one.pairs.mated_people,
        "threshold": one.threshold,
        "fmr": share,
        "fmr_pairs": len(one.pairs.others),
        "fmr_most": most,
        "highest_other": float(one.pairs.others.max()),
        "fnmr": one.missed.share,
        "fnmr_low": one.missed.low,
        "fnmr_high": one.missed.high,
    }


def in_words(one: OneToOne) -> str:
    missed = one.missed
    return (
        f"{one.model_id} on faces of {one.detector}, group {one.group}: threshold {one.threshold:.3f}\n"
        f"  different people: {len(one.pairs.others)} pairs of {one.pairs.people} people, "
        f"{one.alike[0]:.2%} at or above it, the most alike {one.pairs.others.max():.3f}\n"
        f"  one person: {len(one.pairs.mated)} pairs of {missed.people} people, "
        f"{missed.share:.1%} below it ({missed.low:.0%}-{missed.high:.0%})"
    )


def markdown_of(results: list[OneToOne], same: int) -> str:
    """`same` pairs of folders were told to be one person each."""
    rows = [
        f"| {one.model_id} | {one.detector} | {one.group} | {one.threshold:.3f} | {one.pairs.people} | "
        f"{len(one.pairs.others)} | {one.pairs.others.max():.3f} | {one.missed.people} | "
        f"{one.missed.share:.1%} ({one.missed.low:.0%}-{one.missed.high:.0%}) |"
        for one in results
    ]
    told_same = f"{same} pair(s) of folders were told to be one person each (--same)."
    return "\n".join([*_HEAD, told_same, "", *_COLUMNS, *rows, ""])


_HEAD = (
    "# One to one: what was measured",
    "",
    "    gatehouse calibrate --faces DIR --one-to-one --markdown FILE",
    "",
    "The reference is a photograph made as small as an identity card's chip holds it (102x126 pixels, JPEG) and "
    "enlarged again as the kiosk does; it is compared with another press photograph of the same person, one still. "
    f"The threshold is where {WANTED_FMR:.1%} of the pairs of different people of the group are alike: these pairs are "
    "not independent, there are only as many people as the table says, so the share may be several times as large "
    "among others. In brackets the 95 % interval (Clopper and Pearson) of as many trials as there are people with two "
    "photographs or more. A kiosk's picture is taken on the spot, of a willing person, from several shots: better than "
    "a press photograph; a card's photograph is years old: worse. Neither was measured here. Whoever is below the "
    "threshold is told to try again or to take a counter ticket, never that they are somebody else.",
    "",
)
_COLUMNS = (
    "| model | detector | group | threshold | people | pairs of two people | most alike | people with two photographs "
    "| one person below it |",
    "|---|---|---|---|---|---|---|---|---|",
)
