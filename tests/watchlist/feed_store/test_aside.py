"""What is kept aside comes back as it was, and no disk can read it."""

from pathlib import Path

import pytest

from watchlist.feed.store.aside import Aside
from watchlist.feed.wire.transfer import Attachment
from watchlist.types import PersonId, PhotoId

WHO, PHOTO = PersonId("who"), PhotoId("photo")


@pytest.mark.parametrize("in_memory_bytes", [10, 10**6])
def test_everything_comes_back_by_its_name(tmp_path: Path, in_memory_bytes: int) -> None:
    with Aside(tmp_path, in_memory_bytes) as aside:
        aside.put(Attachment(WHO, PHOTO, None, b"photograph" * 100))
        aside.put(Attachment(WHO, PHOTO, "model", b"vector"))
        assert aside.get(WHO, PHOTO, None) == b"photograph" * 100
        aside.put(Attachment(WHO, PHOTO, "model", b"another"))
        assert aside.get(WHO, PHOTO, "model") == b"another"
        assert aside.get(WHO, PHOTO, "other") is None
        aside._file.seek(0)
        assert b"photograph" not in aside._file.read()
    assert list(tmp_path.iterdir()) == []
