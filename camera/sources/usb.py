"""A USB camera, by OpenCV."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import cv2
import numpy as np

from camera.errors import CameraLost
from camera.sources.bounded import StillRunning, within
from camera.sources.guard import ReadGuard
from camera.types import Frame, Seconds

OPEN_LIMIT_S = 10.0
FAILED_READS_ALLOWED = 3
"""In a row. Some cameras give nothing at the first one or two reads after power-up."""


@dataclass(frozen=True, slots=True)
class UsbAddress:
    """Which camera, and the picture size to ask it for; None leaves the size to the camera."""

    index: int
    width_px: int | None = None
    height_px: int | None = None


class Capture(Protocol):
    """What is used of cv2.VideoCapture."""

    def read(self) -> tuple[bool, Any]: ...

    def release(self) -> None: ...


def open_with_cv2(address: UsbAddress) -> Capture | None:
    """The opened camera; None when there is no camera at this index or another program holds it."""
    capture = cv2.VideoCapture(address.index, _backend())
    if not capture.isOpened():
        capture.release()
        return None
    if address.width_px is not None and address.height_px is not None:
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, address.width_px)
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, address.height_px)
    return capture


def _backend() -> int:
    """DirectShow opens at once where Media Foundation takes many seconds to look for hardware transforms."""
    if sys.platform == "win32":
        return cv2.CAP_DSHOW
    return cv2.CAP_V4L2 if sys.platform == "linux" else cv2.CAP_ANY


class UsbCamera:
    """Raises CameraLost when it cannot be opened within `open_limit_s`, and when it stops giving pictures."""

    live = True

    def __init__(
        self,
        address: UsbAddress,
        name: str,
        clock: Callable[[], Seconds],
        open_capture: Callable[[UsbAddress], Capture | None] = open_with_cv2,
        open_limit_s: Seconds = OPEN_LIMIT_S,
    ) -> None:
        self.name = name
        self._clock = clock
        self._capture = _opened(address, name, open_capture, open_limit_s)
        self._guard = ReadGuard(self._capture.release)

    def __iter__(self) -> Iterator[Frame]:
        number = failures = 0
        with self._guard:
            while not self._guard.closed:
                ok, image = self._capture.read()
                if ok:
                    failures = 0
                    yield Frame.of(np.asarray(image, dtype=np.uint8), self._clock(), number)
                    number += 1
                    continue
                failures += 1
                if failures > FAILED_READS_ALLOWED:
                    raise CameraLost(self.name, f"the USB camera gives no picture any more (after {number} frames)")

    def close(self) -> None:
        self._guard.close()


def _opened(
    address: UsbAddress, name: str, open_capture: Callable[[UsbAddress], Capture | None], limit_s: Seconds
) -> Capture:
    def discard(capture: Capture | None) -> None:
        if capture is not None:
            capture.release()

    thread_name = f"open-usb-{address.index}"
    try:
        capture = within(limit_s, lambda: open_capture(address), discard, cv2.error, thread_name)
    except StillRunning as error:
        raise CameraLost(name, f"USB camera {address.index}: {error}", "Unplug it and plug it in again.") from error
    except cv2.error as error:
        raise CameraLost(name, f"USB camera {address.index} cannot be opened: {error.err}") from error
    if capture is None:
        raise CameraLost(name, f"there is no USB camera {address.index}, or another program uses it", _hint())
    return capture


def _hint() -> str:
    found = [path.name.removeprefix("video") for path in Path("/dev").glob("video*")] if sys.platform == "linux" else []
    seen = f" This computer has: {', '.join(f'usb:{index}' for index in sorted(found))}." if found else ""
    return f"Check the plug, close other programs that use the camera, try another number.{seen}"
