"""A hospital's hub tells the hub that it follows what its nodes told, while it runs, and says what becomes of it."""

import time
from pathlib import Path

import pytest

from scripts.command import Context
from scripts.hub.following import followed
from scripts.hub.list_store import open_list_store, store_opener
from scripts.hub.settings import HubTree
from tests.watchlist.feed_store.homes import LIST, ROOT
from tests.watchlist.store_hand import NOON, follow
from tests.watchlist.upstream.upstream_hand import a_node, deliver, rings
from watchlist.hub.rights import NodeKind
from watchlist.types import PersonId
from watchlist.upstream.fake_hub import KEY, FakeUpstreamHub

ANN = PersonId("p-1")


@pytest.fixture
def authority() -> FakeUpstreamHub:
    return FakeUpstreamHub()


@pytest.fixture
def context(tmp_path: Path, authority: FakeUpstreamHub) -> Context:
    text = f'[hub]\nrole = "follower"\nlist_id = "{LIST}"\nsource = "第二医院"\n'
    text += f'[follow]\nhub = "{authority.url}"\nkey_file = "node.key"\n'
    (tmp_path / "gatehouse.toml").write_text(text, encoding="utf-8")
    (tmp_path / "node.key").write_text(KEY, encoding="ascii")
    context = Context(tmp_path)
    with open_list_store(context) as store, a_node([ANN]) as gate:
        store.join(LIST, ROOT.public, "wei")
        follow(store, ANN, 1)
        store.nodes.add("gate-1", NodeKind.WATCH, False, b"1" * 32, "wei", NOON)
        rings(gate, "a-1", ANN)
        deliver(gate, store, now=store._clock())
    return context


def test_alarms_go_on_and_trouble_is_told_once(
    context: Context, authority: FakeUpstreamHub, capsys: pytest.CaptureFixture[str]
) -> None:
    tree = context.settings_of(HubTree)
    authority.misbehave(status=404)
    with authority, followed(context, tree, store_opener(context, tree)) as keep_up:
        said, ends_at_s = "", time.monotonic() + 12
        while "are at the hub" not in said:
            assert time.monotonic() < ends_at_s, said
            if "alarms wait for the hub" in said:
                authority.misbehave()
            time.sleep(0.02)
            keep_up(None)
            said += capsys.readouterr().err
    assert said.count("alarms wait for the hub") == 1
    assert "1 alarm(s) that waited" in said
    assert authority.told == ["gate-1/a-1"]
    assert [one.list_id for one in authority.beats[-1].lists] == [LIST]
