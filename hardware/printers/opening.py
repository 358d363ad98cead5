"""An address turned into a printer, and paper into what sets slips for it. Drivers are loaded when they are needed."""

from collections.abc import Callable
from pathlib import Path

from hardware.errors import PartMissing
from hardware.printers.address import PrinterAddress, PrinterKind, parse_address
from hardware.printers.connection import Connection
from hardware.printers.fake import FakePrinter
from hardware.printers.protocol import SlipPrinter
from hardware.printers.slip import Paper, Slip
from hardware.printers.typeset import is_in_the_font, slip_bytes

Typesetter = Callable[[Slip], bytes]


def open_printer(address: str, name: str) -> SlipPrinter:
    """Nothing is asked yet: a printer that is switched off is reported by `check`. Raises PartMissing when the address
    is none or what drives such a printer is not installed."""
    try:
        understood = parse_address(address)
    except ValueError as error:
        raise PartMissing(name, str(error), "Correct the printer's address in the settings.") from error
    if understood.kind is PrinterKind.FAKE:
        return FakePrinter(name)
    from hardware.printers.escpos_printer import EscposPrinter

    return EscposPrinter(name, _connection(understood, name))


def _connection(address: PrinterAddress, name: str) -> Connection:
    match address.kind:
        case PrinterKind.NETWORK:
            from hardware.printers.network import NetworkConnection

            return NetworkConnection(address.place, address.port, address.tells)
        case PrinterKind.SERIAL:
            from hardware.printers.serial_port import SerialConnection

            return SerialConnection(address.place, address.baud, address.tells)
        case PrinterKind.WINDOWS:
            from hardware.printers.windows_queue import WindowsQueue

            return WindowsQueue(name, address.place)
    from hardware.printers.file import FileConnection

    return FileConnection(Path(address.place))


def open_typesetter(paper: Paper, font: Path | None = None) -> Typesetter:
    """Bytes for the printer's own font; a picture where it has none, or not every character, and this PC has one.

    Raises PartMissing where pictures are all the printer understands and no font is found.
    """
    painted = None if paper.chinese_font else _painted(paper, font)

    def typeset(slip: Slip) -> bytes:
        if painted is not None:
            return painted(slip)
        if is_in_the_font(slip):
            return slip_bytes(slip, paper)
        try:
            return _painted(paper, font)(slip)
        except PartMissing:
            return slip_bytes(slip, paper)

    return typeset


def _painted(paper: Paper, font: Path | None) -> Typesetter:
    from hardware.printers.raster import SlipPainter, find_font

    painter = SlipPainter(find_font(font))
    return lambda slip: painter.bytes(slip, paper)
