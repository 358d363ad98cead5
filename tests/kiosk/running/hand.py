"""A kiosk without a screen: the real lines in their threads, fake parts, and a front that remembers what it showed."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from queue import Empty, Queue
from random import Random
from typing import Any

import numpy as np

from camera.leases.fake import FakeCamera
from camera.leases.messages import CheckFacts, NoComparison
from hardware.cards.fake import FakeCardReader
from hardware.printers.fake import FakePrinter
from hardware.printers.opening import open_typesetter
from hardware.printers.slip import Paper
from hardware.scanners.fake import FakeScanner
from kiosk.desk.fake import hospital
from kiosk.desk.fake.desk import FakeDesk
from kiosk.desk.values import CardRef, Words
from kiosk.outbox import OUTBOX_FILE, Outbox
from kiosk.running.conversation import Conversation, Lines
from kiosk.running.counting import DayCounters, PartCount
from kiosk.running.daily_lines import DailyLines
from kiosk.running.desk_line import DeskLine
from kiosk.running.hearing import Hearing
from kiosk.running.mirror_line import MirrorLine
from kiosk.running.post_line import PostLine
from kiosk.running.slip_layout import slip_of
from kiosk.running.slip_line import SlipLine
from kiosk.running.staff import PartsLog
from kiosk.running.tickets import TicketFile
from kiosk.visit.effects import PrintSlip
from kiosk.visit.events import Event, Pressed, Tick
from kiosk.visit.pages import Action, Page
from kiosk.visit.screen import Look, Screen, Text
from kiosk.visit.site import SiteRules
from kiosk.visit.state import Kiosk, fresh
from records.sealing import TransparentCipher
from tests.kiosk.visit.hand import GOOD, MODEL, MORNING, ZONE, card_data
from ui.shared.texts import Texts
from ui.visitor.wording import Wording

SITE = SiteRules(Words("市第一医院", "City First Hospital"))
TEXTS = Path(__file__).resolve().parents[3] / "ui" / "visitor" / "texts"
WITHIN_S = 20.0
PHOTOS = {person.id: f"photo of {person.id}".encode() for person in hospital.PEOPLE}


@dataclass
class Front:
    screens: list[Screen] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    pictures: int = 0
    forgotten: int = 0
    chimes: int = 0

    def show(self, screen: Screen, look: Look) -> None:
        self.screens.append(screen)

    def say(self, text: Text, language: str) -> None:
        self.said.append(text.key)

    def chime(self) -> None:
        self.chimes += 1

    def forget(self) -> None:
        self.forgotten += 1
        self.pictures = 0

    def take(self, _image: object, _number: int) -> None:
        self.pictures += 1


class World:
    """Everything of a running kiosk but the window; `run` handles what was posted until something is so."""

    def __init__(self, home: Path, site: SiteRules = SITE) -> None:
        self.site = site
        self.home = home
        self.desk = FakeDesk(MORNING, PHOTOS)
        self.reader, self.scanner, self.printer = FakeCardReader("reader"), FakeScanner("scanner"), FakePrinter()
        self.camera = FakeCamera([np.zeros((4, 4, 3), np.uint8)])
        self.front = Front()
        self.waited_s = 0.0
        self.crashes: list[BaseException] = []
        self.events: Queue[Event] = Queue()
        self.log = DailyLines(home / "logs", "parts")
        self.staff = PartsLog(self.log, self.now)
        self.counters = DayCounters(DailyLines(home / "logs", "counts"), "A")
        self.tickets = TicketFile(home / "tickets.json")
        self.posts = PostLine(self.open_outbox, self.desk, self.now, self.staff, self.crashes.append, every_s=0.02)
        self.hearing = Hearing(self.events.put, self.staff, lambda: self.counters.count(PartCount.CODE_UNKNOWN))
        self.conversation = self._conversation()

    def now(self) -> datetime:
        return self.desk.now

    def open_outbox(self) -> Outbox:
        return Outbox.open(self.home / OUTBOX_FILE, TransparentCipher())

    def _conversation(self) -> Conversation:
        post, staff, crash = self.events.put, self.staff, self.crashes.append
        lines = Lines(
            DeskLine(self.desk, post, staff, crash),
            SlipLine(self.printer, self._lay_out, post, staff, crash),
            MirrorLine(self.camera.open, self.front.take, Random(1), post, staff, crash),
            self.posts.post_later,
            self.counters,
            self.tickets,
        )
        kiosk = Kiosk("run", self.now(), tickets=self.tickets.given(self.now().date()))
        return Conversation(self.site, fresh(kiosk, self.site.look, self.clock()), lines, self.front, self.clock)

    def clock(self) -> float:
        return time.monotonic() + self.waited_s

    def _lay_out(self, job: PrintSlip) -> bytes:
        wording = Wording(Texts.load(TEXTS, strict=True), job.language, ZONE)
        return open_typesetter(Paper())(slip_of(job.slip, self.site.hospital, wording.of))

    @property
    def page(self) -> Page:
        return self.conversation.page

    @property
    def screen(self) -> Screen:
        return self.front.screens[-1]

    def run(self, is_so: Callable[[], object], what: str) -> None:
        deadline = time.monotonic() + WITHIN_S
        while not is_so():
            assert time.monotonic() < deadline, f"never came: {what}; on {self.page} with {self.crashes}"
            try:
                self.conversation.handle(self.events.get(timeout=0.02))
            except Empty:
                continue

    def comes_to(self, page: Page) -> None:
        self.run(lambda: self.page is page, str(page))

    def presses(self, action: Action, value: str = "") -> None:
        self.conversation.handle(Pressed(action, value))

    def chooses(self, value: str) -> None:
        choices = (*self.screen.choices, *self.screen.days)
        assert value in [each.value for each in choices if each.is_enabled], (value, choices)
        self.presses(Action.CHOOSE, value)

    def places(self, ref: CardRef = hospital.ADULT_CARD) -> None:
        self.reader.insert(card_data(ref))

    def waits(self, seconds: float) -> None:
        """Both clocks go on, and it is noticed once."""
        self.waited_s += seconds
        self.desk.set_now(self.desk.now + timedelta(seconds=seconds))
        self.conversation.handle(Tick(self.desk.now))

    def is_seen(self, similarity: float = 0.99, obstacle: NoComparison | None = None) -> None:
        self.run(lambda: self.camera.mirror and self.camera.mirror.order, "a check")
        mirror = self.camera.mirror
        assert mirror is not None
        assert mirror.order is not None
        mirror.show()
        alike = None if obstacle else similarity
        mirror.say(CheckFacts(mirror.order.check_id, GOOD, MODEL, 5, alike, obstacle))

    def log_of(self, stem: str) -> list[dict[str, Any]]:
        path = DailyLines(self.home / "logs", stem).path_of(self.now().date())
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

    def close(self) -> None:
        self.hearing.close()
        self.conversation.close()
        self.posts.close()
        self.counters.write(self.now())


@contextmanager
def running(home: Path, site: SiteRules = SITE) -> Iterator[World]:
    world = World(home, site)
    world.conversation.start()
    world.hearing.hear_reader(world.reader, stays=True)
    world.hearing.hear_scanner(world.scanner)
    try:
        yield world
    finally:
        world.close()
    assert not world.crashes


def to_slots(world: World) -> None:
    """A card, the face check and a department: to tomorrow's times."""
    world.places()
    world.comes_to(Page.HOME)
    world.presses(Action.CHOOSE, "book")
    world.comes_to(Page.NOTICE)
    world.presses(Action.AGREE)
    world.is_seen()
    world.comes_to(Page.DEPARTMENTS)
    world.chooses("internal")
    world.comes_to(Page.DOCTORS)
    world.chooses("any")
    world.comes_to(Page.SLOTS)
    world.chooses(world.screen.days[1].value)
    world.comes_to(Page.SLOTS)


def to_paying(world: World) -> str:
    """Answers the id of the payment that is waited for."""
    to_slots(world)
    world.chooses(next(each.value for each in world.screen.choices if each.is_enabled))
    world.comes_to(Page.CONFIRM)
    world.presses(Action.CONFIRM)
    world.comes_to(Page.PAYING)
    payment = world.conversation.state.visitor.task.payment
    assert payment is not None
    return payment.id
