"""The kiosk's program: parts, conversation and window, put together in their order and ended in the other."""

import time
import uuid
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from random import SystemRandom
from typing import cast

from hardware.printers.slip import Slip
from hardware.scanners.wedge import Wedge
from kiosk.outbox import OUTBOX_FILE, REPORTS_FILE, Outbox
from kiosk.running.conversation import Conversation, Lines
from kiosk.running.counting import DayCounters, PartCount
from kiosk.running.daily_lines import DailyLines
from kiosk.running.desk_line import DeskLine
from kiosk.running.hearing import Hearing
from kiosk.running.looking import Looking
from kiosk.running.mirror_line import MirrorLine
from kiosk.running.post_line import TO_HUB, PostLine
from kiosk.running.slip_layout import slip_of
from kiosk.running.slip_line import SlipLine
from kiosk.running.staff import PartsLog
from kiosk.running.tickets import TicketFile
from kiosk.visit.effects import PrintSlip
from kiosk.visit.events import Event, PartsLost, Tick
from kiosk.visit.pages import Page
from kiosk.visit.requests import MustArrive, TellOfScalper
from kiosk.visit.services import Service
from kiosk.visit.site import SiteRules
from kiosk.visit.state import Kiosk, fresh
from records.files import make_private_folder
from records.home_key import key_of_home
from records.key_files import platform_ring
from records.sealing import KeyedCipher
from scripts.kiosk.parts import KioskParts
from scripts.site_time import SITE_ZONE, now_at_site
from ui.shared.texts import Texts
from ui.visitor.doors import EventDoor, PictureDoor
from ui.visitor.front import NoVoice, VisitorFront
from ui.visitor.speech import VoiceAndChime
from ui.visitor.window import VisitorWindow, motion_allowed
from ui.visitor.wording import Wording

TICKET_FILE = "kiosk-tickets.json"
TEXTS = Path(__file__).resolve().parents[2] / "ui" / "visitor" / "texts"


@dataclass(frozen=True, slots=True)
class Clocks:
    """`monotonic` is what waiting goes by; `now` and `zone` are what a visitor reads."""

    monotonic: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = now_at_site
    zone: tzinfo = SITE_ZONE


class KioskProgram:
    """Made, run and closed on the screen's thread. Raises the failures of records.errors for a home it cannot use."""

    def __init__(
        self,
        home: Path,
        site: SiteRules,
        parts: KioskParts,
        texts: Texts,
        environ: Mapping[str, str],
        voice: VoiceAndChime | None = None,
        clocks: Clocks | None = None,
    ) -> None:
        if Service.SCALPER in site.services and parts.reports is None:
            raise ValueError("nobody would take what is told of scalpers")
        self._parts = parts
        self._site = site
        self._clocks = clocks = clocks or Clocks()
        make_private_folder(home)
        cipher = KeyedCipher(key_of_home(home, platform_ring(environ)))
        outbox = home / OUTBOX_FILE
        Outbox.open(outbox, cipher).close()  # a wrong key or a damaged file is told before a patient comes
        logs = home / "logs"
        self.counters = DayCounters(DailyLines(logs, "kiosk-counts"), site.kiosk)
        self.staff = PartsLog(DailyLines(logs, "kiosk-parts"), clocks.now)
        self._tickets = TicketFile(home / TICKET_FILE)
        self._wording = Wording(texts, site.look.language, clocks.zone)
        self.window = VisitorWindow(texts, clocks.zone, motion_allowed(), clock=clocks.monotonic)
        self.pictures = PictureDoor(self.window.show_frame)
        self.door = EventDoor(self._handle)
        self.wedge = Wedge()
        self._hearing = Hearing(self.door.post, self.staff, self._unknown_code, parts.codes)
        self._posts = PostLine(lambda: Outbox.open(outbox, cipher), parts.desk, clocks.now, self.staff, self.door.crash)
        self._reports = self._report_line(home / REPORTS_FILE, cipher) if parts.reports else None
        front = VisitorFront(self.window, self.pictures, self._wording, voice or NoVoice(), self.wedge.forget)
        self.conversation = self._conversation(front)

    def start(self) -> None:
        """The first page is drawn, then the parts are listened to."""
        self.window.intent.connect(self._handle)
        self.conversation.start()
        for reader, stays in self._parts.readers:
            self._hearing.hear_reader(reader, stays)
        for scanner in self._parts.scanners:
            self._hearing.hear_scanner(scanner)

    def tick(self) -> None:
        now = self._clocks.now()
        self.conversation.handle(Tick(now))
        self.counters.tick(now)
        if self.conversation.page is Page.ATTRACT:
            self._looking.look(self._clocks.monotonic())
        lost = self._looking.lost()
        if lost != self.conversation.state.kiosk.lost:
            self.conversation.handle(PartsLost(lost))

    def scanned(self, text: str) -> None:
        """By a scanner that types into the window."""
        self._hearing.scanned(text)

    def close(self) -> None:
        """No part tells anything any more, the visit ends, and what the desk is owed is on the disk."""
        with ExitStack() as closing:  # also after a bug: a thread that is left would keep the program from ending
            closing.callback(lambda: self.counters.write(self._clocks.now()))
            closing.callback(self._parts.close_desk)
            closing.callback(self._posts.close)
            if self._reports is not None:
                closing.callback(self._reports.close)
            closing.callback(self.conversation.close)
            self._hearing.close()

    def _handle(self, event: object) -> None:
        self.conversation.handle(cast(Event, event))  # Qt's signals carry any object

    def _unknown_code(self) -> None:
        self.counters.count(PartCount.CODE_UNKNOWN)

    def _conversation(self, front: VisitorFront) -> Conversation:
        parts, post, staff, crash = self._parts, self.door.post, self.staff, self.door.crash
        desk = DeskLine(parts.desk, post, staff, crash)
        slips = SlipLine(parts.printer, self._lay_out, post, staff, crash)
        self._looking = Looking(parts.kinds, lambda: staff.away, slips.look, desk.look)
        lines = Lines(
            desk=desk,
            slips=slips,
            mirror=MirrorLine(parts.open_mirror, self.pictures.take, SystemRandom(), post, staff, crash),
            post_later=self._post_later,
            counters=self.counters,
            tickets=self._tickets,
        )
        clock = self._clocks.monotonic
        return Conversation(self._site, fresh(self._kiosk(), self._site.look, clock()), lines, front, clock)

    def _report_line(self, path: Path, cipher: KeyedCipher) -> PostLine:
        assert self._parts.reports is not None
        Outbox.open(path, cipher).close()  # as with the desk's
        now, crash = self._clocks.now, self.door.crash
        return PostLine(lambda: Outbox.open(path, cipher), self._parts.reports, now, self.staff, crash, about=TO_HUB)

    def _post_later(self, request: MustArrive) -> None:
        """What is told of scalpers waits for its hub beside everything else, never before it."""
        line = self._reports if isinstance(request, TellOfScalper) else self._posts
        assert line is not None, "a report where nobody is asked for one"
        line.post_later(request)

    def _kiosk(self) -> Kiosk:
        now: datetime = self._clocks.now()
        return Kiosk(uuid.uuid4().hex, now, tickets=self._tickets.given(now.date()))

    def _lay_out(self, job: PrintSlip) -> bytes:
        slip: Slip = slip_of(job.slip, self._site.hospital, self._wording.in_language(job.language).of)
        return self._parts.typeset(slip)
