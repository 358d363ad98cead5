"""The console's other pages: what has been, everything about one alarm, the way on the plan, to whom. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from watchlist.alarms.life import (
    PROGRAM,
    Act,
    Decide,
    Escalate,
    Expire,
    Forward,
    GuardId,
    Life,
    Release,
    Stage,
    Step,
    Take,
    Verdict,
)
from watchlist.alarms.stay import Stay
from watchlist.post.console.example_values import (
    CHIEF,
    COLLINS,
    DOORS,
    HOPPER,
    ME,
    OTHER,
    PLACES,
    alarm,
    decided,
    on_duty,
    overview,
    taken,
    with_shift,
)
from watchlist.post.console.pages import Filter, Page
from watchlist.post.console.state import Console, Feed
from watchlist.post.values import AlarmSheet, AlarmView


def pages(at: datetime) -> Iterator[tuple[str, Console]]:
    verdicts = list(Verdict)
    past = [
        alarm(at, number, 3600.0 * number, decided(at, OTHER, verdicts[number % 3], age_s=3500.0 * number))
        for number in range(1, 20)
    ]
    past[4] = replace(past[4], life=Life(Stage.EXPIRED, since=at), candidates=(HOPPER, COLLINS))
    feed = Feed(alarms=(alarm(at, 0, 30), *past))
    now = on_duty(at, *past)
    yield "feed", with_shift(now, page=Page.FEED, feed=feed)
    yield "feed-filtered", with_shift(now, page=Page.FEED, feed=replace(feed, filter=Filter.CONFIRMED, is_whole=True))
    yield "feed-none", with_shift(now, page=Page.FEED, feed=Feed("李四", is_whole=True))
    yield "feed-asked", with_shift(now, page=Page.FEED, feed=Feed(is_asked=True))
    yield "feed-alarm", with_shift(on_duty(at, alarm(at, 0, 7)), page=Page.FEED, feed=feed)
    yield from _sheets(at)
    yield from _ways(at)
    one = on_duty(at, alarm(at, 0, 40, taken(at, ME)))
    yield "forward", with_shift(one, page=Page.FORWARD)
    yield "forward-nobody", with_shift(one, page=Page.FORWARD, colleagues=())
    yield "forward-asked", with_shift(one, page=Page.FORWARD, colleagues=None)


def _sheets(at: datetime) -> Iterator[tuple[str, Console]]:
    mine = alarm(at, 0, 240, taken(at, ME))
    opened = {"page": Page.SHEET, "sheet_of": mine.alarm_id}
    stays = tuple(
        Stay(DOORS[place % 5], at - timedelta(seconds=240 - 30 * place), at - timedelta(seconds=225 - 30 * place), 0.6)
        for place in range(8)
    )
    acts: tuple[tuple[GuardId, Act], ...] = (
        (PROGRAM, Escalate()),
        (OTHER.guard_id, Take()),
        (OTHER.guard_id, Forward(ME.guard_id)),
        (ME.guard_id, Take()),
        (CHIEF.guard_id, Take(over=True)),
        (CHIEF.guard_id, Release()),
    )
    steps = tuple(Step(f"s{n}", at - timedelta(seconds=200 - 20 * n), who, act) for n, (who, act) in enumerate(acts))
    noted = Step("s9", at, ME.guard_id, Decide(Verdict.CANNOT_TELL, "戴着口罩"))
    reason = "演示用的记录，2025-10-12 登记"
    sheet = AlarmSheet(mine, (reason,), stays, (*steps[:5], noted))
    yield "sheet", with_shift(on_duty(at, mine), **opened, sheet=replace(sheet, stays=stays[:5], steps=steps))
    yield "sheet-long", with_shift(on_duty(at, mine), **opened, sheet=replace(sheet, steps=(*steps, noted, noted)))
    yield "sheet-waits", with_shift(on_duty(at, mine), **opened)
    tie = replace(mine, candidates=(HOPPER, COLLINS))
    told = AlarmSheet(tie, (reason, ""), stays[:2], steps[:2])
    yield "sheet-tie", with_shift(on_duty(at, tie), **opened, sheet=told)
    late = Step("s8", at, PROGRAM, Expire())
    yield "sheet-expired", with_shift(on_duty(at, mine), **opened, sheet=replace(sheet, stays=stays[:1], steps=(late,)))
    over = replace(mine, life=decided(at, OTHER, Verdict.CONFIRMED, 900))
    yield "sheet-over", with_shift(on_duty(at, over), **opened, sheet=replace(sheet, alarm=over, stays=stays[:1]))


def _ways(at: datetime) -> Iterator[tuple[str, Console]]:
    mine = alarm(at, 0, 240, taken(at, ME), last_camera=DOORS[6])
    seen = overview(at, open_alarms=1, has_plan=True)
    state = on_duty(at, mine, overview=seen)
    way = (0, 3, 4, 5, 4, 3, 7, 6, 5, 6)
    stays = tuple(
        Stay(DOORS[door], at - timedelta(seconds=900 - 90 * n), at - timedelta(seconds=840 - 90 * n), 0.6)
        for n, door in enumerate(way)
    )
    opened = {"page": Page.WAY, "sheet_of": mine.alarm_id}
    yield "alarm-with-plan", state
    yield "way", with_shift(state, **opened, sheet=_sheet_with(mine, stays[:4]))
    yield "way-long", with_shift(state, **opened, sheet=_sheet_with(mine, stays))
    another = on_duty(at, mine, alarm(at, 1, 9), overview=seen)
    yield "way-alarm", with_shift(another, **opened, sheet=_sheet_with(mine, stays))
    yield "way-waits", with_shift(state, **opened)
    sheet = _sheet_with(mine, stays)
    yield "sheet-with-plan", with_shift(state, page=Page.SHEET, sheet_of=mine.alarm_id, sheet=sheet)


def _sheet_with(alarm: AlarmView, stays: tuple[Stay, ...]) -> AlarmSheet:
    return AlarmSheet(alarm, ("",), stays, (), PLACES)
