"""The right third: the open alarms, oldest on top, then the cameras. Pure."""

from datetime import datetime

from watchlist.post.console.draw_card import tone, word
from watchlist.post.console.pages import Action
from watchlist.post.console.picture_keys import ThumbnailKey
from watchlist.post.console.screen import AlarmRow, Button, Side, Tile, Tone
from watchlist.post.console.state import Console, Shift
from watchlist.post.console.text import Clock, Counting, Text, said
from watchlist.post.values import AlarmView, CameraView, Sight

ROWS = 4
DETAIL_ROWS = 2
"""An opened camera takes the room of so many alarms; a strip that of one."""
TILES = 8


def side(state: Console, at: datetime, strips: int = 0) -> Side:
    """`strips` above it leave less room."""
    shift, overview = state.shift, state.overview
    alarms = shift.open_alarms if shift else ()
    count = len(alarms) if shift and shift.has_all else (overview.open_alarms if overview else 0)
    cameras = overview.cameras if overview else ()
    ordered = cameras if len(cameras) <= TILES else tuple(sorted(cameras, key=lambda camera: camera.sight.is_well))
    away = state.is_away(at)
    opened = next((camera for camera in cameras if camera.camera == state.camera), None)
    rows = max(ROWS - strips - (DETAIL_ROWS if opened else 0), 0)
    shown = _window(alarms, shift.shown if shift else None, rows)
    live = sum(camera.sight.is_well for camera in cameras)
    hidden = len(ordered) - TILES
    return Side(
        title=said("side.open", count=count),
        rows=tuple(_row(state, shift, alarm, at) for alarm in shown) if shift else (),
        none=None if alarms else said("side.log_in" if count and shift is None else "side.none"),
        more=said("side.more", count=len(alarms) - len(shown)) if len(alarms) > len(shown) else None,
        cameras=said("side.cameras_old" if away else "side.cameras", live=live, every=len(cameras)),
        tiles=tuple(_tile(camera, state.camera, shift is not None, away) for camera in ordered[:TILES]),
        more_tiles=said("side.more_cameras", count=hidden) if hidden > 0 else None,
        camera_detail=_detail(opened) if opened else (),
    )


def _window(alarms: tuple[AlarmView, ...], shown: str | None, rows: int) -> tuple[AlarmView, ...]:
    """The oldest ones, moved on until the one in front is among them."""
    place = next((place for place, alarm in enumerate(alarms) if alarm.alarm_id == shown), 0)
    first = max(place - rows + 1, 0)
    return alarms[first : first + rows]


def _row(state: Console, shift: Shift, alarm: AlarmView, at: datetime) -> AlarmRow:
    age = Counting((state.post_now(at) - alarm.raised_at).total_seconds())
    door = said("card.door", camera=alarm.camera)
    told = word(state, shift, alarm)
    spoken = said("side.row", door=door, word=told, age=age)
    is_shown = alarm.alarm_id == shift.shown
    button = Button(Action.CHOOSE, spoken, alarm.alarm_id, is_on=is_shown)
    return AlarmRow(door, said("side.age", age=age), told, tone(shift, alarm), is_shown, button)


def _tile(camera: CameraView, opened: str | None, may_look: bool, away: bool) -> Tile:
    sight = Sight.UNKNOWN if away else camera.sight
    told = said(f"sight.{sight}")
    spoken = said("side.camera", camera=camera.camera, word=told)
    button = Button(Action.CAMERA, spoken, camera.camera, is_on=camera.camera == opened)
    calm = sight.is_well or sight is Sight.STARTING or away
    picture = ThumbnailKey(camera.camera) if may_look and sight is Sight.LIVE else None
    tone_of = Tone.WELL if calm else Tone.CARE
    return Tile(camera.camera, sight, told, tone_of, picture, button, camera.camera == opened)


def _detail(camera: CameraView) -> tuple[Text, ...]:
    """For the technician, and since when."""
    since = said("side.since", camera=camera.camera, word=said(f"sight.{camera.sight}"), at=Clock(camera.since))
    more = [said("side.words", words=words) for words in (camera.why, camera.hint) if words]
    return (since, *(more or [said("side.all_well")]))
