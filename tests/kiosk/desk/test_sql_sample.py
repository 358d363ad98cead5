"""The drawn hospital can be visited on any day, and drawn again."""

from dataclasses import replace
from datetime import timedelta

from kiosk.desk.sql.sample import ADULT, CHILD, DEPARTMENTS, FREE_DOCTOR, MOTHER, OLD_MAN, enter_sample
from kiosk.desk.values import Actor, DepartmentKind, Relation
from tests.kiosk.desk.book_world import MORNING
from tests.kiosk.desk.sql_world import SqlWorld


def test_everybody_of_the_sample_can_book(desk_url: str) -> None:
    world = SqlWorld(desk_url)
    enter_sample(world.site, {ADULT.id: b"photo"})
    assert world.book.photo_of(ADULT.id) == b"photo"
    assert len(world.book.departments(DepartmentKind.EXAMINATION)) >= 2
    assert {"doctor-1"} == {one.id for one in world.book.find("ssl").doctors if one.id != "doctor"}
    actors = {ADULT.id: Actor(ADULT.id), CHILD.id: Actor(MOTHER.id, Relation.MOTHER)}
    actors[OLD_MAN.id] = Actor("helper", Relation.HELPER)
    for patient_id, actor in actors.items():
        slot = world.book.slots(DEPARTMENTS[0].id, FREE_DOCTOR, world.site.today())[0]
        held = world.book.hold(f"hold {patient_id}", slot.id, patient_id, actor)
        world.book.book(f"book {patient_id}", held.id)
    world.close()


def test_all_its_cards_lead_to_their_people_and_drawing_it_again_keeps_the_bookings() -> None:
    world = SqlWorld("sqlite://")
    enter_sample(world.site, {})
    for one in (ADULT, CHILD, OLD_MAN):
        assert {world.book.holder_of(card).person.id for card in one.cards} == {one.id}
    slot = world.book.slots(DEPARTMENTS[0].id, FREE_DOCTOR, world.site.today())[0]
    world.book.book("k2", world.book.hold("k1", slot.id, ADULT.id, Actor(ADULT.id)).id)
    tomorrow = replace(world.site, clock=lambda: MORNING + timedelta(days=1))
    enter_sample(tomorrow, {})
    assert len(world.book.bookings_of(ADULT.id)) == 1
    world.close()
