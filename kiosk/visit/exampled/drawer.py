"""What an example is, and how one is drawn up. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from hardware.cards.events import CardData
from kiosk.desk.values import Actor, CardHolder
from kiosk.visit.drawing import screen_of
from kiosk.visit.exampled import patients as p
from kiosk.visit.pages import Page
from kiosk.visit.screen import Look, Screen
from kiosk.visit.services import Service
from kiosk.visit.site import SiteRules
from kiosk.visit.state import Kiosk, Offers, Task, Visitor, VisitState

SITE = SiteRules(p.HOSPITAL, watch_looks=True, report_places=p.PLACES)
KEEPING = SiteRules(p.HOSPITAL, kept_days=1)
WITHOUT_HUB = replace(SITE, services=tuple(each for each in Service if each is not Service.SCALPER))
AT = 1000.0


@dataclass(frozen=True, slots=True)
class Example:
    """`at` is the moment of `advance`'s clock at which it is looked at."""

    name: str
    state: VisitState
    site: SiteRules = SITE
    at: float = AT

    @property
    def screen(self) -> Screen:
        return screen_of(self.state, self.at, self.site)

    def seen_with(self, look: Look) -> "Example":
        return replace(self, state=replace(self.state, look=look))


@dataclass(frozen=True, slots=True)
class Drawer:
    clock: datetime

    def of(self, name: str, page: Page, visitor: Visitor | None = None, site: SiteRules = SITE) -> Example:
        kiosk = Kiosk("example", self.clock)
        state = VisitState(kiosk, page, visitor=visitor or Visitor(), entered_at=AT, touched_at=AT)
        return Example(name, state, site)

    def shown(self, name: str, page: Page, task: Task, offers: Offers | None = None) -> Example:
        """To the holder of a card, with this task and what the desk answered for it."""
        return self.of(name, page, self.visitor(task=task, offers=offers or Offers()))

    def visitor(self, holder: CardHolder = p.LONELY_CARD, **parts: Any) -> Visitor:
        card = CardData(holder.card.kind, holder.card.number)
        known = Visitor(card=card, card_stays=True, holder=holder, actor=Actor(holder.person.id))
        return replace(known, **parts)
