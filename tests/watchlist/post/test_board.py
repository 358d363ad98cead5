"""What the watch knows of this moment: cameras that fall silent, pictures that do not stay."""

from datetime import timedelta

from tests.watchlist.store_hand import NOON
from watchlist.feed.age import Freshness
from watchlist.post.board import MOST_THUMBNAIL_BYTES, SILENT_AFTER, Board
from watchlist.post.portraits import Portraits
from watchlist.post.values import CameraView, HubState, Sight
from watchlist.types import PhotoId

SECOND = timedelta(seconds=1)
SMALL = b"\xff\xd8small"


def board_with(sight: Sight = Sight.LIVE) -> Board:
    board = Board(NOON)
    board.show_camera(CameraView("door", sight, NOON, "why", "hint"))
    return board


def test_since_is_when_it_came_to_be_so() -> None:
    board = board_with(Sight.LOST)
    board.show_camera(CameraView("door", Sight.LOST, NOON + SECOND, "another reason"))
    [view] = board.cameras(NOON + SECOND)
    assert (view.since, view.why) == (NOON, "another reason")
    board.show_camera(CameraView("door", Sight.LIVE, NOON + 2 * SECOND))
    assert board.cameras(NOON + 2 * SECOND)[0].since == NOON + 2 * SECOND


def test_a_camera_nobody_hears_of_is_unknown_until_it_is_heard_again() -> None:
    board = board_with()
    late = NOON + SILENT_AFTER + SECOND
    [view] = board.cameras(late)
    assert (view.sight, view.since) == (Sight.UNKNOWN, NOON)
    assert view.hint
    board.hear("door", late)
    assert board.cameras(late)[0].sight is Sight.LIVE


def test_one_that_is_lost_or_over_says_nothing_and_is_not_unknown() -> None:
    for sight in (Sight.LOST, Sight.ENDED):
        assert board_with(sight).cameras(NOON + timedelta(days=1))[0].sight is sight


def test_cameras_stand_in_one_order_and_strangers_are_not_heard() -> None:
    board = board_with()
    board.show_camera(CameraView("annex", Sight.LIVE, NOON))
    board.hear("nowhere", NOON)
    assert [view.camera for view in board.cameras(NOON)] == ["annex", "door"]


def test_a_small_picture_is_shown_for_a_moment() -> None:
    board = board_with()
    board.show_thumbnail("door", SMALL, NOON)
    assert board.thumbnail("door", NOON + 10 * SECOND) == SMALL
    assert board.thumbnail("door", NOON + 11 * SECOND) is None
    assert board.thumbnail("door", NOON) is None, "it is gone, not hidden"


def test_what_a_camera_showed_before_it_was_lost_is_not_shown() -> None:
    board = board_with()
    board.show_thumbnail("door", SMALL, NOON)
    board.show_camera(CameraView("door", Sight.COVERED, NOON))
    assert board.thumbnail("door", NOON) is None


def test_pictures_go_also_when_nobody_asks() -> None:
    board = board_with()
    board.show_thumbnail("door", SMALL, NOON)
    board.forget_old(NOON + 11 * SECOND)
    assert board.thumbnail("door", NOON) is None


def test_what_is_too_large_or_of_no_camera_is_not_kept() -> None:
    board = board_with()
    board.show_thumbnail("door", b"x" * (MOST_THUMBNAIL_BYTES + 1), NOON)
    board.show_thumbnail("nowhere", SMALL, NOON)
    assert (board.thumbnail("door", NOON), board.thumbnail("nowhere", NOON)) == (None, None)


def test_the_list_and_the_hub_are_told_apart() -> None:
    board = board_with()
    board.show_list(7, NOON + SECOND)
    board.show_hub(HubState.AWAY)
    state = board.list_state()
    assert (state.people, state.at, state.hub) == (7, NOON + SECOND, HubState.AWAY)
    assert state.freshness is Freshness.FRESH


def test_a_list_that_never_came_is_missed_since_the_beginning() -> None:
    board = board_with()
    board.show_list(0, None, Freshness.NEVER)
    state = board.list_state()
    assert (state.at, state.freshness) == (NOON, Freshness.NEVER)


def test_a_portrait_is_cut_once_and_dropped_when_the_list_changes() -> None:
    cut: list[bytes] = []

    def cutting(data: bytes) -> bytes:
        cut.append(data)
        return b"cut " + data

    portraits = Portraits(cutting, most=2)
    one, two, three = (PhotoId(str(number)) for number in range(3))
    assert portraits.of(one, b"1", 5) == portraits.of(one, b"1", 5) == b"cut 1"
    assert cut == [b"1"]
    portraits.of(two, b"2", 5)
    portraits.of(three, b"3", 5)
    portraits.of(one, b"1", 5)
    assert cut == [b"1", b"2", b"3", b"1"], "the oldest made room"
    portraits.follow(6)
    portraits.of(one, b"1", 6)
    assert len(cut) == 5
