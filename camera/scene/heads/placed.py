"""Who stands before the staged camera, as the hand writes it down. PURE."""

import json
from dataclasses import dataclass
from enum import StrEnum


class Guise(StrEnum):
    """NOBODY, a person, a person with a mask over mouth and nose, or a printed photograph held up."""

    NOBODY = "nobody"
    PERSON = "person"
    MASK = "mask"
    PRINT = "print"


@dataclass(frozen=True, slots=True)
class Placed:
    """Who stands there (a photograph's file) and as what."""

    guise: Guise = Guise.NOBODY
    portrait: str = ""

    def __post_init__(self) -> None:
        if (self.guise is Guise.NOBODY) != (not self.portrait):
            raise ValueError("nobody has no portrait, and everybody else has one")

    def to_json(self) -> str:
        return json.dumps({"guise": self.guise.value, "portrait": self.portrait})

    @classmethod
    def from_json(cls, text: str) -> "Placed":
        """Raises ValueError, KeyError or TypeError for anything but what to_json wrote."""
        told = json.loads(text)
        return cls(Guise(told["guise"]), str(told["portrait"]))
