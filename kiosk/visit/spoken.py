"""What is read aloud when a page opens, or when its instruction changes. Pure. No name, number or amount is spoken."""

from kiosk.visit.draw.checking import instruction
from kiosk.visit.draw.ending import trouble_words
from kiosk.visit.pages import Page
from kiosk.visit.screen import Text
from kiosk.visit.state import VisitState
from kiosk.visit.wording import said


def spoken(state: VisitState) -> Text:
    if state.page is Page.CHECK:
        return instruction(state.visitor.check)
    if state.page is Page.TROUBLE and state.visitor.trouble is not None:
        return trouble_words(state.visitor.trouble)
    return said(f"say.{state.page.value}")
