"""Examples of the face check: the notice, every instruction, every outcome. Pure."""

from collections.abc import Iterable

from camera.leases.messages import Advice, CheckProgress
from camera.liveness.turns import Turn
from kiosk.face.verdict import Doubt, Obstacle, Outcome, Verdict
from kiosk.visit.exampled.drawer import KEEPING, Drawer, Example
from kiosk.visit.pages import Page
from kiosk.visit.services import Service
from kiosk.visit.state import Check, Task

BOOK = Task(service=Service.BOOK)


def checks(draw: Drawer) -> Iterable[Example]:
    yield draw.of("notice", Page.NOTICE, draw.visitor(task=BOOK))
    yield draw.of("notice-kept-a-day", Page.NOTICE, draw.visitor(task=BOOK), KEEPING)
    yield draw.of("check-starting", Page.CHECK, draw.visitor(task=BOOK, check=Check(agreed=True)))
    told = [CheckProgress("c", advice, 0.2) for advice in Advice if advice is not Advice.TURN]
    told += [CheckProgress("c", Advice.TURN, 0.6, turn) for turn in Turn]
    for progress in told:
        name = f"check-turn-{progress.turn}" if progress.turn else f"check-{progress.advice}"
        yield draw.of(name, Page.CHECK, draw.visitor(task=BOOK, check=Check(agreed=True, progress=progress)))


def outcomes(draw: Drawer) -> Iterable[Example]:
    verdicts = [Verdict(Outcome.NOT_SURE, doubt=Doubt.UNLIKE)]
    verdicts += [Verdict(Outcome.NO_COMPARISON, obstacle=each) for each in Obstacle]
    for verdict in verdicts:
        check = Check(agreed=True, attempts=1, verdict=verdict)
        yield draw.of(f"again-{verdict.obstacle or 'not-sure'}", Page.AGAIN, draw.visitor(task=BOOK, check=check))
