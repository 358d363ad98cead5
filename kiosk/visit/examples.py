"""An example of every page and of each variant that looks different, with made-up patients. Pure."""

from collections.abc import Callable, Iterable
from datetime import datetime

from kiosk.visit.exampled import arriving, checking, choosing, deciding, ending, lists
from kiosk.visit.exampled.drawer import Drawer, Example

GROUPS: tuple[Callable[[Drawer], Iterable[Example]], ...] = (
    arriving.at_the_door,
    arriving.at_home,
    checking.checks,
    checking.outcomes,
    choosing.departments,
    choosing.searches,
    choosing.slots,
    deciding.confirmations,
    deciding.bookings,
    deciding.purchases,
    lists.papers,
    lists.answers,
    ending.slips,
    ending.done,
    ending.counters,
    ending.troubles,
)


def examples(clock: datetime) -> tuple[Example, ...]:
    """Those of a morning at eleven past ten on `clock`'s day, in its time zone."""
    draw = Drawer(clock.replace(hour=10, minute=11, second=0, microsecond=0))
    return tuple(example for group in GROUPS for example in group(draw))


__all__ = ["Example", "examples"]
