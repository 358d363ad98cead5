"""A whole visit that presses its own buttons: for a demonstration without a screen, and to see that all of it works."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hardware.printers.fake import FakeSlip
from kiosk.visit.events import CheckEnded
from kiosk.visit.pages import Action, Page
from scripts.errors import DemoFailed
from scripts.kiosk.demo.building import Demo
from scripts.kiosk.demo.people import CHILD
from scripts.kiosk.program import KioskProgram
from ui.visitor.fingers import first_of, photograph, press

WITHIN_S = 150.0
LOOKS_AFTER_S = 0.45
"""A visitor reads first; the window takes no press that was meant for the page before either."""
TO_COME_BY = {Page.WHO, Page.HOME, Page.NOTICE, Page.CHECK, Page.SLOTS, Page.CONFIRM, Page.PAYING, Page.DONE}
BOOKED = "预约成功"


@dataclass(frozen=True, slots=True)
class Step:
    """On this page, once it is ready, a picture is taken; then this is done, until it answers that it could be."""

    page: Page
    do: Callable[[], bool]
    is_ready: Callable[[], bool] = lambda: True


@dataclass
class Walk:
    """`tick` is called often. `pages` are those that were come to, `pictures` what was saved of them."""

    demo: Demo
    program: KioskProgram
    tell: Callable[[dict[str, object], str], None]
    pictures_dir: Path | None = None
    clock: Callable[[], float] = time.monotonic
    pages: list[Page] = field(default_factory=list)
    pictures: list[Path] = field(default_factory=list)
    check: CheckEnded | None = None

    def __post_init__(self) -> None:
        self._steps = self._booking()
        self._began_at = self._entered_at = self.clock()
        self._shown_before = 0
        self._first_picture_at: float | None = None
        self.program.door.came.connect(self._heard)

    @property
    def is_over(self) -> bool:
        return not self._steps

    def tick(self) -> None:
        """Raises DemoFailed when the visit does not get on."""
        page, now = self.program.conversation.page, self.clock()
        if not self.pages or self.pages[-1] is not page:
            self._entered(page, now)
        if now - self._began_at > WITHIN_S:
            raise DemoFailed(f"the visit did not get on: it stayed on {page} (came by {', '.join(self.pages)})")
        if self._first_picture_at is None and self.program.pictures.shown > self._shown_before:
            self._first_picture_at, self._shown_before = now, self.program.pictures.shown
        if now - self._entered_at >= LOOKS_AFTER_S:
            self._go_on(page)

    def _go_on(self, page: Page) -> None:
        """Somebody who was not seen clearly tries once more."""
        if page is Page.AGAIN:
            press(self.program.window, Action.AGAIN)
        elif self._steps and self._steps[0].page is page and self._steps[0].is_ready():
            self._photograph(page)
            if self._steps[0].do():
                self._steps.pop(0)

    def _entered(self, page: Page, now: float) -> None:
        if self.pages and self.pages[-1] is Page.CHECK:
            self._tell_check(now)
        self.pages.append(page)
        self._entered_at, self._first_picture_at, self._shown_before = now, None, self.program.pictures.shown
        self.tell({"event": "page", "page": page.value, "at_s": round(now - self._began_at, 2)}, f"  {page.value}")

    def _tell_check(self, now: float) -> None:
        seen_s = now - (self._first_picture_at or now)
        fps = (self.program.pictures.shown - self._shown_before) / seen_s if seen_s else 0.0
        told: dict[str, object] = {
            "event": "check",
            "lasted_s": round(now - self._entered_at, 1),
            "mirror_fps": round(fps, 1),
        }
        text = f"  the check took {now - self._entered_at:.1f} s, the mirror showed {fps:.0f} pictures a second"
        if self.check is not None:
            facts = self.check.facts
            how = facts.obstacle or facts.liveness.challenge
            told |= {"decided_in_s": round(facts.decided_in_s, 3), "similarity": facts.similarity, "end": str(how)}
            told |= {"depth": str(facts.liveness.depth), "model": facts.model_id, "shots": facts.shots}
            text += f"; {how}, decided {facts.decided_in_s:.2f} s after the last turn"
        self.tell(told, text)

    def _photograph(self, page: Page) -> None:
        if self.pictures_dir is None:
            return
        path = self.pictures_dir / f"kiosk-{len(self.pages):02d}-{page.value}.png"
        if path not in self.pictures:
            photograph(self.program.window).save(str(path))
            self.pictures.append(path)

    def _heard(self, event: object) -> None:
        if isinstance(event, CheckEnded):
            self.check = event

    def _booking(self) -> list[Step]:
        """A mother books for her child: card, who, home, notice, check, department, doctor, time, payment, slip."""
        return [
            Step(Page.ATTRACT, self._place),
            Step(Page.WHO, self._press(Action.CHOOSE, CHILD.stands_there)),
            Step(Page.HOME, self._press(Action.CHOOSE, "book")),
            Step(Page.NOTICE, self._press(Action.AGREE)),
            Step(Page.CHECK, lambda: True, self._is_turning),
            Step(Page.DEPARTMENTS, self._press(Action.CHOOSE, "internal")),
            Step(Page.DOCTORS, self._press(Action.CHOOSE, "any")),
            Step(Page.SLOTS, self._choose_time),
            Step(Page.CONFIRM, self._press(Action.CONFIRM)),
            Step(Page.PAYING, self._pay),
            Step(Page.DONE, self._take),
            Step(Page.ATTRACT, lambda: True),
        ]

    def _press(self, action: Action, value: str = "") -> Callable[[], bool]:
        return lambda: press(self.program.window, action, value)

    def _place(self) -> bool:
        self.demo.hand.place(CHILD)
        return True

    def _is_turning(self) -> bool:
        """Nothing has to be pressed: the drawn head does what is asked. Photographed on its way."""
        progress = self.program.conversation.state.visitor.check.progress
        return progress is not None and progress.turn is not None

    def _choose_time(self) -> bool:
        free = first_of(self.program.window, Action.CHOOSE, "slot:")
        return free is not None and press(self.program.window, Action.CHOOSE, free)

    def _pay(self) -> bool:
        self.demo.hand.pay()
        return True

    def _take(self) -> bool:
        self.demo.hand.pull()
        return True


def came_to_its_end(walk: Walk, slips: Sequence[FakeSlip]) -> bool:
    """By every page of such a visit, to a whole slip that says so."""
    return set(walk.pages) >= TO_COME_BY and any(slip.whole and BOOKED in slip.text for slip in slips)
