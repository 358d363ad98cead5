"""What hospitals' systems really hold: people behind RelatedPersons, merged records, bookings of the hospital's own."""

import base64
from datetime import date, timedelta
from typing import Any

import pytest

from hardware.cards.events import CardKind
from kiosk.desk.fhir.reading import codes_in, fen_in, id_in, last_day, name_of_person, words_in
from kiosk.desk.values import Actor, BookingState, CardRef, DayOffer, Relation, Words
from kiosk.errors import Refusal
from tests.kiosk.desk.book_world import (
    ADULT,
    ADULT_CARD,
    CHILD,
    CHILD_CARD,
    CLINIC,
    DOCTOR,
    HELPER,
    LIMITS,
    MORNING,
    MOTHER,
    NINE,
    PHOTO,
    SELF,
    STRANGER,
    TODAY,
    Entry,
    Offer,
    Patient,
    left,
    refused,
)
from tests.kiosk.desk.fhir_world import NAMES, FhirWorld, money

VISIT = NAMES.card_systems[CardKind.VISIT]
MOTHERS_CARD = CardRef(CardKind.ID, "110101198001010022")


def change(world: FhirWorld, reference: str, **values: Any) -> None:
    world.store.put({**world.store.get(reference), **values})


class TestPeople:
    def test_a_delegate_with_a_card_is_the_patient_with_that_card(self, fhir_world: FhirWorld) -> None:
        fhir_world.enter(Patient(MOTHER, "李娜", 35, (MOTHERS_CARD,), PHOTO))
        fhir_world.entrust(Entry(CHILD, MOTHER, Relation.MOTHER))
        (delegate,) = fhir_world.book.holder_of(CHILD_CARD).delegates
        assert (delegate.person.id, delegate.person.has_photo) == (MOTHER, True)
        assert fhir_world.book.photo_of(delegate.person.id) == PHOTO

    def test_a_delegate_who_is_no_patient_is_known_by_the_entry_itself(self, fhir_world: FhirWorld) -> None:
        photo = [{"contentType": "image/png", "data": base64.b64encode(b"hers").decode()}]
        fhir_world.store.put({**fhir_world.store.get(f"Patient/{MOTHER}"), "link": []})
        change(fhir_world, f"RelatedPerson/{CHILD}-{MOTHER}", birthDate="1991", photo=photo)
        (delegate,) = fhir_world.book.holder_of(CHILD_CARD).delegates
        assert delegate.person.born_on == date(1991, 12, 31)
        assert fhir_world.book.photo_of(delegate.person.id) == b"hers"
        fhir_world.offer(Offer("a"))
        actor = Actor(delegate.person.id, Relation.MOTHER)
        held = fhir_world.book.hold("k", "a", CHILD, actor)
        participants = fhir_world.appointment(held)["participant"]
        assert f"RelatedPerson/{CHILD}-{MOTHER}" in [one["actor"]["reference"] for one in participants]

    def test_a_delegate_of_unknown_age_or_relation_or_not_active_does_not_act(self, fhir_world: FhirWorld) -> None:
        related = fhir_world.store.get(f"RelatedPerson/{CHILD}-{MOTHER}")
        fhir_world.store.put({**fhir_world.store.get(f"Patient/{MOTHER}"), "link": []})
        fhir_world.store.put(related)
        assert fhir_world.book.holder_of(CHILD_CARD).delegates == ()
        fhir_world.entrust(Entry(CHILD, MOTHER, Relation.MOTHER))
        odd = [{"coding": [{"system": "http://hospital.example", "code": "COUSIN"}], "text": "cousin"}]
        change(fhir_world, f"RelatedPerson/{CHILD}-{MOTHER}", relationship=odd)
        assert fhir_world.book.holder_of(CHILD_CARD).delegates == ()
        change(fhir_world, f"RelatedPerson/{CHILD}-{MOTHER}", relationship=related["relationship"], active=False)
        assert fhir_world.book.holder_of(CHILD_CARD).delegates == ()

    def test_a_merged_record_leads_to_the_one_that_took_its_place(self, fhir_world: FhirWorld) -> None:
        link = [{"type": "replaced-by", "other": {"reference": f"Patient/{STRANGER}"}}]
        change(fhir_world, f"Patient/{ADULT}", active=False, link=link)
        assert fhir_world.book.holder_of(ADULT_CARD).person.id == STRANGER

    def test_a_card_of_two_patients_leads_to_nobody(self, fhir_world: FhirWorld) -> None:
        change(fhir_world, f"Patient/{STRANGER}", identifier=[{"system": VISIT, "value": ADULT_CARD.number}])
        with refused(Refusal.UNKNOWN_CARD):
            fhir_world.book.holder_of(ADULT_CARD)

    def test_a_card_number_is_nothing_but_a_value(self, fhir_world: FhirWorld) -> None:
        for number in (f"X,{VISIT}|V-0001", "V-0001,V-0002", "\\", "|"):
            with refused(Refusal.UNKNOWN_CARD):
                fhir_world.book.holder_of(CardRef(CardKind.VISIT, number))

    def test_a_card_number_with_signs_of_a_search_in_it_is_found(self, fhir_world: FhirWorld) -> None:
        card = CardRef(CardKind.VISIT, "A,1|2\\3$")
        fhir_world.enter(Patient(STRANGER, "王某", 50, (card,)))
        assert fhir_world.book.holder_of(card).person.id == STRANGER

    def test_a_patient_without_a_date_of_birth_is_sent_to_the_counter(self, fhir_world: FhirWorld) -> None:
        change(fhir_world, f"Patient/{ADULT}", birthDate="unknown")
        with refused(Refusal.NOT_ALLOWED):
            fhir_world.book.holder_of(ADULT_CARD)

    def test_a_photograph_may_lie_beside_the_record_on_the_same_server(self, fhir_world: FhirWorld) -> None:
        content = {"contentType": "image/jpeg", "data": base64.b64encode(b"beside").decode()}
        fhir_world.store.put({"resourceType": "Binary", "id": "p", **content})
        change(fhir_world, f"Patient/{ADULT}", photo=[{"url": "Binary/p"}])
        assert fhir_world.book.photo_of(ADULT) == b"beside"

    def test_a_code_leads_to_who_has_the_booking(self, fhir_world: FhirWorld) -> None:
        fhir_world.offer(Offer("a"))
        booked = fhir_world.book.book("k2", fhir_world.book.hold("k1", "a", ADULT, SELF).id)
        holder = fhir_world.book.by_code(booked.code)
        assert (holder.person.id, holder.card) == (ADULT, ADULT_CARD)
        for wrong in ("00000000", "", f"{booked.code},1", "*"):
            with refused(Refusal.NOT_FOUND):
                fhir_world.book.by_code(wrong)


