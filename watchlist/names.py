"""Names of listed people: one spelling for what looks the same, and what was probably meant."""

import difflib
import unicodedata
from collections.abc import Iterable

from watchlist.errors import EntryRefused

MAX_NAME_LENGTH = 100


def normal_name(text: str) -> str:
    """NFC, without spaces around and doubled spaces inside. Raises EntryRefused for what is no name."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not name:
        raise EntryRefused("an entry needs a name", "Give the name the person is known by.")
    if any(unicodedata.category(letter) == "Cs" for letter in name):
        # What a folder is called that was packed on a PC with another character set.
        raise EntryRefused("the name is not written in UTF-8", "Rename the folder: type the name anew.")
    if len(name) > MAX_NAME_LENGTH or any(unicodedata.category(letter) == "Cc" for letter in name):
        raise EntryRefused("this is not a name", f"Give a name of at most {MAX_NAME_LENGTH} letters on one line.")
    return name


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """A hint that names the nearest few."""
    near = difflib.get_close_matches(name, list(names), n=3, cutoff=0.5)
    if not near:
        return "Run 'gatehouse people list' to see who is on the list."
    return f"Did you mean {' or '.join(repr(one) for one in near)}?"
