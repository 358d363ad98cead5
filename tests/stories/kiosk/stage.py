"""A kiosk on a stage: the real program and window, fake parts, the desk of a House, a person before it."""

from collections.abc import Callable, Mapping
from enum import Enum
from functools import cache
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from camera.leases.fake import FakeCamera, FakeMirror
from camera.leases.messages import Advice, CheckFacts, CheckProgress, NoComparison
from camera.leases.protocol import OpenMirror
from camera.liveness.facts import ChallengeEnd, Depth, LivenessFacts
from hardware.cards.events import CardData
from hardware.cards.fake import FakeCardReader
from hardware.printers.opening import open_typesetter
from hardware.printers.slip import Paper
from hardware.scanners.fake import FakeScanner
from kiosk.desk.protocol import Desk
from kiosk.desk.values import CardRef, Words
from kiosk.reports.fake import FakeReports
from kiosk.visit.pages import Page
from kiosk.visit.site import SiteRules
from kiosk.visit.state import VisitState
from scripts.kiosk.demo.people import CODES
from scripts.kiosk.parts import KioskParts
from scripts.kiosk.program import TEXTS, Clocks, KioskProgram
from tests.stories.kiosk.house import House
from tests.stories.kiosk.line import Line
from tests.stories.kiosk.moving_time import ZONE, MovingTime
from tests.stories.kiosk.phone import scanned
from tests.stories.kiosk.slow_printer import SlowPrinter
from ui.shared.app import application
from ui.shared.texts import Texts
from ui.visitor.speech import VoiceAndChime
from ui.visitor.touch import Touch

SITE = SiteRules(Words("市第一医院", "City First Hospital"), report_places=(Words("北门", "North gate"),))
SIZE = (540, 960)
"""Half of the upright layout, with all its proportions."""
WITHIN_S = 15.0
READS_FIRST_S = 0.5
MODEL = "mobilefacenet@story"
TURN_OVER = ("下一页", "More")


@cache
def _texts() -> Texts:
    return Texts.load(TEXTS, strict=True)


class Seen(Enum):
    """What the camera's worker tells at the end of a check."""

    SAME = (0.9, None, LivenessFacts(ChallengeEnd.PASSED, Depth.SOLID, 0.02, 0.9))
    SOMEBODY_ELSE = (0.05, None, LivenessFacts(ChallengeEnd.PASSED, Depth.SOLID, 0.02, 0.9))
    PHOTOGRAPH = (0.9, None, LivenessFacts(ChallengeEnd.PASSED, Depth.FLAT, 0.001, 0.9))
    DOES_NOT_TURN = (0.9, None, LivenessFacts(ChallengeEnd.TIMED_OUT))
    MASK = (None, NoComparison.COVERED, LivenessFacts(ChallengeEnd.TIMED_OUT))


