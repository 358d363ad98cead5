"""`gatehouse guard` of a home, with a guard's hands on its keyboard: arguments HOME, GUARD and PIN.

The guard logs in, takes what nobody has, and says as JSON lines which alarm is in front and who has it.
"""

import json
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from scripts.command import Context
from scripts.guard.program import Showing, show_console
from ui.guard.window import GuardWindow
from ui.shared.app import application
from ui.shared.placing import Ticker
from watchlist.post.console.pages import Action
from watchlist.post.console.screen import AlarmCard, LoginPad

LOOKS_EVERY_MS = 100


class Hands:
    def __init__(self, guard_id: str, pin: str) -> None:
        self._guard_id = guard_id
        self._pin = pin
        self._has_typed = False
        self._said: dict[str, str] = {}

    def look(self) -> None:
        windows = [one for one in QApplication.topLevelWidgets() if isinstance(one, GuardWindow)]
        screen = windows[0].screen_shown if windows else None
        if screen is None:
            return
        if isinstance(screen.main, LoginPad):
            self._log_in(windows[0], screen.main)
        elif isinstance(screen.main, AlarmCard):
            self._answer(windows[0], screen.main, [button.action for button in screen.buttons if button.enabled])

    def _log_in(self, window: GuardWindow, pad: LoginPad) -> None:
        chosen = [button.is_on for button in pad.guards if button.value == self._guard_id]
        if chosen == [False]:
            QTest.keyClick(window, Qt.Key.Key_Down)
        elif chosen and not self._has_typed:
            self._has_typed = True
            QTest.keyClicks(window, self._pin)
            QTest.keyClick(window, Qt.Key.Key_Return)

    def _answer(self, window: GuardWindow, card: AlarmCard, may: list[Action]) -> None:
        said = {"event": "card", "id": card.alarm_id, "owner": card.owner.key}
        if said != self._said:
            self._said = said
            sys.stdout.write(f"{json.dumps(said)}\n")
            sys.stdout.flush()
        if Action.TAKE in may:
            QTest.keyClick(window, Qt.Key.Key_Space)


def main() -> None:
    home, guard_id, pin = sys.argv[1:]
    application("a guard's console")
    hands = Hands(guard_id, pin)
    ticker = Ticker(hands.look, LOOKS_EVERY_MS)
    show_console(Context(Path(home), json=True), Showing(windowed=True))
    ticker.stop()


if __name__ == "__main__":
    main()
