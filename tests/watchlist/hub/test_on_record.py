"""Every call that shows somebody or changes something leaves a record naming who asked: the table of calls, walked."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx
import pytest

from tests.watchlist.hub.hub_hand import PASSPHRASES, HubWorld, a_world, served
from tests.watchlist.store_hand import MODEL, NEXT_YEAR, photo, vector
from watchlist.errors import NobodyByThatName
from watchlist.hub.errors import NodeKeyRefused
from watchlist.hub.http.asking import Asking
from watchlist.hub.http.calls import BY_NAME, CALLS, PREFIX, Call
from watchlist.hub.http.client import HubListing, log_in
from watchlist.hub.report_values import ReportTold
from watchlist.hub.rights import NodeKind
from watchlist.hub.values import FaceTold, Photograph, VectorTold
from watchlist.reports.traces import traces_in
from watchlist.reports.values import NewReport, ReportId
from watchlist.store import WatchlistStore
from watchlist.types import AlarmId, Candidate, Entry
from watchlist.upstream.values import AlarmTold, Delivery
from watchlist.vectors import to_bytes

SHOWS_NOBODY = {
    "about": "whom the hub takes the asker for",
    "nodes": "programs",
    "node_standings": "programs",
    "beat": "a program's word of itself, twice a minute",
    "photos_without_template": "ids, for making vectors of what is then looked at",
}
"""And changes nothing: these leave no record, and so may be asked all day."""


@dataclass
class Scene:
    """People on the list, each new, in the state that a call needs."""

    store: WatchlistStore
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def number(self) -> int:
        return next(self._numbers)

    def proposed(self, by: str = "reviewer-2") -> Entry:
        number = self.number()
        given = {"evidence": "two guards saw it", "source": "first hospital", "basis": "agreement 7", "adult": True}
        return self.store.list_person(f"张{number}", "reason", NEXT_YEAR, by, [photo(number)], **given)  # type: ignore[arg-type]

    def active(self) -> Entry:
        entry = self.proposed()
        self.store.approve(entry.person_id, "approver-2")
        return entry

    def suspended(self) -> Entry:
        entry = self.active()
        self.store.suspend(entry.person_id, "approver-2")
        return entry

    def on_hold(self) -> Entry:
        entry = self.active()
        self.store.lodge_appeal(entry.person_id, "it was my brother", "approver-2")
        return entry

    def photograph(self) -> Photograph:
        made = photo(self.number())
        return Photograph(made.data, ((MODEL, to_bytes(vector(self.number()))),))

    def now(self) -> datetime:
        return self.store._clock()

    def report(self) -> ReportId:
        """In a group of its own, which has its number."""
        told = NewReport(self.now(), f"{self.number()} 楼", "有人卖号", "test", b"a picture")
        return self.store.reports.add([told], "test").report_ids[0]

    def delivery(self) -> Delivery:
        who, at = self.active().person_id, self.now()
        moments = {"first_at": at, "raised_at": at, "last_seen_at": at}
        rang = {"candidates": (Candidate(who, 0.7),), "camera": "door", "last_camera": "door", **moments}
        more = {"score": 0.7, "runner_up": None, "threshold": 0.6, "model_id": MODEL, "one_in": None, "updates": 0}
        told = AlarmTold(AlarmId(f"a-{self.number()}"), 1, who, **rang, **more)  # type: ignore[arg-type]
        return Delivery(at, (told,), 1)

    def account(self) -> str:
        account_id = f"somebody-{self.number()}"
        self.store.accounts.add(account_id, "王伟", "reviewer", "nine green bottles", "test", self.store._clock())
        return account_id

    def node(self) -> str:
        node_id = f"gate-{self.number()}"
        self.store.nodes.add(node_id, NodeKind.WATCH, False, b"k" * 32, "test", self.store._clock())
        return node_id


Arguments = dict[str, Any]


def _listed(scene: Scene) -> Arguments:
    given = {"name": f"李{scene.number()}", "reason": "reason", "until": NEXT_YEAR, "photos": (scene.photograph(),)}
    return given | {"evidence": "e", "source": None, "basis": "b", "adult": True, "born": None}


def _template(scene: Scene) -> VectorTold:
    entry = scene.active()
    return VectorTold(entry.person_id, entry.photos[0], to_bytes(vector(1)), "other@1")


ASKED: dict[str, Callable[[Scene], Arguments]] = {
    "log_in": lambda _: {"account_id": "approver", "passphrase": PASSPHRASES["approver"]},
    "log_out": lambda _: {},
    "entries": lambda _: {},
    "entry_by_name": lambda scene: {"name": scene.active().name},
    "evidence": lambda scene: {"person_id": scene.active().person_id},
    "basis": lambda scene: {"person_id": scene.active().person_id},
    "appeal": lambda scene: {"person_id": scene.on_hold().person_id},
    "photo": lambda scene: {"photo_id": scene.active().photos[0]},
    "has_photo": lambda scene: {"data": scene.photograph().data},
    "compare_faces": lambda _: {"model_id": MODEL, "faces": (FaceTold(to_bytes(vector(1))),)},
    "reviews_due": lambda _: {},
    "list_person": _listed,
    "add_photos": lambda scene: {"person_id": scene.active().person_id, "photos": (scene.photograph(),)},
    "add_templates": lambda scene: {"templates": (_template(scene),)},
    "change_reason": lambda scene: {"person_id": scene.proposed().person_id, "reason": "another"},
    "extend": lambda scene: {"person_id": scene.active().person_id, "until": NEXT_YEAR, "why": "seen again"},
    "reviewed": lambda scene: {"person_id": scene.active().person_id},
    "approve": lambda scene: {"person_id": scene.proposed().person_id},
    "refuse": lambda scene: {"person_id": scene.proposed().person_id, "why": "no evidence"},
    "suspend": lambda scene: {"person_id": scene.active().person_id, "why": "a doubt"},
    "resume": lambda scene: {"person_id": scene.suspended().person_id, "why": "no doubt"},
    "revoke": lambda scene: {"person_id": scene.active().person_id, "why": "not sure"},
    "lodge_appeal": lambda scene: {"person_id": scene.active().person_id, "text": "it was my brother"},
    "decide_appeal": lambda scene: {"person_id": scene.on_hold().person_id, "upheld": True, "why": "seen"},
    "erase": lambda scene: {"person_id": scene.active().person_id, "why": "asked for"},
    "tell_report": lambda scene: {"key": str(scene.number()), "at": scene.now(), "place": "北门", "text": "他说有号"},
    "add_reports": lambda scene: {"reports": (ReportTold(scene.now(), "北门", f"第{scene.number()}个", "hotline"),)},
    "search_reports": lambda _: {"words": "号", "limit": 5},
    "report": lambda scene: {"report_id": scene.report()},
    "report_picture": lambda scene: {"report_id": scene.report()},
    "report_groups": lambda _: {"limit": 5, "least": 1},
    "report_group": lambda scene: {"group_id": scene.report()},
    "common_traces": lambda _: {"traces": traces_in("13800138000")},
    "group_particulars": lambda scene: {"group_id": scene.report()},
    "propose_group": lambda scene: {
        "group_id": scene.report(),
        "person_id": scene.active().person_id,
        "why": "they agree",
    },
    "deliver_alarms": lambda scene: {"delivery": scene.delivery()},
    "visits": lambda _: {"newest": 5},
    "dismiss_group": lambda scene: {"group_id": scene.report(), "why": "nobody"},
    "accounts": lambda _: {},
    "add_account": lambda scene: {
        "account_id": f"new-{scene.number()}",
        "name": "王伟",
        "role": "reviewer",
        "passphrase": "nine green bottles",
    },
    "set_passphrase": lambda scene: {"account_id": scene.account(), "passphrase": "ten green bottles"},
    "remove_account": lambda scene: {"account_id": scene.account()},
    "add_node": lambda scene: {"node_id": f"new-{scene.number()}", "kind": NodeKind.WATCH, "needs_photos": False},
    "renew_node": lambda scene: {"node_id": scene.node()},
    "revoke_node": lambda scene: {"node_id": scene.node()},
}
"""With what a call is asked so that it is answered; whoever adds one says it here."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubWorld]:
    with a_world(tmp_path_factory.mktemp("hub") / "hub.db") as world:
        world.begin_list()
        yield world


