"""What counts as watched: what the watch told as live, up to whatever was killed or lost."""

import pytest

from scripts.bench.attack.eyes import Eyes
from tests.scripts.bench.attack.hand import moment, stretch

LATER = moment(60)


@pytest.fixture
def eyes() -> Eyes:
    """Both cameras are live since 0 and 1 s."""
    eyes = Eyes(["door", "lift"])
    assert not eyes.are_open
    eyes.live("door", moment(0))
    assert not eyes.are_open
    eyes.live("lift", moment(1))
    assert eyes.are_open
    return eyes


def test_a_killed_watch_sees_nothing_any_more(eyes: Eyes) -> None:
    eyes.shut(moment(20))
    assert eyes.stretches(LATER) == [stretch(0, 20), stretch(1, 20, "lift")]
    assert not eyes.are_open


def test_a_killed_workers_camera_is_unwatched_from_the_kill_and_the_other_goes_on(eyes: Eyes) -> None:
    eyes.worker_killed(moment(10))
    assert not eyes.are_open
    assert eyes.stretches(LATER) == [stretch(0, 10), stretch(1, 10, "lift")]
    eyes.lost("lift", moment(10.4))
    assert eyes.stretches(LATER) == [stretch(1, 10, "lift"), stretch(0, 60)]
    eyes.live("lift", moment(13))
    assert eyes.are_open
    eyes.shut(moment(20))
    assert eyes.stretches(LATER)[1:] == [stretch(0, 20), stretch(13, 20, "lift")]


def test_a_watch_killed_before_it_told_whose_worker_died_is_believed_for_no_camera(eyes: Eyes) -> None:
    eyes.worker_killed(moment(10))
    eyes.shut(moment(20))
    assert eyes.stretches(LATER) == [stretch(0, 10), stretch(1, 10, "lift")]


def test_a_camera_lost_by_itself_was_watched_up_to_then(eyes: Eyes) -> None:
    eyes.lost("door", moment(7))
    eyes.lost("door", moment(9))
    assert eyes.stretches(LATER) == [stretch(0, 7), stretch(1, 60, "lift")]


def test_what_is_told_of_a_moment_before_it_was_live_is_no_stretch(eyes: Eyes) -> None:
    eyes.worker_killed(moment(0.5))
    eyes.lost("lift", moment(1.5))
    assert eyes.stretches(LATER) == [stretch(0, 60)]


def test_while_the_computer_stood_still_nothing_was_watched(eyes: Eyes) -> None:
    eyes.stood_still(moment(5), moment(8))
    assert eyes.are_open
    eyes.shut(moment(20))
    assert eyes.stretches(LATER) == [stretch(0, 5), stretch(1, 5, "lift"), stretch(8, 20), stretch(8, 20, "lift")]


def test_a_look_that_goes_on_counts_up_to_now(eyes: Eyes) -> None:
    assert eyes.stretches(moment(0.5)) == [stretch(0, 0.5)]
    assert eyes.stretches(moment(30)) == [stretch(0, 30), stretch(1, 30, "lift")]
