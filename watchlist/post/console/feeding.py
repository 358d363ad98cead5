"""The day's alarms: looking for words, filtering, turning pages. Pure."""

from dataclasses import replace
from datetime import datetime

from watchlist.alarms.life import Stage
from watchlist.post.console.effects import AskFeed, Effect
from watchlist.post.console.events import FeedTold
from watchlist.post.console.pages import Filter, Page
from watchlist.post.console.state import Console, Feed, Shift
from watchlist.post.values import AlarmView, HistoryQuery

ROWS = 8
AT_ONCE = 100


def opened(state: Console, shift: Shift, words: str = "") -> tuple[Console, tuple[Effect, ...]]:
    shift = replace(shift, page=Page.FEED, feed=Feed(words, is_asked=True), sheet=None, sheet_of=None)
    return replace(state, shift=shift), (_asked(shift),)


def words_typed(state: Console, words: str) -> tuple[Console, tuple[Effect, ...]]:
    shift = state.shift
    if shift is None or shift.page is not Page.FEED or words == shift.feed.words:
        return state, ()
    shift = replace(shift, feed=replace(shift.feed, words=words, first=0, is_asked=True))
    return replace(state, shift=shift), (_asked(shift),)


def filtered(shift: Shift, name: str) -> Shift:
    return replace(shift, feed=replace(shift.feed, filter=Filter(name), first=0))


def turned(shift: Shift, pages: int) -> tuple[Shift, tuple[Effect, ...]]:
    """At the end of what is known older ones are asked for."""
    feed = shift.feed
    count = len(matching(feed))
    first = max(feed.first + pages * ROWS, 0)
    if first < count:
        return replace(shift, feed=replace(feed, first=first)), ()
    if feed.is_whole or feed.is_asked or not feed.alarms:
        return shift, ()
    shift = replace(shift, feed=replace(feed, is_asked=True))
    return shift, (_asked(shift, feed.alarms[-1].raised_at),)


def feed_told(shift: Shift, event: FeedTold) -> Shift:
    """An answer to words that have been typed over is dropped."""
    feed = shift.feed
    if event.query.words != feed.words.strip():
        return shift
    known = feed.alarms if event.query.before is not None else ()
    seen = {alarm.alarm_id for alarm in known}
    alarms = (*known, *(alarm for alarm in event.alarms if alarm.alarm_id not in seen))
    is_whole = len(event.alarms) < event.query.limit
    return replace(shift, feed=replace(feed, alarms=alarms, is_whole=is_whole, is_asked=False))


def matching(feed: Feed) -> tuple[AlarmView, ...]:
    return tuple(alarm for alarm in feed.alarms if feed.filter in (Filter.ALL, outcome(alarm)))


def outcome(alarm: AlarmView) -> Filter:
    life = alarm.life
    if life.is_open:
        return Filter.OPEN
    return Filter.EXPIRED if life.stage is Stage.EXPIRED else Filter(str(life.verdict))


def _asked(shift: Shift, before: datetime | None = None) -> Effect:
    return AskFeed(shift.number, shift.session, HistoryQuery(shift.feed.words.strip(), before, AT_ONCE))
