import pytest

from hardware.errors import CoverOpen, OutOfPaper, PartLost
from hardware.printers.status import (
    CANNOT_TELL,
    PaperLevel,
    PrinterStatus,
    failure_of,
    is_answer,
    is_answer_in_turn,
    status_from,
)

IDLE = 0x12


def test_no_byte_is_taken_for_two_kinds_of_answer() -> None:
    assert not any(is_answer(byte) and is_answer_in_turn(byte) for byte in range(256))
    assert is_answer(IDLE)
    assert is_answer_in_turn(0x00)


@pytest.mark.parametrize("byte", [0x11, 0x13, 0x10, 0x14])
def test_flow_control_and_reports_nobody_asked_for_are_no_answers(byte: int) -> None:
    assert not is_answer(byte)
    assert not is_answer_in_turn(byte)


def test_a_printer_in_order_has_no_failure() -> None:
    assert status_from(IDLE, IDLE, IDLE, IDLE) == PrinterStatus()
    assert failure_of("slip", PrinterStatus()) is None


def test_paper_that_runs_low_still_prints() -> None:
    status = status_from(IDLE, IDLE, IDLE, IDLE | 0x0C)
    assert status.paper is PaperLevel.LOW
    assert failure_of("slip", status) is None


@pytest.mark.parametrize(
    ("answers", "kind", "why"),
    [
        ((0x1A, 0x32, IDLE, 0x72), OutOfPaper, "no paper"),
        ((0x1A, IDLE, IDLE, 0x72), OutOfPaper, "no paper"),
        ((0x1A, 0x36, IDLE, 0x72), CoverOpen, "cover"),
        ((0x1A, 0x52, 0x1A, IDLE), PartLost, "cutter"),
        ((0x1A, 0x52, 0x32, IDLE), PartLost, "switching it off"),
        ((0x1A, 0x52, 0x52, IDLE), PartLost, "too hot"),
        ((0x1A, 0x52, IDLE, IDLE), PartLost, "a fault"),
        ((0x1A, IDLE, IDLE, IDLE), PartLost, "offline"),
    ],
)
def test_the_failure_is_the_one_somebody_can_mend(
    answers: tuple[int, int, int, int], kind: type[Exception], why: str
) -> None:
    failure = failure_of("slip", status_from(*answers))
    assert type(failure) is kind
    assert why in failure.why


def test_what_cannot_tell_has_no_failure() -> None:
    assert failure_of("slip", CANNOT_TELL) is None
