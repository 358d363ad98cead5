"""The bookings that the sample hospital begins with: something to pick up for everybody."""

from dataclasses import replace
from datetime import timedelta

from kiosk.desk.fake import booking as bookings
from kiosk.desk.fake.hospital import ADULT, CHILD, MOTHER, OLD_MAN
from kiosk.desk.fake.schedule import SLOT, begun_at, slot_id
from kiosk.desk.fake.world import FakeWorld
from kiosk.desk.values import Actor, Booking, Relation


def put_sample_bookings(world: FakeWorld) -> None:
    """The adult: paid by WeChat, and one of tomorrow; the child: by 114, to be paid; the old man: waiting already."""
    soon = begun_at(world.now) + SLOT
    tomorrow = (soon + timedelta(days=1)).replace(hour=9, minute=0)
    _booked(world, slot_id("skin", "wu", soon), ADULT.id, "wechat", is_paid=True)
    _booked(world, slot_id("mri", None, tomorrow), ADULT.id, "wechat", is_paid=True)
    _booked(world, slot_id("children", "chen", soon), CHILD.id, "114", Actor(MOTHER.id, Relation.MOTHER))
    waiting = _booked(world, slot_id("bones", "yang", soon), OLD_MAN.id, "114", is_paid=True)
    bookings.check_in(world, waiting.id, Actor(OLD_MAN.id), bookings.KIOSK)


def _booked(
    world: FakeWorld, where: str, patient_id: str, channel: str, actor: Actor | None = None, is_paid: bool = False
) -> Booking:
    slot = world.slots[where]
    world.slots[where] = replace(slot, left=max(slot.left, 1))
    held = bookings.hold(world, where, patient_id, actor or Actor(patient_id), channel)
    return bookings.confirm(world, replace(held, is_paid=is_paid))
