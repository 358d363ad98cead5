"""Reports of scalpers on their way to a hub: the real hub's own application, and servers that are none."""

import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.errors import DeskAway, KeyRefused, ReportRefused
from kiosk.reports.client import MARK, PATH, HttpReports
from kiosk.reports.sentences import WHAT
from kiosk.reports.values import ScalperReport
from kiosk.visit.workings import SCALPER_SENTENCES
from records.errors import AddressRefused
from records.rates import Rate
from tests.watchlist.hub.hub_hand import HubWorld, a_world, served
from watchlist.hub.http import calls
from watchlist.hub.http.limits import ListLimits
from watchlist.reports.values import Report, Wanted

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[HubWorld]:
    with a_world(tmp_path / "hub.db") as world:
        yield world


@pytest.fixture
def url(world: HubWorld) -> Iterator[str]:
    with served(world) as url:
        yield url


def report_in(world: HubWorld) -> ScalperReport:
    return ScalperReport("A", "offered", "13800138000", "北门", "huang666niu", world.hand.now)


def kept(world: HubWorld, words: str = "") -> list[Report]:
    with world.open_store() as store:
        return store.reports.search(Wanted(words), "test")


@contextmanager
def reports_to(url: str, key: str) -> Iterator[HttpReports]:
    reports = HttpReports(url, key)
    try:
        yield reports
    finally:
        reports.close()


def test_the_hub_takes_what_the_kiosk_sends_once_and_finds_the_names_in_it(world: HubWorld, url: str) -> None:
    with reports_to(url, world.token("kiosk")) as reports:
        for key in ("run-1", "run-1", "run-2"):
            reports.report_scalper(key, report_in(world))
    assert len(kept(world)) == 2
    [one, _] = kept(world, "13800138000")
    assert len(kept(world, "微信 huang666niu")) == 2
    assert (one.place, one.source, one.at) == ("北门", "kiosk-1", world.hand.now)
    assert one.text == "有人向我卖号，电话 13800138000，微信 huang666niu"


def test_its_words_for_the_call_are_the_hubs() -> None:
    assert (calls.BY_NAME["tell_report"].path, calls.MARK) == (PATH, MARK)
    assert calls.BY_NAME["tell_report"].verb == "POST"
    assert set(WHAT) == set(SCALPER_SENTENCES)


def test_without_anything_but_a_choice_it_is_a_report_all_the_same(world: HubWorld, url: str) -> None:
    with reports_to(url, world.token("kiosk")) as reports:
        for number, what in enumerate(SCALPER_SENTENCES):
            reports.report_scalper(str(number), ScalperReport("A", what, at=world.hand.now))
    assert {one.text for one in kept(world)} == set(WHAT.values())


@pytest.mark.parametrize("key", ["x" * 43, f"kiosk-1.{'0' * 64}"])
def test_with_a_key_that_opens_nothing_it_waits_for_the_technician(world: HubWorld, url: str, key: str) -> None:
    with reports_to(url, key) as reports, pytest.raises(KeyRefused) as refused:
        reports.report_scalper("1", report_in(world))
    assert "gatehouse nodes add" in refused.value.hint
    with reports_to(url, world.token("approver")) as reports, pytest.raises(KeyRefused):
        reports.report_scalper("1", report_in(world))
    assert kept(world) == []


def test_what_the_hub_will_never_take_is_told_apart_from_what_it_cannot_take_now(tmp_path: Path) -> None:
    limits = ListLimits(reports=Rate(per_s=0.01, burst=1))
    with a_world(tmp_path / "hub.db", limits) as world, served(world) as url:
        late = replace(report_in(world), at=world.hand.now + timedelta(days=9))
        with reports_to(url, world.token("kiosk")) as reports:
            with pytest.raises(ReportRefused):
                reports.report_scalper("1", late)
            with pytest.raises(DeskAway, match="429"):
                reports.report_scalper("2", report_in(world))
    with reports_to("http://127.0.0.1:9", "key") as reports, pytest.raises(DeskAway, match="does not answer"):
        reports.report_scalper("1", report_in(world))
    with pytest.raises(AddressRefused):
        HttpReports("http://hub.example", "key")


def answer(status: str, body: bytes, marked: bool = True, length: int | None = None) -> bytes:
    mark = "Gatehouse-List: 1\r\n" if marked else ""
    head = f"HTTP/1.1 {status}\r\n{mark}Content-Length: {len(body) if length is None else length}\r\n\r\n"
    return head.encode() + body


TAKEN = b'{"value":{"report_id":1,"is_new":true}}'
NO_HUBS = {
    "a portal": answer("200 OK", b"<html>log in</html>", marked=False),
    "a no on the way": answer("403 Forbidden", b"proxy", marked=False),
    "a gone page": answer("404 Not Found", b"{}"),
    "a fault": answer("500 Oops", b"{}"),
    "rubbish": answer("200 OK", b"\xff\xfe"),
    "another value": answer("200 OK", b'{"value": 7}'),
    "no end": answer("200 OK", b"x" * 200_000),
    "cut short": answer("200 OK", TAKEN[:-9], length=len(TAKEN)),
    "cut in the head": answer("200 OK", b"")[:30],
    "nothing": b"",
}


@pytest.mark.parametrize("said", NO_HUBS.values(), ids=NO_HUBS.keys())
def test_from_what_is_no_hub_or_breaks_off_nobody_knows_and_the_letter_stays(world: HubWorld, said: bytes) -> None:
    class Peer(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            while self.rfile.readline().strip():
                """The head of the request; what follows does not matter."""
            self.wfile.write(said)

    with socketserver.TCPServer(("127.0.0.1", 0), Peer) as peer:
        thread = threading.Thread(target=peer.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            url = f"http://127.0.0.1:{peer.server_address[1]}"
            with reports_to(url, "key") as reports, pytest.raises(DeskAway):
                reports.report_scalper("1", report_in(world))
        finally:
            peer.shutdown()
            thread.join(10)


def test_the_kiosks_side_loads_nothing_of_the_list() -> None:
    code = "import sys, kiosk.reports.client; print(*[m for m in sys.modules if m.split('.')[0] == 'watchlist'])"
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout.split() == []
