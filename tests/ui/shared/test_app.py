import signal
from threading import Thread

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from ui.shared.app import application, run


class Bug(RuntimeError):
    pass


def test_there_is_one_application(qapp: QApplication) -> None:
    assert application("kiosk") is qapp


def test_a_bug_on_the_screen_is_reported_and_ends_the_program(qapp: QApplication) -> None:
    told: list[BaseException] = []

    def fail() -> None:
        raise Bug("a slot went wrong")

    QTimer.singleShot(0, fail)
    with pytest.raises(Bug):
        run(qapp, told.append)
    assert [type(error) for error in told] == [Bug]


def test_ctrl_c_ends_an_idle_program_quietly(qapp: QApplication) -> None:
    """The signal comes while no Python runs: only the byte it writes wakes the loop."""
    before = signal.getsignal(signal.SIGINT)
    interrupter = Thread(target=signal.raise_signal, args=(signal.SIGINT,))
    QTimer.singleShot(0, interrupter.start)
    give_up = QTimer(singleShot=True, interval=10_000)
    give_up.timeout.connect(lambda: qapp.exit(99))
    give_up.start()
    assert run(qapp) == 0
    give_up.stop()
    interrupter.join()
    assert signal.getsignal(signal.SIGINT) is before
