"""Whatever hub, network or disk do: the last good list goes on, it is told once, and it heals by itself."""

import ssl
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from records.errors import StorageFull
from tests.watchlist.announcing.authority import certify
from tests.watchlist.feed.client_hand import Node, node_of, with_
from watchlist.errors import EntryRefused
from watchlist.feed.client.fake_authority import Misdeed
from watchlist.feed.client.fake_hub import FakeHub, Misconduct
from watchlist.feed.client.fake_keeper import FakeKeeper
from watchlist.feed.client.telling import HubBack, HubLost, ListFollowed


@pytest.fixture
def hub() -> Iterator[FakeHub]:
    with FakeHub() as hub:
        hub.authority.put("hopper")
        yield hub


@pytest.fixture
def node(hub: FakeHub, tmp_path: Path) -> Iterator[Node]:
    with node_of(hub, tmp_path, with_(poll_s=0.05)) as node:
        node.follows(1)
        yield node


def told(node: Node) -> list[str]:
    """All until now, in a word each."""
    while not node.told.empty():
        node.heard.append(node.told.get())
    return [type(event).__name__ for event in node.heard]


def test_a_hub_that_was_away_for_long_is_found_again(hub: FakeHub, tmp_path: Path) -> None:
    with node_of(hub, tmp_path) as node:
        node.follows(1)
        hub.close()
        lost = node.loses()
        assert "does not answer" in lost.why
        assert lost.hub == hub.url
        assert (node.follower.state.is_reached, node.follower.state.is_refused) == (False, False)
        hub.authority.put("ada", name="Ada Lovelace")
        with FakeHub(hub.authority, hub.port):
            node.follows(2)
            node.is_back()
            assert node.names == ["Ada Lovelace", "Grace Hopper"]
        assert told(node).count("HubBack") == 1


@pytest.mark.parametrize("status", [500, 503, 404, 302, 429])
def test_a_hub_that_cannot_answer_is_told_once_and_asked_again(hub: FakeHub, node: Node, status: int) -> None:
    hub.misbehave(Misconduct(status=status, words=b'{"error": "no room", "hint": "Free some."}'))
    lost = node.loses()
    assert (str(status) in lost.why, "no room" in lost.why, lost.hint) == (True, True, "Free some.")
    node.asks(4)
    hub.misbehave()
    node.is_back()
    assert told(node) == ["ListFollowed", "HubLost", "HubBack"]
    assert node.names == ["Grace Hopper"]


def test_a_hub_that_says_when_to_come_back_is_not_asked_before(hub: FakeHub, tmp_path: Path) -> None:
    with node_of(hub, tmp_path, with_(poll_s=0.05, refused_wait_s=7200)) as node:
        node.follows(1)
        hub.misbehave(Misconduct(status=503, retry_after="3600"))
        node.loses()
        asked = len(hub.asked)
        assert not hub.wait_until(lambda: len(hub.asked) > asked, 0.2)
        assert node.names == ["Grace Hopper"]


@pytest.mark.parametrize("retry_after", ["86400", "Wed, 21 Oct 2099 07:28:00 GMT", "-5", "9" * 400, "soon"])
def test_no_hub_can_put_a_node_off_for_ever(hub: FakeHub, node: Node, retry_after: str) -> None:
    hub.misbehave(Misconduct(status=503, retry_after=retry_after))
    node.loses()
    node.asks(3)
    hub.misbehave()
    node.is_back()


@pytest.mark.parametrize("words", [b"", b"<html>", b"[" * 5000, b'{"error": 5}', b"\xff\xfe", b"x" * 200_000])
def test_whatever_else_answers_in_its_place_is_no_hub(hub: FakeHub, node: Node, words: bytes) -> None:
    hub.misbehave(Misconduct(status=502, words=words))
    assert node.loses().why == "the hub cannot answer now (status 502)"


@pytest.mark.parametrize("status", [401, 403])
def test_a_node_with_a_revoked_key_is_told_so_and_asks_slowly(hub: FakeHub, tmp_path: Path, status: int) -> None:
    with node_of(hub, tmp_path, with_(poll_s=0.05, let_in_wait_s=3600)) as node:
        node.follows(1)
        hub.misbehave(Misconduct(status=status, words=b'{"error": "the key north-door was revoked"}'))
        lost = node.loses()
        assert lost.why == "the key north-door was revoked"
        assert "follow.key_file" in lost.hint
        assert node.follower.state.is_refused
        asked = len(hub.asked)
        assert not hub.wait_until(lambda: len(hub.asked) > asked, 0.2)
        assert node.names == ["Grace Hopper"]


