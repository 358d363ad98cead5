"""The alarms of the day, and of the days before. Pure."""

from watchlist.post.console.draw_card import names
from watchlist.post.console.feeding import ROWS, matching, outcome
from watchlist.post.console.pages import Action, Filter
from watchlist.post.console.screen import Button, FeedPage, FeedRow, Tone
from watchlist.post.console.state import Console, Shift
from watchlist.post.console.text import Clock, said
from watchlist.post.values import AlarmView

TONES = {Filter.CONFIRMED: Tone.CARE, Filter.OPEN: Tone.ALARM, Filter.EXPIRED: Tone.CARE}


def feed_page(state: Console, shift: Shift) -> FeedPage:
    feed = shift.feed
    found = matching(feed)
    shown = found[feed.first : feed.first + ROWS]
    none = said("feed.asked" if feed.is_asked else "feed.none") if not shown else None
    last = feed.first + len(shown)
    may_more = last < len(found) or not (feed.is_whole or feed.is_asked)
    return FeedPage(
        title=said("feed.title"),
        words=feed.words,
        hint=said("feed.hint"),
        filters=tuple(
            Button(Action.FILTER, said(f"filter.{name}"), name, is_on=name is feed.filter) for name in Filter
        ),
        rows=tuple(_row(state, alarm) for alarm in shown),
        none=none,
        places=said("feed.places", first=feed.first + 1 if shown else 0, last=last, count=len(found)),
        pager=(
            Button(Action.LATER, said("feed.later"), key="PgUp", enabled=feed.first > 0),
            Button(Action.EARLIER, said("feed.earlier"), key="PgDn", enabled=may_more),
        ),
    )


def _row(state: Console, alarm: AlarmView) -> FeedRow:
    result = outcome(alarm)
    who = names(alarm)
    owner = said("feed.owner", who=state.name_of(alarm.life.owner)) if alarm.life.owner else said("feed.nobody")
    at, told = said("feed.at", at=Clock(alarm.raised_at)), said(f"outcome.{result}")
    spoken = said("feed.row", at=at, camera=alarm.camera, who=who, outcome=told)
    tone = TONES.get(result, Tone.PLAIN)
    door = said("card.door", camera=alarm.camera)
    return FeedRow(at, door, who, told, tone, owner, Button(Action.OPEN, spoken, alarm.alarm_id))
