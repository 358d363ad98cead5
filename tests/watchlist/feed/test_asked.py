"""What a follower asks for must come with everybody who rings, and with nobody else."""

import pytest

from watchlist.feed.client.fake_authority import MODEL, FakeAuthority
from watchlist.feed.errors import TransferRefused
from watchlist.feed.wire.transfer import Asked, TransferReader

LIST = "fake-list"


def carried(authority: FakeAuthority, asked: Asked) -> int:
    reader = TransferReader(asked)
    for line in authority.transfer(photos=False):
        reader.feed(line)
    return len(reader.end().records)


@pytest.mark.parametrize("asked", [Asked(LIST, "another"), Asked(LIST, MODEL, photos=True)])
def test_who_rings_without_what_was_asked_for_is_refused(asked: Asked) -> None:
    authority = FakeAuthority()
    authority.put("hopper")
    with pytest.raises(TransferRefused, match="without") as caught:
        carried(authority, asked)
    assert "--photos" in caught.value.hint


@pytest.mark.parametrize("asked", [Asked(LIST, "another"), Asked(LIST, MODEL, photos=True)])
def test_a_list_that_nobody_is_left_on_is_for_everybody(asked: Asked) -> None:
    authority = FakeAuthority()
    authority.put("hopper")
    authority.erase("hopper")
    assert carried(authority, asked) == 1


def test_another_list_is_refused_at_once() -> None:
    with pytest.raises(TransferRefused, match="fake-list"):
        carried(FakeAuthority(), Asked("shanghai"))
