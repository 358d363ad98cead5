"""What every reader promises about the order of its events. PURE.

CardIn and CardUnreadable are each followed by one CardOut before the next card is told; CardOut comes before
ReaderLost; ReaderLost and ReaderBack alternate, beginning with ReaderLost, and no card is told in between.
"""

from hardware.cards.events import (
    CardData,
    CardEvent,
    CardIn,
    CardListener,
    CardOut,
    CardUnreadable,
    ReaderBack,
    ReaderLost,
)


class Teller:
    """A driver says what is so, as often as it likes; the listener hears what changed."""

    def __init__(self, reader: str, listener: CardListener) -> None:
        self._reader = reader
        self._listener = listener
        self._holds_card = False
        self._is_lost = False

    @property
    def holds_card(self) -> bool:
        return self._holds_card

    def card_in(self, card: CardData) -> None:
        self._tell_card(CardIn(self._reader, card))

    def unreadable(self, why: str) -> None:
        self._tell_card(CardUnreadable(self._reader, why))

    def card_out(self) -> None:
        if self._holds_card:
            self._holds_card = False
            self._listener(CardOut(self._reader))

    def lost(self, why: str, hint: str) -> None:
        self.card_out()
        if not self._is_lost:
            self._is_lost = True
            self._listener(ReaderLost(self._reader, why, hint))

    def there(self) -> None:
        if self._is_lost:
            self._is_lost = False
            self._listener(ReaderBack(self._reader))

    def _tell_card(self, event: CardEvent) -> None:
        self.there()
        self.card_out()
        self._holds_card = True
        self._listener(event)