class Stage:
    """Everything is done by touch, card, camera and telephone; `line` cuts the desk off, `time` goes on by `waits`."""

    def __init__(
        self,
        qtbot: QtBot,
        home: Path,
        house: House,
        time: MovingTime,
        environ: Mapping[str, str],
        *,
        desk: Desk,
        site: SiteRules = SITE,
        voice: VoiceAndChime | None = None,
        open_mirror: OpenMirror | None = None,
        size: tuple[int, int] = SIZE,
        hub: FakeReports | None = None,
    ) -> None:
        application("stories")
        self.qtbot, self.home, self.house, self.time, self.site = qtbot, home, house, time, site
        self._size, self.hub = size, hub or FakeReports()
        self.reader, self.scanner, self.printer = FakeCardReader("reader"), FakeScanner("scanner"), SlowPrinter()
        self.camera = FakeCamera([np.full((24, 32, 3), 90, np.uint8)])
        self.desk, self.line = desk, Line(desk)
        self.has_card = False
        self._environ, self._voice, self._open_mirror = environ, voice, open_mirror or self.camera.open
        self.program = self._switched_on()

    def _switched_on(self) -> KioskProgram:
        parts = KioskParts(
            readers=((self.reader, True),),
            scanners=(self.scanner,),
            wedge=False,
            printer=self.printer,
            typeset=open_typesetter(Paper()),
            desk=self.line.desk,
            close_desk=lambda: None,
            open_mirror=self._open_mirror,
            codes=CODES,
            reports=self.hub,
        )
        clocks = Clocks(self.time.monotonic, self.time.now, ZONE)
        program = KioskProgram(self.home, self.site, parts, _texts(), self._environ, self._voice, clocks)
        program.window.resize(*self._size)
        program.window.show()
        self.qtbot.waitExposed(program.window)
        program.start()
        return program

    def restart(self) -> None:
        """Switched off and on again."""
        self.switch_off()
        self.starts_again()

    def starts_again(self) -> None:
        """Another program on the same home."""
        self.reader, self.scanner = FakeCardReader("reader"), FakeScanner("scanner")
        self.has_card = False
        self.program = self._switched_on()

    def switch_off(self) -> None:
        self.line.let_go()
        self.printer.let_go()
        self.program.close()
        self.program.window.close()
        self.program.window.deleteLater()

    def close(self) -> None:
        self.switch_off()

    @property
    def page(self) -> Page:
        return self.program.conversation.page

    @property
    def state(self) -> VisitState:
        return self.program.conversation.state

    def until(self, is_so: Callable[[], object], what: str, within_s: float = WITHIN_S) -> None:
        """Lets the program work until it is so; its clock stands still."""
        try:
            self.qtbot.waitUntil(lambda: bool(is_so()), timeout=round(within_s * 1000))
        except self.qtbot.TimeoutError as error:
            raise AssertionError(f"never came: {what}; on {self.page}, where one reads {self.reads()}") from error

    def comes_to(self, page: Page) -> None:
        self.until(lambda: self.page is page, page.value)

    def waits(self, seconds: float, step_s: float = 1.0) -> None:
        """Time goes by, and is noticed as it is in the real program."""
        left_s = seconds
        while left_s > 0:
            self.time.go_on(min(step_s, left_s))
            left_s -= step_s
            self.program.tick()
            QApplication.processEvents()

    def reads(self) -> list[str]:
        """All that stands on the screen now."""
        labels = self.program.window.findChildren(QLabel)
        return [label.text() for label in labels if label.isVisible() and label.text().strip()]

    def sees(self, words: str) -> bool:
        return any(words in text for text in self.reads())

    def reads_soon(self, words: str) -> None:
        self.until(lambda: self.sees(words), words)

    def can_touch(self, words: str) -> bool:
        button = self._button(words)
        return button is not None and button.isEnabled()

    def touch(self, words: str, times: int = 1) -> None:
        """Looks for it, turning over the pages of a list, and puts a finger on its middle, at once `times` times."""
        self.until(lambda: self._button(words) or self._turned_over(), f"a button {words!r}")
        button = self._button(words)
        assert button is not None
        self._press(button, times)

    def types(self, characters: str) -> None:
        for character in characters:
            self.touch(character.upper())

    def _press(self, button: Touch, times: int = 1) -> None:
        """By the window's own way, so that what is covered or cannot be pressed stays untouched."""
        window = self.program.window
        at = button.mapTo(window, button.rect().center())
        assert window.childAt(at) is button, f"{button.accessibleName()!r} is covered by {window.childAt(at)}"
        assert button.isEnabled(), f"{button.accessibleName()!r} cannot be pressed"
        self.time.go_on(READS_FIRST_S)
        for _ in range(times):
            QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=at)

    def _button(self, words: str) -> Touch | None:
        """The one that says just this, else that begins with it, else that has it in it."""
        buttons = [each for each in self.program.window.findChildren(Touch) if each.isVisible()]
        fits: tuple[Callable[[str], bool], ...] = (
            lambda said: said == words,
            lambda said: said.startswith(f"{words}, "),
            lambda said: len(words) > 1 and words in said,
        )
        for is_it in fits:
            found = next((each for each in buttons if is_it(each.accessibleName())), None)
            if found is not None:
                return found
        return None

    def _turned_over(self) -> bool:
        """Always False: what was wished for has not been found yet."""
        more = next((each for each in map(self._button, TURN_OVER) if each is not None), None)
        if more is not None:
            self._press(more)
        return False

    def place(self, ref: CardRef, photo: bytes | None = None) -> None:
        self.reader.insert(CardData(ref.kind, ref.number, photo=photo))
        self.has_card = True

    def pull(self) -> None:
        self.reader.pull()
        self.has_card = False

    @property
    def mirror(self) -> FakeMirror:
        """With a check that runs."""
        self.until(lambda: self.camera.mirror is not None and self.camera.mirror.order is not None, "a face check")
        assert self.camera.mirror is not None
        return self.camera.mirror

    def looks_at_camera(self, seen: Seen = Seen.SAME) -> bytes:
        """Answers the photograph that was compared with."""
        self.comes_to(Page.CHECK)
        mirror = self.mirror
        assert mirror.order is not None
        order = mirror.order
        shown = self.program.pictures.shown
        mirror.show()
        self.until(lambda: self.program.pictures.shown > shown, "the mirror's picture")
        mirror.say(CheckProgress(order.check_id, Advice.HOLD_STILL, 0.5))
        similarity, obstacle, life = seen.value
        mirror.say(CheckFacts(order.check_id, life, MODEL, 5, similarity, obstacle))
        self.until(lambda: self.page is not Page.CHECK, "the end of the check")
        assert order.reference is not None
        return order.reference

    def pays(self) -> None:
        """A telephone scans the code that the screen shows."""
        self.comes_to(Page.PAYING)
        self.until(lambda: scanned(self.program.window), "a code that a telephone can read")
        self.house.payments.pay_by_qr(scanned(self.program.window) or "")

    def is_paid(self) -> None:
        """It pays, and the kiosk notices."""
        self.pays()
        self.waits(3)
        self.until(lambda: self.page is not Page.PAYING, "the payment to be noticed")

    def slips(self) -> list[str]:
        """What came out of the printer since this was asked last."""
        return [slip.text for slip in self.printer.take_slips()]


MakeStage = Callable[..., Stage]
"""Takes what Stage takes beyond its place and its house; see the fixture make_stage."""
