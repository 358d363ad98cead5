"""A person's way through the house: numbered dots on the site's plan, and the same as a list. Pure."""

from datetime import datetime

from watchlist.alarms.stay import Stay
from watchlist.post.console.draw_card import names, where
from watchlist.post.console.draw_sheet import times
from watchlist.post.console.pages import Action
from watchlist.post.console.picture_keys import PlanKey
from watchlist.post.console.screen import Button, Mark, WayPage, WayRow
from watchlist.post.console.state import Console, Shift
from watchlist.post.console.text import said
from watchlist.post.values import AlarmSheet, AlarmView, PlanPlace

ROWS = 7


def way_page(state: Console, shift: Shift, alarm: AlarmView, at: datetime) -> WayPage:
    sheet = shift.sheet
    marks, path = way_marks(sheet) if sheet else ((), ())
    return WayPage(
        title=said("way.title", who=names(alarm)),
        where=where(alarm, state.post_now(at)),
        plan=PlanKey(),
        missing=said("way.no_picture"),
        spoken=tuple(
            said("way.spoken", number=number, camera=stay.camera)
            for number, stay in enumerate(sheet.stays if sheet else (), 1)
        ),
        marks=marks,
        path=path,
        rows=_rows(sheet) if sheet else (),
        waits=None if sheet else said("sheet.waits"),
        others=(Button(Action.BACK, said("act.back"), key="Esc"),),
    )


def way_marks(sheet: AlarmSheet) -> tuple[tuple[Mark, ...], tuple[int, ...]]:
    """A mark for each place somebody stayed at, in the order of first coming; the path from mark to mark."""
    places = {place.camera: place for place in sheet.places}
    found: dict[PlanPlace, list[int]] = {}
    path: list[int] = []
    for number, stay in enumerate(sheet.stays, 1):
        place = places.get(stay.camera)
        if place is None:
            continue
        found.setdefault(place, []).append(number)
        path.append(list(found).index(place))
    last = path[-1] if path else -1
    marks = tuple(
        Mark(place.x, place.y, tuple(numbers), index == last) for index, (place, numbers) in enumerate(found.items())
    )
    return marks, tuple(path)


def _rows(sheet: AlarmSheet) -> tuple[WayRow, ...]:
    """Where there are too many, the first and the last ones."""
    on_plan = {place.camera for place in sheet.places}
    count = len(sheet.stays)
    rows = [_row(number, stay, stay.camera in on_plan, number == count) for number, stay in enumerate(sheet.stays, 1)]
    if count <= ROWS:
        return tuple(rows)
    hidden = count - ROWS + 1
    return (rows[0], WayRow(None, said("sheet.between", count=hidden)), *rows[1 + hidden :])


def _row(number: int, stay: Stay, is_on_plan: bool, is_last: bool) -> WayRow:
    aside = None if is_on_plan else said("way.aside")
    return WayRow(number, said("card.door", camera=stay.camera), times(stay), aside, is_last)
