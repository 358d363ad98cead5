"""Where a list stands, and what makes two lists the same."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.canonical import to_json
from watchlist.feed.client.fake_authority import FakeAuthority
from watchlist.feed.errors import DocumentRefused
from watchlist.feed.head import (
    MOST_EPOCH,
    Head,
    canonical_export,
    export_sha256,
    head_from_bytes,
    head_to_bytes,
    next_epoch,
    place,
    state_sha256,
)
from watchlist.feed.reading import MOST_NUMBER
from watchlist.types import PersonId

HEAD = Head("twelve", 2, 7, datetime(2026, 6, 1, 8, tzinfo=UTC), 3, "ab" * 32)
NUMBERS = st.integers(0, MOST_NUMBER)


@given(st.integers(1, MOST_EPOCH), NUMBERS, NUMBERS, st.datetimes(timezones=st.timezones()))
def test_a_head_is_read_as_it_was_written(epoch: int, seq: int, entries: int, at: datetime) -> None:
    try:
        at = at.astimezone(UTC)
    except OverflowError:
        return
    head = replace(HEAD, epoch=epoch, seq=seq, entries=entries, at=at)
    assert head_from_bytes(head_to_bytes(head)) == head


CHANGES: list[dict[str, Any]] = [
    {"kind": "Tombstone"},
    {"epoch": 0},
    {"epoch": MOST_EPOCH + 1},
    {"seq": -1},
    {"seq": "7"},
    {"entries": -1},
    {"entries": 3.0},
    {"state_sha256": "ab"},
    {"at": "2026-06-01T08:00:00+00:00"},
    {"at": "2026-06-01T08:00:00.000000"},
    {"at": "2026-06-01T16:00:00.000000+08:00"},
    {"at": 1780300800},
    {"more": 1},
]


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_a_head_that_cannot_be_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(DocumentRefused):
        head_from_bytes(to_json(json.loads(head_to_bytes(HEAD)) | change).encode())


def test_a_moment_without_a_zone_is_no_head() -> None:
    with pytest.raises(ValueError, match="zone"):
        replace(HEAD, at=datetime(2026, 6, 1))


@given(st.tuples(st.integers(1, MOST_EPOCH), NUMBERS), st.tuples(st.integers(1, MOST_EPOCH), NUMBERS))
def test_places_are_ordered_as_epoch_and_revision(one: tuple[int, int], other: tuple[int, int]) -> None:
    assert (place(*one) < place(*other)) == (one < other)
    assert 0 < place(*one) < 2**53


MINUTE = timedelta(minutes=1)


@given(st.integers(0, MOST_EPOCH - 1), st.datetimes(timezones=st.just(UTC)))
def test_an_epoch_is_later_than_the_one_before_whatever_the_clock_says(before: int, at: datetime) -> None:
    assert before < next_epoch(before, at) <= MOST_EPOCH


@given(st.integers(0, 1000), st.datetimes(datetime(2026, 1, 1), datetime(2146, 1, 1), timezones=st.just(UTC)))
def test_epochs_begun_from_one_copy_in_different_minutes_differ(before: int, at: datetime) -> None:
    assert next_epoch(before, at) < next_epoch(before, at + MINUTE)


def test_a_clock_far_in_the_future_leaves_epochs_for_later() -> None:
    far = next_epoch(1, datetime.max.replace(tzinfo=UTC))
    assert far <= MOST_EPOCH // 2
    assert next_epoch(far, HEAD.at) == next_epoch(far, datetime.max.replace(tzinfo=UTC)) == far + 1


@pytest.mark.parametrize("year", [1, 1970, 2019])
def test_a_clock_of_before_counts_one_by_one(year: int) -> None:
    assert next_epoch(4, datetime(year, 6, 1, tzinfo=UTC)) == 5


def test_the_state_is_one_digest_of_sorted_lines() -> None:
    lines = f"collins {'cd' * 32}\nhopper {'ab' * 32}\n"
    state = {PersonId("hopper"): "ab" * 32, PersonId("collins"): "cd" * 32}
    assert state_sha256(state) == hashlib.sha256(lines.encode()).hexdigest()
    assert state_sha256({}) == hashlib.sha256().hexdigest()


def test_an_export_is_the_list_whoever_signed_it_and_in_whatever_order() -> None:
    authority = FakeAuthority()
    authority.put("hopper")
    older = authority.records
    authority.put("hopper", "Grace Murray")
    authority.put("collins", "Eileen Collins")
    export = canonical_export(authority.records)
    assert [json.loads(line)["name"] for line in export.splitlines()] == ["Eileen Collins", "Grace Murray"]
    assert canonical_export([*authority.records[::-1], *older]) == export
    authority.revoke()
    assert canonical_export(authority.records) == export
    assert export_sha256(authority.records) == hashlib.sha256(export).hexdigest()