def test_a_new_key_is_read_without_a_restart(hub: FakeHub, tmp_path: Path) -> None:
    with node_of(hub, tmp_path, key="") as node:
        assert "node.key" in node.loses().why
        (tmp_path / "node.key").write_text("other." + "0" * 64)
        assert node.loses().why == "nobody has this key"
        (tmp_path / "node.key").write_text("north-door." + "5" * 64)
        node.follows(1)
        node.is_back()


def test_an_answer_cut_at_any_97th_byte_changes_nothing(hub: FakeHub, tmp_path: Path) -> None:
    hub.authority.put("ada", name="Ada Lovelace", photos=2)
    whole = len(b"".join(hub.authority.transfer()))
    assert whole > 97 * 30
    hub.misbehave(Misconduct(cut_at=0))
    with node_of(hub, tmp_path) as node:
        assert "cut after 0 records" in node.loses().why
        for place in range(97, whole, 97):
            hub.misbehave(Misconduct(cut_at=place))
            node.asks(2)  # the second is asked after the first was judged
            assert node.names == []
        hub.misbehave()
        node.follows(2)
        assert node.names == ["Ada Lovelace", "Grace Hopper"]
        node.is_back()
        assert told(node) == ["HubLost", "ListFollowed", "HubBack"]


@pytest.mark.parametrize("place", [0, 1, 500])
def test_an_answer_that_stops_in_the_middle_is_given_up(hub: FakeHub, tmp_path: Path, place: int) -> None:
    hub.misbehave(Misconduct(stall_at=place))
    with node_of(hub, tmp_path, with_(answer_s=0.1)) as node:
        assert "stops after" in node.loses().why
        hub.misbehave()
        node.follows(1)


def test_a_hub_that_takes_the_question_and_says_nothing_is_given_up(hub: FakeHub, tmp_path: Path) -> None:
    hub.misbehave(Misconduct(is_deaf=True))
    with node_of(hub, tmp_path, with_(answer_s=0.1)) as node:
        assert node.loses().why == "the hub does not answer"
        hub.misbehave()
        node.follows(1)


def test_an_answer_in_drops_is_given_up(hub: FakeHub, tmp_path: Path) -> None:
    """Each drop comes in time, and there would be no end of them."""
    hub.misbehave(Misconduct(drop_s=0.02))
    with node_of(hub, tmp_path, with_(slow_s=0.2, least_bytes_s=1000)) as node:
        assert "too slowly" in node.loses().why
        assert node.names == []
        hub.misbehave()
        node.follows(1)


@pytest.mark.parametrize(
    "misdeed",
    [
        *(Misdeed.FORGED, Misdeed.FOREIGN_KEY, Misdeed.FOREIGN_ROOT, Misdeed.REVOKED_KEY, Misdeed.OLD),
        *(Misdeed.CUT, Misdeed.WRONG_DIGEST, Misdeed.FOREIGN_LIST, Misdeed.OTHER_PICTURE),
    ],
)
def test_a_hub_that_lies_changes_nothing_and_is_believed_again_later(
    hub: FakeHub, node: Node, misdeed: Misdeed
) -> None:
    with hub.changing() as authority:
        authority.revoke()
        authority.put("ada", name="Ada Lovelace")
    node.follows(2)
    with hub.changing() as authority:
        authority.misbehave(misdeed)
        authority.put("joan", name="Joan Clarke")
    lost = node.loses()
    assert lost.why and lost.hint
    assert node.names == ["Ada Lovelace", "Grace Hopper"]
    with hub.changing() as authority:
        authority.behave()
    node.follows(3)
    node.is_back()
    assert node.names == ["Ada Lovelace", "Grace Hopper", "Joan Clarke"]


@pytest.mark.parametrize("misdeed", [Misdeed.DUPLICATED, Misdeed.REORDERED])
def test_records_twice_or_out_of_order_are_taken(hub: FakeHub, node: Node, misdeed: Misdeed) -> None:
    with hub.changing() as authority:
        authority.misbehave(misdeed)
        authority.put("joan", name="Joan Clarke")
        authority.put("ada", name="Ada Lovelace")
    node.follows(3)
    assert told(node) == ["ListFollowed", "ListFollowed"]