class TestSlots:
    def test_closed_slots_count_as_full_and_errors_not_at_all(self, fhir_world: FhirWorld) -> None:
        fhir_world.offer(Offer("a", capacity=4))
        change(fhir_world, "Slot/a-1", status="busy-unavailable")
        change(fhir_world, "Slot/a-2", status="entered-in-error")
        change(fhir_world, "Slot/a-3", status="unheard-of")
        (slot,) = fhir_world.book.slots(CLINIC.id, None, TODAY)
        assert (slot.capacity, slot.left) == (2, 1)

    def test_what_the_hospital_holds_itself_is_taken_however_old(self, fhir_world: FhirWorld) -> None:
        fhir_world.offer(Offer("a"))
        change(fhir_world, "Slot/a", status="busy-tentative")
        fhir_world.keep_up()
        assert left(fhir_world.book, "a") == 0
        with refused(Refusal.SLOT_TAKEN):
            fhir_world.book.hold("k", "a", ADULT, SELF)

    def test_a_price_is_taken_from_the_slot_its_schedule_or_its_department(self, fhir_world: FhirWorld) -> None:
        fhir_world.offer(Offer("a"), Offer("b", NINE + timedelta(hours=1), price_fen=1250))
        service = fhir_world.store.get(f"HealthcareService/{CLINIC.id}")
        fhir_world.store.put({**service, "extension": [*service["extension"], money(900)]})
        assert [one.price_fen for one in fhir_world.book.slots(CLINIC.id, None, TODAY)] == [900, 1250]
        change(fhir_world, "Schedule/schedule-a", extension=[money(300)])
        assert [one.price_fen for one in fhir_world.book.slots(CLINIC.id, None, TODAY)] == [300, 1250]

    def test_a_schedule_may_name_the_practitioner(self, fhir_world: FhirWorld) -> None:
        fhir_world.offer(Offer("a"))
        actors = [{"reference": f"HealthcareService/{CLINIC.id}"}, {"reference": f"Practitioner/p-{DOCTOR.id}"}]
        change(fhir_world, "Schedule/schedule-a", actor=actors)
        assert fhir_world.book.slots(CLINIC.id, DOCTOR.id, TODAY)[0].doctor == DOCTOR

    def test_moments_in_another_zone_are_the_same_moments(self, fhir_world: FhirWorld) -> None:
        fhir_world.offer(Offer("a"))
        change(fhir_world, "Slot/a", start="2026-08-03T01:00:00.000Z", end="2026-08-03T01:30:00.000Z")
        (slot,) = fhir_world.book.slots(CLINIC.id, None, TODAY)
        assert (slot.starts_at, slot.starts_at.hour) == (NINE, 9)
        assert fhir_world.book.days(CLINIC.id, None) == (DayOffer(TODAY, 1),)

    def test_what_the_hospital_keeps_in_a_resource_stays_there(self, fhir_world: FhirWorld) -> None:
        fhir_world.offer(Offer("a"))
        theirs = {"url": "http://hospital.example/room", "valueString": "5"}
        change(fhir_world, "Slot/a", comment="by the window", extension=[theirs])
        held = fhir_world.book.hold("k", "a", ADULT, SELF)
        fhir_world.book.release("k2", held.id)
        fhir_world.set_clock(MORNING + timedelta(seconds=LIMITS.given_up_back_after_s[1]))
        fhir_world.keep_up()
        slot = fhir_world.store.get("Slot/a")
        assert (slot["comment"], slot["extension"], slot["status"]) == ("by the window", [theirs], "free")


