"""When an alarm is owed: a person stood before a watched camera for long enough without a break."""

import pytest

from scripts.bench.attack.visits import OWED_S, Behind, Stretch, Visit, Watched, is_owed, together
from tests.scripts.bench.attack.hand import EILEEN, moment, stretch, visit


@pytest.mark.parametrize(
    ("watched", "owed"),
    [
        ([stretch(-60, 60)], True),
        ([stretch(-60, OWED_S)], True),
        ([stretch(-60, OWED_S - 0.1)], False),
        ([stretch(5, 5 + OWED_S)], True),
        ([stretch(-60, 7), stretch(7.1, 15)], False),
        ([stretch(0, 24, "lift")], False),
        ([stretch(-60, -1), stretch(25, 90)], False),
        ([], False),
    ],
)
def test_a_visit_is_owed_an_alarm_where_one_look_was_long_enough(watched: list[Stretch], owed: bool) -> None:
    assert is_owed(visit(0, 24), Watched(watched)) == owed


def test_two_cameras_do_not_add_up() -> None:
    walk = Visit(EILEEN, (stretch(0, 7), stretch(7, 14, "lift")))
    assert (walk.entered, walk.left) == (moment(0), moment(14))
    assert not is_owed(walk, Watched([stretch(-60, 60), stretch(-60, 60, "lift")]))


def test_together_are_the_parts_that_a_stay_and_a_look_share() -> None:
    walk = Visit(EILEEN, (stretch(0, 8), stretch(8, 16, "lift")))
    watched = Watched([stretch(-5, 3), stretch(6, 30), stretch(10, 12, "lift")])
    shared = [(moment(0), moment(3)), (moment(6), moment(8))]
    assert together(walk, watched, "door") == shared
    assert together(walk, watched) == [*shared, (moment(10), moment(12))]


@pytest.mark.parametrize(("until_s", "looked_s", "owed"), [(10, 14.0, True), (16, 8.0, True), (17, 7.0, False)])
def test_while_a_watch_does_not_keep_up_it_does_not_look(until_s: float, looked_s: float, owed: bool) -> None:
    behind = [Behind(moment(-10), moment(4)), Behind(moment(4), moment(until_s)), Behind(moment(90), moment(99))]
    watched = Watched([stretch(-60, 60)], behind)
    assert watched.looked_s(moment(0), moment(24)) == looked_s
    assert is_owed(visit(0, 24), watched) == owed
