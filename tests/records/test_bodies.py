"""An answer is read to its end, or given up when it is too large or takes too long."""

import itertools

import pytest

from records.bodies import BodyTooLarge, BodyTooSlow, answer_within


def test_an_answer_of_just_the_most_is_read_whole() -> None:
    assert answer_within([b"ab", b"", b"cd"], 4, 9.0, itertools.count(7).__next__) == b"abcd"


def test_one_that_is_larger_is_given_up_at_once() -> None:
    with pytest.raises(BodyTooLarge):
        answer_within(itertools.repeat(b"ab", 100), 4, 9.0, lambda: 0.0)


def test_one_that_drips_is_given_up_when_the_time_is_over() -> None:
    with pytest.raises(BodyTooSlow):
        answer_within(itertools.repeat(b"", 100), 4, 9.0, itertools.count(0).__next__)