def test_an_old_list_sent_again_is_not_taken(hub: FakeHub, node: Node) -> None:
    hub.authority.backup()
    with hub.changing() as authority:
        authority.withdraw("hopper")
    node.follows(2)
    with hub.changing() as authority:
        authority.misbehave(Misdeed.OLD)
    assert "we have 1, 2" in node.loses().why
    assert node.names == []


def test_a_head_from_a_wrong_clock_is_taken_and_its_moment_told(hub: FakeHub, node: Node) -> None:
    """Whoever shows the list judges it by this computer's clock."""
    with hub.changing() as authority:
        authority.now += timedelta(hours=1)
        authority.put("ada", name="Ada Lovelace")
    node.follows(2)
    assert node.follower.state.said_at == hub.authority.now


@pytest.mark.parametrize("trouble", [StorageFull("no space left"), EntryRefused("two lists share an entry")])
def test_a_home_that_cannot_keep_it_goes_on_with_the_last_list(hub: FakeHub, node: Node, trouble: StorageFull) -> None:
    node.keeper.trouble = trouble
    with hub.changing() as authority:
        authority.put("ada", name="Ada Lovelace")
    assert node.loses().why == str(trouble)
    assert node.names == ["Grace Hopper"]
    node.asks(3)
    node.keeper.trouble = None
    node.follows(2)
    node.is_back()
    assert told(node) == ["ListFollowed", "HubLost", "ListFollowed", "HubBack"]


def test_a_store_that_cannot_be_opened_is_opened_later(hub: FakeHub, tmp_path: Path) -> None:
    keeper, tries = FakeKeeper(hub.authority.pinned()), []

    def open_keeper() -> FakeKeeper:
        tries.append(1)
        if len(tries) < 3:
            raise StorageFull("no space left")
        return keeper.open()

    with node_of(hub, tmp_path, keeper=keeper, open_keeper=open_keeper) as node:
        node.follows(1)
        assert told(node)[:2] == ["HubLost", "ListFollowed"]


def test_a_bug_ends_the_thread_and_is_told(hub: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    crashes: list[object] = []
    monkeypatch.setattr("threading.excepthook", crashes.append)

    def open_keeper() -> FakeKeeper:
        raise AssertionError("a bug")

    with node_of(hub, tmp_path, open_keeper=open_keeper) as node:
        assert "ended" in node.loses().why
    assert len(crashes) == 1


def test_only_the_hub_that_the_authority_signed_for_is_believed(tmp_path: Path) -> None:
    for folder in ("ours", "theirs"):
        (tmp_path / folder).mkdir()
    certificate, key = certify(tmp_path / "ours")
    certify(tmp_path / "theirs")
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate, key)
    with FakeHub(tls=tls) as hub:
        hub.authority.put("hopper")
        with node_of(hub, tmp_path, ca_file=tmp_path / "theirs" / "authority.pem") as node:
            lost = node.loses()
            assert ("secure" in lost.why, "follow.ca_file" in lost.hint) == (True, True)
        assert hub.asked == []
        with node_of(hub, tmp_path, ca_file=tmp_path / "ours" / "authority.pem") as node:
            node.follows(1)
        with node_of(hub, tmp_path, ca_file=tmp_path / "node.key") as node:
            assert "holds no certificates" in node.loses().why


def test_in_clear_only_to_this_pc(hub: FakeHub, tmp_path: Path) -> None:
    with node_of(hub, tmp_path, url="http://192.168.1.5:8000") as node:
        assert "in clear" in node.loses().why


def test_every_kind_of_trouble_is_told_once_until_it_is_well_again(hub: FakeHub, node: Node) -> None:
    for _ in range(3):
        for misconduct in (Misconduct(status=500), Misconduct(cut_at=10), Misconduct(status=401)):
            hub.misbehave(misconduct)
            node.asks(3)
    hub.misbehave()
    node.is_back()
    assert told(node) == ["ListFollowed", "HubLost", "HubLost", "HubLost", "HubBack"]
    assert {type(event) for event in node.heard} == {HubLost, HubBack, ListFollowed}
