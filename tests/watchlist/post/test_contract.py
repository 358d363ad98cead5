from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.watchlist.post.contract import PostContract
from tests.watchlist.post.worlds import WORLDS, PostWorld


@pytest.fixture(params=sorted(WORLDS))
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[PostWorld]:
    with WORLDS[request.param](tmp_path) as made:
        yield made


class TestEveryPost(PostContract):
    pass
