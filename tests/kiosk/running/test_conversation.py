"""Whole visits through the running package: real threads, fake parts, no screen."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from camera.leases.messages import NoComparison
from kiosk.desk.fake import hospital
from kiosk.desk.values import BookingState
from kiosk.visit.events import CardPlaced, Tick
from kiosk.visit.pages import Action, Page
from kiosk.visit.site import SiteRules
from tests.kiosk.running.hand import SITE, World, running, to_paying, to_slots
from tests.kiosk.visit.hand import card_data


def test_a_visit_from_the_card_to_the_slip(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        payment_id = to_paying(world)
        world.desk.pay(payment_id)
        world.waits(3)
        world.comes_to(Page.DONE)
        [slip] = world.printer.take_slips()
        assert slip.whole
        assert "预约成功" in slip.text
        assert "内科" in slip.text
        world.reader.pull()
        world.comes_to(Page.ATTRACT)
        assert world.conversation.state.visitor.card is None
        assert world.front.forgotten == 1
        assert world.camera.taken == 1


def test_before_consent_no_lease_is_taken_and_no_picture_comes(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        world.places()
        world.comes_to(Page.HOME)
        world.presses(Action.CHOOSE, "book")
        world.comes_to(Page.NOTICE)
        assert world.camera.taken == 0
        assert world.front.pictures == 0
        world.presses(Action.AGREE)
        world.is_seen()
        world.comes_to(Page.DEPARTMENTS)
        world.run(lambda: not world.camera.held, "the lease given back")
        assert world.camera.taken == 1


def test_the_card_pulled_during_the_check_gives_the_camera_back(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        world.places()
        world.comes_to(Page.HOME)
        world.presses(Action.CHOOSE, "book")
        world.comes_to(Page.NOTICE)
        world.presses(Action.AGREE)
        world.run(lambda: world.camera.mirror and world.camera.mirror.order, "the check")
        world.reader.pull()
        world.comes_to(Page.ATTRACT)
        world.run(lambda: not world.camera.held, "the lease given back")


def test_a_mask_leads_to_another_try_and_not_to_a_dead_end(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        world.places()
        world.comes_to(Page.HOME)
        world.presses(Action.CHOOSE, "book")
        world.comes_to(Page.NOTICE)
        world.presses(Action.AGREE)
        world.is_seen(obstacle=NoComparison.COVERED)
        world.comes_to(Page.AGAIN)
        world.presses(Action.AGAIN)
        world.is_seen()
        world.comes_to(Page.DEPARTMENTS)


def test_a_lost_camera_ends_the_check_and_is_told_to_the_staff(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        world.places()
        world.comes_to(Page.HOME)
        world.presses(Action.CHOOSE, "book")
        world.comes_to(Page.NOTICE)
        world.presses(Action.AGREE)
        world.run(lambda: world.camera.mirror and world.camera.mirror.order, "the check")
        assert world.camera.mirror is not None
        world.camera.mirror.lose()
        world.comes_to(Page.AGAIN)
        assert "cable" in world.staff.away["camera"]


def test_the_desk_away_is_told_and_asked_again(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        world.desk.go_away()
        world.places()
        world.comes_to(Page.TROUBLE)
        assert "desk" in world.staff.away
        world.desk.come_back()
        world.presses(Action.AGAIN)
        world.comes_to(Page.HOME)
        assert "desk" not in world.staff.away


def test_out_of_paper_after_the_payment_the_booking_stands_and_the_slip_is_printed_again(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        payment_id = to_paying(world)
        world.printer.run_out_of_paper()
        world.desk.pay(payment_id)
        world.waits(3)
        world.comes_to(Page.DONE)
        assert world.printer.take_slips() == ()
        assert "fake printer" in world.staff.away
        world.printer.refill()
        world.presses(Action.PRINT)
        world.run(lambda: world.printer.slips, "a slip")
        world.run(lambda: "fake printer" not in world.staff.away, "the printer back")


def test_a_place_that_was_held_is_given_back_when_the_visitor_leaves(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        to_paying(world)
        world.reader.pull()
        world.comes_to(Page.ATTRACT)
        world.run(lambda: not held(world), "the place given back")


def held(world: World) -> list[str]:
    return [each.id for each in world.desk.all_bookings if each.state is BookingState.HELD]


def test_ending_the_program_in_the_middle_of_a_visit_leaves_the_rest_in_the_outbox(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        to_paying(world)
        world.desk.go_away()
    with world.open_outbox() as outbox:
        assert outbox.waiting == 2, "the payment stopped and the place given back"
    world.desk.come_back()
    with running(tmp_path) as again:
        again.run(lambda: no_letters(again), "all delivered")


def no_letters(world: World) -> bool:
    with world.open_outbox() as outbox:
        return not outbox.waiting


def test_what_comes_after_the_end_is_not_heard(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        world.places()
        world.comes_to(Page.HOME)
    world.conversation.handle(CardPlaced(card_data(hospital.ADULT_CARD)))
    assert world.page is Page.ATTRACT


def test_a_counter_ticket_has_another_number_after_a_restart_and_begins_anew_next_day(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        world.places()
        world.comes_to(Page.HOME)
        world.presses(Action.COUNTER)
        world.run(lambda: world.printer.slips, "the ticket")
        first = world.conversation.state.visitor.ticket
    with running(tmp_path) as world:
        world.places()
        world.comes_to(Page.HOME)
        world.presses(Action.COUNTER)
        second = world.conversation.state.visitor.ticket
        assert first
        assert second
        assert second.number != first.number
        world.presses(Action.END)
        world.waits(86_400)
        assert world.tickets.given(world.now().date()) == 0


def test_a_start_with_a_wrong_clock_gives_no_number_twice(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        world.presses(Action.COUNTER)
        today = world.now()
    world = World(tmp_path)
    try:
        world.conversation.handle(Tick(today.replace(year=2000)))
        assert world.conversation.state.kiosk.tickets == 0
        world.conversation.handle(Tick(today))
        assert world.conversation.state.kiosk.tickets == 1
    finally:
        world.close()


class Bug(RuntimeError):
    pass


def test_a_bug_at_the_end_leaves_no_thread_that_keeps_the_program_alive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(tmp_path)
    world.conversation.start()
    world.presses(Action.COUNTER)
    world.conversation.handle(CardPlaced(card_data(hospital.ADULT_CARD)))

    def breaks(*_: object) -> None:
        raise Bug

    monkeypatch.setattr(world.front, "forget", breaks)
    with pytest.raises(Bug):
        world.conversation.close()
    world.posts.close()
    names = [thread.name for thread in threading.enumerate()]
    assert not [name for name in names if name.startswith(("desk_", "slips_", "mirror_"))]


def test_a_code_that_means_nothing_is_counted_and_changes_nothing(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        world.scanner.scan("https://example.org/menu")
        world.scanner.scan("nonsense")
        assert world.events.empty()
    [line] = world.log_of("counts")
    assert line["counts"] == {"code-unknown": 2}


@pytest.mark.parametrize("site", [SITE, replace(SITE, checked_services=frozenset())])
def test_somebody_who_waits_already_sees_their_place(tmp_path: Path, site: SiteRules) -> None:
    with running(tmp_path, site) as world:
        world.places(hospital.OLD_CARD)
        world.comes_to(Page.WHO)
        world.chooses(hospital.OLD_MAN.id)
        world.comes_to(Page.HOME)
        world.presses(Action.CHOOSE, "queue")
        world.comes_to(Page.QUEUE)


def test_nothing_of_the_patient_is_on_the_disk_after_the_visit(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        to_slots(world)
        world.reader.pull()
        world.comes_to(Page.ATTRACT)
    kept = b"".join(path.read_bytes() for path in sorted(tmp_path.rglob("*")) if path.is_file())
    for secret in (hospital.ADULT.name, hospital.ADULT.id, hospital.ADULT_CARD.number):
        assert secret.encode() not in kept
    assert PHOTO not in kept


PHOTO = f"photo of {hospital.ADULT.id}".encode()
