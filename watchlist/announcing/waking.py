"""Wakes a thread that waits for a socket: the only way that Windows has, too."""

import socket
from contextlib import suppress


class Waker:
    def __init__(self) -> None:
        self._here, self._there = socket.socketpair()
        self._here.setblocking(False)
        self._there.setblocking(False)

    def fileno(self) -> int:
        """To be waited for until it can be read."""
        return self._here.fileno()

    def wake(self) -> None:
        """From any thread. One that is awake already, or gone, needs nothing."""
        with suppress(OSError):
            self._there.send(b".")

    def rest(self) -> None:
        """Awake now: forget that it was asked for."""
        with suppress(OSError):
            self._here.recv(4096)

    def close(self) -> None:
        self._here.close()
        self._there.close()
