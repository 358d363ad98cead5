"""What one page shows, as a value: drawn by ui.visitor, decided by kiosk.visit, translated by neither. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kiosk.desk.values import Words
from kiosk.visit.pages import Action, Page


@dataclass(frozen=True, slots=True)
class Money:
    fen: int


@dataclass(frozen=True, slots=True)
class Clock:
    """A moment of which only the time of day is shown, in the site's time zone."""

    at: datetime


TextValue = str | int | Words | Money | Clock | date


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence of the texts file by its key, with the values that stand in it: `{name}` in the sentence.

    Words, Money, Clock and date are written as the language writes them.
    """

    key: str
    values: tuple[tuple[str, TextValue], ...] = ()


class Layout(StrEnum):
    """ATTRACT: place your card, with the notice. CHOICES: large buttons, one column. GRID: days as a row, slots below.
    SEARCH: keypad and what was found. NOTICE: text to read, agree or not. MIRROR: the camera's picture with one
    instruction. SUMMARY: everything on one card, one button. QR: a code to be scanned by a telephone. WAIT: something
    is under way. RESULT: one large thing (a number) and what to do next. MESSAGE: a sentence and where to go."""

    ATTRACT = "attract"
    CHOICES = "choices"
    GRID = "grid"
    SEARCH = "search"
    NOTICE = "notice"
    MIRROR = "mirror"
    SUMMARY = "summary"
    QR = "qr"
    WAIT = "wait"
    RESULT = "result"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to press: it says `Pressed(action, value)`. `trailing` stands at its end (a price, what is left)."""

    action: Action
    title: Text
    value: str = ""
    detail: Text | None = None
    trailing: Text | None = None
    is_primary: bool = False
    is_enabled: bool = True
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    label: Text
    value: Text


class Alphabet(StrEnum):
    LETTERS = "letters"
    DIGITS = "digits"
    SIGNS = "signs"


@dataclass(frozen=True, slots=True)
class Keypad:
    """26 letters, 10 digits, or digits with the signs of names, as large keys: each pressed as (KEY, character), and
    one to take the last back, pressed as (ERASE, "").

    `typed` is what stands in the field so far.
    """

    alphabet: Alphabet
    typed: str


class HeadDrawing(StrEnum):
    """Which drawn head shows what to do."""

    STRAIGHT = "straight"
    LEFT = "left"
    RIGHT = "right"
    NOD = "nod"
    CLOSER = "closer"


@dataclass(frozen=True, slots=True)
class MirrorGuide:
    """Over the mirror: one instruction, its drawn head, and how full the oval is (0 to 1)."""

    instruction: Text
    head: HeadDrawing
    filled: float

    def __post_init__(self) -> None:
        if not 0 <= self.filled <= 1:
            raise ValueError(f"filled {self.filled}")


class Drawing(StrEnum):
    """A drawn sign beside the headline; never the only carrier of a meaning."""

    NONE = "none"
    PLACE_CARD = "place-card"
    TAKE_CARD = "take-card"
    TAKE_SLIP = "take-slip"
    COUNTER = "counter"
    WAIT = "wait"
    CAUTION = "caution"


@dataclass(frozen=True, slots=True)
class Look:
    """How the visitor wants to see it; back to the site's default when the visit ends."""

    language: str = "zh"
    large_print: bool = False
    high_contrast: bool = False
    lowered: bool = False
    read_aloud: bool = False


@dataclass(frozen=True, slots=True)
class Screen:
    """One page as it is to be drawn.

    `headline` is the largest text unless `big` is there. `days` is the row of days of a GRID. `say` is read aloud when
    the page opens, where the visitor or the site wants it. `counter` and `back` tell whether these two fixed places
    work; `remaining` is the share of time left in its last ten seconds (1 to 0), None before. `staff` is for the
    hospital's people: that something is lost, then what, each by its name.
    """

    page: Page
    layout: Layout
    headline: Text
    body: tuple[Text, ...] = ()
    choices: tuple[Choice, ...] = ()
    days: tuple[Choice, ...] = ()
    facts: tuple[Fact, ...] = ()
    big: Text | None = None
    qr_text: str = ""
    keypad: Keypad | None = None
    guide: MirrorGuide | None = None
    drawing: Drawing = Drawing.NONE
    caution: Text | None = None
    say: Text | None = None
    staff: tuple[Text, ...] = ()
    counter: bool = True
    back: bool = False
    remaining: float | None = None
