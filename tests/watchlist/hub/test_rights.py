"""Every call by everybody: who is let in and who is not."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from tests.watchlist.hub.hub_hand import HubWorld, a_world, served
from watchlist.hub.http.calls import CALLS, GET, MARK, POST, PREFIX
from watchlist.hub.http.routes import list_routes
from watchlist.hub.protocol import HubCalls
from watchlist.hub.rights import NodeKind, Role

STRANGERS = ("nobody", "wrong session", "wrong key")
EVERYBODY: tuple[Role | NodeKind, ...] = (*Role, *NodeKind)
EXPECTED = """
log_in                  everybody
log_out                 guard reviewer approver admin privacy
about                   guard reviewer approver admin privacy watch follower kiosk
entries                 reviewer approver privacy
entry_by_name           reviewer approver privacy
evidence                reviewer approver privacy
basis                   reviewer approver privacy
appeal                  reviewer approver privacy
photo                   reviewer approver privacy
has_photo               reviewer
compare_faces           reviewer
photos_without_template reviewer
reviews_due             reviewer approver privacy
list_person             reviewer
add_photos              reviewer
add_templates           reviewer
change_reason           reviewer
extend                  reviewer
reviewed                reviewer approver
approve                 approver
refuse                  approver
suspend                 approver privacy
resume                  approver
revoke                  approver privacy
lodge_appeal            reviewer approver privacy
decide_appeal           approver privacy
erase                   privacy
tell_report             guard reviewer watch follower kiosk
add_reports             reviewer
search_reports          reviewer approver privacy
report                  reviewer approver privacy
report_picture          reviewer approver privacy
report_groups           reviewer approver privacy
report_group            reviewer approver privacy
common_traces           reviewer approver privacy
group_particulars       reviewer approver privacy
propose_group           reviewer
dismiss_group           reviewer
accounts                admin
add_account             admin
set_passphrase          admin
remove_account          admin
nodes                   admin
add_node                admin
renew_node              admin
revoke_node             admin
node_standings          admin
deliver_alarms          watch follower
beat                    watch follower
visits                  reviewer approver privacy
feed                    watch follower
offer_tombstones        watch follower
"""
MAY = {line.split()[0]: set(line.split()[1:]) for line in EXPECTED.strip().splitlines()}
"""Written down a second time, as somebody would who did not read the table of calls."""


class Served(NamedTuple):
    """What of a call this asks about."""

    name: str
    verb: str
    path: str
    is_open: bool = False


OF_THE_FEED = (Served("feed", GET, f"{PREFIX}/feed"), Served("offer_tombstones", POST, f"{PREFIX}/feed/tombstones"))
SERVED = (*(Served(call.name, call.verb, call.path, call.is_open) for call in CALLS), *OF_THE_FEED)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubWorld]:
    with a_world(tmp_path_factory.mktemp("hub") / "hub.db") as world:
        yield world


@pytest.fixture(scope="module")
def tokens(world: HubWorld) -> dict[str, str]:
    """What everybody sends; some are nobody."""
    wrong = {"nobody": "", "wrong session": "x" * 43, "wrong key": f"watch-1.{'0' * 64}"}
    return wrong | {str(who): world.token(who) for who in EVERYBODY}


@pytest.fixture(scope="module")
def client(world: HubWorld) -> Iterator[httpx.Client]:
    with served(world) as url, httpx.Client(base_url=url, trust_env=False) as client:
        yield client


def test_every_call_of_the_protocol_is_in_the_table_once_and_everything_served_is_one(world: HubWorld) -> None:
    methods = {name for name in vars(HubCalls) if not name.startswith("_")}
    assert [call.name for call in SERVED] == list(MAY)
    assert set(MAY) == methods | {call.name for call in OF_THE_FEED}
    paths = [route.path for route in list_routes(world.service, world.figures, world.feed.calls)]  # type: ignore[attr-defined]
    calls = [call.path for call in (*OF_THE_FEED, *CALLS)]
    assert paths == [*calls, "/list/v1/{rest:path}", "/openapi.json", "/metrics"]


def asked(client: httpx.Client, call: Served, token: str, verb: str = "") -> httpx.Response:
    """With arguments that are none: whoever is let in is told so."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    path = f"{call.path}?wrong=1"
    response = client.request(verb or call.verb, path, headers=headers, content=b'{"wrong": 1}')
    assert MARK in response.headers
    return response


@pytest.mark.parametrize("who", [*STRANGERS, *EVERYBODY])
@pytest.mark.parametrize("call", SERVED, ids=lambda call: call.name)
def test_who_may_make_which_call(client: httpx.Client, tokens: dict[str, str], call: Served, who: str) -> None:
    token = tokens[who]
    response = asked(client, call, token)
    if MAY[call.name] == {"everybody"} or who in MAY[call.name]:
        assert response.status_code == 400
        assert response.json()["error"] == "not-understood"
    else:
        assert response.status_code == (401 if who in STRANGERS else 403)
    if response.status_code in (400, 403) and not call.is_open:
        other = POST if call.verb == GET else GET
        assert asked(client, call, token, other).status_code == (405 if response.status_code == 400 else 403)


def test_a_call_that_there_is_not_is_told_in_json(client: httpx.Client) -> None:
    response = client.get("/list/v1/everything")
    assert (response.status_code, response.json()["error"]) == (404, "not-understood")


def test_a_refusal_is_kept_with_who_asked_for_what(tmp_path: Path) -> None:
    with a_world(tmp_path / "hub.db") as world, served(world) as url:
        headers = {"Authorization": f"Bearer {world.token('guard')}"}
        assert httpx.get(f"{url}/list/v1/entries", headers=headers, trust_env=False).status_code == 403
        assert ("guard", "call.refused", "") in world.audited()
        with world.open_store() as store:
            assert store.audit_records()[-1].detail == {"call": "entries", "why": "not-allowed"}
