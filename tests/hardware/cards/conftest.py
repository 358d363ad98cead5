from collections.abc import Iterator

import pytest

from tests.hardware.cards.pcscd_peer import PcscDaemon, pcsc_daemon


@pytest.fixture(scope="session")
def one_daemon() -> Iterator[PcscDaemon]:
    with pcsc_daemon() as daemon:
        yield daemon


@pytest.fixture
def daemon(one_daemon: PcscDaemon) -> PcscDaemon:
    """Running, its readers plugged in and empty."""
    one_daemon.make_ready()
    return one_daemon
