"""Keeps a program with a window alive on Python 3.11."""

import ctypes
import sys

SPARE = 1 << 40
"""References that nobody counts: enough for years."""


def keep_singletons() -> None:
    """PySide6 6.12 is built as if None, True and False were immortal, which they are since Python 3.12: each call that
    returns nothing gives away a reference to None, and after some thousand of them the interpreter ends itself.

    To be removed with Python 3.11.
    """
    if sys.version_info >= (3, 12):
        return
    for one in (None, True, False):
        count = ctypes.c_ssize_t.from_address(id(one))
        if count.value < SPARE:
            count.value += 2 * SPARE
