"""Asks the desk in threads of its own; every question is answered by exactly one event."""

from kiosk.desk.protocol import Desk
from kiosk.errors import DeskRefused, KioskError
from kiosk.running.hands import Crash, Hands, Post
from kiosk.running.staff import Staff
from kiosk.visit.effects import AskDesk
from kiosk.visit.events import DeskAnswered, DeskSaidNo, DeskUnreachable, Event
from kiosk.visit.requests import RecordBookPrice, carry_out

DESK = "desk"
THREADS = 3  # one question hanging at a dead desk must not keep the next visitor's waiting


class DeskLine:
    def __init__(self, desk: Desk, post: Post, staff: Staff, crash: Crash) -> None:
        self._desk = desk
        self._post = post
        self._staff = staff
        self._hands = Hands(DESK, crash, THREADS)

    def ask(self, call: AskDesk) -> None:
        self._hands.begin(lambda: self._post(self._answer(call)))

    def look(self) -> None:
        """Whether it answers, by the smallest question there is; the staff is told."""
        self._hands.begin(self._look)

    def close(self) -> None:
        self._hands.close()

    def _look(self) -> None:
        self._answer(AskDesk(0, RecordBookPrice()))

    def _answer(self, call: AskDesk) -> Event:
        try:
            answer = carry_out(self._desk, call.request)
        except DeskRefused as refused:
            self._staff.back(DESK)
            return DeskSaidNo(call.call_id, refused.why)
        except KioskError as error:
            self._staff.lost(DESK, str(error), error.hint)
            return DeskUnreachable(call.call_id)
        self._staff.back(DESK)
        return DeskAnswered(call.call_id, answer)
