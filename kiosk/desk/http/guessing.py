"""Card numbers and pick-up codes are short: whoever tries them one after the other is soon not heard any more."""

import logging
from collections.abc import Callable

from kiosk.desk.http import failures
from kiosk.desk.http.calls import Call
from kiosk.desk.http.limits import DeskLimits
from kiosk.desk.keys import DeskKey
from kiosk.errors import Refusal
from records.rates import Buckets

_MISSES = {refusal.value for refusal in (Refusal.UNKNOWN_CARD, Refusal.CARD_ENDED, Refusal.NOT_FOUND)}
_LOG = logging.getLogger(__name__)


class Guessing:
    """Misses are counted for each key and call, so that codes typed in vain do not stop the cards of a kiosk."""

    def __init__(self, limits: DeskLimits, clock: Callable[[], float]) -> None:
        self._limits = limits
        self._clock = clock
        self._buckets = Buckets()

    def must_be_few(self, call: Call, key: DeskKey) -> None:
        """Raises Failure while this key has missed too often."""
        wait_s = self._buckets.wait_s(_name(call, key), self._limits.misses_of(key), self._clock())
        if call.may_guess and wait_s:
            raise failures.too_often(wait_s)

    def note(self, call: Call, key: DeskKey, failure: failures.Failure) -> None:
        if not call.may_guess or failure.body.get("refusal") not in _MISSES:
            return
        if self._buckets.pay(_name(call, key), self._limits.misses_of(key), self._clock()):
            _LOG.warning("key %s (%s) asks %s too often for what there is not", key.id, key.name, call.name)


def _name(call: Call, key: DeskKey) -> str:
    return f"{call.name} {key.id}"
