"""FHIR's JSON as it really comes: what is missing, or of another type than it should be, counts as not there. Pure."""

import calendar
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, tzinfo
from decimal import Decimal, InvalidOperation
from typing import Any

from kiosk.desk.fhir.names import Code
from kiosk.desk.values import Words

Resource = Mapping[str, Any]

TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
_PARTIAL_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def is_id(text: str) -> bool:
    """Whether this can stand in an address as a resource's id."""
    return _ID.fullmatch(text) is not None and text.strip(".") != ""


def text_in(resource: Resource, name: str) -> str:
    value = resource.get(name)
    return value.strip() if isinstance(value, str) else ""


def part_of(resource: Resource, name: str) -> Resource:
    value = resource.get(name)
    return value if isinstance(value, dict) else {}


def parts_of(resource: Resource, name: str) -> list[Resource]:
    value = resource.get(name)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def moment_in(resource: Resource, name: str, zone: tzinfo) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text_in(resource, name))
    except ValueError:
        return None
    return moment.astimezone(zone) if moment.tzinfo is not None else None


def first_day(text: str) -> date | None:
    """Of a date or moment that may be no more than a month or a year."""
    return _day(text, is_last=False)


def last_day(text: str) -> date | None:
    return _day(text, is_last=True)


def _day(text: str, is_last: bool) -> date | None:
    found = _PARTIAL_DAY.match(text)
    if found is None:
        return None
    year, month, day = (int(one) if one else None for one in found.groups())
    try:
        month = month or (12 if is_last else 1)
        day = day or (calendar.monthrange(int(year or 0), month)[1] if is_last else 1)
        return date(int(year or 0), month, day)
    except ValueError:
        return None


def is_within(period: Resource, today: date) -> bool:
    """Both its days are in it; a side that is open, or no date, is open."""
    starts, ends = first_day(text_in(period, "start")), last_day(text_in(period, "end"))
    return (starts is None or starts <= today) and (ends is None or today <= ends)


def id_in(reference: Resource, kind: str) -> str:
    """The id in a Reference to this kind of resource, relative or with an address; empty for any other."""
    words = text_in(reference, "reference").split("/_history/")[0].split("/")
    return words[-1] if len(words) > 1 and words[-2] == kind and is_id(words[-1]) else ""


def codes_in(concepts: Iterable[Resource]) -> Iterator[Code]:
    """Of CodeableConcepts, in their order."""
    for concept in concepts:
        for coding in parts_of(concept, "coding"):
            yield text_in(coding, "system"), text_in(coding, "code")


def extension_in(resource: Resource, url: str, name: str) -> Any:
    """The value `name` (as in "valueString") of the extension with this url, or None."""
    found = (one.get(name) for one in parts_of(resource, "extension") if one.get("url") == url)
    return next(found, None)


def with_extension(resource: Resource, url: str, name: str, value: Any) -> dict[str, Any]:
    """The same resource with this value for the extension, and without the extension for None."""
    others = [one for one in parts_of(resource, "extension") if one.get("url") != url]
    added = [] if value is None else [{"url": url, name: value}]
    changed = {key: one for key, one in resource.items() if key != "extension"}
    return {**changed, "extension": others + added} if others or added else changed


def words_in(resource: Resource, name: str) -> Words | None:
    """A string with its translation; None where there is none."""
    said = text_in(resource, name)
    return Words(said, _english(part_of(resource, "_" + name))) if said else None


def words_of_concept(concept: Resource) -> Words | None:
    """Of a CodeableConcept: its text, or what one of its codings displays."""
    displays = (words_in(coding, "display") for coding in parts_of(concept, "coding"))
    return words_in(concept, "text") or next((one for one in displays if one), None)


def _english(element: Resource) -> str:
    for translation in parts_of(element, "extension"):
        if translation.get("url") == TRANSLATION:
            language = extension_in(translation, "lang", "valueCode")
            content = extension_in(translation, "content", "valueString")
            if isinstance(content, str) and str(language).split("-", maxsplit=1)[0] == "en":
                return content.strip()
    return ""


def name_of_person(resource: Resource) -> Words | None:
    """A Patient's, Practitioner's or RelatedPerson's: the first in characters; of names in Latin letters the first
    is the English one."""
    spelled = [_spelled(one) for one in parts_of(resource, "name") if text_in(one, "use") != "old"]
    said = [one for one in spelled if one]
    latin = next((one for one in said if one.isascii()), "")
    own = next((one for one in said if not one.isascii()), latin)
    return Words(own, latin if own != latin else "") if own else None


def _spelled(name: Resource) -> str:
    if text_in(name, "text"):
        return text_in(name, "text")
    given = [one for one in name.get("given") or [] if isinstance(one, str)]
    family = text_in(name, "family")
    if all(one.isascii() for one in (family, *given)):
        return " ".join([*given, family]).strip()
    return family + "".join(given)


def fen_in(money: Any) -> int | None:
    """Whole fen of a Money in CNY that is not below 0; None for anything else."""
    if not isinstance(money, dict) or money.get("currency") != "CNY":
        return None
    try:
        fen = Decimal(str(money.get("value"))) * 100
    except InvalidOperation:
        return None
    return int(fen) if fen.is_finite() and fen >= 0 and fen == fen.to_integral_value() else None
