"""What must arrive, on the disk before anything else and at the desk when it can be."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Event

import pytest

from kiosk.desk.values import Actor, PaySubject
from kiosk.outbox import OUTBOX_FILE, Outbox
from kiosk.reports.values import ScalperReport
from kiosk.running.post_line import PostLine, write
from kiosk.visit.requests import (
    Book,
    Cancel,
    CheckIn,
    GiveUpHold,
    GiveUpPayment,
    Hold,
    MustArrive,
    Release,
    StartPayment,
    StopPayment,
    TellOfScalper,
)
from records.errors import StorageFull
from records.sealing import TransparentCipher
from tests.kiosk.running.hand import World, running
from tests.kiosk.visit.hand import MORNING

RELEASED = Release("k-1", "booking-1")
ALL: tuple[MustArrive, ...] = (
    Book("k-2", "b"),
    Release("k-3", "b"),
    CheckIn("k-4", "b", Actor("p")),
    Cancel("k-6", "b", Actor("p")),
    StopPayment("k-5", "pay"),
    GiveUpHold("k-7", Hold("k-8", "slot", "p", Actor("p"))),
    GiveUpPayment("k-9", StartPayment("k-10", PaySubject.BOOKING, "b", "p", Actor("p"))),
    TellOfScalper("k-1", ScalperReport("A", "offered", "13800000000")),
)


def test_every_kind_of_request_is_written_as_the_desk_is_asked() -> None:
    with Outbox.open(None, TransparentCipher()) as outbox:
        for request in ALL:
            write(outbox, MORNING, request)
        calls = []
        while letter := outbox.first():
            calls.append((letter.call, letter.key))
            outbox.drop(letter.number)
    assert calls == [
        ("book", "k-2"),
        ("release", "k-3"),
        ("check_in", "k-4"),
        ("cancel", "k-6"),
        ("stop_payment", "k-5"),
        ("give_up_hold", "k-7"),
        ("give_up_payment", "k-9"),
        ("report_scalper", "k-1"),
    ]


def test_it_waits_for_the_desk_and_arrives_when_the_desk_is_back(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        world.desk.go_away()
        world.posts.post_later(RELEASED)
        world.run(lambda: "desk" in world.staff.away, "the desk missed")
        assert not world.desk.world.answers
        world.desk.come_back()
        wait_over(world)
        assert list(world.desk.world.answers) == ["k-1"]
        assert "desk" not in world.staff.away


def wait_over(world: World) -> None:
    def tried_again() -> bool:
        world.waits(2)
        return bool(world.desk.world.answers) and "desk" not in world.staff.away

    world.run(tried_again, "the letter delivered")


class FullDisk:
    """Takes nothing before there is room; `opens`: whether at least the file can be opened."""

    def __init__(self, world: World, opens: bool) -> None:
        self.world = world
        self.opens = opens
        self.refused = Event()
        self.room = Event()

    def open(self) -> Outbox:
        if not self.opens:
            self.check()
        outbox = FullOutbox.open(self.world.home / OUTBOX_FILE, TransparentCipher())
        outbox.check = self.check
        return outbox

    def check(self) -> None:
        if not self.room.is_set():
            self.refused.set()
            raise StorageFull("no space left")


class FullOutbox(Outbox):
    check: Callable[[], None]

    def release(self, now: datetime, key: str, booking_id: str) -> None:
        self.check()
        super().release(now, key, booking_id)


@pytest.mark.parametrize("opens", [True, False])
def test_a_full_disk_loses_nothing_while_the_program_lives(tmp_path: Path, opens: bool) -> None:
    world = World(tmp_path)
    disk = FullDisk(world, opens)
    line = PostLine(disk.open, world.desk, world.now, world.staff, world.crashes.append, every_s=0.02)
    try:
        line.post_later(RELEASED)
        assert disk.refused.wait(10)
        world.run(lambda: "disk" in world.staff.away, "the disk missed")
        disk.room.set()
        world.run(lambda: world.desk.world.answers, "the letter delivered")
        assert "disk" not in world.staff.away
    finally:
        line.close()
        world.close()
    assert not world.crashes


def test_a_disk_that_could_not_be_read_for_a_moment_is_back_without_another_letter(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        world.staff.lost("disk", "it is busy", "Wait.")
        world.run(lambda: "disk" not in world.staff.away, "the disk back")
