"""The way from a kiosk to its desk, in a story's hand: it can be cut, lose answers, and keep everybody waiting."""

from collections.abc import Callable
from threading import Event
from typing import Any, cast

from kiosk.desk.protocol import Desk
from kiosk.errors import DeskAway

WITHIN_S = 20.0


class Line:
    """`desk` is the same desk at the other end of this line; `asked` is each call with what was given by place."""

    def __init__(self, desk: Desk) -> None:
        self.asked: list[tuple[object, ...]] = []
        self._is_cut = False
        self._cut: set[str] = set()
        self._lost: set[str] = set()
        self._free = Event()
        self._free.set()
        self.desk = cast(Desk, _AtItsEnd(desk, self._carry, self.asked))

    def cut(self, *calls: str) -> None:
        """Nothing arrives any more, or none of these; who waited is told so."""
        self._is_cut = not calls
        self._cut |= set(calls)
        self._free.set()

    def mend(self) -> None:
        self._is_cut = False
        self._cut.clear()
        self._lost.clear()

    def lose_answers(self, *calls: str) -> None:
        """What is asked is done, and nobody hears of it, until the line is mended."""
        self._lost |= set(calls)

    def hold_up(self) -> None:
        """Whoever asks waits, until `let_go`."""
        self._free.clear()

    def let_go(self) -> None:
        self._free.set()

    def _carry(self, name: str, call: Callable[[], Any]) -> Any:
        assert self._free.wait(WITHIN_S), f"{name} was held up and forgotten"
        if self._is_cut or name in self._cut:
            raise DeskAway("the story cut the line")
        answer = call()
        if name in self._lost:
            raise DeskAway("the story lost the answer")
        return answer


class _AtItsEnd:
    def __init__(
        self, desk: Desk, carry: Callable[[str, Callable[[], Any]], Any], asked: list[tuple[object, ...]]
    ) -> None:
        self._desk = desk
        self._asked = asked
        self._carry = carry

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._desk, name)

        def carried(*arguments: object, **named: object) -> object:
            self._asked.append((name, *arguments))
            return self._carry(name, lambda: call(*arguments, **named))

        return carried
