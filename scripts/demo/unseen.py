"""The entrance without a screen: the guards' console shows its alarm in a window that nobody sees."""

import os
from datetime import UTC, datetime

from scripts.demo.stage import Stage

WINDOW_PX = (1366, 768)
LOOKS_EVERY_MS = 100


def scene_unseen(stage: Stage) -> bool:
    """True when the listed person alone rang and the console showed it; a picture of that is beside `out_file`."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before Qt is loaded: it would end the program without a screen
    from scripts.demo.console import StagedConsole
    from scripts.demo.entrance import Entrance
    from ui.shared.app import application, run
    from ui.shared.placing import Ticker, quit_now
    from watchlist.post.console.pages import Action
    from watchlist.post.values import AlarmView

    app = application("gatehouse demo")
    entrance = Entrance(stage)
    shown: list[str] = []
    picture = stage.out_file.with_name(f"{stage.out_file.stem}-console.png")

    def seen(alarm: AlarmView, _at: float) -> None:
        took_s = (datetime.now(UTC) - alarm.raised_at).total_seconds()
        console.window.grab().save(str(picture))
        person = alarm.candidates[0].name
        shown.append(person)
        told = {"event": "console", "id": alarm.alarm_id, "person": person, "after_s": round(took_s, 2)}
        words = f"THE GUARD SEES  {person}, {took_s:.1f} s after the camera: {picture} is the console then"
        stage.context.out(told | {"picture": str(picture)}, words)
        console.press(Action.TAKE)

    console = StagedConsole(stage, seen)
    ticker = Ticker(lambda: quit_now() if entrance.is_over else None, LOOKS_EVERY_MS)
    console.window.resize(*WINDOW_PX)
    console.window.show()
    console.front.start()
    entrance.start()
    try:
        run(app)
    finally:
        ticker.stop()
        console.close()
        stage.stop()
        entrance.wait()
    return entrance.rang_well() and len(shown) == 1
