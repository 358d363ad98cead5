"""The kiosk's demonstration without a screen."""

import os
from pathlib import Path

from scripts.command import Context
from scripts.kiosk.showing import Showing


def visit_unseen(context: Context, pictures_dir: Path) -> bool:
    """A visit that presses its own buttons in a window that nobody sees; true when it came to its end."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before Qt is loaded: it would end the program without a screen
    from scripts.kiosk.demo.show import show_visit

    context.say("$ gatehouse kiosk --demo --by-itself")
    return show_visit(context, Showing(windowed=True), pictures_dir)
