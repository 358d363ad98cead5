"""Gives the photographs on the list the vectors of the model in use, after the model was changed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from camera.engine import Engine
from scripts.people.photos import Examiner
from watchlist.alarms.life import PROGRAM
from watchlist.enrolment import EnrolmentLimits
from watchlist.listing import Listing
from watchlist.types import PersonId, PhotoId, Template

Progress = Callable[[str, int | None], AbstractContextManager[Callable[[int], None]]]


@contextmanager
def no_progress(_description: str, _total: int | None) -> Iterator[Callable[[int], None]]:
    """For whoever has nobody to show it to."""
    yield lambda _n: None


@dataclass(frozen=True, slots=True)
class UpToDate:
    """How many vectors were made, and a line for every person some of whose photographs this model cannot use."""

    made: int = 0
    faults: tuple[str, ...] = ()


def bring_up_to_date(
    store: Listing,
    engine: Engine,
    progress: Progress,
    missing: Sequence[tuple[PersonId, PhotoId]] | None = None,
) -> UpToDate:
    """Embed every enrolled photograph that has no vector of the engine's model, or these; a person at a time.

    Killed in the middle it goes on where it was. A photograph in which the detector finds no face, or several,
    gets none and is tried again next time.
    """
    if missing is None:
        missing = store.photos_without_template(engine.embedder.model_id)
    if not missing:
        return UpToDate()
    examiner = Examiner(engine, EnrolmentLimits())
    made, lost = 0, dict[PersonId, int]()
    with progress("photographs for the new model", len(missing)) as advance:
        for person_id, photos in groupby(missing, key=lambda one: one[0]):
            count, found = 0, list[Template]()
            for _, photo_id in photos:
                found += _template(store, engine, examiner, person_id, photo_id)
                count += 1
                advance(1)
            made += store.add_templates(found, PROGRAM)
            if count > len(found):
                lost[person_id] = count - len(found)
    return UpToDate(made, tuple(_faults(store, lost, engine.embedder.model_id)))


def _template(
    store: Listing, engine: Engine, examiner: Examiner, person_id: PersonId, photo_id: PhotoId
) -> Iterable[Template]:
    """One, or none when the face is not found."""
    crop = examiner.face_again(store.photo(photo_id, PROGRAM))
    if crop is None:
        return []
    [embedding] = engine.embed_crops([crop])
    return [Template(person_id, photo_id, embedding.vector, embedding.model_id)]


def _faults(store: Listing, lost: dict[PersonId, int], model_id: str) -> Iterable[str]:
    for entry in store.entries(date.min):
        if entry.person_id in lost:
            yield (
                f"warning: {entry.name}: {lost[entry.person_id]} of {len(entry.photos)} photographs cannot be used by "
                f"{model_id} (no face found, or several): enrol other ones"
            )
