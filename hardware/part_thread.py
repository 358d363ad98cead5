"""The thread a part with a life of its own is driven from."""

import threading
from collections.abc import Callable

from hardware.errors import HardwareError

ENDS_WITHIN_S = 5.0


class PartThread:
    """Runs `run` once, until it returns; `run` looks at `stopping` and waits by `pause`, never by sleeping."""

    def __init__(self, part: str, run: Callable[[], None]) -> None:
        self._part = part
        self._stop = threading.Event()
        self._thread = threading.Thread(target=run, name=f"part {part}", daemon=True)

    @property
    def stopping(self) -> bool:
        return self._stop.is_set()

    def start(self) -> None:
        self._thread.start()

    def pause(self, wait_s: float) -> None:
        """Wait, or be told to stop earlier."""
        self._stop.wait(wait_s)

    def stop(self) -> None:
        self._stop.set()

    def close(self) -> None:
        """Stop and wait for the end; twice is allowed, and so is from within. Raises HardwareError when it hangs."""
        self.stop()
        if self._thread.ident is None or self._thread is threading.current_thread():
            return
        self._thread.join(ENDS_WITHIN_S)
        if self._thread.is_alive():
            raise HardwareError(self._part, f"its driver did not stop within {ENDS_WITHIN_S:.0f} s")
