"""What this computer shows and says a kiosk with, as one line of JSON: run as a program, because Qt ends the one that
asks where there is no screen."""

import json
import sys

from ui.shared.app import application
from ui.shared.qt_multimedia import QMediaDevices
from ui.visitor.voices.espeak import find_espeak


def main() -> None:
    app = application("gatehouse doctor")
    screens = [(screen.size().width(), screen.size().height()) for screen in app.screens()]
    sounds = [device.description() for device in QMediaDevices.audioOutputs()]
    voice = "espeak-ng" if find_espeak() else "the system's" if sys.platform in ("win32", "darwin") else ""
    told = {"screens": screens, "sounds": sounds, "voice": voice, "platform": app.platformName()}
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
