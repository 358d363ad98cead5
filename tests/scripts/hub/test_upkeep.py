"""The thread that keeps the desk up."""

from threading import Event

import pytest

from kiosk.errors import DeskAway
from scripts.hub.upkeep import kept_up


def test_it_goes_on_when_the_database_is_back_and_says_both_once() -> None:
    said: list[str] = []
    answers = iter([None, DeskAway("away"), DeskAway("away"), None, None])
    done = Event()

    def keep_up() -> None:
        answer = next(answers, done)
        if answer is done:
            done.set()
        elif isinstance(answer, DeskAway):
            raise answer

    with kept_up(keep_up, said.append, pytest.fail, every_s=0.001):
        assert done.wait(10)
    assert [text.partition("\n")[0] for text in said] == [
        "the desk's upkeep waits: away",
        "the desk's upkeep goes on",
    ]


def test_a_bug_in_it_ends_the_hub_and_is_reported() -> None:
    died = Event()

    def keep_up() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), kept_up(keep_up, print, died.set, every_s=0.001):
        assert died.wait(10)
