"""What the reader of a mirror makes of the worker's messages."""

from collections.abc import Callable
from typing import Any

from camera.leases.line import Line
from camera.leases.memory import RingView
from camera.leases.messages import CheckFacts, CheckProgress, MirrorClosed, MirrorFrame, MirrorOpened
from camera.leases.protocol import OnFrame


class Showing:
    """A context manager: the memory is let go of at its end. Of frames that wait on the line the newest is shown."""

    def __init__(
        self, on_frame: OnFrame, on_message: Callable[[CheckProgress | CheckFacts | MirrorClosed], None]
    ) -> None:
        self._on_frame = on_frame
        self._on_message = on_message
        self._view: RingView | None = None

    def hear(self, line: "Line[Any, Any]") -> None:
        """Everything that lies on the line. Raises EOFError and the like when the worker is gone."""
        frame: MirrorFrame | None = None
        while line.poll(0):
            message = line.recv()
            if isinstance(message, MirrorFrame):
                frame = message
                continue
            frame = None if isinstance(message, MirrorOpened | MirrorClosed) else frame
            self._heard(message)
        if frame is not None:
            self._show(frame)

    def __enter__(self) -> "Showing":
        return self

    def __exit__(self, *_: object) -> None:
        self._let_go()

    def _heard(self, message: object) -> None:
        match message:
            case MirrorOpened():
                self._let_go()
                try:
                    self._view = RingView(message)
                except FileNotFoundError:  # closed again already; that is told next
                    self._view = None
            case MirrorClosed():
                self._let_go()
                self._on_message(message)
            case CheckProgress() | CheckFacts():
                self._on_message(message)

    def _show(self, frame: MirrorFrame) -> None:
        image = self._view.read(frame) if self._view else None
        if image is not None:
            self._on_frame(image, frame.number)

    def _let_go(self) -> None:
        view, self._view = self._view, None
        if view is not None:
            view.close()
