"""No alarm is open: that everything works is seen at a glance. Pure."""

from datetime import datetime, timedelta

from watchlist.post.console.screen import Fact, Quiet, Tone
from watchlist.post.console.state import Console
from watchlist.post.console.text import Clock, Rough, said
from watchlist.post.values import HubState, Overview

OLD_LIST = timedelta(days=2)
"""A list that was not brought up to date for so long needs attention."""


def quiet(state: Console, at: datetime) -> Quiet:
    if state.overview is None or state.is_away(at):
        last = facts(state.overview, state.overview.at) if state.overview else ()
        return Quiet(said("quiet.unknown"), said("quiet.unknown_detail"), last, Tone.CARE)
    told = facts(state.overview, state.post_now(at))
    well = all(fact.tone is not Tone.CARE for fact in told)
    return Quiet(said("quiet.title"), said("quiet.well" if well else "quiet.care"), told)


def facts(overview: Overview, now: datetime) -> tuple[Fact, ...]:
    last = overview.last_alarm_at
    since = said("quiet.last_at", at=Clock(last), age=Rough((now - last).total_seconds())) if last else None
    live = sum(camera.sight.is_well for camera in overview.cameras)
    every = len(overview.cameras)
    age = now - overview.list_at
    return (
        Fact(said("quiet.last"), since or said("quiet.no_last")),
        Fact(
            said("quiet.cameras"),
            said("quiet.live", live=live, every=every),
            Tone.WELL if live == every and every else Tone.CARE,
        ),
        Fact(
            said("quiet.list"),
            said("quiet.list_age", people=overview.people, age=Rough(age.total_seconds())),
            Tone.CARE if age > OLD_LIST else Tone.WELL,
        ),
        Fact(
            said("quiet.hub"),
            said(f"quiet.hub_{overview.hub}"),
            {HubState.AWAY: Tone.CARE, HubState.REACHED: Tone.WELL}.get(overview.hub, Tone.PLAIN),
        ),
    )
