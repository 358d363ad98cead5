"""A real pcscd with two virtual readers, in a network of its own: the readers' driver listens on all addresses."""

import ctypes
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

import pytest

from hardware.cards.pcsc_service import PcscService, load_scard
from tests.hardware.cards.chips import Answer
from tests.hardware.cards.virtual_card import VirtualCard
from tests.hardware.hearing import WITHIN_S, until

T = TypeVar("T")
NO_PYSCARD = "missing part: pyscard (uv sync --extra cards)"
CLIENTS = Path("/run/pcscd/pcscd.comm")
DRIVER = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
FIRST_PORT = 35963
NEW_NETWORK = 0x40000000
READER_CONFIG = f"""FRIENDLYNAME "Virtual PCD"
DEVICENAME /dev/null:{FIRST_PORT:#x}
LIBPATH {DRIVER}
CHANNELID {FIRST_PORT:#x}
"""
READERS = ("Virtual PCD 00 00", "Virtual PCD 00 01")


def missing() -> str:
    """Why there can be no pcscd here; nothing where there can."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "pcscd is started as root on Linux"
    if not shutil.which("pcscd") or not DRIVER.exists() or not shutil.which("ip"):
        return "pcscd, vsmartcard-vpcd, iproute2"
    return "a machine without another pcscd" if answers() else ""


def answers() -> bool:
    if sys.platform == "win32":
        return False
    with socket.socket(socket.AF_UNIX) as line:
        return line.connect_ex(str(CLIENTS)) == 0


class PcscDaemon:
    """`start` and `kill` the service; `insert` puts a card into one of its two readers."""

    def __init__(self, network: ThreadPoolExecutor, plugs: Path) -> None:
        self._network = network
        self._plugs = plugs
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        assert self._process is None
        command = [shutil.which("pcscd") or "pcscd", "--foreground", "--error", "--config", str(self._plugs)]
        self._process = self._inside(
            lambda: subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        )
        until(answers)

    def kill(self, *, at_once: bool = False) -> None:
        if self._process is not None:
            (self._process.kill if at_once else self._process.terminate)()
            self._process.wait(WITHIN_S)
            self._process = None

    def make_ready(self) -> None:
        if not (self._plugs / "virtual").exists():
            self.kill()
            self.plug_in()
        if self._process is None:
            self.start()
        until(lambda: self.is_empty(0) and self.is_empty(1))

    def is_empty(self, slot: int = 0) -> bool:
        """As the service sees it; a reader that is not there yet is not empty."""
        with closing(PcscService(load_scard("test"))) as service:
            states = service.changes({READERS[slot]: 0}, 0)
        return states is not None and not states[READERS[slot]].has_card

    def start_without_readers(self) -> None:
        (self._plugs / "virtual").unlink()
        self.start()

    def plug_in(self) -> None:
        """Seen by the service when it starts."""
        (self._plugs / "virtual").write_text(READER_CONFIG, encoding="ascii")

    def insert(self, chip: Answer, slot: int = 0, *, is_mute: bool = False) -> VirtualCard:
        address = "127.0.0.1", FIRST_PORT + slot
        return VirtualCard(self._inside(lambda: socket.create_connection(address, WITHIN_S)), chip, is_mute=is_mute)

    def _inside(self, work: Callable[[], T]) -> T:
        return self._network.submit(work).result()


def _leave_the_network() -> bool:
    """Whether this thread, and what is opened or started from it, is in a network of its own from now on."""
    if ctypes.CDLL(None).unshare(NEW_NETWORK):
        return False
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    return True


@contextmanager
def pcsc_daemon() -> Iterator[PcscDaemon]:
    pytest.importorskip("smartcard.scard", reason=NO_PYSCARD)
    if reason := missing():
        pytest.skip(f"missing part: {reason}")
    with (
        ThreadPoolExecutor(1) as network,
        tempfile.TemporaryDirectory() as plugs,
    ):
        if not network.submit(_leave_the_network).result():
            pytest.skip("missing part: the right to make a network")
        daemon = PcscDaemon(network, Path(plugs))
        try:
            yield daemon
        finally:
            daemon.kill()
