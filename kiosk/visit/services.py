"""What a visitor may want. Pure."""

from enum import StrEnum


class Service(StrEnum):
    BOOK = "book"
    EXAMINATION = "examination"
    PICK_UP = "pick-up"
    CANCEL = "cancel"
    PAY = "pay"
    QUEUE = "queue"
    RECORD_BOOK = "record-book"
    REPORTS = "reports"
    SCALPER = "scalper"
