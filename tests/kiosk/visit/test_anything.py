"""Whatever anybody does, in whatever order, with the desk, the printer and the camera failing as they like."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from camera.leases.messages import Advice, CheckFacts, CheckProgress, NoComparison
from camera.liveness.facts import ChallengeEnd, Depth, LivenessFacts
from camera.liveness.turns import Turn
from kiosk.desk.fake import hospital
from kiosk.desk.values import BookingState, CardRef, PaymentState
from kiosk.errors import Refusal
from kiosk.visit import events as e
from kiosk.visit.advancing import advance
from kiosk.visit.drawing import screen_of
from kiosk.visit.effects import CloseMirror, Effect, Forget, OpenMirror, Post, PrintSlip, StartCheck, StopCheck
from kiosk.visit.pages import Action, Page
from kiosk.visit.parts import Part
from kiosk.visit.requests import Book, Cancel
from kiosk.visit.slips import BookingSlip
from kiosk.visit.state import Visitor, VisitState, fresh
from kiosk.visit.workings import is_child
from tests.kiosk.visit.hand import CHECKING, MODEL, Hand, card_data

CARDS = (
    hospital.ADULT_CARD,
    hospital.ADULT_ID_CARD,
    hospital.CHILD_CARD,
    hospital.OLD_CARD,
    hospital.ENDED_CARD,
    hospital.STRANGER_CARD,
)
SURELY_OVER_S = 400.0
NOTHING_DONE = [why for why in Refusal if why is not Refusal.ALREADY_PAID]
"""Who is told falsely that it is paid goes to a person with it, and nothing is taken from them meanwhile."""
FIXED = (Action.LANGUAGE, Action.READ_ALOUD, Action.COUNTER, Action.BACK, Action.END)


class AnythingHappens(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.hand = Hand(CHECKING, hears=False, prints=False, seen=self.look_at)
        self.is_mirror_open = False
        self.has_agreed = False
        self.there_before = {each.id for each in self.hand.desk.all_bookings}
        self.told: set[str] = set()

    def look_at(self, state: VisitState, effects: list[Effect]) -> None:
        for effect in effects:
            if isinstance(effect, OpenMirror):
                assert self.has_agreed
                assert not self.is_mirror_open
                self.is_mirror_open = True
            elif isinstance(effect, CloseMirror):
                assert self.is_mirror_open
                self.is_mirror_open = False
            elif isinstance(effect, StopCheck):
                assert self.is_mirror_open
            elif isinstance(effect, StartCheck):
                self.compared(state, effect)
            elif isinstance(effect, Forget):
                self.has_agreed = False
            else:
                self.hear(effect)

    def hear(self, effect: Effect) -> None:
        """Of which bookings a visitor knows; who confirmed one and left at once expects nothing else."""
        match effect:
            case PrintSlip(slip=BookingSlip(booking=booking)):
                self.told.add(booking.id)
            case Post(request=Book(booking_id=booking_id)):
                self.told.add(booking_id)

    def compared(self, state: VisitState, check: StartCheck) -> None:
        assert self.is_mirror_open
        assert check.attempt <= self.hand.site.tries
        acting = state.acting
        assert acting is not None
        assert acting.id == check.person_id
        assert not is_child(acting, state.day, self.hand.site)
        own = {f"photo of {check.person_id}".encode(), f"chip of {check.person_id}".encode()}
        assert check.reference in own

    def does(self, event: e.Event) -> None:
        self.hand.does(event)

    @rule(data=st.data())
    def press_what_is_shown(self, data: st.DataObject) -> None:
        screen = self.hand.screen
        offered = [(each.action, each.value) for each in (*screen.choices, *screen.days)]
        if screen.keypad:
            offered += [(Action.KEY, "x"), (Action.KEY, "2"), (Action.ERASE, "")]
        if offered:
            self.press(*data.draw(st.sampled_from(offered)))

    @rule(data=st.data(), presses=st.integers(2, 9))
    def go_on(self, data: st.DataObject, presses: int) -> None:
        """The likely way with a desk that answers, so that far pages are reached."""
        if self.hand.is_on(Page.ATTRACT):
            self.place_a_card(hospital.ADULT_CARD, True, False)
        for _ in range(presses):
            self.answer_all()
            self.is_taken_for_themselves()
            screen = self.hand.screen
            enabled = [each for each in (*screen.choices, *screen.days) if each.is_enabled]
            offered = [each for each in enabled if each.action not in (Action.END, Action.COUNTER, Action.DECLINE)]
            if offered:
                chosen = data.draw(st.sampled_from(offered))
                self.press(chosen.action, chosen.value)

    def is_taken_for_themselves(self) -> None:
        if self.hand.is_on(Page.CHECK):
            self.the_check_ends(True, None, False)
            self.answer_all()

    @rule(action=st.sampled_from(FIXED))
    def press_a_fixed_place(self, action: Action) -> None:
        self.press(action, "")

    @rule(action=st.sampled_from(Action), value=st.text(max_size=3))
    def press_anything(self, action: Action, value: str) -> None:
        self.press(action, value)

    def press(self, action: Action, value: str) -> None:
        if action is Action.AGREE and self.hand.is_on(Page.NOTICE):
            self.has_agreed = True
        self.does(e.Pressed(action, value))

    @rule(ref=st.sampled_from(CARDS), stays=st.booleans(), has_chip=st.booleans())
    def place_a_card(self, ref: CardRef, stays: bool, has_chip: bool) -> None:
        holder = hospital.HOLDERS.get(ref)
        photo = f"chip of {holder.person.id}".encode() if holder and has_chip else None
        self.does(e.CardPlaced(card_data(ref, photo), stays))
        self.answer(True)

    @rule(code=st.sampled_from(["20000001", "20000002", "x", hospital.OLD_HEALTH_CARD]))
    def scan_a_code(self, code: CardRef | str) -> None:
        self.does(e.CodeScanned(code))

    @rule(event=st.sampled_from([e.CardRemoved(), e.CardBad(), e.CameraLost()]))
    def something_happens(self, event: e.Event) -> None:
        self.does(event)

    @rule(lost=st.sets(st.sampled_from(Part)))
    def parts_are_lost(self, lost: set[Part]) -> None:
        self.does(e.PartsLost(tuple(lost)))

    @rule()
    def everybody_walks_away(self) -> None:
        """Wherever they were: nothing waits for ever, and nothing is left on the screen."""
        self.hand.waits(SURELY_OVER_S, step_s=5)
        assert self.hand.is_on(Page.ATTRACT)

    @rule(seconds=st.sampled_from([0.5, 3.0, 16.0, 50.0]))
    def time_goes_by(self, seconds: float) -> None:
        self.hand.waits(seconds, step_s=seconds)

    @rule(newest=st.booleans())
    def answer(self, newest: bool) -> None:
        if self.hand.unanswered:
            self.does(self.hand.answer_to(self.hand.unanswered.pop(-1 if newest else 0)))

    @rule()
    def answer_all(self) -> None:
        while self.hand.unanswered:
            self.answer(True)

    @rule(why=st.none() | st.sampled_from(NOTHING_DONE))
    def the_desk_does_nothing(self, why: Refusal | None) -> None:
        if self.hand.unanswered:
            call = self.hand.unanswered.pop().call_id
            self.does(e.DeskSaidNo(call, why) if why else e.DeskUnreachable(call))

    @rule()
    def the_answer_is_lost(self) -> None:
        """The desk does it, and nobody hears of it."""
        if self.hand.unanswered:
            asked = self.hand.unanswered.pop()
            self.hand.answer_to(asked)
            self.does(e.DeskUnreachable(asked.call_id))

    @rule()
    def the_outbox_arrives(self) -> None:
        """It overtakes what is under way, but for a booking that is made at this moment."""
        if not any(isinstance(each.request, Book) for each in self.hand.unanswered):
            self.hand.outbox_arrives()

    @rule(answer=st.none() | st.integers() | st.just(()) | st.text(max_size=2))
    def the_desk_talks_nonsense(self, answer: object) -> None:
        waiting = self.hand.state.visitor.waiting
        is_plain = waiting is not None and "Price" not in type(waiting.request).__name__
        if waiting is not None and is_plain and not isinstance(answer, tuple) and answer is not None:
            self.hand.unanswered = [each for each in self.hand.unanswered if each.call_id != waiting.call_id]
            self.does(e.DeskAnswered(waiting.call_id, answer))

    @rule()
    def somebody_pays(self) -> None:
        for _, payment in list(self.hand.desk.world.payments.values()):
            if payment.state is PaymentState.WAITING:
                self.hand.desk.pay(payment.id)

    @rule(alike=st.booleans(), obstacle=st.none() | st.sampled_from(NoComparison), is_old=st.booleans())
    def the_check_ends(self, alike: bool, obstacle: NoComparison | None, is_old: bool) -> None:
        check_id = "old" if is_old else self.hand.state.visitor.check.check_id
        life = LivenessFacts(ChallengeEnd.PASSED, Depth.SOLID)
        similarity = None if obstacle else (0.9 if alike else 0.1)
        self.does(e.CheckTold(CheckProgress(check_id, Advice.TURN, 0.4, Turn.NOD)))
        self.does(e.CheckEnded(CheckFacts(check_id, life, MODEL, 3, similarity, obstacle)))

    @rule(failure=st.none() | st.sampled_from(e.SlipFailure), back=st.integers(0, 3))
    def a_slip_is_told_of(self, failure: e.SlipFailure | None, back: int) -> None:
        job = self.hand.state.kiosk.numbers - back
        self.does(e.SlipFailed(job, failure) if failure else e.SlipPrinted(job))

    @invariant()
    def the_camera_is_open_on_the_checks_page_alone(self) -> None:
        assert self.is_mirror_open == self.hand.is_on(Page.CHECK)

    @invariant()
    def nobody_remains_on_the_first_page(self) -> None:
        state = self.hand.state
        if state.page is Page.ATTRACT:
            assert state.visitor == Visitor()
            assert state.under == ()

    @invariant()
    def there_is_always_something_to_see_and_a_way_to_a_person(self) -> None:
        state = self.hand.state
        screen = screen_of(state, self.hand.at, self.hand.site)
        assert screen.counter or screen.page is Page.COUNTER
        if state.page is Page.ATTRACT:
            nobody = fresh(state.kiosk, state.look, 0.0)
            assert screen == screen_of(nobody, self.hand.at, self.hand.site)

    @invariant()
    def five_tries_are_the_most(self) -> None:
        assert self.hand.state.visitor.check.attempts <= self.hand.site.tries

    @invariant()
    def what_can_be_pressed_does_something(self) -> None:
        """But for a keypad that is full, and what is chosen already."""
        state, hand = self.hand.state, self.hand
        for choice in screen_of(state, hand.at, hand.site).choices:
            if choice.is_enabled:
                after, effects = advance(state, e.Pressed(choice.action, choice.value), hand.at, hand.site)
                assert effects or replace(after, touched_at=0.0) != replace(state, touched_at=0.0), choice

    @property
    def looked_after_by_hand(self) -> set[str]:
        """Given up when it was too late to cancel: the staff is told of a letter that the desk refuses."""
        late = [each for each, why in self.hand.refused if why is Refusal.TOO_LATE]
        return {each.booking_id for each in late if isinstance(each, Cancel)}

    def teardown(self) -> None:
        """The visitor leaves; the desk answers what it was asked and gets what was posted: nothing stays open there."""
        self.does(e.Pressed(Action.END))
        assert (self.hand.state.visitor, self.hand.state.under) == (Visitor(), ())
        while self.hand.unanswered:
            self.answer(False)
        self.hand.outbox_arrives()
        self.hand.desk.set_now(self.hand.desk.now + timedelta(seconds=1))
        assert [each for _, each in self.hand.desk.world.payments.values() if each.state is PaymentState.WAITING] == []
        held = [each for each in self.hand.desk.all_bookings if each.state is BookingState.HELD]
        assert held == []
        booked = [each for each in self.hand.desk.all_bookings if each.state is BookingState.BOOKED]
        known = self.told | self.there_before | self.looked_after_by_hand
        unknown = {each.id for each in booked if not each.is_paid} - known
        assert unknown == set(), "somebody is booked and does not know it"


AnythingHappens.TestCase.settings = settings(
    max_examples=20, stateful_step_count=40, deadline=None, phases=[Phase.generate]
)
test_no_event_in_any_order_breaks_the_visit = AnythingHappens.TestCase
