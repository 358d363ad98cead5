"""The PC/SC service by the low level of pyscard: answers instead of return codes, one typed error for all of them."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from hardware.cards.pcsc_content import Transmit
from hardware.errors import PartMissing

PLUG_AND_PLAY = "\\\\?PnP?\\Notification"
"""Not a reader: with this name in the list, waiting also ends when a reader comes or goes."""

NOT_INSTALLED_HINT = "Install what drives card readers: 'uv sync --extra cards'."
_LINUX_HINT = " On Linux it is compiled then: it needs gcc and libpcsclite-dev."
NO_SERVICE_HINT = "Start the smart card service: 'systemctl start pcscd', on Windows 'Smart Card' (SCardSvr)."
_DENIED_HINT = "Let the kiosk's user use card readers (polkit: org.debian.pcsc-lite), or close other programs that do."
_DENIED = 0x8010006A


class PcscError(Exception):
    """The service refused something; `code` is one of pyscard's SCARD_ constants, unsigned."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(f"{text.strip().rstrip('.')} (0x{code & 0xFFFFFFFF:08X})")
        self.code = code & 0xFFFFFFFF

    @property
    def hint(self) -> str:
        return _DENIED_HINT if self.code == _DENIED else NO_SERVICE_HINT


@dataclass(frozen=True, slots=True)
class SlotState:
    """What the service says of one reader. `mark` is handed back to it; `count` grows with every card in or out."""

    mark: int
    is_known: bool
    has_card: bool
    is_mute: bool
    count: int


def load_scard(part: str) -> Any:
    """pyscard's module. Raises PartMissing where it is not installed or finds no PC/SC library."""
    try:
        from smartcard import scard
    except ImportError as error:
        hint = NOT_INSTALLED_HINT + (_LINUX_HINT if sys.platform == "linux" else "")
        raise PartMissing(part, f"pyscard is not installed ({error})", hint) from error
    return scard


class PcscService:
    """One context of the service. After any PcscError but those of `card`, close it and make a new one."""

    def __init__(self, scard: Any) -> None:
        self._scard = scard
        code, self._context = scard.SCardEstablishContext(scard.SCARD_SCOPE_SYSTEM)
        self._check(code)

    def close(self) -> None:
        self._scard.SCardReleaseContext(self._context)

    def cancel(self) -> None:
        """End a `changes` that waits in another thread; one that is about to wait may miss it."""
        self._scard.SCardCancel(self._context)

    def names(self) -> tuple[str, ...]:
        code, names = self._scard.SCardListReaders(self._context, [])
        if code == self._scard.SCARD_E_NO_READERS_AVAILABLE:
            return ()
        self._check(code)
        return tuple(names)

    def changes(self, marks: Mapping[str, int], wait_ms: int) -> dict[str, SlotState] | None:
        """How the readers are when anything differs from `marks`; None when nothing did, or one was unplugged."""
        code, states = self._scard.SCardGetStatusChange(self._context, wait_ms, list(marks.items()))
        if code in (self._scard.SCARD_E_TIMEOUT, self._scard.SCARD_E_CANCELLED, self._scard.SCARD_E_UNKNOWN_READER):
            return None
        self._check(code)
        return {name: self._state(mark) for name, mark, _ in states}

    @contextmanager
    def card(self, name: str) -> Iterator[Transmit]:
        """A conversation with the card in this reader that no other program can come into."""
        scard = self._scard
        both = scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
        code, card, protocol = scard.SCardConnect(self._context, name, scard.SCARD_SHARE_SHARED, both)
        self._check(code)
        try:
            self._check(scard.SCardBeginTransaction(card))
            frame = scard.SCARD_PCI_T0 if protocol == scard.SCARD_PROTOCOL_T0 else scard.SCARD_PCI_T1
            yield lambda command: self._transmit(card, frame, command)
            scard.SCardEndTransaction(card, scard.SCARD_LEAVE_CARD)
        finally:
            scard.SCardDisconnect(card, scard.SCARD_LEAVE_CARD)

    def _transmit(self, card: int, frame: Any, command: bytes) -> bytes:
        code, answer = self._scard.SCardTransmit(card, frame, list(command))
        self._check(code)
        return bytes(each & 0xFF for each in answer)

    def _state(self, mark: int) -> SlotState:
        scard = self._scard
        gone = scard.SCARD_STATE_UNKNOWN | scard.SCARD_STATE_UNAVAILABLE | scard.SCARD_STATE_IGNORE
        return SlotState(
            mark=mark & ~scard.SCARD_STATE_CHANGED,
            is_known=not mark & gone,
            has_card=bool(mark & scard.SCARD_STATE_PRESENT),
            is_mute=bool(mark & scard.SCARD_STATE_MUTE),
            count=mark >> 16 & 0xFFFF,
        )

    def _check(self, code: int) -> None:
        if code != self._scard.SCARD_S_SUCCESS:
            raise PcscError(code, self._scard.SCardGetErrorMessage(code))
