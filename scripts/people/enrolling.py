"""Puts people with their photographs on the list, a person at a time: all of it or nothing."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from camera.engine import Engine
from scripts.people.events import Event, Kind
from scripts.people.gathering import Gathering
from scripts.people.photos import Examiner, Photograph
from scripts.people.roll import Roll
from scripts.people.verdicts import in_the_set, on_the_list
from watchlist.enrolment import EnrolmentLimits, judge_against_list, judge_set
from watchlist.entry_followed import ASK_THE_HUB
from watchlist.known_faces import Vectors
from watchlist.list_writing import NewPhoto
from watchlist.listing import Listing
from watchlist.operating_points import OperatingPoint
from watchlist.types import Entry

Advance = Callable[[int], None]
_Judged = list[tuple[Photograph, Vectors]]
_WAIT = "they count after another operator approved them: 'gatehouse people approve NAME'"


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms people are listed in this run. `accept_lookalikes`: somebody compared them by eye. `born`: when
    the one person was whom it lists, where that is known. `evidence`, `source` and `basis`: see `list_person`."""

    reason: str
    until: date
    operator: str
    four_eyes: bool = False
    accept_lookalikes: bool = False
    born: date | None = None
    evidence: str | None = None
    source: str = ""
    basis: str | None = None


class Enrolling:
    """One run. The photographs of a person are embedded together and written in one transaction."""

    def __init__(self, store: Listing, engine: Engine, point: OperatingPoint, terms: Terms, today: date) -> None:
        limits = EnrolmentLimits()
        self._store = store
        self._engine = engine
        self._terms = terms
        self._lines = limits.lines(point.threshold, point.margin)
        self._examiner = Examiner(engine, limits)
        self._roll = Roll(store, engine.embedder, today)

    def enrol(self, name: str, paths: Sequence[Path], advance: Advance) -> list[Event]:
        """What happened to every photograph and to the person. `name` as watchlist.names.normal_name spells it."""
        entry = self._roll.find(name)
        if entry is not None and entry.list_id:
            advance(len(paths))
            return [Event(Kind.SHARED, name, hint=ASK_THE_HUB)]
        gathering = Gathering(name, entry, self._roll, self._examiner)
        for path in paths:
            gathering.add(path)
            advance(1)
        photographs = gathering.chosen()
        taken, judged = self._judge(name, entry, photographs)
        told = gathering.told + judged
        if entry is None and not taken:
            return [*told, Event(Kind.NOBODY, name, hint=_advice(told))]
        return [*told, *self._write(name, entry, taken, gathering.already)]

    def _judge(self, name: str, entry: Entry | None, photographs: Sequence[Photograph]) -> tuple[_Judged, list[Event]]:
        """The photographs to take, and what there is to say about all of them."""
        if not photographs:
            return [], []
        vectors = np.stack([one.vector for one in self._engine.embed_crops([photo.crop for photo in photographs])])
        person_id = entry.person_id if entry else None
        compared = self._roll.faces.compare(vectors, person_id)
        nearest = compared.nearest
        verdicts = judge_set(compared.scores, len(vectors), self._lines)
        events = in_the_set(name, photographs, verdicts, nearest, self._lines, compared.enrolled, self._roll.name)
        fitting = [place for place, verdict in enumerate(verdicts) if verdict.reason is None]
        found = judge_against_list([nearest[p] for p in fitting], self._lines, self._terms.accept_lookalikes)
        events += on_the_list(name, [photographs[p] for p in fitting], found, self._lines, self._roll.name)
        taken = [p for p, resemblance in zip(fitting, found, strict=True) if not (resemblance and resemblance.reason)]
        return [(photographs[place], vectors[place]) for place in taken], events

    def _write(self, name: str, entry: Entry | None, taken: _Judged, already: int) -> Iterator[Event]:
        """One transaction, for a new person or for new photographs of one."""
        model_id = self._engine.embedder.model_id
        photos = [NewPhoto(photo.data, ((model_id, vector),)) for photo, vector in taken]
        if entry is None:
            terms = self._terms
            entry = self._store.list_person(
                name,
                terms.reason,
                terms.until,
                terms.operator,
                photos,
                four_eyes=terms.four_eyes,
                evidence=terms.evidence,
                source=terms.source,
                basis=terms.basis,
                adult=True,
                born=terms.born,
            )
            self._roll.add(entry, entry.photos)
            yield Event(Kind.ENROLLED, name, photos=len(photos), total=len(photos), state=str(entry.state))
        else:
            four_eyes = self._terms.four_eyes
            ids = self._store.add_photos(entry.person_id, photos, self._terms.operator, four_eyes=four_eyes)
            self._roll.add(entry, ids)
            kind, count = (Kind.ADDED, len(ids)) if ids else (Kind.ALREADY, already)
            hint = _WAIT if ids and four_eyes else None
            yield Event(kind, name, hint=hint, photos=count, total=self._roll.photos(entry), state=str(entry.state))
        yield from (_weak(name, photo) for photo, _ in taken if photo.weak)
        yield from (_passed_over(name, photo) for photo, _ in taken if photo.passed_over)


def _advice(told: Sequence[Event]) -> str:
    """For somebody of whom no photograph was taken."""
    others = {event.other for event in told if event.kind is Kind.LOOKALIKE and event.other}
    if others:
        return f"compare the photographs with those of {' and '.join(sorted(others))}"
    if any(event.kind is Kind.SET_ASIDE for event in told):
        return "the photographs show different people: remove the wrong ones"
    return "bring another photograph: one person, from the front, sharp, well lit"


def _weak(name: str, photo: Photograph) -> Event:
    assert photo.weak is not None
    return Event(Kind.WEAK, name, photo.path.name, photo.weak.reason, photo.weak.hint)


def _passed_over(name: str, photo: Photograph) -> Event:
    hint = f"{photo.passed_over} more in the picture, small, cut off or out of focus behind"
    return Event(Kind.PASSED_OVER, name, photo.path.name, hint=hint)
