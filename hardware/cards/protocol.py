"""A card reader tells its listener what happens, from a thread of its own."""

from typing import Protocol

from hardware.cards.events import CardListener


class CardReader(Protocol):
    """One reader. `listen` starts it; events come one after another from one thread until `close` returns.

    A reader that is missing or lost is told by ReaderLost and looked for again by itself; nothing is raised then.
    """

    name: str

    def listen(self, listener: CardListener) -> None: ...

    def close(self) -> None:
        """Stop; closing twice is allowed. Raises HardwareError when its thread does not end."""
