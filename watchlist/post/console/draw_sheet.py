"""Everything about one alarm, and to whom it can be given. Pure."""

from datetime import datetime

from watchlist.alarms.life import Decide, Escalate, Expire, Forward, Release, Step, Take
from watchlist.alarms.stay import Stay
from watchlist.post.console.draw_card import decisions, faces, name_of, way_button
from watchlist.post.console.pages import Action
from watchlist.post.console.screen import Button, Fact, ForwardPage, SheetPage
from watchlist.post.console.state import Console, Shift
from watchlist.post.console.text import Clock, Text, said
from watchlist.post.values import AlarmSheet, AlarmView, Guard

STAYS = 6
STEPS = 6
MOST_COLLEAGUES = 9


def sheet_page(state: Console, shift: Shift, alarm: AlarmView, at: datetime) -> SheetPage:
    sheet = shift.sheet
    may = decisions(shift, alarm, state.post_now(at))
    decides = any(button.action is Action.CONFIRM for button in may)
    return SheetPage(
        alarm_id=alarm.alarm_id,
        title=said("sheet.title", camera=alarm.camera, at=Clock(alarm.raised_at)),
        faces=faces(alarm),
        reasons=_reasons(sheet) if sheet else (),
        stays=_way(sheet.stays) if sheet else (),
        steps=_steps(state, sheet) if sheet else (),
        waits=None if sheet else said("sheet.waits"),
        note=shift.note if decides else None,
        note_hint=said("sheet.note"),
        decisions=may,
        others=(
            Button(Action.BACK, said("act.back"), key="Esc"),
            *way_button(state),
            *(Button(Action.FIND, said("sheet.find"), name, key="P") for name in _one_name(alarm)),
        ),
    )


def _one_name(alarm: AlarmView) -> tuple[str, ...]:
    return tuple(candidate.name for candidate in alarm.candidates[:1] if candidate.name and not alarm.is_tie)


def _reasons(sheet: AlarmSheet) -> tuple[Fact, ...]:
    """Why each is listed; an entry that was erased has no reason any more."""
    both = zip(sheet.alarm.candidates, sheet.reasons, strict=False)
    return tuple(
        Fact(name_of(candidate.name), said("sheet.reason", reason=reason) if reason else said("sheet.no_reason"))
        for candidate, reason in both
    )


def _way(stays: tuple[Stay, ...]) -> tuple[Text, ...]:
    """Numbered in the order of the way; where there are too many, the first and the last ones."""
    told = [
        said("sheet.stay", number=place, camera=stay.camera, times=times(stay)) for place, stay in enumerate(stays, 1)
    ]
    return _ends(told, STAYS)


def times(stay: Stay) -> Text:
    """One time of day where both are written alike."""
    since, until = Clock(stay.from_at), Clock(stay.to_at)
    is_one = stay.from_at.replace(second=0, microsecond=0) == stay.to_at.replace(second=0, microsecond=0)
    return said("stay.at", at=since) if is_one else said("stay.from_to", since=since, until=until)


def _steps(state: Console, sheet: AlarmSheet) -> tuple[Text, ...]:
    raised = said("step.raised", at=Clock(sheet.alarm.raised_at), camera=sheet.alarm.camera)
    return _ends([raised, *(_step(state, step) for step in sheet.steps)], STEPS)


def _ends(told: list[Text], most: int) -> tuple[Text, ...]:
    if len(told) <= most:
        return tuple(told)
    hidden = len(told) - most + 1
    return (told[0], said("sheet.between", count=hidden), *told[1 + hidden :])


def _step(state: Console, step: Step) -> Text:
    at = Clock(step.at)
    who = said("step.guard", name=state.name_of(step.who))
    match step.act:
        case Take(over=over):
            return said("step.over" if over else "step.take", at=at, who=who)
        case Release():
            return said("step.release", at=at, who=who)
        case Forward(to=to):
            return said("step.forward", at=at, who=who, to=state.name_of(to))
        case Decide(verdict=verdict, note=note):
            told = said("step.decide", at=at, who=who, verdict=said(f"outcome.{verdict}"))
            return said("step.noted", told=told, note=note) if note else told
        case Escalate():
            return said("step.escalate", at=at)
        case Expire():
            return said("step.expire", at=at)


def forward_page(shift: Shift, alarm: AlarmView) -> ForwardPage:
    guards: tuple[Guard, ...] = shift.colleagues or ()
    none = None
    if not guards:
        none = said("forward.asked" if shift.colleagues is None else "forward.nobody")
    return ForwardPage(
        title=said("forward.title", camera=alarm.camera),
        guards=tuple(
            Button(Action.FORWARD_TO, said("login.guard", name=guard.name), guard.guard_id, key=str(place))
            for place, guard in enumerate(guards[:MOST_COLLEAGUES], 1)
        ),
        none=none,
        back=Button(Action.BACK, said("act.back"), key="Esc"),
    )
