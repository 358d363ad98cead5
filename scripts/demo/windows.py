"""The demonstration with a screen: the entrance in the terminal; the kiosk with its hand and the guards' console in
windows beside it."""

from collections import deque
from contextlib import ExitStack

from scripts.demo.console import Sounding, StagedConsole
from scripts.demo.entrance import Entrance
from scripts.demo.stage import Stage
from scripts.kiosk.demo.show import show_demo
from scripts.kiosk.showing import Showing
from ui.shared.placing import place_in_rest
from ui.shared.qt_speaker import QtSpeaker, has_device
from ui.visitor.hand_window import HandWindow


def show_windows(stage: Stage) -> bool:
    """Until the kiosk is closed; the scene goes on as long. Raises what stopped the entrance."""
    entrance = Entrance(stage, stay=lambda events: deque(events, maxlen=0).clear())

    with ExitStack() as closing:

        def open_console(hand: HandWindow) -> StagedConsole:
            console = StagedConsole(stage, lambda _alarm, _at: None, sounding=Sounding(QtSpeaker(), has_device))
            closing.callback(console.close)
            place_in_rest(console.window, hand)
            console.front.start()
            return console

        entrance.start()
        closing.callback(entrance.wait)
        closing.callback(stage.stop)
        show_demo(stage.context, Showing(windowed=True), None, beside=open_console)
    return entrance.rang_well()
