"""What the hub answers under /guard to a browser, and to those who pretend to be one."""

import json
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from records.rates import Rate
from scripts.screens.phone_world import REASON, guard_pin
from tests.kiosk.desk.http_hand import running
from tests.kiosk.desk.test_http_broken import self_signed
from tests.scripts.hub.phone_hand import PhoneHub, phone_hub
from watchlist.post.console.example_values import HOPPER, ME, OTHER
from watchlist.post.http.browser import HEADERS
from watchlist.post.http.limits import PostLimits
from watchlist.post.http.page_files import page_files

API = "/guard/v1"
PAGE = {"Gatehouse-Page": "1"}
PLENTY = Rate(per_s=1e6, burst=1_000_000)
READS = ("shift", "overview", "changes", "events", "colleagues", "thumbnail?camera=x", "alarms/alarm001/captured")


@dataclass(slots=True)
class Phone:
    """A browser made by hand."""

    hub: PhoneHub
    url: str
    client: httpx.Client

    def ask(self, verb: str, path: str, headers: dict[str, str] | None = None, **more: object) -> httpx.Response:
        asked = {"Origin": self.url, **PAGE} if verb == "POST" else {}
        return self.client.request(verb, self.url + path, headers=asked if headers is None else headers, **more)  # type: ignore[arg-type]

    def post(self, path: str, value: object = None, headers: dict[str, str] | None = None) -> httpx.Response:
        return self.ask("POST", f"{API}/{path}", headers, content=json.dumps({"value": value}))

    def log_in(self) -> httpx.Response:
        number, pin = guard_pin()
        return self.post("log-in", {"guard_id": number, "pin": pin})


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[PhoneHub, str]]:
    with phone_hub(tmp_path_factory.mktemp("hub"), PostLimits(PLENTY, PLENTY)) as hub:
        hub.world.ring()
        with hub.running() as url:
            yield hub, url


@pytest.fixture
def stranger(hub: tuple[PhoneHub, str]) -> Iterator[Phone]:
    with httpx.Client(trust_env=False, timeout=30) as client:
        yield Phone(*hub, client)


@pytest.fixture
def phone(stranger: Phone) -> Phone:
    assert stranger.log_in().status_code == 200
    return stranger


@pytest.mark.parametrize("path", ["/guard/", *(f"/guard/page/{name}" for name, _, _ in page_files()), f"{API}/shift"])
def test_every_answer_bears_the_policy_and_is_kept_nowhere(stranger: Phone, path: str) -> None:
    answer = stranger.ask("GET", path)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_the_page_is_there_small_or_whole(stranger: Phone) -> None:
    small = stranger.ask("GET", "/guard/page/page.js")
    whole = stranger.ask("GET", "/guard/page/page.js", {"Accept-Encoding": "identity"})
    assert (small.headers["Content-Encoding"], small.text) == ("gzip", whole.text)
    assert stranger.ask("GET", "/guard").headers["Location"] == "/guard/"
    assert stranger.ask("GET", "/guard/page/../../telling.py").status_code == 404


@pytest.mark.parametrize("path", READS)
def test_a_stranger_learns_nothing(stranger: Phone, path: str) -> None:
    answer = stranger.ask("GET", f"{API}/{path}")
    assert (answer.status_code, answer.json()["error"]) == (401, "session-over")


def test_only_the_cookie_is_a_session(phone: Phone) -> None:
    token = phone.client.cookies["gatehouse-guard"]
    phone.client.cookies.clear()
    forged = {"Gatehouse-Session": token}
    assert phone.ask("GET", f"{API}/shift", forged).status_code == 401
    assert phone.ask("GET", f"{API}/shift", {"Cookie": f"gatehouse-guard={token}"}).status_code == 200


def test_the_session_is_a_cookie_that_no_script_can_read(stranger: Phone) -> None:
    answer = stranger.log_in()
    cookie = answer.headers["Set-Cookie"]
    token = stranger.client.cookies["gatehouse-guard"]
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert "Max-Age" not in cookie
    assert token not in answer.text
    stranger.post("log-out")
    assert stranger.ask("GET", f"{API}/shift", {"Cookie": f"gatehouse-guard={token}"}).status_code == 401