@pytest.fixture(scope="module")
def url(world: HubWorld) -> Iterator[str]:
    with served(world) as url:
        yield url


@pytest.fixture(scope="module")
def scene(world: HubWorld) -> Iterator[Scene]:
    with ExitStack() as opened:
        yield Scene(opened.enter_context(world.open_store()))


def test_every_call_shows_nobody_or_is_tried() -> None:
    assert sorted([*ASKED, *SHOWS_NOBODY]) == sorted(BY_NAME)


@pytest.mark.parametrize("call", [one for one in CALLS if one.name in ASKED], ids=lambda call: call.name)
def test_a_call_that_shows_somebody_or_changes_something_is_on_record(
    world: HubWorld, url: str, scene: Scene, call: Call
) -> None:
    arguments = ASKED[call.name](scene)
    who = min(call.who)
    token = "" if call.is_open else world.token(who)
    asker = arguments.get("account_id", "") if call.is_open else f"{who}-1" if who in set(NodeKind) else str(who)
    before = len(scene.store.audit_records())
    with Asking(url, token) as asking:
        asking.ask(call.name, **arguments)
    new = scene.store.audit_records()[before:]
    assert [one for one in new if one.who == asker and one.what != "call.refused"], new


def test_it_is_on_record_who_got_the_whole_list_and_who_got_photographs(world: HubWorld, url: str) -> None:
    world.token("watch")
    with world.open_store() as store:
        before = len(store.audit_records())
        epoch, after = store.places()["beijing"]
        key = store.nodes.add("other-model", NodeKind.WATCH, True, b"p" * 32, "test", world.hand.now)
    for token, query in (
        (world.node_keys[NodeKind.WATCH], "?list=beijing"),
        (world.node_keys[NodeKind.WATCH], f"?list=beijing&epoch={epoch}&after={after}"),
        (world.node_keys[NodeKind.FOLLOWER], f"?list=beijing&epoch={epoch + 1}&after={after}"),
        (key, f"?list=beijing&epoch={epoch}&after=0&photos=1"),
    ):
        answer = httpx.get(f"{url}{PREFIX}/feed{query}", headers={"Authorization": f"Bearer {token}"}, trust_env=False)
        assert answer.status_code == 200
    with world.open_store() as store:
        seen = [(one.who, one.what) for one in store.audit_records()[before:] if one.who != "test"]
    assert seen == [("watch-1", "list.sent"), ("follower-1", "list.sent"), ("other-model", "photos.sent")]


