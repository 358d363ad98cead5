"""How a node is, by its last word."""

from dataclasses import replace
from datetime import timedelta

import pytest

from records.shapes import arguments_to_json
from records.wire import NotUnderstood
from tests.watchlist.store_hand import NOON
from tests.watchlist.upstream.upstream_hand import a_beat
from watchlist.hub.http.calls import BY_NAME
from watchlist.hub.http.wire import SHAPES
from watchlist.hub.rights import NodeKind
from watchlist.hub.values import Node
from watchlist.upstream.rows import beat_from_row, beat_to_row
from watchlist.upstream.standing import LastWord, Places, standing_of
from watchlist.upstream.values import MOST_LISTS, Beat, ListTold, NodeStanding

HOUR = timedelta(hours=1)
GATE = Node("gate-1", NodeKind.WATCH, False, NOON, b"")
HUBS = {"beijing": (2, 30), "west-own": (1, 9), "another": (1, 500)}


def follows(*lists: ListTold) -> Beat:
    return replace(a_beat(), lists=lists)


def told(beat: Beat, places: Places | None = None) -> NodeStanding:
    return standing_of(GATE, LastWord(NOON, beat), NOON, HUBS if places is None else places)


@pytest.mark.parametrize(
    ("lists", "behind", "age_s"),
    [
        ((), None, None),
        ((ListTold("beijing", 2, 30, NOON),), 0, 0.0),
        ((ListTold("beijing", 2, 31, NOON + HOUR),), 0, 0.0),
        ((ListTold("beijing", 2, 28, NOON - HOUR), ListTold("west-own", 1, 8, NOON)), 3, 3600.0),
        ((ListTold("beijing", 1, 29, NOON), ListTold("west-own")), 39, 0.0),
        ((ListTold("unheard of", 1, 7),), 0, None),
    ],
)
def test_what_it_lacks_of_all_the_lists_that_it_follows_and_how_old_the_oldest_is(
    lists: tuple[ListTold, ...], behind: int | None, age_s: float | None
) -> None:
    found = told(follows(*lists))
    assert (found.lists, found.behind, found.list_age_s) == (lists, behind, age_s)


def test_a_word_is_kept_as_it_was_told() -> None:
    beat = follows(ListTold("beijing", 2, 28, NOON - HOUR), ListTold("west-own"))
    assert beat_from_row(beat_to_row(beat)) == beat
    sent = arguments_to_json({"beat": beat})
    assert SHAPES.arguments_from_json(BY_NAME["beat"].shape, sent) == {"beat": beat}


@pytest.mark.parametrize(
    "lists",
    [
        [{"list_id": "beijing"}, {"list_id": "beijing"}],
        [{"list_id": ""}],
        [{"list_id": "beijing", "epoch": -1}],
        [{"list_id": f"list {number}"} for number in range(MOST_LISTS + 1)],
    ],
)
def test_a_word_about_lists_that_there_cannot_be_is_refused(lists: list[dict[str, object]]) -> None:
    beat = {"at": "2026-08-01T12:00:00Z", "version": "1", "lists": lists, "cameras": [], "waiting": 0}
    with pytest.raises(NotUnderstood):
        SHAPES.arguments_from_json(BY_NAME["beat"].shape, arguments_to_json({"beat": beat}))
