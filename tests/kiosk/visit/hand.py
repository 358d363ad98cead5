"""A visitor's hand at a kiosk whose effects are carried out at once, against the fake desk."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

from camera.leases.messages import CheckFacts, NoComparison
from camera.liveness.facts import ChallengeEnd, Depth, LivenessFacts
from hardware.cards.events import CardData
from kiosk.desk.fake import hospital
from kiosk.desk.fake.desk import FakeDesk
from kiosk.desk.values import CardRef, Words
from kiosk.errors import DeskAway, DeskRefused, Refusal
from kiosk.reports.fake import FakeReports
from kiosk.visit import events as e
from kiosk.visit.advancing import advance
from kiosk.visit.drawing import screen_of
from kiosk.visit.effects import AskDesk, Effect, Post, PrintSlip, StartCheck
from kiosk.visit.pages import Action, Page
from kiosk.visit.requests import MustArrive, TellOfScalper, carry_out
from kiosk.visit.screen import Screen
from kiosk.visit.services import Service
from kiosk.visit.site import SiteRules
from kiosk.visit.state import Kiosk, VisitState, fresh

ZONE = timezone(timedelta(hours=8))
MORNING = datetime(2025, 10, 20, 9, 11, tzinfo=ZONE)
SITE = SiteRules(Words("市第一医院", "City First Hospital"), checked_services=frozenset())
CHECKING = SiteRules(Words("市第一医院", "City First Hospital"))
GOOD = LivenessFacts(ChallengeEnd.PASSED, Depth.SOLID, 0.02, 0.9)
MODEL = "sface@0ba9fbfa+five-points"
PHOTOS = {person.id: f"photo of {person.id}".encode() for person in hospital.PEOPLE}


def card_data(ref: CardRef, photo: bytes | None = None) -> CardData:
    return CardData(ref.kind, ref.number, photo=photo)


@dataclass
class Hand:
    """`printer`: what the next slips come to; None prints. `hears`: False leaves calls of the desk unanswered."""

    site: SiteRules = SITE
    desk: FakeDesk = field(default_factory=lambda: FakeDesk(MORNING, PHOTOS))
    hub: FakeReports = field(default_factory=FakeReports)
    at: float = 100.0
    printer: e.SlipFailure | None = None
    hears: bool = True
    prints: bool = True
    done: list[Effect] = field(default_factory=list)
    outbox: list[MustArrive] = field(default_factory=list)
    refused: list[tuple[MustArrive, Refusal]] = field(default_factory=list)
    unanswered: list[AskDesk] = field(default_factory=list)
    seen: Callable[[VisitState, list[Effect]], None] = lambda state, effects: None

    def __post_init__(self) -> None:
        self.state = fresh(Kiosk("run", self.desk.now), self.site.look, self.at)

    def is_on(self, page: Page) -> bool:
        return self.state.page is page

    @property
    def screen(self) -> Screen:
        return screen_of(self.state, self.at, self.site)

    def does(self, event: e.Event) -> list[Effect]:
        """The event, and all that comes of it; answers the effects of this event alone."""
        self.state, effects = advance(self.state, event, self.at, self.site)
        self.done += effects
        self.seen(self.state, effects)
        for effect in effects:
            self._carry_out(effect)
        return effects

    def presses(self, action: Action, value: str = "") -> list[Effect]:
        return self.does(e.Pressed(action, value))

    def chooses(self, value: str) -> list[Effect]:
        """Something that is on the screen and can be pressed."""
        choices = (*self.screen.choices, *self.screen.days)
        assert value in [each.value for each in choices if each.is_enabled], (value, choices)
        return self.presses(Action.CHOOSE, value)

    def waits(self, seconds: float, step_s: float = 0.5) -> None:
        until = self.at + seconds
        while self.at < until:
            self.at += step_s
            self.desk.set_now(self.desk.now + timedelta(seconds=step_s))
            self.does(e.Tick(self.desk.now))

    def places(self, ref: CardRef, stays: bool = True, photo: bytes | None = None) -> list[Effect]:
        return self.does(e.CardPlaced(card_data(ref, photo), stays))

    def is_seen(
        self, similarity: float = 0.9, life: LivenessFacts = GOOD, obstacle: NoComparison | None = None
    ) -> list[Effect]:
        """The camera ends the check that was started last."""
        check = [each for each in self.done if isinstance(each, StartCheck)][-1]
        alike = None if obstacle else similarity
        return self.does(e.CheckEnded(CheckFacts(check.check_id, life, MODEL, 5, alike, obstacle)))

    def _carry_out(self, effect: Effect) -> None:
        if isinstance(effect, Post):
            self.outbox.append(effect.request)
        elif isinstance(effect, PrintSlip) and self.prints:
            told = e.SlipFailed(effect.job_id, self.printer) if self.printer else e.SlipPrinted(effect.job_id)
            self.does(told)
        elif isinstance(effect, AskDesk) and self.hears:
            self.does(self.answer_to(effect))
        elif isinstance(effect, AskDesk):
            self.unanswered.append(effect)

    def answer_to(self, ask: AskDesk) -> e.Event:
        try:
            return e.DeskAnswered(ask.call_id, carry_out(self.desk, ask.request))
        except DeskRefused as no:
            return e.DeskSaidNo(ask.call_id, no.why)
        except DeskAway:
            return e.DeskUnreachable(ask.call_id)

    def outbox_arrives(self) -> None:
        """What was posted reaches the desk and the hub, in its order; what is refused is not asked again."""
        for request in self.outbox:
            if isinstance(request, TellOfScalper):
                self.hub.report_scalper(request.key, request.report)
                continue
            try:
                carry_out(self.desk, request)
            except DeskRefused as no:
                self.refused.append((request, no.why))
        self.outbox.clear()

    def of(self, kind: type) -> list[Effect]:
        return [each for each in self.done if isinstance(each, kind)]


def at_home(ref: CardRef = hospital.ADULT_CARD, site: SiteRules = SITE) -> Hand:
    hand = Hand(site)
    hand.places(ref)
    assert hand.is_on(Page.HOME)
    return hand


def wants(hand: Hand, service: Service) -> None:
    hand.presses(Action.CHOOSE, service.value)


def free_slot(hand: Hand) -> str:
    return next(each.value for each in hand.screen.choices if each.is_enabled)


def to_confirm(hand: Hand, department: str = "internal", doctor: str = "any") -> None:
    """Tomorrow's first free time."""
    wants(hand, Service.BOOK)
    hand.chooses(department)
    hand.chooses(doctor)
    assert hand.is_on(Page.SLOTS)
    hand.chooses(hand.screen.days[1].value)
    hand.chooses(free_slot(hand))
    assert hand.is_on(Page.CONFIRM)


def to_paying(hand: Hand) -> str:
    to_confirm(hand)
    hand.presses(Action.CONFIRM)
    assert hand.is_on(Page.PAYING)
    payment = hand.state.visitor.task.payment
    assert payment is not None
    return payment.id
