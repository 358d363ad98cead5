"""Waiting longer for what keeps failing."""

import pytest

from camera.backoff import Backoff, BackoffLimits


def test_waits_grow_and_stop_growing() -> None:
    backoff = Backoff(BackoffLimits(first_s=1, factor=2, longest_s=5))
    assert [backoff.failed(at=float(second)) for second in range(4)] == [1, 2, 4, 5]


def test_a_long_healthy_run_starts_over() -> None:
    backoff = Backoff(BackoffLimits(first_s=1, factor=2, longest_s=30, forgiven_after_s=60))
    assert [backoff.failed(at=0), backoff.failed(at=1)] == [1, 2]
    backoff.started(at=10)
    assert backoff.failed(at=71) == 1


def test_a_short_run_forgives_nothing() -> None:
    backoff = Backoff(BackoffLimits(first_s=1, factor=2, longest_s=30, forgiven_after_s=60))
    backoff.failed(at=0)
    backoff.started(at=1)
    assert backoff.failed(at=2) == 2


def test_a_wait_of_nothing_cannot_be_asked_for() -> None:
    with pytest.raises(ValueError, match="cannot grow"):
        BackoffLimits(first_s=0)
