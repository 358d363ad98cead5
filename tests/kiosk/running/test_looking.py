"""The parts are looked at between two visits, so that a sign comes and goes without a patient."""

from pathlib import Path

from hardware.errors import PartMissing
from hardware.printers.fake import FakePrinter
from hardware.printers.status import CANNOT_TELL, PrinterStatus
from kiosk.errors import Refusal
from kiosk.running.looking import EVERY_S, Looking
from kiosk.running.slip_line import SlipLine
from kiosk.visit.effects import PrintSlip
from kiosk.visit.events import Event
from kiosk.visit.parts import Part
from kiosk.visit.slips import CounterSlip
from tests.kiosk.running.hand import SITE, running
from tests.kiosk.visit.hand import MORNING

KINDS = {"reader 1": Part.READER, "reader 2": Part.READER, "printer": Part.PRINTER}


class Known:
    """A staff that only knows what is lost."""

    def __init__(self) -> None:
        self.away: dict[str, str] = {}

    def lost(self, part: str, why: str, hint: str) -> None:
        self.away[part] = hint

    def back(self, part: str) -> None:
        self.away.pop(part, None)


def test_it_looks_now_and_then_and_asks_the_desk_only_when_it_is_lost() -> None:
    away: list[str] = []
    looked: list[str] = []
    looking = Looking(KINDS, lambda: away, lambda: looked.append("printer"), lambda: looked.append("desk"))
    looking.look(0.0)
    looking.look(EVERY_S / 2)
    assert looked == ["printer"]
    away.append("desk")
    looking.look(EVERY_S)
    assert looked == ["printer", "printer", "desk"]


def test_one_reader_of_two_is_not_all_of_them() -> None:
    away: list[str] = []
    looking = Looking(KINDS, lambda: away, lambda: None, lambda: None)
    away += ["letter 7 (book)", "reader 2"]
    assert looking.lost() == (Part.READER,)
    away += ["reader 1", "disk", "camera"]
    assert looking.lost() == (Part.READERS, Part.CAMERA, Part.DISK)


def look(line: SlipLine) -> None:
    line.look()
    line._hands.finish()


def line_of(printer: FakePrinter, staff: Known) -> SlipLine:
    events: list[Event] = []
    return SlipLine(printer, lambda job: b"", events.append, staff, _raises)


def _raises(error: BaseException) -> None:
    raise error


def test_a_printer_without_paper_is_noticed_before_a_patient_has_no_slip_and_so_is_new_paper() -> None:
    printer, staff = FakePrinter("printer"), Known()
    printer.run_out_of_paper()
    look(line_of(printer, staff))
    assert "printer" in staff.away
    printer.refill()
    look(line_of(printer, staff))
    assert not staff.away


class DumbPrinter(FakePrinter):
    def status(self) -> PrinterStatus:
        return CANNOT_TELL


def test_a_printer_that_says_nothing_is_not_taken_for_mended() -> None:
    staff = Known()
    staff.lost("printer", "its queue is stopped", "Start it.")
    look(line_of(DumbPrinter("printer"), staff))
    assert staff.away


def test_while_no_slip_can_be_set_the_printer_stays_lost() -> None:
    staff, printer = Known(), FakePrinter("printer")
    job = PrintSlip(1, CounterSlip("A001", SITE.counter, SITE.counter_place, MORNING), "zh")

    def without_font(_job: PrintSlip) -> bytes:
        raise PartMissing("font", "there is no font", "Install one.")

    events: list[Event] = []
    line = SlipLine(printer, without_font, events.append, staff, _raises)
    line.print(job)
    look(line)
    assert staff.away == {"printer": "Install one."}


def test_a_desk_that_is_back_is_noticed_without_a_patient(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        desk = world.conversation._lines.desk
        world.desk.go_away()
        desk.look()
        world.run(lambda: "desk" in world.staff.away, "the desk missed")
        world.desk.come_back()
        world.desk.refuse_next(Refusal.TOO_MANY_REQUESTS)
        desk.look()
        world.run(lambda: not world.staff.away, "a no is an answer too")
        assert world.front.screens == world.front.screens[:1], "nobody sees anything of it"
