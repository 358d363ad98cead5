"""What things are called between this hub and the hospital's system; hospitals differ in it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hardware.cards.events import CardKind
from kiosk.desk.values import Relation

_OURS = "urn:gatehouse:fhir:"
_ROLE_CODE = "http://terminology.hl7.org/CodeSystem/v3-RoleCode"

Code = tuple[str, str]
"""A system and a code in it."""

_RELATIONS = {
    Relation.MOTHER: "MTH NMTH ADOPTM STPMTH",
    Relation.FATHER: "FTH NFTH ADOPTF STPFTH",
    Relation.GRANDPARENT: "GRPRN GRMTH GRFTH MGRPRN MGRMTH MGRFTH PGRPRN PGRMTH PGRFTH",
    Relation.GUARDIAN: "GUARD",
    Relation.SPOUSE: "SPS HUSB WIFE",
    Relation.CHILD: "CHILD DAU DAUC DAUADOPT NCHILD SON SONC SONADOPT CHLDADOPT",
    Relation.HELPER: "FRND NBOR HPOWATT POWATT DPOWATT",
}


def _card_systems() -> dict[CardKind, str]:
    return {kind: f"{_OURS}card:{kind.value}" for kind in CardKind}


def _relations() -> dict[Code, Relation]:
    theirs = {(_ROLE_CODE, code): relation for relation, codes in _RELATIONS.items() for code in codes.split()}
    return theirs | {(f"{_OURS}relation", relation.value): relation for relation in Relation}


@dataclass(frozen=True, slots=True)
class FhirNames:
    """`card_systems`: Identifier.system of each kind of card. `examinations`: categories of a HealthcareService that
    make it one; every other is a clinic. `relations`: what a RelatedPerson's relationship means; with any other code
    nobody may act. `numbers_by_server`: the hospital's system gives the queue numbers, in our extensions."""

    card_systems: Mapping[CardKind, str] = field(default_factory=_card_systems)
    examinations: frozenset[Code] = frozenset({(f"{_OURS}department-kind", "examination")})
    relations: Mapping[Code, Relation] = field(default_factory=_relations)
    extensions: str = _OURS
    hold_system: str = f"{_OURS}hold"
    code_system: str = f"{_OURS}code"
    reason_system: str = f"{_OURS}reason"
    price_url: str = f"{_OURS}price"
    numbers_by_server: bool = False

    def extension(self, word: str) -> str:
        return self.extensions + word
