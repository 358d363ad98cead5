"""Pictures in shared memory: a ring that the camera's worker writes and one reader looks into.

Behind the pictures lies the number of each slot's picture, so that a reader who is too slow drops a picture that was
overwritten under his eyes instead of showing half of it.
"""

import shutil
import sys
from multiprocessing import resource_tracker
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from camera.leases.errors import NoRoomForPictures
from camera.leases.messages import MirrorFrame, MirrorOpened
from camera.types import Image, Seconds

SLOTS = 4
_BEING_WRITTEN = -1
_NUMBER_BYTES = 8
SYSTEM_FOLDER = Path("/dev/shm")  # noqa: S108 - where Linux shows shared memory by its names


def remove_leftovers(prefix: str) -> None:
    """What a worker that was killed left behind; elsewhere than on Linux the system or Python's tracker did it."""
    if sys.platform == "linux":
        for path in SYSTEM_FOLDER.glob(f"{prefix}*"):
            path.unlink(missing_ok=True)


class PictureRing:
    """The worker's side: makes the memory, writes, wipes it and removes it."""

    def __init__(self, name: str, width_px: int, height_px: int) -> None:
        """Raises NoRoomForPictures."""
        self.opened = MirrorOpened(name, width_px, height_px, SLOTS)
        try:
            _require_room(_size(self.opened))
            self._memory = SharedMemory(name, create=True, size=_size(self.opened))
        except OSError as error:
            raise NoRoomForPictures(f"no shared memory for the mirror: {error.strerror or error}") from error
        _numbers(self._memory, self.opened).fill(_BEING_WRITTEN)

    def write(self, image: Image, number: int, at: Seconds) -> MirrorFrame:
        slot = number % SLOTS
        numbers = _numbers(self._memory, self.opened)
        numbers[slot] = _BEING_WRITTEN
        _pictures(self._memory, self.opened)[slot] = image
        numbers[slot] = number
        return MirrorFrame(slot, number, at)

    def close(self) -> None:
        """A reader may still hold it: no face stays in there."""
        _pictures(self._memory, self.opened).fill(0)
        self._memory.close()
        try:
            self._memory.unlink()
        except FileNotFoundError:  # the system takes it away when the user logs out
            _untrack(self.opened.memory)


class RingView:
    """The reader's side. Raises FileNotFoundError when the memory is already gone."""

    def __init__(self, opened: MirrorOpened) -> None:
        self._opened = opened
        self._memory = _attached(opened.memory)

    def read(self, frame: MirrorFrame) -> Image | None:
        """A copy of the picture; None when a newer one has overwritten it."""
        image: Image = _pictures(self._memory, self._opened)[frame.slot].copy()
        is_whole = _numbers(self._memory, self._opened)[frame.slot] == frame.number
        return image if is_whole else None

    def close(self) -> None:
        self._memory.close()


def _attached(name: str) -> SharedMemory:
    """The memory is the worker's: until Python 3.13 the reader's own end would have removed it."""
    if sys.version_info >= (3, 13):
        return SharedMemory(name, track=False)
    memory = SharedMemory(name)
    _untrack(name)
    return memory


def _untrack(name: str) -> None:
    """Python's tracker would try to remove the memory at the end of this process, and complain."""
    if sys.platform != "win32":
        resource_tracker.unregister(f"/{name}", "shared_memory")


def _require_room(size: int) -> None:
    """Linux promises memory that it has not got, and ends the process that writes into it."""
    if sys.platform != "linux" or not SYSTEM_FOLDER.is_dir():
        return
    if shutil.disk_usage(SYSTEM_FOLDER).free < size:
        raise OSError(f"{SYSTEM_FOLDER} has not {size} bytes left")


def _size(opened: MirrorOpened) -> int:
    return _numbers_at(opened) + opened.slots * _NUMBER_BYTES


def _numbers_at(opened: MirrorOpened) -> int:
    pictures = opened.slots * opened.height_px * opened.width_px * 3
    return -(-pictures // _NUMBER_BYTES) * _NUMBER_BYTES


def _pictures(memory: SharedMemory, opened: MirrorOpened) -> NDArray[np.uint8]:
    return np.ndarray((opened.slots, opened.height_px, opened.width_px, 3), np.uint8, memory.buf)


def _numbers(memory: SharedMemory, opened: MirrorOpened) -> NDArray[np.int64]:
    return np.ndarray((opened.slots,), np.int64, memory.buf, _numbers_at(opened))
