"""The kiosk of the settings file, with its real parts."""

import os
from dataclasses import replace
from datetime import datetime

from scripts.command import SETTINGS_FILE, Context
from scripts.errors import SettingsError
from scripts.kiosk.parts import open_parts
from scripts.kiosk.program import TEXTS, Clocks, KioskProgram
from scripts.kiosk.rules import site_rules
from scripts.kiosk.settings import KioskTree
from scripts.kiosk.showing import Showing, show
from scripts.site_time import zone_named
from ui.shared.texts import Texts
from ui.visitor.sounds import open_sounds

RECORDINGS = "voices"
"""In the home directory: a hospital's own recordings of what the kiosk reads aloud."""


def show_kiosk(context: Context, showing: Showing) -> None:
    tree = context.settings_of(KioskTree)
    texts = texts_for(tree)
    site = site_rules(tree, texts.languages)
    zone = zone_named(tree.site.zone)
    clocks = Clocks(now=lambda: datetime.now(zone), zone=zone)
    parts = open_parts(context, tree)

    def make_program() -> KioskProgram:
        sounds = open_sounds(context.home / RECORDINGS, texts.languages)
        return KioskProgram(context.home, site, parts, texts, os.environ, sounds, clocks)

    def told() -> None:
        context.out({"event": "shown", "kiosk": site.kiosk}, f"kiosk {site.kiosk} is open")

    show(make_program, replace(showing, told=told), wedge=parts.wedge)


def texts_for(tree: KioskTree) -> Texts:
    """With the site's own language first. Raises SettingsError for one that nobody has written."""
    texts = Texts.load(TEXTS)
    language = tree.kiosk.language
    if language in texts.languages:
        return Texts.load(TEXTS, first=language)
    hint = f"There are: {', '.join(texts.languages)}. Correct kiosk.language in {SETTINGS_FILE}."
    raise SettingsError(f"the kiosk has no texts in {language!r}", hint)
