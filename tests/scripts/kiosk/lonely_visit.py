"""A card at a kiosk whose desk is away: by the program of the settings file, in the home it is told."""

import os
import sys
from pathlib import Path

from hardware.cards.events import CardData, CardKind
from hardware.cards.fake import FakeCardReader
from kiosk.visit.pages import Page
from scripts.command import Context
from scripts.kiosk.parts import open_parts
from scripts.kiosk.program import TEXTS, KioskProgram
from scripts.kiosk.rules import site_rules
from scripts.kiosk.settings import KioskTree
from scripts.kiosk.showing import Showing, show
from ui.shared.placing import Ticker, quit_now
from ui.shared.texts import Texts

context = Context(Path(sys.argv[1]))
tree = context.settings_of(KioskTree)
texts = Texts.load(TEXTS, strict=True)
parts = open_parts(context, tree)


def make() -> KioskProgram:
    return KioskProgram(context.home, site_rules(tree, texts.languages), parts, texts, os.environ)


def beside(program: KioskProgram) -> Ticker:
    [(reader, _)] = parts.readers
    assert isinstance(reader, FakeCardReader)
    reader.insert(CardData(CardKind.VISIT, "80000001"))

    def look() -> None:
        if program.conversation.page is Page.TROUBLE:
            quit_now()

    return Ticker(look, 50)


show(make, Showing(windowed=True, seconds=60), wedge=parts.wedge, beside=beside)