def test_who_hears_of_a_name_like_theirs_has_looked(world: HubWorld, url: str, scene: Scene) -> None:
    name = scene.active().name
    before = len(scene.store.audit_records())
    with HubListing(url, world.token("reviewer")) as reviewer, pytest.raises(NobodyByThatName) as nobody:
        reviewer.entry_by_name(f"{name}某")
    assert name in nobody.value.hint
    new = [(one.who, one.what) for one in scene.store.audit_records()[before:]]
    assert ("reviewer", "entry.looked_at") in new


def test_a_key_that_was_revoked_is_noted_now_and_then(world: HubWorld, url: str) -> None:
    with world.open_store() as store:
        key = store.nodes.add("gone", NodeKind.WATCH, False, b"g" * 32, "test", world.hand.now)
        store.nodes.revoke("gone", "test", world.hand.now)
    for written in (key, key, f"never-was.{'0' * 64}"):
        with HubListing(url, written) as node, pytest.raises(NodeKeyRefused):
            node.about()
    refused = [one for one in world.audited() if one[1] == "node.refused"]
    assert refused == [("nobody", "node.refused", "gone")]


def test_a_lock_out_is_on_record(world: HubWorld, url: str) -> None:
    for _ in range(3):
        with pytest.raises(Exception, match="nobody's account"):
            log_in(url, "privacy", "wrong wrong wrong")
    with world.open_store() as store:
        locked = [one for one in store.audit_records() if one.what == "account.locked_out"]
    assert [(one.who, one.subject) for one in locked] == [("nobody", "privacy")]
    assert 0 < float(str(locked[0].detail["wait_s"])) <= 5
