"""The kiosk is switched off in the middle; what the desk is owed is on its disk, and the next start delivers it."""

import threading

import pytest

from kiosk.desk.values import BookingState
from kiosk.visit.pages import Page
from tests.stories.kiosk.forgetting import nothing_is_left, nothing_is_owed, what_was_paid_stands
from tests.stories.kiosk.stage import Stage
from tests.stories.kiosk.traces import KIOSK_THREADS
from tests.stories.kiosk.ways import to_confirm, to_counter, to_paying


def test_a_kiosk_that_is_switched_off_while_somebody_chooses_gives_the_place_back(stage: Stage) -> None:
    to_confirm(stage)
    stage.line.cut()
    stage.restart()
    assert stage.house.holds()
    stage.line.mend()
    stage.waits(5)
    nothing_is_owed(stage)
    nothing_is_left(stage)


def test_paid_just_before_the_kiosk_is_switched_off_the_booking_is_made(stage: Stage) -> None:
    to_paying(stage)
    stage.line.cut()
    stage.pays()
    stage.restart()
    assert not stage.house.kiosk_bookings(BookingState.BOOKED)
    stage.line.mend()
    stage.waits(5)
    stage.until(lambda: stage.house.kiosk_bookings(BookingState.BOOKED), "the booking")
    what_was_paid_stands(stage)
    nothing_is_owed(stage)


def test_a_counter_ticket_has_a_number_that_nobody_had_before_the_restart(stage: Stage) -> None:
    to_counter(stage)
    assert stage.sees("A001")
    stage.restart()
    stage.touch("人工窗口")
    stage.comes_to(Page.COUNTER)
    assert stage.sees("A002")


class Bug(RuntimeError):
    pass


def test_a_bug_at_the_end_keeps_no_kiosk_from_starting_again(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is owed is on the disk, and no thread is left that would keep the program alive."""
    to_confirm(stage)
    stage.line.cut()

    def breaks(*_: object) -> None:
        raise Bug

    with monkeypatch.context() as broken, pytest.raises(Bug):
        broken.setattr(stage.program.window, "show_screen", breaks)
        stage.program.close()
    names = [thread.name for thread in threading.enumerate()]
    assert not [name for name in names if name.startswith(KIOSK_THREADS)]
    stage.starts_again()
    assert stage.house.holds()
    stage.line.mend()
    stage.waits(5)
    nothing_is_owed(stage)
