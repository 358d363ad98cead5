import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.hardware.cards.pcscd_peer import PcscDaemon, pcsc_daemon


@pytest.fixture(scope="module")
def one_daemon() -> Iterator[PcscDaemon]:
    with _alone_on_this_machine(), pcsc_daemon() as daemon:
        yield daemon


@pytest.fixture
def daemon(one_daemon: PcscDaemon) -> PcscDaemon:
    """Running, its readers plugged in and empty."""
    one_daemon.make_ready()
    return one_daemon


@contextmanager
def _alone_on_this_machine() -> Iterator[None]:
    """There is one pcscd a machine: another process of this test run waits until its turn comes."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    with (Path(tempfile.gettempdir()) / "gatehouse-tests-pcscd.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield
