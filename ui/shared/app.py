"""The life of a program with a window: it starts, a bug ends it loudly, Ctrl-C ends it quietly."""

import signal
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication

CrashReport = Callable[[BaseException], None]


def application(name: str, arguments: Sequence[str] = ()) -> QApplication:
    """The one QApplication, made when there is none yet.

    It does not end with its last window: quitting closes the windows, and would leave a second quit behind that ends
    whatever runs an event loop next. Programs end by `EndsWithWindow` or `quit_now`.
    """
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication([name, *arguments])
    app.setQuitOnLastWindowClosed(False)
    app.setApplicationName(name)
    app.setStyle("fusion")
    return app


def run(app: QApplication, on_crash: CrashReport | None = None) -> int:
    """Run until somebody quits the program, or Ctrl-C.

    A bug in anything the event loop calls is told to `on_crash`, ends the loop, and is raised here: what the screen
    shows after a bug is not to be trusted.
    """
    caught: list[BaseException] = []

    def crash(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        caught.append(error)
        if on_crash is not None and len(caught) == 1:
            on_crash(error)
        app.exit(1)

    before, sys.excepthook = sys.excepthook, crash
    try:
        with _interruptible(app):
            answer = app.exec()
    finally:
        sys.excepthook = before
    if caught:
        raise caught[0]
    return answer


@contextmanager
def _interruptible(app: QApplication) -> Iterator[None]:
    """Ctrl-C quits. Python sees a signal only while it runs, so the signal's byte wakes the event loop: no timer."""
    ours, pythons = socket.socketpair()
    for end in (ours, pythons):
        end.setblocking(False)
    awake = QSocketNotifier(ours.fileno(), QSocketNotifier.Type.Read)
    awake.activated.connect(lambda *_: ours.recv(64))
    fd_before = signal.set_wakeup_fd(pythons.fileno(), warn_on_full_buffer=False)
    handler_before = signal.signal(signal.SIGINT, lambda *_: app.quit())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler_before)
        signal.set_wakeup_fd(fd_before)
        awake.setEnabled(False)
        ours.close()
        pythons.close()
