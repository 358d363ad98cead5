"""What comparing a person's photographs came to, told photograph by photograph."""

from collections.abc import Callable, Sequence

from scripts.people.events import Event, Kind
from scripts.people.photos import Photograph
from watchlist.enrolment import Lines, Reason, Resemblance, SetVerdict
from watchlist.types import Candidate, PersonId

NameOf = Callable[[PersonId], str]


def in_the_set(
    name: str,
    photographs: Sequence[Photograph],
    verdicts: Sequence[SetVerdict],
    nearest: Sequence[Candidate | None],
    lines: Lines,
    enrolled: int,
    name_of: NameOf,
) -> list[Event]:
    """The photographs that are skipped or set aside, judged by the person's own; also whom they look like instead."""
    files = ["an enrolled photograph"] * enrolled + [photo.path.name for photo in photographs]
    events = []
    for photo, verdict, other in zip(photographs, verdicts, nearest, strict=True):
        if verdict.reason is None:
            continue
        hint = _HINTS[verdict.reason](_beside(verdict, files, lines))
        if verdict.reason is not Reason.DUPLICATE and other is not None and other.score >= lines.near:
            hint += f". It looks like {name_of(other.person_id)} (cosine {other.score:.3f})"
        kind = Kind.SKIPPED if verdict.reason is Reason.DUPLICATE else Kind.SET_ASIDE
        events.append(Event(kind, name, photo.path.name, verdict.reason, hint, score=verdict.score))
    return events


def _beside(verdict: SetVerdict, files: Sequence[str], lines: Lines) -> str:
    if verdict.like is None or verdict.score is None:
        return "another one"
    if verdict.reason is Reason.DUPLICATE:
        return files[verdict.like]
    return f"{files[verdict.like]} (cosine {verdict.score:.3f}, one face reaches {lines.fit:.3f})"


_HINTS: dict[Reason, Callable[[str], str]] = {
    Reason.DUPLICATE: lambda like: f"the same picture as {like}",
    Reason.DOES_NOT_FIT: lambda like: f"is this somebody else? Of the person's others the nearest is {like}",
    Reason.DISAGREE: lambda like: f"this or the other shows somebody else, nobody can say which: compare with {like}",
}


def on_the_list(
    name: str,
    photographs: Sequence[Photograph],
    found: Sequence[Resemblance | None],
    lines: Lines,
    name_of: NameOf,
) -> list[Event]:
    """The photographs that look like somebody else on the list; of those that are taken only the nearest is told."""
    pairs = [(photo, one) for photo, one in zip(photographs, found, strict=True) if one is not None]
    held = [_held(name, photo, one, lines, name_of) for photo, one in pairs if one.reason is not None]
    taken = [(photo, one) for photo, one in pairs if one.reason is None]
    if not taken:
        return held
    photo, one = max(taken, key=lambda pair: pair[1].other.score)
    other = name_of(one.other.person_id)
    told = f"like {other} ({_cosine(one, lines)})"
    return [*held, Event(Kind.RESEMBLES, name, photo.path.name, None, told, other=other, score=one.other.score)]


def _held(name: str, photo: Photograph, one: Resemblance, lines: Lines, name_of: NameOf) -> Event:
    other = name_of(one.other.person_id)
    if one.reason is Reason.SAME_PERSON:
        what = f"the photographs seem to show {other}, who is on the list already"
    else:
        what = f"the cameras would take it for {other}"
    hint = (
        f"{what} ({_cosine(one, lines)}). Compare the two by eye: for two different people enrol this one with "
        f"--accept-lookalikes"
    )
    return Event(Kind.LOOKALIKE, name, photo.path.name, one.reason, hint, other=other, score=one.other.score)


def _cosine(one: Resemblance, lines: Lines) -> str:
    return f"cosine {one.other.score:.3f}, cameras ring from {lines.held:.3f}"