def test_over_tls_the_cookie_is_for_tls_and_this_host_alone(stranger: Phone, tmp_path: Path) -> None:
    page = stranger.hub.world.page()
    certificate = self_signed(tmp_path / "tls")
    authority = ssl.create_default_context(cafile=str(certificate[0]))
    with running(page.application, certificate) as url, httpx.Client(verify=authority, trust_env=False) as client:
        phone = Phone(stranger.hub, url, client)
        cookie = phone.log_in().headers["Set-Cookie"]
        assert cookie.startswith("__Host-gatehouse-guard=")
        assert "Secure" in cookie
        assert phone.ask("GET", f"{API}/shift").status_code == 200
        in_clear = {"Origin": url.replace("https", "http"), **PAGE}
        assert phone.post("log-out", headers=in_clear).status_code == 403
        page.close()


@pytest.mark.parametrize(
    "headers",
    [
        *({}, PAGE, {"Origin": "https://evil.example", **PAGE}, {"Origin": "null", **PAGE}),
        {"Origin": "here", "Sec-Fetch-Site": "cross-site", **PAGE},
        {"Origin": "here", "Sec-Fetch-Site": "same-site", **PAGE},
        {"Origin": "here"},
    ],
)
def test_another_site_changes_nothing(phone: Phone, headers: dict[str, str]) -> None:
    sent = {name: phone.url if value == "here" else value for name, value in headers.items()}
    answer = phone.post("alarms/alarm001/act", {"act": "take"}, sent)
    assert (answer.status_code, answer.json()["message"]) == (403, "another site asked this")
    assert phone.hub.world.store.alarm("alarm001").life.owner is None


def test_another_site_reads_nothing_but_may_link_to_the_page(phone: Phone) -> None:
    foreign = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}
    assert phone.ask("GET", f"{API}/alarms/alarm001/captured", foreign).status_code == 403
    assert phone.ask("GET", "/guard/", {**foreign, "Sec-Fetch-Mode": "navigate"}).status_code == 200


def test_whose_shift_it_is(phone: Phone) -> None:
    told = phone.ask("GET", f"{API}/shift").json()["value"]
    assert (told["me"]["guard_id"], told["me"]["name"]) == (ME.guard_id, ME.name)
    assert OTHER.guard_id in {one["guard_id"] for one in told["colleagues"]}
    overview = phone.ask("GET", f"{API}/overview").json()["value"]
    assert (overview["guards"], len(overview["cameras"])) == ([], 8)


def test_a_badge_opens_nothing_here(stranger: Phone) -> None:
    assert stranger.post("log-in", {"number": "04A1B2C3"}).status_code == 400


def test_wrong_pins_wait_at_the_address_they_come_from(stranger: Phone) -> None:
    tries = [stranger.post("log-in", {"guard_id": OTHER.guard_id, "pin": "135790"}) for _ in range(4)]
    assert [answer.status_code for answer in tries] == [403] * 4
    assert tries[-1].json()["wait_s"] > 0
    refused = [row for row in stranger.hub.world.store.audit_records() if row.what == "account.refused"]
    assert refused[-1].detail["client"] == "127.0.0.1"


VERBS = st.sampled_from(["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"])
PATHS = st.one_of(
    st.sampled_from(["shift", "overview", "log-in", "log-out", "changes", "history", "alarms/alarm001/act"]),
    st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="?#%"), max_size=30),
)
BODIES = st.one_of(
    st.binary(max_size=200),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    ).map(lambda value: json.dumps({"value": value}).encode()),
)
COOKIES = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=40)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(verb=VERBS, path=PATHS, body=BODIES, cookie=COOKIES, is_in=st.booleans(), query=st.text(max_size=12))
def test_rubbish_is_told_as_rubbish(
    phone: Phone, verb: str, path: str, body: bytes, cookie: str, is_in: bool, query: str
) -> None:
    token = phone.client.cookies.get("gatehouse-guard", "")
    if not token:
        phone.log_in()
        token = phone.client.cookies["gatehouse-guard"]
    headers = {"Origin": phone.url, **PAGE, "Cookie": f"gatehouse-guard={token if is_in else cookie}"}
    answer = phone.ask(verb, f"{API}/{path}", headers, content=body, params={"after": query, "camera": query})
    assert answer.status_code < 500
    assert "Traceback" not in answer.text
    assert REASON not in answer.text
    assert is_in or HOPPER.name not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
