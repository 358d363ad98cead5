"""The contract of a book: whose card, and what can be booked."""

from datetime import timedelta

from hardware.cards.events import CardKind
from kiosk.desk.values import CardRef, DayOffer, DepartmentKind, Relation
from kiosk.errors import Refusal
from tests.kiosk.desk.book_world import (
    ADULT,
    ADULT_CARD,
    ADULT_ID_CARD,
    CHILD,
    CHILD_CARD,
    CLINIC,
    DOCTOR,
    HELPER,
    LIMITS,
    MACHINE,
    MORNING,
    MOTHER,
    NINE,
    OTHER,
    PHOTO,
    SECOND,
    SELF,
    TODAY,
    TOMORROW,
    BookWorld,
    Entry,
    Offer,
    Patient,
    refused,
)


class CardsContract:
    def test_every_card_of_a_person_leads_to_that_person(self, world: BookWorld) -> None:
        for card in (ADULT_CARD, ADULT_ID_CARD):
            holder = world.book.holder_of(card)
            assert (holder.card, holder.person.id, holder.person.name) == (card, ADULT, "张伟")
            assert holder.person.has_photo

    def test_a_card_nobody_entered_is_unknown(self, world: BookWorld) -> None:
        with refused(Refusal.UNKNOWN_CARD):
            world.book.holder_of(CardRef(CardKind.INSURANCE, ADULT_CARD.number))

    def test_a_childs_card_tells_who_may_act_for_it(self, world: BookWorld) -> None:
        holder = world.book.holder_of(CHILD_CARD)
        assert holder.person.id == CHILD
        assert [(one.person.id, one.relation) for one in holder.delegates] == [(MOTHER, Relation.MOTHER)]

    def test_an_entry_ends_with_its_last_day(self, world: BookWorld) -> None:
        world.entrust(Entry(ADULT, HELPER, Relation.HELPER, TODAY))
        assert len(world.book.holder_of(ADULT_CARD).delegates) == 1
        world.set_clock(MORNING + timedelta(days=1))
        assert world.book.holder_of(ADULT_CARD).delegates == ()

    def test_the_photograph_is_the_one_entered(self, world: BookWorld) -> None:
        assert world.book.photo_of(ADULT) == PHOTO
        assert world.book.photo_of(CHILD) is None

    def test_a_person_entered_again_is_as_entered_last(self, world: BookWorld) -> None:
        world.enter(Patient(ADULT, "张小伟", 41, (ADULT_CARD,)))
        holder = world.book.holder_of(ADULT_CARD)
        assert (holder.person.name, holder.person.has_photo) == ("张小伟", False)
        with refused(Refusal.CARD_ENDED):
            world.book.holder_of(ADULT_ID_CARD)


class OffersContract:
    def test_departments_are_told_by_their_kind(self, world: BookWorld) -> None:
        assert [one.id for one in world.book.departments(DepartmentKind.CLINIC)] == [CLINIC.id, OTHER.id]
        assert world.book.departments(DepartmentKind.EXAMINATION) == (MACHINE,)

    def test_doctors_are_those_of_the_department(self, world: BookWorld) -> None:
        assert world.book.doctors(CLINIC.id) == (DOCTOR, SECOND)
        assert world.book.doctors(MACHINE.id) == ()

    def test_search_finds_by_characters_and_by_initials(self, world: BookWorld) -> None:
        assert [one.id for one in world.book.find("nk").departments] == [CLINIC.id]
        assert [one.id for one in world.book.find("外").departments] == [OTHER.id]
        assert [one.id for one in world.book.find("SS").doctors] == [DOCTOR.id]
        assert world.book.find("样本").doctors == (SECOND,)
        assert world.book.find("zzz").doctors == ()

    def test_days_count_what_is_left_and_keep_the_full_ones(self, world: BookWorld) -> None:
        world.offer(Offer("a"), Offer("b", NINE + timedelta(minutes=30), 3), Offer("c", NINE + timedelta(days=1)))
        world.book.hold("k", "c", ADULT, SELF)
        assert world.book.days(CLINIC.id, None) == (DayOffer(TODAY, 4), DayOffer(TOMORROW, 0))
        assert world.book.days(OTHER.id, None) == ()

    def test_slots_stand_in_their_order_with_their_price(self, world: BookWorld) -> None:
        later = Offer("later", NINE + timedelta(hours=2), 2, 5000)
        world.offer(later, Offer("early", doctor_id=SECOND.id))
        early, late = world.book.slots(CLINIC.id, None, TODAY)
        assert (early.id, early.doctor, early.price_fen) == ("early", SECOND, 0)
        assert (late.id, late.doctor, late.left, late.price_fen) == ("later", DOCTOR, 2, 5000)
        assert late.starts_at == later.starts_at
        assert [one.id for one in world.book.slots(CLINIC.id, DOCTOR.id, TODAY)] == ["later"]

    def test_an_examination_has_slots_without_a_doctor(self, world: BookWorld) -> None:
        world.offer(Offer("scan", department_id=MACHINE.id, doctor_id=None))
        (slot,) = world.book.slots(MACHINE.id, None, TODAY)
        assert (slot.department, slot.doctor) == (MACHINE, None)

    def test_what_has_begun_and_what_is_too_far_ahead_is_not_offered(self, world: BookWorld) -> None:
        far = NINE + timedelta(days=LIMITS.days_ahead + 1)
        world.offer(Offer("now"), Offer("far", far))
        world.set_clock(NINE)
        assert world.book.days(CLINIC.id, None) == ()
        assert world.book.slots(CLINIC.id, None, far.date()) == ()
        with refused(Refusal.SLOT_PAST):
            world.book.hold("k1", "now", ADULT, SELF)
        with refused(Refusal.NOT_OFFERED):
            world.book.hold("k2", "far", ADULT, SELF)
