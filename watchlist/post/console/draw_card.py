"""The alarm in front. Pure."""

from datetime import datetime

from watchlist.alarms.life import Stage
from watchlist.post.console.pages import Action
from watchlist.post.console.picture_keys import CapturedKey, EnrolledKey
from watchlist.post.console.pressing import VERDICTS
from watchlist.post.console.screen import AlarmCard, Button, Face, Tone
from watchlist.post.console.state import Console, Shift
from watchlist.post.console.text import Clock, Counting, Rough, Text, said
from watchlist.post.values import AlarmView

CLOSE = 0.05
"""A runner-up that is this near, as a cosine, is told: it could have been the other."""
HERE_S = 10.0
"""Whoever was seen so lately is there now."""
DECIDE_KEYS = {Action.CONFIRM: "1", Action.REJECT: "2", Action.CANNOT_TELL: "3"}


def card(state: Console, shift: Shift, alarm: AlarmView, at: datetime) -> AlarmCard:
    now = state.post_now(at)
    return AlarmCard(
        alarm_id=alarm.alarm_id,
        tone=tone(shift, alarm),
        word=word(state, shift, alarm),
        door=said("card.door", camera=alarm.camera),
        since=said("card.since", age=Counting((now - alarm.raised_at).total_seconds())),
        faces=faces(alarm),
        rarity=rarity(alarm),
        close=_close(alarm),
        where=where(alarm, now),
        owner=_owner(state, shift, alarm),
        instruction=_instruction(state),
        decisions=decisions(shift, alarm, now),
        others=_others(state, shift, alarm),
    )


def tone(shift: Shift, alarm: AlarmView) -> Tone:
    """The alarm colour is for what nobody has answered."""
    life = alarm.life
    if not life.is_open:
        return Tone.PLAIN
    if life.is_unanswered:
        return Tone.ALARM
    return Tone.MINE if life.owner == shift.me.guard_id else Tone.PLAIN


def word(state: Console, shift: Shift, alarm: AlarmView) -> Text:
    """The state in a word or two."""
    life = alarm.life
    if not life.is_open:
        return said(f"outcome.{life.verdict or life.stage}")
    if life.stage is Stage.TAKEN:
        late = "_late" if life.level else ""
        mine = life.owner == shift.me.guard_id
        return said(f"state.mine{late}") if mine else said(f"state.theirs{late}", who=state.name_of(life.owner))
    if life.level:
        return said("state.escalated")
    if life.meant_for == shift.me.guard_id:
        return said("state.for_you")
    return said("state.for", who=state.name_of(life.meant_for)) if life.meant_for else said("state.new")


def faces(alarm: AlarmView) -> tuple[Face, ...]:
    """What the camera saw, then whom it may be: one, or two while it is not clear which."""
    captured = CapturedKey(alarm.alarm_id) if alarm.has_picture else None
    seen = Face(captured, said("face.captured"), said("face.at", at=Clock(alarm.raised_at)), said("face.erased"))
    tie = alarm.is_tie
    return (seen, *(_enrolled(alarm, place, tie) for place in range(len(alarm.candidates))))


def _enrolled(alarm: AlarmView, place: int, is_tie: bool) -> Face:
    candidate = alarm.candidates[place]
    key = EnrolledKey(alarm.alarm_id, candidate.person_id) if candidate.has_photo else None
    caption = said("face.either", place=place + 1) if is_tie else said("face.enrolled")
    return Face(key, caption, name_of(candidate.name), said("face.erased"))


def name_of(name: str) -> Text:
    return said("name.known", name=name) if name else said("name.erased")


def names(alarm: AlarmView) -> Text:
    """Whom it may be, one or two."""
    known = [name_of(candidate.name) for candidate in alarm.candidates]
    return known[0] if len(known) == 1 else said("name.either", one=known[0], other=known[1])


def rarity(alarm: AlarmView) -> Text:
    """Never more than was measured."""
    return said("card.one_in", number=alarm.one_in) if alarm.one_in is not None else said("card.not_measured")


def _close(alarm: AlarmView) -> Text | None:
    if alarm.is_tie:
        return said("card.tie")
    near = alarm.runner_up is not None and alarm.score - alarm.runner_up < CLOSE
    return said("card.runner_up") if near else None


def where(alarm: AlarmView, now: datetime) -> Text:
    age_s = (now - alarm.last_seen_at).total_seconds()
    if age_s < HERE_S:
        return said("card.here", camera=alarm.last_camera)
    return said("card.last_seen", camera=alarm.last_camera, age=Rough(age_s))


def _owner(state: Console, shift: Shift, alarm: AlarmView) -> Text:
    life = alarm.life
    if life.owner is None:
        meant = state.name_of(life.meant_for)
        return said("owner.asked", who=meant) if life.meant_for else said("owner.nobody")
    if life.owner == shift.me.guard_id:
        return said("owner.me")
    return said("owner.other", who=state.name_of(life.owner))


def _instruction(state: Console) -> Text:
    words = state.site.instruction
    return said("card.site_says", words=words) if words is not None else said("card.instruction")


def decisions(shift: Shift, alarm: AlarmView, now: datetime) -> tuple[Button, ...]:
    """Taking first, while nobody answers it; a decision takes it too."""
    life = alarm.life
    is_mine = life.owner == shift.me.guard_id
    busy = shift.acting == alarm.alarm_id
    may = (life.is_open and (is_mine or life.owner is None)) or (
        shift.correcting and shift.chosen == alarm.alarm_id and shift.may_correct(alarm, now)
    )
    found = []
    if life.is_unanswered:
        found.append(Button(Action.TAKE, said("act.take"), key="Space", is_primary=True, enabled=not busy))
    elif life.is_open and not is_mine and shift.is_supervisor:
        found.append(Button(Action.TAKE_OVER, said("act.take_over"), key="O", enabled=not busy))
    if may:
        found += [
            Button(action, said(f"act.{action}"), key=key, is_on=life.verdict is VERDICTS[action], enabled=not busy)
            for action, key in DECIDE_KEYS.items()
        ]
    return tuple(found)


def _others(state: Console, shift: Shift, alarm: AlarmView) -> tuple[Button, ...]:
    is_mine = alarm.life.is_open and alarm.life.owner == shift.me.guard_id
    own = (
        Button(Action.RELEASE, said("act.release"), key="R"),
        Button(Action.FORWARD, said("act.forward"), key="F"),
    )
    sheet = Button(Action.SHEET, said("act.sheet"), alarm.alarm_id, key="D")
    return (*(own if is_mine else ()), *way_button(state), sheet)


def way_button(state: Console) -> tuple[Button, ...]:
    """Where the site has a plan."""
    has_plan = state.overview is not None and state.overview.has_plan
    return (Button(Action.WAY, said("act.way"), key="W"),) if has_plan else ()
