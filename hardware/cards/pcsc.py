"""Card readers behind the PC/SC service, watched in a loop of our own.

pyscard's own monitor ends for good when the service is restarted. This one begins anew after every error, and says
CardOut for the card that nobody can vouch for any more.
"""

import threading
from collections.abc import Mapping
from contextlib import closing
from typing import Any

from hardware.cards.events import CardData, CardListener
from hardware.cards.pcsc_content import CardRules, UnreadableCard, read_card
from hardware.cards.pcsc_service import PLUG_AND_PLAY, PcscError, PcscService, SlotState, load_scard
from hardware.cards.telling import Teller
from hardware.errors import PartMissing
from hardware.part_thread import PartThread

WAIT_MS = 500
RETRY_S = 0.5
BREATH_S = 0.02
"""Between two looks: Windows may report a change of readers again and again."""
ATTEMPTS = 3
AGAIN_AFTER_S = 0.2
NO_READER_HINT = "Check the reader's cable, and its name in the settings; 'gatehouse doctor' lists what is there."
_MUTE = "the card does not answer: upside down, dirty or of a foreign kind"
_PULLED = "the card was taken out while it was read"


class PcscReader:
    """All readers whose name contains `wanted` (a device with two slots has two names), as one: the card that came
    first is told, another one that lies in the second slot only after it.

    Raises PartMissing when pyscard is not installed; a service or a reader that is missing is told and waited for.
    """

    def __init__(self, name: str, wanted: str = "", rules: CardRules | None = None, scard: Any = None) -> None:
        self.name = name
        self._wanted = wanted
        self._rules = rules or CardRules()
        self._scard = scard or load_scard(name)
        self._thread = PartThread(name, self._run)
        self._teller = Teller(name, lambda _: None)
        self._held: tuple[str, int] | None = None
        self._guard = threading.Lock()
        self._service: PcscService | None = None

    def listen(self, listener: CardListener) -> None:
        self._teller = Teller(self.name, listener)
        self._thread.start()

    def close(self) -> None:
        self._thread.stop()
        with self._guard:
            if self._service is not None:
                self._service.cancel()
        self._thread.close()

    def _run(self) -> None:
        while not self._thread.stopping:
            try:
                with closing(PcscService(self._scard)) as service:
                    self._until_it_fails(service)
            except PcscError as error:
                self._lose(f"the smart card service does not answer: {error}", error.hint)
                self._thread.pause(RETRY_S)

    def _until_it_fails(self, service: PcscService) -> None:
        self._lend(service)
        try:
            self._watch(service)
        finally:
            self._lend(None)

    def _lend(self, service: PcscService | None) -> None:
        """What `close` may cancel; never a context that is closed already, whose number may be another's."""
        with self._guard:
            self._service = service

    def _watch(self, service: PcscService) -> None:
        slots: dict[str, SlotState] = {}
        marks: dict[str, int] = {}
        while not self._thread.stopping:
            names = matching(service.names(), self._wanted)
            marks = {name: marks.get(name, 0) for name in (PLUG_AND_PLAY, *names)}
            slots = {name: slot for name, slot in slots.items() if name in names}
            if slots or not names:
                self._look(service, slots)
            changed = service.changes(marks, WAIT_MS)
            if changed is not None:
                marks = {name: slot.mark for name, slot in changed.items()}
                slots = {name: changed[name] for name in names if changed[name].is_known}
                self._look(service, slots)
            self._thread.pause(BREATH_S)

    def _look(self, service: PcscService, slots: Mapping[str, SlotState]) -> None:
        """Tell what differs from what was told; looking again at the same slots tells nothing."""
        if not slots:
            self._lose("no such card reader is connected", NO_READER_HINT)
            return
        self._teller.there()
        if self._held is not None and not _still_holds(slots.get(self._held[0]), self._held[1]):
            self._held = None
            self._teller.card_out()
        for name, slot in slots.items():
            if self._held is None and slot.has_card:
                self._held = name, slot.count
                self._tell(_MUTE if slot.is_mute else self._read(service, name))

    def _tell(self, found: CardData | str) -> None:
        if isinstance(found, str):
            self._teller.unreadable(found)
        else:
            self._teller.card_in(found)

    def _read(self, service: PcscService, name: str, attempts: int = ATTEMPTS) -> CardData | str:
        """The card, or why it cannot be read. A card that is still being put in gets another chance."""
        try:
            with service.card(name) as transmit:
                return read_card(transmit, self._rules)
        except UnreadableCard as error:
            return str(error)
        except PcscError as error:
            if self._is_pulled(error):
                return _PULLED
            if attempts == 1:
                return f"{_MUTE} ({error})"
        self._thread.pause(AGAIN_AFTER_S)
        return self._read(service, name, attempts - 1)

    def _is_pulled(self, error: PcscError) -> bool:
        gone = (self._scard.SCARD_W_REMOVED_CARD, self._scard.SCARD_E_NO_SMARTCARD)
        return error.code in {code & 0xFFFFFFFF for code in gone}

    def _lose(self, why: str, hint: str) -> None:
        self._held = None
        self._teller.lost(why, hint)


def _still_holds(slot: SlotState | None, count: int) -> bool:
    """The same card: a card that was swapped within one wait is seen by the service's count of ins and outs."""
    return slot is not None and slot.has_card and slot.count == count


def matching(names: tuple[str, ...], wanted: str) -> tuple[str, ...]:
    return tuple(name for name in names if wanted.casefold() in name.casefold())


def reader_names(part: str, wanted: str = "") -> tuple[str, ...]:
    """The connected readers whose name contains `wanted`. Raises PartMissing: what is missing, and what to do."""
    try:
        with closing(PcscService(load_scard(part))) as service:
            names = service.names()
    except PcscError as error:
        raise PartMissing(part, f"the smart card service does not answer: {error}", error.hint) from error
    found = matching(names, wanted)
    if not found:
        others = f"; connected: {', '.join(names)}" if names else ""
        raise PartMissing(part, f"no such card reader is connected{others}", NO_READER_HINT)
    return found
