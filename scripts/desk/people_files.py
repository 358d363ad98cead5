"""people.csv with cards.csv and photographs, and delegates.csv: who comes, and who may act for whom."""

from collections.abc import Collection, Iterator
from datetime import date
from functools import partial
from pathlib import Path

from hardware.cards.events import CardKind
from kiosk.desk.entering_all import Entry
from kiosk.desk.opening import OpenDesk
from kiosk.desk.sql.entering import put_delegate, put_person
from kiosk.desk.values import CardRef, Person, Relation
from kiosk.errors import DeskRefused
from records.canonical import Json
from scripts.desk import readers
from scripts.desk.photographs import photographs_in
from scripts.desk.sheets import Faults, Sheet, lines_of

PEOPLE = Sheet("people.csv", ("id", "name", "born_on"), ("phone",))
CARDS = Sheet("cards.csv", ("kind", "number", "person"))
DELEGATES = Sheet("delegates.csv", ("patient", "person", "relation"), ("valid_until",))
PHOTOS = "photos"
MOST_PHOTO_BYTES = 2_000_000
_BEGINS = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"BM")


def people_entries(folder: Path, faults: Faults) -> Iterator[Entry]:
    """Each with all the cards that cards.csv has for them: a card that is missing there has ended."""
    lines = lines_of(folder, PEOPLE, faults)
    cards = _cards(folder, {line["id"] for line in lines}, faults)
    photos = _photos(folder, {line["id"] for line in lines}, faults)
    for line in lines:
        born_on = line.read("born_on", readers.day)
        if born_on is None:
            continue
        mine, photo = tuple(cards.get(line["id"], ())), photos.get(line["id"])
        numbers: list[Json] = [f"{card.kind} {card.number}" for card in mine]
        content: dict[str, Json] = {**line.columns, "cards": numbers, "photo": "" if photo is None else photo.hex()}
        person = Person(line["id"], line["name"], born_on)
        enter = partial(_enter_person, person, line["phone"], mine, photo)
        yield Entry("people", line["id"], line.where, content, enter)


def delegate_entries(folder: Path, people: Collection[str], operator: str, faults: Faults) -> Iterator[Entry]:
    for line in lines_of(folder, DELEGATES, faults):
        relation = line.read("relation", readers.one_of(Relation))
        until = line.read("valid_until", readers.day_or_none) if line["valid_until"] else None
        strangers = [line[column] for column in ("patient", "person") if line[column] not in people]
        if strangers:
            faults.add(line.where, f"nobody has the id {' or '.join(strangers)}")
        elif relation is not None and (until is not None or not line["valid_until"]):
            name = delegate_id(line["patient"], line["person"])
            enter = partial(_enter_delegate, line["patient"], line["person"], relation, operator, until)
            yield Entry("delegates", name, line.where, dict(line.columns), enter)


def delegate_id(patient_id: str, person_id: str) -> str:
    return f"{patient_id}/{person_id}"


def _enter_person(person: Person, phone: str, cards: tuple[CardRef, ...], photo: bytes | None, desk: OpenDesk) -> None:
    """Whoever has a photograph at the desk and none in the folder keeps it."""
    if photo is None:
        try:
            photo = desk.as_seen_by(desk.site.channel).photo_of(person.id)
        except DeskRefused:
            photo = None
    put_person(desk.site, person, phone, cards, photo)


def _enter_delegate(
    patient_id: str, person_id: str, relation: Relation, operator: str, until: date | None, desk: OpenDesk
) -> None:
    put_delegate(desk.site, delegate_id(patient_id, person_id), patient_id, person_id, relation, operator, until)


def _cards(folder: Path, people: Collection[str], faults: Faults) -> dict[str, list[CardRef]]:
    cards: dict[str, list[CardRef]] = {}
    seen: dict[CardRef, str] = {}
    for line in lines_of(folder, CARDS, faults):
        kind = line.read("kind", readers.one_of(CardKind))
        if line["person"] not in people:
            faults.add(line.where, f"people.csv has nobody with the id {line['person']!r}")
        elif kind is not None:
            card = CardRef(kind, line["number"])
            if card in seen:
                faults.add(line.where, f"the same card as at {seen[card]}")
            seen.setdefault(card, line.where)
            cards.setdefault(line["person"], []).append(card)
    return cards


def _photos(folder: Path, people: Collection[str], faults: Faults) -> dict[str, bytes]:
    place = folder / PHOTOS
    photos: dict[str, bytes] = {}
    for name, path in (photographs_in(place) if place.is_dir() else {}).items():
        data = path.read_bytes()
        if name not in people:
            faults.add(f"{PHOTOS}/{path.name}", f"people.csv has nobody with the id {name!r}")
        elif len(data) > MOST_PHOTO_BYTES or not data.startswith(_BEGINS):
            faults.add(f"{PHOTOS}/{path.name}", "is no JPEG, PNG or BMP of at most 2 MB")
        else:
            photos[name] = data
    return photos
