"""How the visitor wants to see it: language, print, contrast, height, read aloud. Works on every page. Pure."""

from dataclasses import replace

from kiosk.visit.effects import Effect
from kiosk.visit.events import Tick
from kiosk.visit.moves import Here, Result, ended, stay
from kiosk.visit.pages import Action
from kiosk.visit.screen import Look
from kiosk.visit.site import TimeOut
from kiosk.visit.state import VisitState


def look_pressed(state: VisitState, action: Action, value: str, here: Here) -> Result:
    return stay(replace(state, look=_changed(state.look, action, value, here)))


LOOKS = {Action.LANGUAGE, Action.LARGE_PRINT, Action.HIGH_CONTRAST, Action.LOWER, Action.READ_ALOUD}


def _changed(look: Look, action: Action, value: str, here: Here) -> Look:
    switched = {
        Action.LANGUAGE: replace(look, language=_language(look.language, value, here.site.languages)),
        Action.LARGE_PRINT: replace(look, large_print=not look.large_print),
        Action.HIGH_CONTRAST: replace(look, high_contrast=not look.high_contrast),
        Action.LOWER: replace(look, lowered=not look.lowered),
        Action.READ_ALOUD: replace(look, read_aloud=not look.read_aloud),
    }
    return switched[action]


def _language(current: str, wished: str, languages: tuple[str, ...]) -> str:
    """The one that was pressed, or the next where the button names none."""
    if wished:
        return wished if wished in languages else current
    place = languages.index(current) + 1 if current in languages else 0
    return languages[place % len(languages)]


def nobody_here(state: VisitState, event: Tick, here: Here) -> Result:
    """What somebody set before walking on is not left for the next."""
    effects: list[Effect] = []
    is_quiet = here.at - state.touched_at >= here.site.patience.of(TimeOut.IDLE)
    return (ended(state, here) if is_quiet and state.look != here.site.look else state), effects
