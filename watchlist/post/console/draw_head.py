"""The bar on top, and what has to be told above everything. Pure."""

from datetime import datetime

from watchlist.alarms.life import CORRECTED_WITHIN
from watchlist.feed.age import Freshness
from watchlist.post.console import ringing
from watchlist.post.console.entering import types_number
from watchlist.post.console.pages import Action, Page, Ring
from watchlist.post.console.screen import Button, Head, Strip, Tone
from watchlist.post.console.state import WARNS, Console, Shift
from watchlist.post.console.text import Clock, Counting, Rough, said

OTHER = {"zh": "en", "en": "zh"}


def head(state: Console, at: datetime) -> Head:
    shift = state.shift
    heard = state.heard_at
    age_s = (at - (heard or state.started_at)).total_seconds()
    is_fresh = heard is not None and not state.is_away(at)
    return Head(
        title=said("head.title"),
        guard=said("head.guard", name=shift.me.name) if shift else None,
        clock=said("head.clock", at=Clock(state.post_now(at))),
        fresh=said("head.fresh") if is_fresh else said("head.old", age=Counting(age_s)),
        is_fresh=is_fresh,
        buttons=(*_places(shift), *_switches(state, at)),
    )


def _places(shift: Shift | None) -> tuple[Button, ...]:
    if shift is None:
        return ()
    is_feed = shift.page is Page.FEED
    return (
        Button(Action.BACK, said("head.now"), key="Esc", is_on=shift.page is Page.NOW),
        Button(Action.FEED, said("head.feed"), key="H", is_on=is_feed),
    )


def _switches(state: Console, at: datetime) -> tuple[Button, ...]:
    """Where letters are typed, a letter alone is no shortcut."""
    held = "Alt+" if types_number(state) else ""
    sounds = ringing.wanted(state, at) is not Ring.SILENT
    muted = state.is_muted(at)
    mute = Button(Action.MUTE, said("head.mute"), key=f"{held}M", is_on=muted, enabled=muted or sounds)
    lock = (Button(Action.LOCK, said("head.lock"), key="Ctrl+L"),) if state.shift else ()
    language = Button(Action.LANGUAGE, said("head.language"), OTHER.get(state.language, "zh"), key=f"{held}L")
    theme = Button(Action.THEME, said("head.light" if state.dark else "head.dark"), key=f"{held}T")
    return (mute, language, theme, *lock)


def strips(state: Console, at: datetime) -> tuple[Strip, ...]:
    """At most three at once: the connection, what is new, the list, and what the guard's own acts led to."""
    return (*_away(state, at), *_waiting(state), *_list(state, at), *_sound(state, at), *_own(state, at))[:3]


def _away(state: Console, at: datetime) -> tuple[Strip, ...]:
    if not state.is_away(at):
        return ()
    if state.heard_at is None:
        return (Strip(Tone.CARE, said("strip.never")),)
    return (Strip(Tone.CARE, said("strip.away", since=Clock(state.post_now(state.heard_at)))),)


def _waiting(state: Console) -> tuple[Strip, ...]:
    """An alarm that nobody has, while something else is in front."""
    shift = state.shift
    if shift is None:
        return ()
    hidden = [alarm for alarm in shift.open_alarms if alarm.life.owner is None]
    front = shift.sheet_of if shift.page in (Page.SHEET, Page.WAY) else shift.shown
    is_seen = shift.page is not Page.FEED and any(alarm.alarm_id == front for alarm in hidden)
    if is_seen or not hidden:
        return ()
    newest = hidden[-1]
    button = Button(Action.CHOOSE, said("strip.look"), newest.alarm_id, key="N")
    return (Strip(Tone.ALARM, said("strip.waiting", camera=newest.camera, count=len(hidden)), button),)


def _list(state: Console, at: datetime) -> tuple[Strip, ...]:
    """Whom the cameras look for may be out of date. Nothing while nobody knows, because the watch is away."""
    overview = state.overview
    if overview is None or state.is_away(at) or overview.freshness is Freshness.FRESH:
        return ()
    age = Rough((state.post_now(at) - overview.list_at).total_seconds())
    return (Strip(Tone.CARE, said(f"strip.list_{overview.freshness.name.lower()}", age=age)),)


def _sound(state: Console, at: datetime) -> tuple[Strip, ...]:
    if not state.has_sound:
        return (Strip(Tone.CARE, said("strip.no_sound")),)
    if state.is_muted(at) and state.muted_until is not None:
        left = Counting((state.muted_until - at).total_seconds())
        button = Button(Action.MUTE, said("strip.sound_again"), key="Alt+M" if types_number(state) else "M")
        return (Strip(Tone.CARE, said("strip.muted", left=left), button),)
    return ()


def _own(state: Console, at: datetime) -> tuple[Strip, ...]:
    shift = state.shift
    if shift is None:
        return ()
    idle_left_s = state.site.lock_after_s - (at - state.touched_at).total_seconds()
    if idle_left_s <= WARNS.total_seconds():
        return (Strip(Tone.CARE, said("strip.locks", left=Counting(idle_left_s))),)
    if state.notice is not None:
        return (Strip(Tone.CARE, state.notice.text),)
    return _correctable(state, shift, at)


def _correctable(state: Console, shift: Shift, at: datetime) -> tuple[Strip, ...]:
    now = state.post_now(at)
    alarm = shift.correctable(now)
    if alarm is None or alarm.life.since is None or shift.page not in (Page.NOW, Page.FEED):
        return ()
    left = Counting((alarm.life.since + CORRECTED_WITHIN - now).total_seconds())
    verdict = said(f"outcome.{alarm.life.verdict}")
    if shift.correcting:
        return (Strip(Tone.MINE, said("strip.correcting", verdict=verdict, left=left)),)
    button = Button(Action.CORRECT, said("strip.correct"), key="Z")
    return (Strip(Tone.MINE, said("strip.decided", camera=alarm.camera, verdict=verdict, left=left), button),)
