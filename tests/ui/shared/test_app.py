import signal
from threading import Thread

import pytest
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.shared.app import application, run
from ui.shared.placing import quit_now


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


def test_a_program_that_quit_leaves_nothing_behind_that_ends_the_next_loop(qtbot: QtBot) -> None:
    app = application("guard")
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    QTimer.singleShot(0, quit_now)
    assert run(app) == 0
    assert not window.isVisible()
    app.processEvents()
    next_loop = QEventLoop()
    QTimer.singleShot(0, lambda: next_loop.exit(7))
    assert next_loop.exec() == 7
