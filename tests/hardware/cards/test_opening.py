import subprocess
import sys
from contextlib import closing

import pytest

from hardware.cards.fake import FakeCardReader
from hardware.cards.id_bridge import IdBridgeReader
from hardware.cards.id_bridge_address import bridge_address
from hardware.cards.id_bridge_shapes import HUASHI, THCARD
from hardware.cards.opening import address_fault, examine_reader, open_reader
from hardware.cards.pcsc import PcscReader
from hardware.errors import PartMissing
from tests.hardware.cards.pcscd_peer import NO_PYSCARD

GOOD = {
    "fake:": FakeCardReader,
    "pcsc:": PcscReader,
    "PCSC: ACS ACR1281U ": PcscReader,
    "id-bridge:http://127.0.0.1:8321/api/entry?param=read": IdBridgeReader,
    "id-bridge:http://localhost:9000/x#vendor=huashi&stays_s=60": IdBridgeReader,
    "id-bridge:http://[::1]:19196/readcard": IdBridgeReader,
}
BAD = (
    *("", "pcsc", "usb:0", "fake:entrance", "id-bridge:", "id-bridge:127.0.0.1:8321"),
    *("id-bridge:https://127.0.0.1:8321/", "id-bridge:http://192.168.1.5:8321/", "id-bridge:http://127.0.0.1.evil.cn/"),
    *("id-bridge:http://127.0.0.1:9000/", "id-bridge:http://127.0.0.1:9000/#vendor=acme"),
    *("id-bridge:http://evil@127.0.0.1:8321/", "id-bridge:http://127.0.0.1:8321/#stays_s=0"),
    *("id-bridge:http://127.0.0.1:8321/#stay=1", "id-bridge:http://127.0.0.1:port/", "id-bridge:http://[::1/"),
)


@pytest.mark.parametrize(("address", "kind"), GOOD.items())
def test_an_address_opens_its_driver(address: str, kind: type) -> None:
    assert address_fault(address) is None
    if kind is PcscReader:
        pytest.importorskip("smartcard.scard", reason=NO_PYSCARD)
    with closing(open_reader(address, "cards")) as reader:
        assert isinstance(reader, kind)
        assert reader.name == "cards"


@pytest.mark.parametrize("address", BAD)
def test_a_wrong_address_is_refused_with_what_is_understood(address: str) -> None:
    assert address_fault(address)
    for attempt in (lambda: open_reader(address, "cards"), lambda: examine_reader(address)):
        with pytest.raises(PartMissing) as refused:
            attempt()
        assert "pcsc:" in refused.value.hint


def test_the_vendor_is_told_by_the_port_or_by_name_and_stays_here() -> None:
    assert bridge_address("http://127.0.0.1:19196/readcard").shape is HUASHI
    named = bridge_address("http://127.0.0.1:9000/api/entry?param=x#vendor=thcard&stays_s=2.5")
    assert (named.shape, named.stays_s) == (THCARD, 2.5)
    assert named.url == "http://127.0.0.1:9000/api/entry?param=x"


def test_looking_at_an_address_loads_no_driver() -> None:
    code = f"""
import sys
from hardware.cards.opening import address_fault, open_reader
import hardware.scanners.opening, hardware.scanners.codes, hardware.scanners.wedge
[address_fault(address) for address in {(*GOOD, *BAD)!r}]
open_reader("fake:", "cards")
print(*[name for name in ("httpx", "smartcard", "serial") if name in sys.modules])
"""
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == []


def test_without_pyscard_the_driver_says_what_to_install() -> None:
    code = """
import sys
sys.modules["smartcard"] = None
from hardware.cards.opening import open_reader
from hardware.errors import PartMissing
try:
    open_reader("pcsc:", "cards")
except PartMissing as error:
    print(error.hint)
"""
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "uv sync --extra cards" in answer.stdout
    assert ("libpcsclite-dev" in answer.stdout) == (sys.platform == "linux")
