"""Questions to a printer and its answers, on an open connection."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from hardware.printers.connection import Connection
from hardware.printers.status import (
    ASK,
    ASK_IN_TURN,
    QUESTIONS,
    PrinterStatus,
    is_answer,
    is_answer_in_turn,
    status_from,
)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a printer may take: to answer, to print what was sent, and to be trusted after it."""

    answer_s: float = 1.5
    printed_s: float = 20.0
    look_every_s: float = 0.25
    settle_s: float = 1.0

    def __post_init__(self) -> None:
        if min(self.answer_s, self.printed_s, self.look_every_s, self.settle_s) <= 0:
            raise ValueError(f"every wait takes some time: {self}")


class Talk:
    """Questions and answers. What arrives is told apart by its fixed bits; anything else is not for us."""

    def __init__(self, connection: Connection, patience: Patience, clock: Callable[[], float]) -> None:
        self._connection = connection
        self._patience = patience
        self._clock = clock
        self._answers: deque[int] = deque()
        self._in_turn = 0

    def status(self, deadline: float | None = None) -> PrinterStatus:
        """Raises TimeoutError when it does not answer: in the usual time, or by a later `deadline` while it prints."""
        return status_from(*(self._ask(number, deadline) for number in QUESTIONS))

    def answers_in_turn(self) -> bool:
        """Asked while nothing is to be printed, when every printer that can answers at once."""
        self.ask_in_turn()
        self._listen_until(self._clock() + self._patience.answer_s, lambda: self._in_turn > 0)
        return self.is_done(0.0)

    def ask_in_turn(self) -> None:
        self._in_turn = 0
        self._connection.write(ASK_IN_TURN)

    def is_done(self, wait_s: float | None = None) -> bool:
        wait_s = self._patience.look_every_s if wait_s is None else wait_s
        self._listen_until(self._clock() + wait_s, lambda: self._in_turn > 0)
        return self._in_turn > 0

    def listen(self, for_s: float) -> None:
        self._listen_until(self._clock() + for_s, lambda: False)

    def _ask(self, number: int, deadline: float | None) -> int:
        self._answers.clear()
        self._connection.write(ASK + bytes([number]))
        usual = self._clock() + self._patience.answer_s
        self._listen_until(max(usual, deadline or usual), lambda: bool(self._answers))
        if not self._answers:
            raise TimeoutError("no answer when asked for its status")
        return self._answers.popleft()

    def _listen_until(self, deadline: float, is_enough: Callable[[], bool]) -> None:
        while not is_enough() and (left_s := deadline - self._clock()) > 0:
            for byte in self._connection.read(left_s):
                if is_answer(byte):
                    self._answers.append(byte)
                elif is_answer_in_turn(byte):
                    self._in_turn += 1
