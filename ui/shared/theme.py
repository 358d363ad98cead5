"""The one table of colours, type sizes and distances that every screen draws from. Pure: it knows no Qt.

Sizes are pixels of the design size; ui.shared.metrics scales them to the window. The alarm colour appears only for an
alarm or a danger, amber for what needs attention; every meaning has a shape and a word beside its colour.
"""

from dataclasses import dataclass, fields

TOUCH_PX = 96
GAP_PX = 24
STEP_PX = 8
CORNER_PX = 12
FADE_MS = 180

LEAST_CONTRAST = 4.5
LEAST_HIGH_CONTRAST = 7.0


@dataclass(frozen=True, slots=True)
class Colours:
    """`page` lies behind everything, `surface` under what stands on it; `on_x` and `x_ink` are written on x."""

    page: str
    surface: str
    text: str
    muted: str
    border: str
    accent: str
    accent_down: str
    on_accent: str
    soft: str
    on_soft: str
    disabled: str
    on_disabled: str
    amber: str
    amber_ink: str
    alarm: str
    on_alarm: str
    bar: str
    focus: str

    def __post_init__(self) -> None:
        for token in fields(self):
            if len(bytes.fromhex(getattr(self, token.name).removeprefix("#"))) != 3:
                raise ValueError(f"{token.name} is no colour")


LIGHT = Colours(
    page="#F3F6F6",
    surface="#FFFFFF",
    text="#161B1C",
    muted="#465052",
    border="#6F7B7D",
    accent="#0B6E6E",
    accent_down="#074F4F",
    on_accent="#FFFFFF",
    soft="#D9EEEC",
    on_soft="#0E3B3B",
    disabled="#E3E7E7",
    on_disabled="#525B5D",
    amber="#FFF3D6",
    amber_ink="#7A4F00",
    alarm="#B3261E",
    on_alarm="#FFFFFF",
    bar="#E4EAEA",
    focus="#161B1C",
)

DARK = Colours(
    page="#0E1517",
    surface="#182225",
    text="#EAF1F1",
    muted="#B6C4C6",
    border="#7D8E91",
    accent="#4FC3BC",
    accent_down="#8ADDD7",
    on_accent="#002B29",
    soft="#123B3A",
    on_soft="#CFF3F0",
    disabled="#263033",
    on_disabled="#A5B2B4",
    amber="#463300",
    amber_ink="#FFDD9E",
    alarm="#C5352C",
    on_alarm="#FFFFFF",
    bar="#202C2F",
    focus="#FFFFFF",
)

HIGH_CONTRAST = Colours(
    page="#000000",
    surface="#000000",
    text="#FFFFFF",
    muted="#FFFFFF",
    border="#FFFFFF",
    accent="#FFDD33",
    accent_down="#FFFFFF",
    on_accent="#000000",
    soft="#FFFFFF",
    on_soft="#000000",
    disabled="#000000",
    on_disabled="#B8B8B8",
    amber="#000000",
    amber_ink="#FFDD33",
    alarm="#FFB4AB",
    on_alarm="#000000",
    bar="#000000",
    focus="#66CCFF",
)

PAIRS = (
    *(
        ("text", "page"),
        ("text", "surface"),
        ("text", "bar"),
        ("muted", "page"),
        ("muted", "surface"),
        ("muted", "bar"),
    ),
    *(("on_accent", "accent"), ("on_accent", "accent_down"), ("accent", "page"), ("accent", "surface")),
    *(("on_soft", "soft"), ("on_disabled", "disabled"), ("amber_ink", "amber"), ("on_alarm", "alarm")),
    ("amber_ink", "surface"),
)
"""Every (ink, ground) that is written somewhere; a test holds them to the least contrast."""


@dataclass(frozen=True, slots=True)
class TypeSizes:
    """Heights of type in pixels. `title` names a choice; `big` is a queue number."""

    small: int
    body: int
    title: int
    headline: int
    big: int


NORMAL_PRINT = TypeSizes(small=28, body=34, title=44, headline=56, big=200)
LARGE_PRINT = TypeSizes(small=36, body=48, title=56, headline=80, big=240)
CONSOLE_PRINT = TypeSizes(small=16, body=19, title=24, headline=38, big=54)
"""On the guards' console at 1366x768: the two large ones are read from four metres, the others from the chair."""

FONT_FAMILIES = (
    *("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN"),
    *("Microsoft YaHei UI", "Microsoft YaHei", "PingFang SC", "sans-serif"),
)


def contrast(ink: str, ground: str) -> float:
    """The contrast ratio of WCAG 2.2, 1 to 21: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio"""
    darker, lighter = sorted((luminance(ink), luminance(ground)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2.2: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    red, green, blue = (_linear(channel / 255) for channel in bytes.fromhex(colour.removeprefix("#")))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
