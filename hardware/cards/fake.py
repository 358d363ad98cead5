"""A card reader without a plug: the hand of a test or of the demo's keyboard puts the cards in."""

from enum import Enum, auto

from hardware.cards.events import CardData, CardListener
from hardware.cards.telling import Teller

CABLE_HINT = "Plug the reader in again."


class ImpossibleHand(Exception):
    """What no hand can do to a real reader either."""


class _Slot(Enum):
    EMPTY = auto()
    UPSIDE_DOWN = auto()


class FakeCardReader:
    """Tells what a real reader tells, in the same order, from the thread of the hand."""

    def __init__(self, name: str = "fake") -> None:
        self.name = name
        self._teller: Teller | None = None
        self._slot: CardData | _Slot = _Slot.EMPTY
        self._is_plugged_in = True
        self._closed = False

    def listen(self, listener: CardListener) -> None:
        """A reader that is unplugged, or a card that is in it already, is told at once."""
        if self._closed or self._teller is not None:
            raise RuntimeError("a reader is listened to once")
        self._teller = Teller(self.name, listener)
        self._look()

    def close(self) -> None:
        self._closed = True
        self._teller = None

    def insert(self, card: CardData) -> None:
        self._put(card)

    def insert_upside_down(self) -> None:
        self._put(_Slot.UPSIDE_DOWN)

    def pull(self) -> None:
        if self._slot is _Slot.EMPTY:
            raise ImpossibleHand("there is no card in the reader")
        self._slot = _Slot.EMPTY
        self._look()

    def lose(self) -> None:
        """Pull the reader's plug; a card stays where it is."""
        if not self._is_plugged_in:
            raise ImpossibleHand("the reader is not plugged in")
        self._is_plugged_in = False
        self._look()

    def come_back(self) -> None:
        if self._is_plugged_in:
            raise ImpossibleHand("the reader is plugged in")
        self._is_plugged_in = True
        self._look()

    def _put(self, card: CardData | _Slot) -> None:
        if self._slot is not _Slot.EMPTY:
            raise ImpossibleHand("there is a card in the reader already")
        self._slot = card
        self._look()

    def _look(self) -> None:
        teller = self._teller
        if teller is None:
            return
        if not self._is_plugged_in:
            teller.lost("the reader is unplugged", CABLE_HINT)
            return
        teller.there()
        if isinstance(self._slot, CardData):
            teller.card_in(self._slot)
        elif self._slot is _Slot.UPSIDE_DOWN:
            teller.unreadable("the card does not answer: upside down, dirty or broken")
        else:
            teller.card_out()
