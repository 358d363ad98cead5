"""How a guard comes in: a number and a PIN, or a badge. Pure."""

from dataclasses import replace
from datetime import datetime, timedelta

from watchlist.alarms.life import GuardId
from watchlist.post.console.common import common
from watchlist.post.console.effects import Effect, LogIn, LogOut
from watchlist.post.console.events import BadgeRead, LoginFailed, Pressed
from watchlist.post.console.pages import Action
from watchlist.post.console.state import Console, Login, forgotten
from watchlist.post.console.text import Counting, said
from watchlist.post.values import Badge, Guard, Pin

LONGEST_PIN = 12
LONGEST_NUMBER = 32
IN_NUMBERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789._-")
"""What the id of an account is made of: the number a guard types where nobody can be chosen."""
Entered = tuple[Console, tuple[Effect, ...]]


def entered(state: Console, event: Pressed, at: datetime) -> Entered:
    entry = state.login
    if entry.asked or _must_wait(entry, at):
        return common(state, event, at), ()
    if event.action is Action.LOG_IN:
        return _tried(state)
    match event.action:
        case Action.GUARD:
            after = _at_pin(state, GuardId(event.value))
        case Action.NEXT | Action.PREVIOUS:
            after = _moved(state, 1 if event.action is Action.NEXT else -1)
        case Action.DIGIT:
            after = replace(state, login=_typed(state, event.value))
        case Action.ERASE:
            after = replace(state, login=_erased(entry))
        case Action.BACK:
            after = replace(state, login=Login())
        case _:
            after = common(state, event, at)
    return after, ()


def badge_read(state: Console, event: BadgeRead, at: datetime) -> Entered:
    """A badge at the reader also relieves whoever is logged in."""
    if state.login.asked or _must_wait(state.login, at):
        return state, ()
    gone: tuple[Effect, ...] = (LogOut(state.shift.session),) if state.shift else ()
    return forgotten(state, Login(asked=True)), (*gone, LogIn(Badge(event.number)))


def login_failed(state: Console, event: LoginFailed, at: datetime) -> Console:
    """The number stays, the PIN goes."""
    if state.shift is not None or not state.login.asked:
        return state
    entry = replace(state.login, pin="", asked=False)
    if event.is_away:
        return replace(state, login=replace(entry, said=said("login.away")))
    wait_until = at + timedelta(seconds=event.wait_s) if event.wait_s > 0 else None
    return replace(state, login=replace(entry, said=said("login.refused"), wait_until=wait_until))


def wait_text_s(entry: Login, at: datetime) -> Counting | None:
    return Counting((entry.wait_until - at).total_seconds()) if entry.wait_until and _must_wait(entry, at) else None


def chosen_guard(state: Console) -> GuardId | None:
    """Where there is one guard only, that is who comes."""
    if state.login.guard_id is not None:
        return state.login.guard_id
    guards = _guards(state)
    return guards[0].guard_id if len(guards) == 1 else None


def types_number(state: Console) -> bool:
    """Whether what is typed now is a guard's number, in letters and digits."""
    return state.shift is None and not _guards(state) and not state.login.is_at_pin


def _guards(state: Console) -> tuple[Guard, ...]:
    return state.overview.guards if state.overview else ()


def _must_wait(entry: Login, at: datetime) -> bool:
    return entry.wait_until is not None and at < entry.wait_until


def _at_pin(state: Console, guard_id: GuardId) -> Console:
    return replace(state, login=Login(guard_id, is_at_pin=True))


def _moved(state: Console, step: int) -> Console:
    ids = [guard.guard_id for guard in _guards(state)]
    if not ids:
        return state
    now = chosen_guard(state)
    place = ids.index(now) + step if now in ids else (0 if step > 0 else -1)
    return _at_pin(state, ids[place % len(ids)])


def _typed(state: Console, sign: str) -> Login:
    """Capitals are as good as small letters; a PIN is digits."""
    sign = sign.lower()
    entry = replace(state.login, said=None)
    if types_number(state):
        return replace(entry, number=(entry.number + sign)[:LONGEST_NUMBER]) if sign in IN_NUMBERS else entry
    if not (sign.isascii() and sign.isdigit()):
        return entry
    return replace(entry, guard_id=chosen_guard(state), pin=(entry.pin + sign)[:LONGEST_PIN])


def _erased(entry: Login) -> Login:
    if entry.pin:
        return replace(entry, pin=entry.pin[:-1])
    return replace(entry, number=entry.number[:-1], is_at_pin=False)


def _tried(state: Console) -> Entered:
    entry = state.login
    if types_number(state):
        return replace(state, login=replace(entry, is_at_pin=bool(entry.number))), ()
    guard_id = chosen_guard(state) or (GuardId(entry.number) if entry.number else None)
    if guard_id is None:
        return replace(state, login=replace(entry, said=said("login.who_first"))), ()
    if not entry.pin:
        return state, ()
    asked = replace(entry, guard_id=chosen_guard(state), pin="", asked=True, said=None)
    return replace(state, login=asked), (LogIn(Pin(guard_id, entry.pin)),)
