"""What happened to people and photographs, as lines for programs and as a report for people."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from scripts.command import Context


class Kind(StrEnum):
    """In the order of the report: what went well first, what somebody must look at last."""

    ENROLLED = "enrolled"
    ADDED = "added"
    ALREADY = "already"
    PASSED_OVER = "passed-over"
    WEAK = "weak"
    SKIPPED = "skipped"
    RESEMBLES = "resembles"
    IGNORED = "ignored"
    SHARED = "shared"
    REFUSED = "refused"
    SET_ASIDE = "set-aside"
    LOOKALIKE = "lookalike"
    NOBODY = "nobody"


_TITLES = {
    Kind.ENROLLED: "Enrolled",
    Kind.ADDED: "New photographs of people who are on the list",
    Kind.ALREADY: "Already there",
    Kind.PASSED_OVER: "Taken, with bystanders in the picture who were passed over",
    Kind.WEAK: "Taken for want of a better photograph",
    Kind.SKIPPED: "Skipped: adds nothing",
    Kind.RESEMBLES: "Enrolled, but they resemble somebody else on the list: cameras may take one for the other",
    Kind.IGNORED: "Not looked at: no photographs",
    Kind.SHARED: "Not changed: entries of a shared list are the hub's",
    Kind.REFUSED: "Refused photographs",
    Kind.SET_ASIDE: "Set aside: does not fit the person's other photographs",
    Kind.LOOKALIKE: "Held back: looks like somebody else on the list",
    Kind.NOBODY: "Not enrolled: no usable photograph",
}

# A weak model sees many resemblances; the nearest ones are worth a look.
MOST_RESEMBLING = 10


@dataclass(frozen=True, slots=True)
class Event:
    """`photos` counts photographs, `total` those the person has now; `other` is another name, `score` a cosine."""

    kind: Kind
    person: str | None = None
    file: str | None = None
    reason: str | None = None
    hint: str | None = None
    photos: int | None = None
    total: int | None = None
    state: str | None = None
    other: str | None = None
    score: float | None = None

    def as_json(self) -> dict[str, Any]:
        told = {
            "event": str(self.kind),
            "person": self.person,
            "file": self.file,
            "reason": self.reason,
            "hint": self.hint,
            "photos": self.photos,
            "total": self.total,
            "state": self.state,
            "other": self.other,
            "score": None if self.score is None else round(self.score, 4),
        }
        return {name: value for name, value in told.items() if value is not None}

    def as_text(self) -> str:
        where = " / ".join(part for part in (self.person, self.file) if part)
        told = [part for part in (self.reason, self.hint) if part]
        if self.photos is not None:
            told.insert(0, photographs(self.photos))
        if self.state not in (None, "active"):
            told.append(f"({self.state})")
        return f"{where}: {' - '.join(told)}" if told else where


def photographs(count: int) -> str:
    return "1 photograph" if count == 1 else f"{count} photographs"


def _persons(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


class Tally:
    """Counts events and tells them: as they come with --json, else sorted in one report at the end."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._events: list[Event] = []
        self._totals: dict[str | None, int] = {}

    def add(self, events: Iterable[Event]) -> None:
        for event in events:
            self._events.append(event)
            if event.total:
                self._totals[event.person] = event.total
            if self._context.json:
                self._context.out(event.as_json(), "")

    @property
    def people(self) -> int:
        """How many of this run are on the list now; two folders may be of one person."""
        return len(self._totals)

    @property
    def photos(self) -> int:
        return sum(self._totals.values())

    @property
    def begun(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self._events)

    def report(self) -> None:
        if not self._context.json:
            for kind in Kind:
                self._section(kind)
        summary = self.summary()
        self._context.out(summary, self._in_words(summary))

    def summary(self) -> dict[str, Any]:
        """`people` and `photos` are who and what of this run is on the list now, new or not."""
        count = Counter(event.kind for event in self._events)
        added = [event for event in self._events if event.kind in (Kind.ENROLLED, Kind.ADDED)]
        refused = Counter(event.reason for event in self._events if event.kind is Kind.REFUSED and event.reason)
        return {
            "event": "summary",
            "people": self.people,
            "photos": self.photos,
            "added_people": count[Kind.ENROLLED],
            "added_photos": sum(event.photos or 0 for event in added),
            "refused": dict(sorted(refused.items())),
            "skipped": count[Kind.SKIPPED],
            "set_aside": count[Kind.SET_ASIDE],
            "held_back": count[Kind.LOOKALIKE],
            "resembling": count[Kind.RESEMBLES],
            "nobody": count[Kind.NOBODY],
        }

    def _section(self, kind: Kind) -> None:
        events = [event for event in self._events if event.kind is kind]
        if events:
            self._context.out({}, f"{_TITLES[kind]} ({len(events)})")
        if kind is Kind.RESEMBLES:
            events.sort(key=lambda event: -(event.score or 0))
        most = MOST_RESEMBLING if kind is Kind.RESEMBLES else len(events)
        for event in events[:most]:
            self._context.out({}, f"  {event.as_text()}")
        if events[most:]:
            self._context.out({}, f"  and {len(events) - most} more, less alike (--json tells all)")

    def _in_words(self, summary: dict[str, Any]) -> str:
        refused = ", ".join(f"{count} {reason}" for reason, count in summary["refused"].items()) or "none"
        return (
            f"From this folder on the list: {_persons(summary['people'])} with {photographs(summary['photos'])}; "
            f"new: {_persons(summary['added_people'])}, {photographs(summary['added_photos'])}. Refused: {refused}. "
            f"Skipped: {summary['skipped']}, set aside: {summary['set_aside']}, held back: {summary['held_back']}, "
            f"people without a usable photograph: {summary['nobody']}."
        )
