"""A guard who cannot be chosen types the number of the account: letters and digits."""

from datetime import timedelta

import pytest

from records.account_rules import is_account_id
from tests.watchlist.post.console.hand import Hand
from watchlist.post.console.draw_login import DIGITS, LETTERS
from watchlist.post.console.effects import LogIn
from watchlist.post.console.entering import IN_NUMBERS, LONGEST_NUMBER
from watchlist.post.console.events import OverviewTold
from watchlist.post.console.example_values import overview
from watchlist.post.console.pages import Action
from watchlist.post.console.screen import LoginPad
from watchlist.post.values import Pin


@pytest.fixture
def hand() -> Hand:
    hand = Hand()
    hand.do(OverviewTold(overview(hand.at, guards=())))
    return hand


def pad(hand: Hand) -> LoginPad:
    main = hand.screen.main
    assert isinstance(main, LoginPad)
    return main


def typed(hand: Hand, words: str) -> None:
    for sign in words:
        hand.press(Action.DIGIT, sign, after_s=0.1)


def test_a_number_with_letters_whatever_their_size(hand: Hand) -> None:
    typed(hand, "G07")
    assert pad(hand).typed == "g07"
    hand.press(Action.LOG_IN)
    typed(hand, "48x29")
    assert (pad(hand).typed, pad(hand).dots) == ("g07", 4), "a PIN is digits"
    assert hand.press(Action.LOG_IN) == (LogIn(Pin("g07", "4829")),)  # type: ignore[arg-type]


def test_what_is_in_no_number_is_not_typed(hand: Hand) -> None:
    typed(hand, "zhang wei!张é.07_b-c")
    assert pad(hand).typed == "zhangwei.07_b-c"
    assert is_account_id(pad(hand).typed)
    hand.press(Action.ERASE)
    assert pad(hand).typed == "zhangwei.07_b-"


def test_every_sign_of_an_id_is_typed_and_offered_and_no_other() -> None:
    in_ids = {chr(code) for code in range(1, 0x250) if is_account_id(f"a{chr(code)}")}
    assert set(IN_NUMBERS) == in_ids == set(LETTERS + DIGITS)
    longest = "a" * LONGEST_NUMBER
    assert is_account_id(longest)
    assert not is_account_id(longest + "a")


def test_letters_are_offered_while_a_number_is_typed(hand: Hand) -> None:
    assert [button.value for button in pad(hand).letters] == list(LETTERS)
    assert all(button.enabled for button in pad(hand).letters)
    assert {button.key for button in hand.screen.head.buttons} == {"Alt+M", "Alt+L", "Alt+T"}
    typed(hand, "g07")
    hand.press(Action.LOG_IN)
    assert not any(button.enabled for button in pad(hand).letters)
    assert {button.key for button in hand.screen.head.buttons} == {"M", "L", "T"}


def test_where_guards_are_chosen_no_letters_are_offered() -> None:
    chosen = Hand()
    assert pad(chosen).letters == ()
    assert not pad(chosen).takes_letters
    chosen.at += timedelta(seconds=1)
    typed(chosen, "g")
    assert chosen.state.login.number == chosen.state.login.pin == ""
