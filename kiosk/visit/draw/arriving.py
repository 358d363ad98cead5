"""The pages before anything is wanted: place your card, whose it is, what would you like. Pure."""

from kiosk.desk.values import BookingState
from kiosk.visit.draw.names import person_name
from kiosk.visit.pages import Action, Page
from kiosk.visit.parts import MISSED_BY_PATIENTS
from kiosk.visit.screen import Alphabet, Choice, Clock, Drawing, Keypad, Layout, Screen, Text
from kiosk.visit.services import Service
from kiosk.visit.site import SiteRules
from kiosk.visit.state import VisitState
from kiosk.visit.wording import said
from kiosk.visit.workings import CODE_LENGTH, HOME_CHOICES, booking_today, is_child, may_act, services_in_order


def attract(state: VisitState, site: SiteRules) -> Screen:
    ways = [Choice(Action.CHOOSE, said("attract.code"), "code")]
    if Service.SCALPER in site.services:
        ways.append(Choice(Action.CHOOSE, said("attract.scalper"), "scalper"))
    return Screen(
        Page.ATTRACT,
        Layout.ATTRACT,
        said("attract.title"),
        body=(said("attract.hospital", hospital=site.hospital), *_notice(site)),
        choices=tuple(ways),
        drawing=Drawing.TAKE_CARD if state.kiosk.card_inside else Drawing.PLACE_CARD,
        caution=said("attract.card_inside") if state.kiosk.card_inside else _not_now(state, site),
        staff=_for_staff(state),
    )


def _not_now(state: VisitState, site: SiteRules) -> Text | None:
    """What a patient cannot do here now: the one thing that matters most to them."""
    part = next((each for each in MISSED_BY_PATIENTS if each in state.kiosk.lost), None)
    return said(f"without.{part.value}", counter=site.counter) if part else None


def _for_staff(state: VisitState) -> tuple[Text, ...]:
    lost = state.kiosk.lost
    return (said("attract.staff"), *(said(f"part.{each.value}") for each in lost)) if lost else ()


def _notice(site: SiteRules) -> tuple[Text, ...]:
    watch = (said("attract.watch"),) if site.watch_looks else ()
    if not site.checks_faces:
        return watch
    return (said("attract.notice_what"), kept(site), said("attract.notice_without", counter=site.counter), *watch)


def kept(site: SiteRules) -> Text:
    return said("notice.kept_days", days=site.kept_days) if site.kept_days else said("notice.kept_nothing")


def reading(state: VisitState, site: SiteRules) -> Screen:
    return Screen(Page.READING, Layout.WAIT, said("reading.title"), drawing=Drawing.WAIT)


def code(state: VisitState, site: SiteRules) -> Screen:
    typed = state.visitor.task.typed
    ready = len(typed) == CODE_LENGTH
    return Screen(
        Page.CODE,
        Layout.SEARCH,
        said("code.title"),
        body=(said("code.where", digits=CODE_LENGTH),),
        choices=(Choice(Action.CONFIRM, said("code.confirm"), is_primary=True, is_enabled=ready),),
        keypad=Keypad(Alphabet.DIGITS, typed),
    )


def who(state: VisitState, site: SiteRules) -> Screen:
    """A child never stands there for itself."""
    holder = state.visitor.holder
    if holder is None:
        return Screen(Page.WHO, Layout.CHOICES, said("who.title"))
    child = is_child(holder.person, state.day, site)
    own = Choice(Action.CHOOSE, said("who.holder", name=person_name(holder.person)), holder.person.id)
    family = [
        Choice(Action.CHOOSE, said(f"who.{each.relation.value}", name=person_name(each.person)), each.person.id)
        for each in may_act(state, site)
    ]
    other = Choice(Action.CHOOSE, said("who.other"), "other")
    body = said("who.child_card" if child else "who.card_of", name=person_name(holder.person))
    return Screen(
        Page.WHO,
        Layout.CHOICES,
        said("who.title"),
        body=(body,),
        choices=(*([] if child else [own]), *family, other),
    )


def home(state: VisitState, site: SiteRules) -> Screen:
    order = services_in_order(state, site)
    shown = order if len(order) <= HOME_CHOICES else order[: HOME_CHOICES - 1]
    choices = [_service(state, service, is_first=place == 0) for place, service in enumerate(shown)]
    if len(order) > len(shown):
        choices.append(Choice(Action.CHOOSE, said("home.more"), "more", detail=said("home.more_detail")))
    return Screen(Page.HOME, Layout.CHOICES, said("home.title"), body=_for_whom(state), choices=tuple(choices))


def services(state: VisitState, site: SiteRules) -> Screen:
    rest = services_in_order(state, site)[HOME_CHOICES - 1 :]
    choices = tuple(_service(state, service, is_first=False) for service in rest)
    return Screen(Page.SERVICES, Layout.CHOICES, said("services.title"), body=_for_whom(state), choices=choices)


def _for_whom(state: VisitState) -> tuple[Text, ...]:
    patient, acting = state.patient, state.acting
    if patient is None:
        return ()
    if acting is not None and acting.id != patient.id:
        return (said("home.acting_for", name=person_name(patient)),)
    return (said("home.greeting", name=person_name(patient)),)


def _service(state: VisitState, service: Service, *, is_first: bool) -> Choice:
    return Choice(
        Action.CHOOSE,
        said(f"service.{service.value}"),
        service.value,
        detail=_known_of(state, service) or said(f"service_detail.{service.value}"),
        is_primary=is_first,
    )


def _known_of(state: VisitState, service: Service) -> Text | None:
    """Today's booking stands on the button that leads to it."""
    booking = booking_today(state)
    if booking is None:
        return None
    slot = booking.slot
    if service is Service.PICK_UP and booking.state is BookingState.BOOKED:
        if slot.doctor is None:
            return said("home.booking", department=slot.department.name, at=Clock(slot.starts_at))
        return said(
            "home.booking_doctor", department=slot.department.name, doctor=slot.doctor.name, at=Clock(slot.starts_at)
        )
    if service is Service.QUEUE and booking.queue is not None:
        return said("home.queue", number=booking.queue.number, ahead=booking.queue.ahead)
    return None
