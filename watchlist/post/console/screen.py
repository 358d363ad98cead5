"""What the console shows, as values. Pure; `ui.guard` draws them."""

from dataclasses import dataclass, field
from enum import StrEnum

from watchlist.post.console.pages import Action, Page, Ring
from watchlist.post.console.picture_keys import PictureKey, PlanKey, ThumbnailKey
from watchlist.post.console.text import Text
from watchlist.post.values import Sight
from watchlist.types import AlarmId


class Tone(StrEnum):
    """PLAIN says nothing, WELL is calm, MINE is being worked on, CARE needs attention, ALARM an answer."""

    PLAIN = "plain"
    WELL = "well"
    MINE = "mine"
    CARE = "care"
    ALARM = "alarm"


@dataclass(frozen=True, slots=True)
class Button:
    """`key` is the shortcut that is written on it."""

    action: Action
    text: Text
    value: str = field(default="", repr=False)
    key: str = ""
    is_primary: bool = False
    is_on: bool = False
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Head:
    title: Text
    guard: Text | None
    clock: Text
    fresh: Text
    is_fresh: bool
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    tone: Tone
    text: Text
    button: Button | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    label: Text
    value: Text
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Quiet:
    title: Text
    detail: Text
    facts: tuple[Fact, ...]
    tone: Tone = Tone.WELL


@dataclass(frozen=True, slots=True)
class Face:
    """`key` is None where there is no picture to ask for; then, and when none came, `missing` is said."""

    key: PictureKey | None
    caption: Text
    name: Text
    missing: Text


@dataclass(frozen=True, slots=True)
class AlarmCard:
    alarm_id: AlarmId
    tone: Tone
    word: Text
    door: Text
    since: Text
    faces: tuple[Face, ...]
    rarity: Text
    close: Text | None
    where: Text
    owner: Text
    instruction: Text
    decisions: tuple[Button, ...]
    others: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """`word` is the state, `age` grows."""

    door: Text
    age: Text
    word: Text
    tone: Tone
    is_shown: bool
    button: Button


@dataclass(frozen=True, slots=True)
class Tile:
    camera: str
    sight: Sight
    word: Text
    tone: Tone
    picture: ThumbnailKey | None
    button: Button
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    title: Text
    rows: tuple[AlarmRow, ...]
    none: Text | None
    more: Text | None
    cameras: Text
    tiles: tuple[Tile, ...]
    more_tiles: Text | None
    camera_detail: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class LoginPad:
    """`number` asks for the number of a guard who cannot be chosen, `typed` is it, `letters` are keys for it, beside
    the digits of `keys`; `dots` are the digits of the PIN.
    """

    title: Text
    detail: Text
    alarm: Text | None
    guards: tuple[Button, ...]
    number: Text | None
    typed: str
    pin: Text
    dots: int
    is_at_pin: bool
    message: Text | None
    badge: Text
    keys: tuple[Button, ...]
    enter: Button
    letters: tuple[Button, ...] = ()

    @property
    def takes_letters(self) -> bool:
        return self.number is not None and not self.is_at_pin


@dataclass(frozen=True, slots=True)
class FeedRow:
    at: Text
    door: Text
    who: Text
    outcome: Text
    tone: Tone
    owner: Text
    button: Button


@dataclass(frozen=True, slots=True)
class FeedPage:
    title: Text
    words: str = field(repr=False)
    hint: Text
    filters: tuple[Button, ...]
    rows: tuple[FeedRow, ...]
    none: Text | None
    places: Text
    pager: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class SheetPage:
    """`stays` are the way through the house, in order; None while it is fetched."""

    alarm_id: AlarmId
    title: Text
    faces: tuple[Face, ...]
    reasons: tuple[Fact, ...]
    stays: tuple[Text, ...]
    steps: tuple[Text, ...]
    waits: Text | None
    note: str | None = field(repr=False)
    note_hint: Text = field(repr=False)
    decisions: tuple[Button, ...]
    others: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class WayRow:
    """A stay; without a number it tells of those that are left out. `aside`: why no dot stands for it."""

    number: int | None
    door: Text
    times: Text | None = None
    aside: Text | None = None
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on the plan, in shares of its width and height, and the numbers of the stays there."""

    x: float
    y: float
    numbers: tuple[int, ...]
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class WayPage:
    """`path` goes from mark to mark, by their places in `marks`. `spoken` is the plan for those who do not see it."""

    title: Text
    where: Text
    plan: PlanKey
    missing: Text
    spoken: tuple[Text, ...]
    marks: tuple[Mark, ...]
    path: tuple[int, ...]
    rows: tuple[WayRow, ...]
    waits: Text | None
    others: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class ForwardPage:
    title: Text
    guards: tuple[Button, ...]
    none: Text | None
    back: Button


Main = Quiet | AlarmCard | LoginPad | FeedPage | SheetPage | WayPage | ForwardPage


@dataclass(frozen=True, slots=True)
class Screen:
    """`rings` is what sounds now."""

    page: Page
    language: str
    dark: bool
    head: Head
    strips: tuple[Strip, ...]
    main: Main
    side: Side
    rings: Ring

    @property
    def pictures(self) -> tuple[PictureKey, ...]:
        """Faces first: they are what a guard waits for."""
        faces = self.main.faces if isinstance(self.main, AlarmCard | SheetPage) else ()
        keys: list[PictureKey] = [face.key for face in faces if face.key is not None]
        keys += [self.main.plan] if isinstance(self.main, WayPage) else []
        return (*keys, *(tile.picture for tile in self.side.tiles if tile.picture is not None))

    @property
    def buttons(self) -> tuple[Button, ...]:
        """All that can be pressed."""
        found: list[Button] = [*self.head.buttons, *(strip.button for strip in self.strips if strip.button)]
        match self.main:
            case AlarmCard() | SheetPage():
                found += [*self.main.decisions, *self.main.others]
            case LoginPad():
                found += [*self.main.guards, *self.main.letters, *self.main.keys, self.main.enter]
            case FeedPage():
                found += [*self.main.filters, *(row.button for row in self.main.rows), *self.main.pager]
            case WayPage():
                found += self.main.others
            case ForwardPage():
                found += [*self.main.guards, self.main.back]
            case Quiet():
                pass
        return (*found, *(row.button for row in self.side.rows), *(tile.button for tile in self.side.tiles))