class TestBookingsOfTheHospital:
    @pytest.fixture
    def theirs(self, fhir_world: FhirWorld) -> str:
        """Booked at a counter of the hospital, without a Slot."""
        actors = [f"Patient/{ADULT}", f"PractitionerRole/{DOCTOR.id}"]
        participants = [{"actor": {"reference": one}, "status": "accepted"} for one in actors]
        times = {"start": "2026-08-03T09:00:00+08:00", "end": "2026-08-03T09:30:00+08:00"}
        appointment = {"resourceType": "Appointment", "id": "theirs", "status": "booked", "participant": participants}
        fhir_world.store.put({**appointment, **times})
        return "theirs"

    def test_they_are_seen_counted_picked_up_and_cancelled(self, fhir_world: FhirWorld, theirs: str) -> None:
        (booking,) = fhir_world.book.bookings_of(ADULT)
        assert (booking.id, booking.slot.department, booking.channel) == (theirs, CLINIC, "hospital")
        fhir_world.offer(Offer("a", NINE + timedelta(hours=2)))
        with refused(Refusal.ONE_A_DAY):
            fhir_world.book.hold("k1", "a", ADULT, SELF)
        fhir_world.set_clock(NINE)
        assert fhir_world.book.check_in("k2", theirs, SELF).queue is not None

    def test_the_hospital_marks_their_no_shows_itself(self, fhir_world: FhirWorld, theirs: str) -> None:
        fhir_world.set_clock(NINE + timedelta(hours=3))
        fhir_world.keep_up()
        assert fhir_world.store.get(f"Appointment/{theirs}")["status"] == "booked"

    @pytest.mark.parametrize("status", ["proposed", "pending", "waitlist", "entered-in-error", "fulfilled", "new"])
    def test_what_is_no_booking_yet_or_any_more_is_not_listed(
        self, fhir_world: FhirWorld, theirs: str, status: str
    ) -> None:
        change(fhir_world, f"Appointment/{theirs}", status=status)
        assert fhir_world.book.bookings_of(ADULT) == ()
        fhir_world.keep_up()
        assert fhir_world.store.get(f"Appointment/{theirs}")["status"] == status

    def test_whoever_arrived_elsewhere_is_checked_in(self, fhir_world: FhirWorld, theirs: str) -> None:
        change(fhir_world, f"Appointment/{theirs}", status="arrived")
        (booking,) = fhir_world.book.bookings_of(ADULT)
        assert (booking.state, booking.queue) == (BookingState.CHECKED_IN, None)

    def test_what_the_hospital_cancels_does_not_count_against_the_patient(
        self, fhir_world: FhirWorld, theirs: str
    ) -> None:
        resource = fhir_world.store.get(f"Appointment/{theirs}")
        system = "http://terminology.hl7.org/CodeSystem/appointment-cancellation-reason"
        for number in range(3):
            reason = {"coding": [{"system": system, "code": "prov"}]}
            fhir_world.store.put({**resource, "id": f"x{number}", "status": "cancelled", "cancelationReason": reason})
        fhir_world.offer(Offer("a", NINE + timedelta(days=2), capacity=2))
        held = fhir_world.book.hold("k", "a", ADULT, SELF)
        assert held.state is BookingState.HELD
        fhir_world.book.release("k2", held.id)
        for number in range(3):
            reason = {"coding": [{"system": system, "code": "pat"}]}
            change(fhir_world, f"Appointment/x{number}", cancelationReason=reason)
        with refused(Refusal.TOO_MANY_CANCELLATIONS):
            fhir_world.book.hold("k3", "a", ADULT, SELF)

    def test_whoever_is_being_seen_is_not_ahead_any_more(self, fhir_world: FhirWorld, theirs: str) -> None:
        fhir_world.offer(Offer("a"))
        stranger = Actor(STRANGER)
        mine = fhir_world.book.book("k2", fhir_world.book.hold("k1", "a", STRANGER, stranger).id)
        fhir_world.set_clock(NINE)
        fhir_world.book.check_in("k3", theirs, SELF)
        waiting = fhir_world.book.check_in("k4", mine.id, stranger).queue
        assert waiting is not None
        assert waiting.ahead == 1
        change(fhir_world, f"Appointment/{theirs}", status="fulfilled")
        (booking,) = fhir_world.book.bookings_of(STRANGER)
        assert booking.queue is not None
        assert booking.queue.ahead == 0


