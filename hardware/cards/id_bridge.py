"""Resident identity card readers behind their vendor's bridge: a program on this computer that is asked by HTTP."""

import time
from collections.abc import Callable

import httpx

from hardware.cards.events import CardData, CardListener
from hardware.cards.id_bridge_address import BridgeAddress
from hardware.cards.id_bridge_shapes import StrangeAnswer, UnreadableIdCard, card_of
from hardware.cards.telling import Teller
from hardware.errors import PartMissing
from hardware.part_thread import PartThread

ASK_EVERY_S = 0.3
ANSWERS_WITHIN_S = 3.0
NO_BRIDGE_HINT = "Start the card reader's program on this computer, and check the port in its address."
STRANGE_HINT = "Check the address and its #vendor=: another program answers there, or another version."


class IdBridgeReader:
    """Asks again and again; a card that is there in one answer and not in the next was put down and taken away."""

    def __init__(
        self,
        name: str,
        address: BridgeAddress,
        answers_within_s: float = ANSWERS_WITHIN_S,
        ask_every_s: float = ASK_EVERY_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        self._address = address
        self._answers_within_s = answers_within_s
        self._ask_every_s = ask_every_s
        self._clock = clock
        self._thread = PartThread(name, self._run)
        self._teller = Teller(name, lambda _: None)
        self._lies: CardData | str | None = None
        self._seen_at = 0.0

    def listen(self, listener: CardListener) -> None:
        self._teller = Teller(self.name, listener)
        self._thread.start()

    def close(self) -> None:
        self._thread.close()

    def _run(self) -> None:
        with bridge_client(self._answers_within_s) as client:
            while not self._thread.stopping:
                self._ask(client)
                self._thread.pause(self._ask_every_s)

    def _ask(self, client: httpx.Client) -> None:
        try:
            found: CardData | str | None = asked(client, self._address)
        except UnreadableIdCard as error:
            found = str(error)
        except httpx.HTTPError as error:
            return self._lose(why_silent(error), NO_BRIDGE_HINT)
        except StrangeAnswer as error:
            return self._lose(f"the bridge gives {error}", STRANGE_HINT)
        self._teller.there()
        return self._found(found)

    def _found(self, found: CardData | str | None) -> None:
        now = self._clock()
        if found is None:
            if self._lies is not None and now - self._seen_at >= self._address.stays_s:
                self._lies = None
                self._teller.card_out()
            return
        self._seen_at = now
        if found == self._lies:
            return
        self._lies = found
        if isinstance(found, str):
            self._teller.unreadable(found)
        else:
            self._teller.card_in(found)

    def _lose(self, why: str, hint: str) -> None:
        self._lies = None
        self._teller.lost(why, hint)


def bridge_client(answers_within_s: float = ANSWERS_WITHIN_S) -> httpx.Client:
    """Without the proxies of the environment and without redirections: both would leave this computer."""
    return httpx.Client(timeout=answers_within_s, trust_env=False, follow_redirects=False)


def asked(client: httpx.Client, address: BridgeAddress) -> CardData | None:
    """Raises httpx.HTTPError, StrangeAnswer, UnreadableIdCard."""
    answer = client.get(address.url)
    if answer.status_code != httpx.codes.OK:
        raise StrangeAnswer(f"HTTP {answer.status_code}")
    return card_of(address.shape, answer.content)


def why_silent(error: httpx.HTTPError) -> str:
    if isinstance(error, httpx.TimeoutException):
        return "the bridge does not answer in time"
    return f"the bridge cannot be reached ({type(error).__name__})"


def examine_bridge(part: str, address: BridgeAddress) -> str:
    """What a technician should know of a bridge that works. Raises PartMissing for one that does not."""
    try:
        with bridge_client() as client:
            card = asked(client, address)
    except httpx.HTTPError as error:
        raise PartMissing(part, why_silent(error), NO_BRIDGE_HINT) from error
    except StrangeAnswer as error:
        raise PartMissing(part, f"the bridge gives {error}", STRANGE_HINT) from error
    except UnreadableIdCard as error:
        return f"the bridge of {address.shape.vendor} answers; the card on it is unreadable: {error}"
    return f"the bridge of {address.shape.vendor} answers, {'a card lies on it' if card else 'no card lies on it'}"
