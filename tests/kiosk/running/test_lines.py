"""Each line answers every order by one event, and a bug in a thread reaches the crash report."""

from random import Random
from threading import Event as Flag
from threading import Lock

import numpy as np

from camera.errors import CameraPackageError
from camera.leases.fake import FakeCamera
from camera.leases.protocol import Mirror, OnFrame, OnTold
from camera.liveness.turns import Turn
from hardware.errors import CoverOpen, HalfPrinted, OutOfPaper, PartLost, PartMissing
from hardware.printers.fake import FakePrinter
from kiosk.desk.fake.desk import FakeDesk
from kiosk.errors import Refusal
from kiosk.running.desk_line import DeskLine
from kiosk.running.hands import Hands
from kiosk.running.mirror_line import MirrorLine
from kiosk.running.slip_line import SlipLine, failure_of
from kiosk.visit.effects import AskDesk, PrintSlip, StartCheck
from kiosk.visit.events import CameraLost, DeskSaidNo, DeskUnreachable, Event, SlipFailed, SlipFailure, SlipPrinted
from kiosk.visit.requests import RecordBookPrice
from kiosk.visit.slips import CounterSlip
from tests.camera.leases.hand import until
from tests.kiosk.running.hand import SITE
from tests.kiosk.visit.hand import MORNING

SLIP = PrintSlip(7, CounterSlip("A001", SITE.counter, SITE.counter_place, MORNING), "zh")


class Staff:
    def __init__(self) -> None:
        self.away: dict[str, str] = {}

    def lost(self, part: str, why: str, hint: str) -> None:
        self.away[part] = hint

    def back(self, part: str) -> None:
        self.away.pop(part, None)


class Heard:
    def __init__(self) -> None:
        self.events: list[Event] = []
        self.crashes: list[BaseException] = []
        self.staff = Staff()


def test_the_desk_says_no_or_nothing() -> None:
    heard = Heard()
    desk = FakeDesk(MORNING)
    line = DeskLine(desk, heard.events.append, heard.staff, heard.crashes.append)
    desk.refuse_next(Refusal.TOO_MANY_REQUESTS)
    line.ask(AskDesk(1, RecordBookPrice()))
    line.close()
    assert heard.events == [DeskSaidNo(1, Refusal.TOO_MANY_REQUESTS)]
    desk.go_away()
    line = DeskLine(desk, heard.events.append, heard.staff, heard.crashes.append)
    line.ask(AskDesk(2, RecordBookPrice()))
    line.close()
    assert heard.events[1:] == [DeskUnreachable(2)]
    assert "desk" in heard.staff.away


def test_a_desk_that_hangs_keeps_nobody_else_waiting() -> None:
    heard, hangs, is_first = Heard(), Flag(), Lock()

    def hang_once(_call: str) -> None:
        if is_first.acquire(blocking=False):
            hangs.wait(20)

    desk = FakeDesk(MORNING, before_each=hang_once)
    line = DeskLine(desk, heard.events.append, heard.staff, heard.crashes.append)
    line.ask(AskDesk(1, RecordBookPrice()))
    until(is_first.locked, "the first call under way")
    line.ask(AskDesk(2, RecordBookPrice()))
    until(lambda: heard.events, "an answer to the second")
    hangs.set()
    line.close()
    assert [getattr(each, "call_id", 0) for each in heard.events] == [2, 1]


def test_a_bug_in_a_thread_is_reported() -> None:
    crashes: list[BaseException] = []
    hands = Hands("test", crashes.append)

    def bug() -> None:
        raise ZeroDivisionError

    hands.begin(bug)
    hands.finish()
    assert [type(each) for each in crashes] == [ZeroDivisionError]


def test_a_slip_is_printed_or_its_failure_told() -> None:
    heard, printer = Heard(), FakePrinter()
    line = SlipLine(printer, lambda _job: b"slip", heard.events.append, heard.staff, heard.crashes.append)
    line.print(SLIP)
    line.close()
    assert heard.events == [SlipPrinted(7)]


def test_without_a_font_the_visit_goes_on_without_a_slip() -> None:
    heard = Heard()

    def no_font(_job: PrintSlip) -> bytes:
        raise PartMissing("printer", "no font")

    line = SlipLine(FakePrinter(), no_font, heard.events.append, heard.staff, heard.crashes.append)
    line.print(SLIP)
    line.close()
    assert heard.events == [SlipFailed(7, SlipFailure.NO_PRINTER)]


def test_each_failure_of_a_printer_has_its_word() -> None:
    errors = [kind("printer", "why") for kind in (OutOfPaper, CoverOpen, HalfPrinted, PartLost)]
    assert [failure_of(error) for error in errors] == [
        SlipFailure.OUT_OF_PAPER,
        SlipFailure.COVER_OPEN,
        SlipFailure.HALF,
        SlipFailure.NO_PRINTER,
    ]


def test_a_camera_that_cannot_be_had_is_told() -> None:
    heard = Heard()

    def refuse(_frame: OnFrame, _told: OnTold) -> Mirror:
        raise CameraPackageError("no model", "Install one.")

    line = MirrorLine(refuse, lambda *_: None, Random(1), heard.events.append, heard.staff, heard.crashes.append)
    line.open()
    line.start(StartCheck("one", "p", b"photo", 1))
    line.close()
    assert heard.events == [CameraLost()]
    assert heard.staff.away == {"camera": "Install one."}


def test_a_picture_on_its_way_is_not_shown_once_the_mirror_is_given_back() -> None:
    heard, camera, shown = Heard(), FakeCamera(), list[int]()
    line = MirrorLine(
        camera.open,
        lambda _image, number: shown.append(number),
        Random(1),
        heard.events.append,
        heard.staff,
        heard.crashes.append,
    )
    line.open()
    until(lambda: camera.held, "the lease")
    mirror = camera.mirror
    assert mirror is not None
    mirror.show(np.zeros((2, 2, 3), np.uint8))
    line.give_back()
    mirror.show(np.zeros((2, 2, 3), np.uint8))
    line.close()
    assert shown == [0]
    assert not camera.held


def turns_of(camera: FakeCamera, check_id: str) -> tuple[Turn, ...]:
    """Of the check that runs, once it is this one."""

    def ordered() -> tuple[Turn, ...]:
        order = camera.mirror.order if camera.mirror else None
        return order.turns if order and order.check_id == check_id else ()

    return until(ordered, "the check")


def test_the_turns_are_drawn_anew_for_every_check() -> None:
    heard, camera = Heard(), FakeCamera()
    line = MirrorLine(camera.open, lambda *_: None, Random(3), heard.events.append, heard.staff, heard.crashes.append)
    line.open()
    drawn = set()
    for number in range(20):
        line.start(StartCheck(f"c{number}", "p", b"photo", 1))
        drawn.add(turns_of(camera, f"c{number}"))
    line.close()
    assert len(drawn) > 3
    assert all(len(turns) == 2 for turns in drawn)