@pytest.mark.parametrize(
    ("money", "fen"),
    [
        ({"value": 50, "currency": "CNY"}, 5000),
        ({"value": 0.1, "currency": "CNY"}, 10),
        ({"value": 1.005, "currency": "CNY"}, None),
        ({"value": 5, "currency": "USD"}, None),
        ({"value": -1, "currency": "CNY"}, None),
        ({"value": "many", "currency": "CNY"}, None),
        ({"value": float("nan"), "currency": "CNY"}, None),
        ("50", None),
        (None, None),
    ],
)
def test_money_is_whole_fen_or_nothing(money: Any, fen: int | None) -> None:
    assert fen_in(money) == fen


def test_names_are_read_in_both_languages() -> None:
    latin, chinese = {"text": "Zhang Wei"}, {"family": "张", "given": ["伟"]}
    old = {"text": "从前", "use": "old"}
    assert name_of_person({"name": [old, latin, chinese]}) == Words("张伟", "Zhang Wei")
    assert name_of_person({"name": [{"family": "Lee", "given": ["Ann", "B"]}]}) == Words("Ann B Lee")
    assert name_of_person({"name": [{"given": [3]}, "odd"]}) is None


def test_what_is_of_another_type_than_it_should_be_is_not_there() -> None:
    assert words_in({"name": 5}, "name") is None
    assert id_in({"reference": ["Patient/1"]}, "Patient") == ""
    assert id_in({"reference": "https://h.example/fhir/Patient/1/_history/4"}, "Patient") == "1"
    assert id_in({"reference": "urn:uuid:1"}, "Patient") == ""
    assert list(codes_in([{"coding": "x"}])) == []
    assert last_day("2026-02") == date(2026, 2, 28)
    assert last_day("2026-13") is None
    assert last_day("later") is None


def test_a_helper_is_one_by_our_own_code(fhir_world: FhirWorld) -> None:
    fhir_world.entrust(Entry(ADULT, HELPER, Relation.HELPER))
    assert [one.relation for one in fhir_world.book.holder_of(ADULT_CARD).delegates] == [Relation.HELPER]
