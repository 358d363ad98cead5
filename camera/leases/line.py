"""The local connection between a camera's worker and one of its readers."""

import os
import socket
import sys
from contextlib import suppress
from multiprocessing.connection import Client
from typing import Any

if sys.platform == "win32":
    from multiprocessing.connection import PipeConnection as Line
else:
    from multiprocessing.connection import Connection as Line

__all__ = ["GONE", "Line", "dial", "shut"]

GONE: tuple[type[OSError] | type[EOFError], ...] = (EOFError, ConnectionResetError, BrokenPipeError)
"""What sending and receiving raise when nobody is at the other end any more."""


def dial(address: str) -> "Line[Any, Any]":
    """Raises OSError when nobody listens there."""
    line = Client(address)
    assert isinstance(line, Line)
    return line


def shut(line: "Line[Any, Any]") -> None:
    """Ends both directions and wakes who waits in them; the line itself is still to be closed.

    Windows has nothing like it: there the waiting must end by itself.
    """
    if sys.platform == "win32":
        return
    with suppress(OSError), socket.socket(fileno=os.dup(line.fileno())) as end:
        end.shutdown(socket.SHUT_RDWR)
