"""What every page owes to whoever stands before it; demanded of the table and of every example."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from kiosk.errors import Refusal
from kiosk.visit import events as e
from kiosk.visit.advancing import advance
from kiosk.visit.drawing import screen_of
from kiosk.visit.effects import AskDesk, Chime, Log, PrintSlip, Say
from kiosk.visit.examples import Example, examples
from kiosk.visit.flow import FLOW, table
from kiosk.visit.pages import Action, Page
from kiosk.visit.requests import BookingsOf
from kiosk.visit.screen import Layout, Look
from kiosk.visit.state import VisitState, Waiting, fresh
from tests.kiosk.visit.hand import MORNING

EXAMPLES = examples(MORNING)
OTHERS = [example for example in EXAMPLES if example.state.page is not Page.ATTRACT]
ExampleTest = Callable[[Example], None]
PageTest = Callable[[Page], None]


def _of_each_page(chosen: Sequence[Example]) -> Callable[[ExampleTest], PageTest]:
    """One test a page, of all its examples."""

    def looped(test: ExampleTest) -> PageTest:
        @pytest.mark.parametrize("page", list(dict.fromkeys(example.state.page for example in chosen)))
        def of_page(page: Page) -> None:
            for example in (each for each in chosen if each.state.page is page):
                test(example)

        return of_page

    return looped


every_example = _of_each_page(EXAMPLES)
every_other = _of_each_page(OTHERS)
MACHINES = {Page.READING, Page.WORKING, Page.CHECK, Page.PRINTING}
"""These wait for a part, not for a touch: their time-out goes on, it does not ask."""


def after(example: Example, event: e.Event, later_s: float = 0.0) -> VisitState:
    return advance(example.state, event, example.at + later_s, example.site)[0]


def untouched(example: Example) -> VisitState:
    """As it was, but that somebody touched the screen."""
    return replace(example.state, touched_at=example.at)


def pressed(example: Example, action: Action, value: str = "") -> VisitState:
    return after(example, e.Pressed(action, value))


def test_every_page_is_in_the_table_and_has_an_example() -> None:
    assert set(FLOW) == set(Page)
    assert {example.state.page for example in EXAMPLES} == set(Page)
    assert len({example.name for example in EXAMPLES}) == len(EXAMPLES)


@pytest.mark.parametrize("page", list(Page))
def test_every_page_but_the_first_has_a_time_out(page: Page) -> None:
    assert (FLOW[page].time_out is None) == (page is Page.ATTRACT)


@every_other
def test_no_touch_leads_to_the_question_and_then_to_the_end(example: Example) -> None:
    state, at = example.state, example.at
    pages: list[Page] = []
    for _ in range(800):
        at += 0.5
        state, _effects = advance(state, e.Tick(state.kiosk.clock), at, example.site)
        if not pages or pages[-1] is not state.page:
            pages.append(state.page)
        if state.page is Page.ATTRACT:
            break
    assert pages[-1] is Page.ATTRACT
    assert Page.MORE_TIME in pages
    assert state == fresh(state.kiosk, example.site.look, state.entered_at)


@every_other
def test_whoever_wants_more_time_is_back_where_they_were(example: Example) -> None:
    if example.state.page in {*MACHINES, Page.MORE_TIME}:
        return
    wait = example.site.patience.paying_s if example.state.page is Page.PAYING else example.site.patience.idle_s
    asked = after(example, e.Tick(example.state.kiosk.clock), wait)
    assert asked.page is Page.MORE_TIME
    back, _ = advance(asked, e.Pressed(Action.CONTINUE), example.at + wait + 1, example.site)
    assert back.page is example.state.page
    assert screen_of(back, example.at + wait + 1, example.site) == replace(example.screen, remaining=None)


@every_other
def test_back_or_end_leads_off_every_page(example: Example) -> None:
    ended = pressed(example, Action.END)
    assert ended == fresh(ended.kiosk, example.site.look, example.at)
    if example.screen.back:
        assert pressed(example, Action.BACK).page is not example.state.page


@every_example
def test_a_person_is_one_touch_away(example: Example) -> None:
    if example.state.page is Page.COUNTER:
        return
    assert example.screen.counter
    state, effects = advance(example.state, e.Pressed(Action.COUNTER), example.at, example.site)
    assert state.page is Page.COUNTER
    assert state.visitor.ticket is not None
    assert not any(isinstance(each, AskDesk) for each in effects)
    assert len([each for each in effects if isinstance(each, PrintSlip)]) == 1
    again, more = advance(state, e.Pressed(Action.COUNTER), example.at, example.site)
    assert (again, more) == (state, [])


@every_other
def test_one_number_a_visit(example: Example) -> None:
    first = pressed(example, Action.COUNTER)
    back, _ = advance(first, e.Pressed(Action.BACK), example.at, example.site)
    if back.page is Page.ATTRACT:
        return
    second, effects = advance(back, e.Pressed(Action.COUNTER), example.at, example.site)
    assert second.visitor.ticket == first.visitor.ticket
    assert not any(isinstance(each, PrintSlip) for each in effects)


@every_other
def test_pulling_the_card_ends_the_visit_on_every_page(example: Example) -> None:
    stays = replace(example, state=example.state.personal(card_stays=True))
    ended = after(stays, e.CardRemoved())
    assert ended == fresh(ended.kiosk, example.site.look, example.at)
    tapped = replace(example, state=example.state.personal(card_stays=False))
    assert after(tapped, e.CardRemoved()).page is example.state.page


@every_example
def test_every_page_survives_each_no_and_the_desks_silence(example: Example) -> None:
    waiting = replace(example, state=example.state.personal(waiting=Waiting(7, BookingsOf("p"))))
    answers: list[e.Event] = [e.DeskUnreachable(7), *(e.DeskSaidNo(7, why) for why in Refusal)]
    for event in answers:
        state = after(waiting, event)
        assert state.visitor.waiting is None
        assert screen_of(state, example.at, example.site)


@every_example
def test_an_answer_to_another_call_changes_nothing(example: Example) -> None:
    for event in (e.DeskAnswered(99, ()), e.DeskSaidNo(99, Refusal.NOT_FOUND), e.DeskUnreachable(99)):
        assert advance(example.state, event, example.at, example.site) == (example.state, [])


@every_example
def test_whatever_can_be_pressed_does_something(example: Example) -> None:
    for choice in (*example.screen.choices, *example.screen.days):
        event = e.Pressed(choice.action, choice.value)
        state, effects = advance(example.state, event, example.at, example.site)
        if choice.is_enabled:
            assert state != untouched(example) or effects, choice
        else:
            assert (state, effects) == (untouched(example), []), choice


@every_example
def test_a_press_that_the_page_does_not_list_changes_nothing(example: Example) -> None:
    fixed = {Action.LANGUAGE, Action.LARGE_PRINT, Action.HIGH_CONTRAST, Action.LOWER, Action.READ_ALOUD}
    fixed |= {Action.COUNTER, Action.BACK, Action.END}
    for action in set(Action) - fixed - set(FLOW[example.state.page].presses):
        assert advance(example.state, e.Pressed(action, "x"), example.at, example.site) == (untouched(example), [])


@every_example
def test_values_that_nobody_offered_are_ignored(example: Example) -> None:
    for action in (Action.CHOOSE, Action.KEY):
        for value in ("", "nobody's", "slot:none", "day:2020-01-01", "doctor:none", "dept:none", "é"):
            assert advance(example.state, e.Pressed(action, value), example.at, example.site) == (
                untouched(example),
                [],
            )


@every_example
def test_every_look_can_be_changed_on_every_page(example: Example) -> None:
    english = pressed(example, Action.LANGUAGE, "en")
    assert english.look == replace(example.state.look, language="en")
    assert english.page is example.state.page
    assert pressed(example, Action.LANGUAGE, "klingon").look == example.state.look
    for action in (Action.LARGE_PRINT, Action.HIGH_CONTRAST, Action.LOWER, Action.READ_ALOUD):
        assert pressed(example, action).look != example.state.look


@every_other
def test_reading_aloud_begins_at_once_and_in_the_new_language(example: Example) -> None:
    state, effects = advance(example.state, e.Pressed(Action.READ_ALOUD), example.at, example.site)
    assert [type(each) for each in effects] == [Say]
    assert effects == [Say(example.screen.say, "zh")] if example.screen.say else False
    _, effects = advance(state, e.Pressed(Action.LANGUAGE), example.at, example.site)
    assert [each.language for each in effects if isinstance(each, Say)] == ["en"]
    _, effects = advance(state, e.Tick(state.kiosk.clock), example.at, example.site)
    assert not any(isinstance(each, Say) for each in effects)


@every_example
def test_a_screen_says_one_thing_and_marks_at_most_one_choice(example: Example) -> None:
    screen = example.screen
    assert screen.page is example.state.page
    assert len([each for each in screen.choices if each.is_primary]) <= 1
    assert screen.say is not None
    assert (screen.guide is not None) == (screen.layout is Layout.MIRROR)
    assert (screen.qr_text != "") == (screen.layout is Layout.QR)
    assert (screen.keypad is not None) == (screen.layout is Layout.SEARCH)
    if example.state.page is Page.HOME:
        assert len(screen.choices) <= 4


def test_the_line_of_time_left_shows_in_the_last_ten_seconds_only() -> None:
    example = next(each for each in EXAMPLES if each.name == "home")
    wait = example.site.patience.idle_s
    for left_s, shown in ((10.5, None), (10, None), (5, 0.5), (0, 0.0), (-3, 0.0)):
        seen = screen_of(example.state, example.at + wait - left_s, example.site).remaining
        assert seen == (shown if shown is None else pytest.approx(shown))


def test_a_look_is_kept_through_the_visit() -> None:
    example = next(each for each in EXAMPLES if each.name == "home").seen_with(Look("en", large_print=True))
    assert pressed(example, Action.CHOOSE, "more").look == Look("en", large_print=True)


def test_the_question_gives_way_when_something_happened() -> None:
    example = next(each for each in EXAMPLES if each.name == "more-time")
    state = example.state.personal(waiting=Waiting(3, BookingsOf("p")))
    state = replace(state, under=(Page.SEARCH,))
    done, _ = advance(state, e.DeskAnswered(3, ()), example.at, example.site)
    assert done.page is Page.HOME
    kept, _ = advance(state, e.Tick(state.kiosk.clock), example.at + 1, example.site)
    assert kept == state


def test_the_table_can_be_read() -> None:
    assert len(table().splitlines()) == 2 + len(Page)


def test_only_counts_and_sounds_come_of_a_slip() -> None:
    for example in EXAMPLES:
        slip = example.state.visitor.slip
        event = e.SlipFailed(slip.job_id if slip else 1, e.SlipFailure.HALF)
        _, effects = advance(example.state, event, example.at, example.site)
        assert {type(each) for each in effects} <= {Log, Chime}
