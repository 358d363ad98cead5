"""What can be pressed whoever is there. Pure."""

from dataclasses import replace
from datetime import datetime

from watchlist.post.console import ringing
from watchlist.post.console.events import Pressed
from watchlist.post.console.pages import Action, Ring
from watchlist.post.console.state import MUTED_FOR, Console


def common(state: Console, event: Pressed, at: datetime) -> Console:
    match event.action:
        case Action.LANGUAGE:
            return replace(state, language=event.value)
        case Action.THEME:
            return replace(state, dark=not state.dark)
        case Action.MUTE:
            return _muted(state, at)
        case Action.CAMERA:
            return replace(state, camera=None if state.camera == event.value else event.value)
        case _:
            return state


def _muted(state: Console, at: datetime) -> Console:
    """Pressed again it sounds again. Where nothing sounds there is nothing to silence."""
    if state.is_muted(at):
        return replace(state, muted_until=None)
    silent = ringing.wanted(state, at) is Ring.SILENT
    return state if silent else replace(state, muted_until=at + MUTED_FOR)
