"""A patient leaves, on every page there is: with the card in the hand, or by simply not being there any more."""

from pathlib import Path

import pytest

from kiosk.desk.fake import hospital
from kiosk.desk.values import BookingState
from kiosk.visit.pages import Page
from tests.stories.kiosk import traces
from tests.stories.kiosk.forgetting import MARKS, nothing_is_left, nothing_is_owed, what_was_paid_stands
from tests.stories.kiosk.stage import Stage
from tests.stories.kiosk.ways import IDLE_S, PAID, QUESTION_S, WAITING_FOR_A_TOUCH, WAYS, WITH_A_CARD, come_to


def test_there_is_a_way_to_every_page() -> None:
    assert set(WAYS) == set(Page)


@pytest.mark.parametrize("page", WITH_A_CARD)
def test_a_card_that_is_pulled_ends_the_visit_and_leaves_nothing(page: Page, stage: Stage) -> None:
    come_to(stage, page)
    stage.pull()
    stage.line.let_go()
    stage.printer.let_go()
    nothing_is_left(stage)
    nothing_is_owed(stage)
    if page in PAID:
        what_was_paid_stands(stage)
    else:
        assert not stage.house.kiosk_bookings(BookingState.BOOKED)
    stage.place(hospital.ADULT_CARD)
    stage.comes_to(Page.HOME)


@pytest.mark.parametrize("page", WAITING_FOR_A_TOUCH)
def test_who_does_nothing_for_a_minute_is_asked_and_then_forgotten(page: Page, stage: Stage) -> None:
    come_to(stage, page)
    before = stage.reads()
    stage.waits(IDLE_S)
    assert stage.page is Page.MORE_TIME
    assert stage.sees("还需要时间吗？")
    stage.touch("继续")
    stage.comes_to(page)
    assert stage.reads() == before
    stage.waits(IDLE_S)
    stage.waits(QUESTION_S)
    nothing_is_left(stage)
    nothing_is_owed(stage)


@pytest.mark.parametrize("page", [page for page in Page if page not in (Page.ATTRACT, *WAITING_FOR_A_TOUCH)])
def test_who_leaves_while_a_machine_works_is_forgotten_too(page: Page, stage: Stage) -> None:
    come_to(stage, page)
    stage.waits(300)
    stage.comes_to(Page.ATTRACT)
    stage.line.let_go()
    stage.printer.let_go()
    nothing_is_left(stage)
    nothing_is_owed(stage)
    if page in PAID:
        what_was_paid_stands(stage)


def test_the_search_for_traces_finds_a_visit_that_is_under_way(stage: Stage) -> None:
    come_to(stage, Page.HOME)
    assert traces.in_widgets(stage.program.window, MARKS)
    assert traces.in_memory([stage.program], MARKS)
    (stage.home / "a note").write_text(f"{hospital.ADULT.name} 来过", encoding="gb18030")
    assert traces.in_files(stage.home, MARKS)


def test_a_short_name_among_sealed_bytes_is_chance_and_anywhere_else_a_trace(tmp_path: Path) -> None:
    masked, whole = "张*", hospital.ADULT.name
    for name in ("outbox.db", "outbox.db-wal"):
        (tmp_path / name).write_bytes(b"\x00sealed" + masked.encode() + b"\xff")
    assert traces.in_files(tmp_path, (masked, whole)) == []
    (tmp_path / "outbox.db").write_bytes(whole.encode())
    assert traces.in_files(tmp_path, (masked, whole)) == [str(tmp_path / "outbox.db")]
    (tmp_path / "outbox.db").unlink()
    (tmp_path / "log.jsonl").write_bytes(b"\xff" + masked.encode("gb18030"))
    assert traces.in_files(tmp_path, (masked, whole)) == [str(tmp_path / "log.jsonl")]
