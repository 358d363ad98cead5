"""The lines that bench answers with: one form for people and programs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from scripts.bench.timing import Round

HEADER = f"{'part':<10}{'ours':>12}{'peer':>12}  {'unit':<22}{'ratio':>8}"


@dataclass(frozen=True, slots=True)
class Line:
    """One comparison. `cost` is in `unit`; `more` are further keys of the JSON object."""

    part: str
    work: str
    cost: Round
    peer_name: str
    unit: str
    more: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "part": self.part,
            "work": self.work,
            "ours": _short(self.cost.ours),
            "peer": _short(self.cost.peer),
            "peer_name": self.peer_name,
            "unit": self.unit,
            "ratio": _short(self.cost.ratio),
            **self.more,
        }

    def as_text(self) -> str:
        costs = f"{_short(self.cost.ours):>12}{_short(self.cost.peer):>12}"
        first = f"{self.part:<10}{costs}  {self.unit:<22}{_short(self.cost.ratio):>7}x"
        return "\n".join([first, f"    {self.work}", f"    beside {self.peer_name}", *_told(self.more)])


def _told(more: Mapping[str, Any]) -> Iterator[str]:
    for key, value in more.items():
        yield f"    {key}: {_in_words(value)}"


def _in_words(value: Any) -> str:
    match value:
        case None:
            return "none"
        case Mapping():
            return "; ".join(f"{name} {_in_words(each)}" for name, each in value.items()) or "none"
        case list():
            return ", ".join(_in_words(each) for each in value) or "none"
    return str(value)


def _short(value: float) -> float:
    """Four digits: the fifth is noise."""
    return float(f"{value:.4g}")
