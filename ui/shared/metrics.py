"""The sizes of the theme, scaled to a window. Pure.

Two design sizes: 1080x1920 upright, and 1366x768 across, whose type is smaller (such screens have larger pixels) while
its touch targets stay as large. A window below its design size, as on a developer's laptop, shrinks everything alike.
"""

from dataclasses import dataclass
from enum import StrEnum

from ui.shared import theme

UPRIGHT = (1080, 1920)
ACROSS = (1366, 768)
ACROSS_TYPE = 0.8
ACROSS_LARGE_TYPE = 0.7
REACH_UPRIGHT = 1 / 3
REACH_LOWERED = 0.44
"""Above this share of the height nothing is touched: the top is for reading and for the mirror."""


class Role(StrEnum):
    SMALL = "small"
    BODY = "body"
    TITLE = "title"
    HEADLINE = "headline"
    BIG = "big"


@dataclass(frozen=True, slots=True)
class Metrics:
    """Every size in pixels of this window."""

    width_px: int
    height_px: int
    is_upright: bool
    scale: float
    large_print: bool
    lowered: bool

    @classmethod
    def of(cls, width_px: int, height_px: int, large_print: bool = False, lowered: bool = False) -> "Metrics":
        is_upright = height_px >= width_px
        design_width, design_height = UPRIGHT if is_upright else ACROSS
        scale = min(width_px / design_width, height_px / design_height)
        return cls(width_px, height_px, is_upright, scale, large_print, lowered)

    def px(self, design_px: float) -> int:
        return max(round(design_px * self.scale), 1)

    def type_px(self, role: Role) -> int:
        sizes = theme.LARGE_PRINT if self.large_print else theme.NORMAL_PRINT
        across = ACROSS_LARGE_TYPE if self.large_print else ACROSS_TYPE
        return self.px(getattr(sizes, role.value) * (1 if self.is_upright else across))

    @property
    def touch_px(self) -> int:
        return self.px(theme.TOUCH_PX)

    @property
    def gap_px(self) -> int:
        """Between two things that are touched."""
        return self.px(theme.GAP_PX)

    @property
    def step_px(self) -> int:
        return self.px(theme.STEP_PX)

    @property
    def corner_px(self) -> int:
        return self.px(theme.CORNER_PX)

    @property
    def margin_px(self) -> int:
        return self.px(32 if self.is_upright else 24)

    @property
    def reach_px(self) -> int:
        """From the top of the window: below it things may be touched. A low screen is all within reach; lowered, it
        keeps to its foot what goes there."""
        if not self.is_upright:
            return 0
        return round(self.height_px * (REACH_LOWERED if self.lowered else REACH_UPRIGHT))
