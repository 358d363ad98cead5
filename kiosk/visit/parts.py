"""What a kiosk is made of, as far as it matters on its first page that it is lost. Pure."""

from enum import StrEnum


class Part(StrEnum):
    """READER: one of several. READERS: no card can be read any more."""

    READER = "reader"
    READERS = "readers"
    SCANNER = "scanner"
    PRINTER = "printer"
    CAMERA = "camera"
    DESK = "desk"
    DISK = "disk"


MISSED_BY_PATIENTS = (Part.READERS, Part.DESK, Part.PRINTER)
"""What patients are told of before they begin, the worst first. Without a camera they are sent to a person in time."""
