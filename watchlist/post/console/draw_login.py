"""A console without a guard: who comes, and that it watches nevertheless. No names of listed people, no faces. Pure."""

from datetime import datetime

from watchlist.post.console.entering import chosen_guard, types_number, wait_text_s
from watchlist.post.console.pages import Action
from watchlist.post.console.screen import Button, LoginPad
from watchlist.post.console.state import Console
from watchlist.post.console.text import Counting, Text, said

DIGITS = "1234567890"
LETTERS = "abcdefghijklmnopqrstuvwxyz.-_"
MOST_GUARDS = 8


def login_pad(state: Console, at: datetime) -> LoginPad:
    entry, overview = state.login, state.overview
    guards = overview.guards if overview else ()
    wait = wait_text_s(entry, at)
    can = not entry.asked and wait is None
    chosen = chosen_guard(state)
    first = next((place for place, guard in enumerate(guards) if guard.guard_id == chosen), 0)
    shown = guards[max(first - MOST_GUARDS + 1, 0) :][:MOST_GUARDS]
    return LoginPad(
        title=said("login.title"),
        detail=said("login.choose" if guards else "login.number"),
        alarm=_alarm(state, at),
        guards=tuple(
            Button(Action.GUARD, said("login.guard", name=g.name), g.guard_id, is_on=g.guard_id == chosen, enabled=can)
            for g in shown
        ),
        number=None if guards else said("login.number_is"),
        typed=entry.number,
        pin=said("login.pin"),
        dots=len(entry.pin),
        is_at_pin=bool(guards) or entry.is_at_pin,
        message=_message(entry.said, entry.asked, wait),
        badge=said("login.badge"),
        keys=(*(_digit(digit, can) for digit in DIGITS), _erase(can)),
        letters=() if guards else tuple(_digit(letter, can and types_number(state)) for letter in LETTERS),
        enter=Button(Action.LOG_IN, said("login.enter"), key="Enter", is_primary=True, enabled=can),
    )


def _alarm(state: Console, at: datetime) -> Text | None:
    overview = state.overview
    if overview is None or not overview.unanswered:
        return None
    oldest = overview.oldest_open_at
    age_s = (state.post_now(at) - oldest).total_seconds() if oldest else 0.0
    return said("login.alarm", count=overview.unanswered, age=Counting(age_s))


def _message(told: Text | None, asked: bool, wait: Counting | None) -> Text | None:
    if asked:
        return said("login.asked")
    return said("login.wait", left=wait) if wait is not None else told


def _digit(digit: str, enabled: bool) -> Button:
    return Button(Action.DIGIT, said("login.digit", digit=digit), digit, enabled=enabled)


def _erase(enabled: bool) -> Button:
    return Button(Action.ERASE, said("login.erase"), enabled=enabled)
