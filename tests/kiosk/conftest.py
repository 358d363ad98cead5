"""The parts that several tests of the kiosk's side share."""

from collections.abc import Iterator

import pytest

from tests.postgres_peer import PostgresPeer, running, why_missing


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresPeer]:
    """A real PostgreSQL, started once for all tests that ask."""
    reason = why_missing()
    if reason is not None:
        pytest.skip(reason)
    with running() as peer:
        yield peer
