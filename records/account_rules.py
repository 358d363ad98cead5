"""What a PIN or a passphrase must be, how long somebody waits after wrong ones, how long a session lasts. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

PIN_DIGITS = (6, 12)
PIN_ROLES = frozenset({"guard", "supervisor"})
"""Who logs in with a PIN, at a screen of the house; everybody else needs a passphrase."""
PASSPHRASE_CHARACTERS = (12, 200)
LEAST_DIFFERENT = 5
FREE_TRIES = 3
FIRST_WAIT_S = 5.0
LONGEST_WAIT_S = 900.0
FORGOTTEN_AFTER = timedelta(hours=12)
"""Wrong tries of before count no longer."""

_ACCOUNT_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,31}")


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """A session ends this long after its last use, and this long after its beginning however much it is used."""

    idle_s: float = 600.0
    whole_s: float = 12 * 3600.0

    def __post_init__(self) -> None:
        if not 0 < self.idle_s <= self.whole_s:
            raise ValueError(f"a session without an end: {self}")


@dataclass(frozen=True, slots=True)
class Tries:
    """The wrong tries of one client at one account since it was last right there."""

    wrong: int = 0
    last_at: datetime | None = None


def pin_fault(pin: str) -> str:
    """Why this is no PIN; empty when it is one."""
    least, most = PIN_DIGITS
    if not (pin.isascii() and pin.isdigit() and least <= len(pin) <= most):
        return f"a PIN has {least} to {most} digits"
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    if len(steps) == 1 and steps <= {0, 1, 9}:
        return "one digit only, or digits in their order: everybody tries these first"
    if any(pin == (pin[:size] * len(pin))[: len(pin)] for size in (2, 3)):
        return "it repeats itself: everybody tries these first"
    return ""


def passphrase_fault(passphrase: str, account_id: str, name: str) -> str:
    """Why this is no passphrase; empty when it is one."""
    least, most = PASSPHRASE_CHARACTERS
    if not least <= len(passphrase) <= most:
        return f"a passphrase has {least} to {most} characters"
    if len(set(passphrase.casefold())) < LEAST_DIFFERENT:
        return f"a passphrase has at least {LEAST_DIFFERENT} different characters"
    bare = _letters(passphrase)
    if any(known and bare.replace(known, "") == "" for known in (_letters(account_id), _letters(name))):
        return "it is the account's own name: everybody tries that first"
    return ""


def is_account_id(text: str) -> bool:
    return _ACCOUNT_ID.fullmatch(text) is not None


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def wait_s(tries: Tries, now: datetime) -> float:
    """How long until the next try may be made; 0 for at once. A clock that was set back makes nobody wait longer."""
    if tries.last_at is None or tries.wrong < FREE_TRIES:
        return 0.0
    whole_s = min(FIRST_WAIT_S * 2.0 ** min(tries.wrong - FREE_TRIES, 30), LONGEST_WAIT_S)
    passed_s = max((now - tries.last_at).total_seconds(), 0.0)
    return max(whole_s - passed_s, 0.0)


def one_more(tries: Tries, now: datetime) -> Tries:
    """The tries with one made now."""
    are_old = tries.last_at is not None and now - tries.last_at > FORGOTTEN_AFTER
    return Tries(1 if are_old else tries.wrong + 1, now)


def session_ends_at(began_at: datetime, used_at: datetime, limits: SessionLimits) -> datetime:
    return min(began_at + timedelta(seconds=limits.whole_s), used_at + timedelta(seconds=limits.idle_s))
