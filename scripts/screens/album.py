"""Every page of the kiosk with made-up patients, drawn one after another."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from kiosk.visit.examples import Example, examples
from ui.shared.app import application
from ui.shared.audit import Fault
from ui.shared.texts import Texts
from ui.visitor.pictures import Photographer, shots
from ui.visitor.wording import TEXTS

EVERY_LOOK = {
    *("attract", "home-booking-today", "departments", "slots-any-doctor", "search-found", "check-left"),
    *("scalper-place", "scalper-name-typed"),
}
"""Pages that are also drawn in high contrast and lowered, one or two a layout."""


@dataclass(frozen=True, slots=True)
class Picture:
    name: str
    png: bytes
    faults: tuple[Fault, ...]


def pages(now: datetime, only: str = "") -> tuple[Example, ...]:
    return tuple(page for page in examples(now) if page.name.startswith(only))


def pictures(now: datetime, only: str = "") -> Iterator[Picture]:
    app = application("gatehouse screens")
    texts = Texts.load(TEXTS)
    photographer = Photographer(texts, now.tzinfo or UTC)
    for page in pages(now, only):
        for shot in shots(texts.languages, every_look=page.name in EVERY_LOOK):
            taken = photographer.take(page.seen_with(shot.look).screen, shot)
            yield Picture(f"{page.name}-{shot.name}", taken.png(), taken.faults)
    photographer.close()
    app.processEvents()
