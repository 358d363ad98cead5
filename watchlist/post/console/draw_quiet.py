"""No alarm is open: that everything works is seen at a glance. Pure."""

from datetime import datetime

from watchlist.feed.age import Freshness
from watchlist.post.console.screen import Fact, Quiet, Tone
from watchlist.post.console.state import Console
from watchlist.post.console.text import Clock, Rough, Text, said
from watchlist.post.values import HubState, Overview


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
    return (
        Fact(said("quiet.last"), since or said("quiet.no_last")),
        Fact(
            said("quiet.cameras"),
            said("quiet.live", live=live, every=every),
            Tone.WELL if live == every and every else Tone.CARE,
        ),
        Fact(
            said("quiet.list"),
            _list_told(overview, now),
            Tone.WELL if overview.freshness is Freshness.FRESH else Tone.CARE,
        ),
        Fact(
            said("quiet.hub"),
            said(f"quiet.hub_{overview.hub}"),
            {HubState.REACHED: Tone.WELL, HubState.NONE: Tone.PLAIN}.get(overview.hub, Tone.CARE),
        ),
    )


def _list_told(overview: Overview, now: datetime) -> Text:
    if overview.freshness in (Freshness.NEVER, Freshness.CLOCK_WRONG):
        return said(f"quiet.list_{overview.freshness.name.lower()}", people=overview.people)
    return said("quiet.list_age", people=overview.people, age=Rough((now - overview.list_at).total_seconds()))
