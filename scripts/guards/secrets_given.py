"""A PIN, a passphrase or a badge's number from whoever types it, a file or a pipe; never from the command line."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from scripts.errors import CommandError

_LONGEST_LINE = 1000


def given_pin(pin_file: Path | None) -> str:
    """Asked for twice on a terminal. Raises CommandError where none is given."""
    return given_secret("PIN", pin_file, is_new=True)


def given_secret(what: str, file: Path | None, *, is_new: bool) -> str:
    """A new one is asked for twice on a terminal. Raises CommandError where none is given."""
    if file is not None:
        with _readable(str(file)), file.open(encoding="utf-8-sig") as opened:
            text = opened.readline(_LONGEST_LINE + 1)
        return _first_line(text, str(file))
    if sys.stdin is not None and sys.stdin.isatty():
        again = f"The same {what} again" if is_new else False
        return str(click.prompt(what, hide_input=True, confirmation_prompt=again))
    return _from_pipe(what)


def given_number() -> str:
    """A reader that types like a keyboard ends with a return, and so does a person."""
    if sys.stdin is not None and sys.stdin.isatty():
        return str(click.prompt("Badge", hide_input=True))
    return _from_pipe("number")


def _from_pipe(what: str) -> str:
    where = f"standard input, where the {what} was expected,"
    with _readable(where):
        text = sys.stdin.readline(_LONGEST_LINE + 1) if sys.stdin is not None else ""
    return _first_line(text, where)


@contextmanager
def _readable(where: str) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        raise CommandError(f"{where} cannot be read", "Give text whose first line it is.") from error


def _first_line(text: str, where: str) -> str:
    if len(text) > _LONGEST_LINE:
        raise CommandError(f"{where} is longer than {_LONGEST_LINE} characters", "Write it there as a line of its own.")
    line = text.splitlines()[0].strip() if text.strip() else ""
    if not line:
        raise CommandError(f"{where} is empty", "Write it there as a line of its own.")
    return line
