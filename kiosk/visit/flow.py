"""The visit as a table: what every page does with what happens there. Pure.

Rule 1: what a page does not list it ignores.
Rule 2: every page but ATTRACT has a time-out, a way back or out, and the way to a person; tests demand it.
Rule 3: nothing here reads a clock, a card, a camera or the desk. Events come in, effects go out.
Rule 4: SCALPER and its pages are reached only where the site has that service: where a hub takes what is told.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.visit.events import (
    CameraLost,
    CardBad,
    CardPlaced,
    CheckEnded,
    CheckTold,
    CodeScanned,
    Tick,
)
from kiosk.visit.moves import PressStep, Step, back_home
from kiosk.visit.pages import Action, Page
from kiosk.visit.site import TimeOut
from kiosk.visit.steps import arriving, checking, choosing, counter, desk, ending, looks, papers, paying


@dataclass(frozen=True, slots=True)
class PageRow:
    """`presses` are those of the page's own choices; the fixed places of every page are handled once for all."""

    presses: Mapping[Action, PressStep] = field(default_factory=dict)
    steps: Mapping[type, Step] = field(default_factory=dict)
    time_out: TimeOut | None = TimeOut.IDLE
    timed_out: Step = ending.ask_for_time
    back: PressStep = back_home


NEW_CARD: Mapping[type, Step] = {
    CardPlaced: arriving.card_placed_if_nobody,
    CodeScanned: arriving.code_scanned_if_nobody,
    CardBad: arriving.card_bad,
}
ENDS = {Action.CONTINUE: ending.something_else}

FLOW: dict[Page, PageRow] = {
    Page.ATTRACT: PageRow(
        {Action.CHOOSE: arriving.attract_chosen},
        {**NEW_CARD, Tick: looks.nobody_here},
        time_out=None,
        back=ending.end_pressed,
    ),
    Page.READING: PageRow(time_out=TimeOut.DESK, timed_out=desk.silent, back=ending.end_pressed),
    Page.CODE: PageRow(
        {
            Action.KEY: arriving.code_key,
            Action.ERASE: arriving.erased,
            Action.CONFIRM: arriving.code_confirmed,
        },
        NEW_CARD,
        back=ending.end_pressed,
    ),
    Page.WHO: PageRow({Action.CHOOSE: arriving.who_chosen}, back=ending.end_pressed),
    Page.HOME: PageRow({Action.CHOOSE: arriving.home_chosen}, back=ending.end_pressed),
    Page.SERVICES: PageRow({Action.CHOOSE: arriving.home_chosen}),
    Page.NOTICE: PageRow({Action.AGREE: checking.agreed, Action.DECLINE: checking.declined}),
    Page.CHECK: PageRow(
        steps={
            CheckTold: checking.told,
            CheckEnded: checking.ended,
            CameraLost: checking.camera_lost,
        },
        time_out=TimeOut.CHECK,
        timed_out=checking.nobody_came,
    ),
    Page.AGAIN: PageRow({Action.AGAIN: checking.again}),
    Page.DEPARTMENTS: PageRow({Action.CHOOSE: choosing.department_chosen, Action.SEARCH: choosing.search_opened}),
    Page.DOCTORS: PageRow({Action.CHOOSE: choosing.doctor_chosen}, back=choosing.back_to_departments),
    Page.SEARCH: PageRow(
        {
            Action.KEY: choosing.letter_typed,
            Action.ERASE: choosing.letter_erased,
            Action.CHOOSE: choosing.found_chosen,
        },
        back=choosing.back_to_departments,
    ),
    Page.SLOTS: PageRow({Action.CHOOSE: choosing.time_chosen}, back=choosing.back_from_slots),
    Page.CONFIRM: PageRow({Action.CONFIRM: papers.confirmed}, back=papers.back_from_confirm),
    Page.PAYING: PageRow(steps={Tick: paying.ask_whether_paid}, time_out=TimeOut.PAYING, back=paying.stop_paying),
    Page.BOOKINGS: PageRow({Action.CHOOSE: papers.booking_chosen}),
    Page.BOOKING: PageRow(
        {Action.CONFIRM: papers.pick_up, Action.CANCEL_BOOKING: papers.cancel_pressed}, back=papers.back_from_booking
    ),
    Page.BILLS: PageRow({Action.CHOOSE: papers.bill_chosen}),
    Page.BILL: PageRow({Action.CONFIRM: papers.pay_bill}, back=papers.back_to_bills),
    Page.QUEUE: PageRow(ENDS),
    Page.RECORD_BOOK: PageRow({Action.CONFIRM: papers.buy_record_book}),
    Page.REPORTS: PageRow({Action.CHOOSE: papers.report_chosen}),
    Page.REPORT: PageRow({Action.PRINT: papers.print_report}, back=papers.back_to_reports),
    Page.SCALPER: PageRow({Action.CHOOSE: papers.scalper_chosen}),
    Page.SCALPER_PLACE: PageRow({Action.CHOOSE: papers.scalper_seen_at}, back=papers.back_to_scalper_what),
    Page.SCALPER_NUMBER: PageRow(
        {
            Action.KEY: papers.number_typed,
            Action.ERASE: arriving.erased,
            Action.CHOOSE: papers.wechat_wanted,
            Action.CONFIRM: papers.tell_of_scalper,
        },
        back=papers.back_to_scalper,
    ),
    Page.SCALPER_NAME: PageRow(
        {
            Action.KEY: papers.wechat_typed,
            Action.ERASE: papers.wechat_erased,
            Action.CHOOSE: papers.wechat_keys_turned,
            Action.CONFIRM: papers.tell_of_scalper,
        },
        back=papers.back_to_scalper_number,
    ),
    Page.WORKING: PageRow(time_out=TimeOut.DESK, timed_out=desk.silent, back=desk.stop_waiting),
    Page.PRINTING: PageRow(time_out=TimeOut.SLIP, timed_out=ending.slip_overdue, back=ending.end_pressed),
    Page.DONE: PageRow(
        {Action.PRINT: ending.print_again, **ENDS},
        {CardPlaced: arriving.next_card, CodeScanned: arriving.next_code},
        back=ending.something_else,
    ),
    Page.COUNTER: PageRow(steps=NEW_CARD, back=counter.back_from_counter),
    Page.MORE_TIME: PageRow(
        {Action.CONTINUE: ending.more_time},
        time_out=TimeOut.QUESTION,
        timed_out=ending.timed_out,
        back=ending.more_time,
    ),
    Page.TROUBLE: PageRow(
        {Action.AGAIN: ending.try_again, Action.CONTINUE: ending.go_on}, NEW_CARD, back=ending.leave_trouble
    ),
}


def table() -> str:
    """The pages as a table of text: what is listed, how long it waits, and where back leads."""
    lines = ["| page | waits | then | back | handles |", "|---|---|---|---|---|"]
    for page, row in FLOW.items():
        handles = [action.value for action in row.presses] + [event.__name__ for event in row.steps]
        wait, then = (row.time_out.value, row.timed_out.__name__) if row.time_out else ("-", "-")
        lines.append(f"| {page.value} | {wait} | {then} | {row.back.__name__} | {', '.join(handles)} |")
    return "\n".join(lines)
