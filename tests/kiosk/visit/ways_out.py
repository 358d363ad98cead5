"""How a visitor leaves a page that waits for the desk."""

from collections.abc import Callable

from kiosk.visit.events import CardRemoved
from kiosk.visit.pages import Action
from tests.kiosk.visit.hand import Hand

Way = Callable[[Hand], object]


def walks_away(hand: Hand) -> None:
    hand.waits(hand.site.patience.idle_s + hand.site.patience.question_s + 1)


def ends_at_the_counter(hand: Hand) -> None:
    hand.presses(Action.COUNTER)
    hand.presses(Action.END)


WAYS_OUT: dict[str, Way] = {
    "pulls the card": lambda hand: hand.does(CardRemoved()),
    "ends": lambda hand: hand.presses(Action.END),
    "goes back": lambda hand: hand.presses(Action.BACK),
    "goes to the counter": ends_at_the_counter,
    "walks away": walks_away,
}
