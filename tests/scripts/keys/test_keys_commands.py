"""`gatehouse keys` as somebody types it: a list begun, its keys rotated and revoked, an epoch begun."""

from pathlib import Path

import pytest

from records.signatures import key_id_of
from scripts.command import SETTINGS_FILE
from scripts.main import FAILED, WRONG_USAGE
from tests.scripts.list_world import ListWorld
from watchlist.feed.signed import Signed


def with_root(world: ListWorld, *typed: object, code: int = 0) -> dict[str, object]:
    phrase = ("--passphrase-file", world.root_phrase)
    return world.type(world.hub, "keys", *typed, "--root", world.folder / "root.pem", *phrase, code=code)


def signed_by(world: ListWorld) -> set[str]:
    with world.at_hub() as store:
        return {record.key_id for record in store._feed("beijing").by_person()}


def head_of(world: ListWorld) -> Signed:
    with world.at_hub() as store:
        return store.head("beijing")


def test_a_list_begins_under_a_root_key_and_its_public_half_is_told(list_world: ListWorld) -> None:
    public = list_world.begin()
    told = list_world.type(list_world.hub, "keys", "show")
    assert (told["list"], told["epoch"], told["version"], told["root"]) == ("beijing", 1, 1, public)
    assert (told["revoked"], head_of(list_world).key_id) == ([], told["keys"][0])  # type: ignore[index]
    assert key_id_of(bytes.fromhex(public)) not in str(told["keys"]), "the root signs nothing but the list of keys"
    with list_world.at_hub() as store:
        assert "list.begun" in [one.what for one in store.audit_records()]


def test_a_rotated_key_signs_from_now_on_and_the_one_before_stays_good(list_world: ListWorld) -> None:
    list_world.begin()
    list_world.listed(1)
    [first] = signed_by(list_world)
    told = with_root(list_world, "rotate")
    assert (told["version"], told["revoked"], told["signed_again"]) == (2, [], 0)
    assert first in told["keys"]  # type: ignore[operator]
    list_world.listed(2)
    [second] = signed_by(list_world) - {first}
    assert head_of(list_world).key_id == second
    assert sorted([first, second]) == told["keys"]


def test_what_a_revoked_key_signed_is_signed_again(list_world: ListWorld) -> None:
    root = list_world.begin()
    list_world.listed(1, 2)
    home, bundle = list_world.watch("watch", root), list_world.folder / "list.bundle"
    phrase = ("--passphrase-file", list_world.pass_phrase)
    list_world.type(list_world.hub, "bundle", "export", bundle, "--photos", *phrase)
    [first] = signed_by(list_world)
    told = with_root(list_world, "rotate", "--revoke")
    assert (told["revoked"], told["signed_again"]) == ([first], 2)
    assert signed_by(list_world) == set(told["keys"])  # type: ignore[call-overload]
    new = list_world.folder / "new.bundle"
    list_world.type(list_world.hub, "bundle", "export", new, "--photos", *phrase)
    list_world.type(home, "bundle", "import", new, *phrase)
    list_world.type(home, "bundle", "import", bundle, *phrase, code=FAILED)
    again = with_root(list_world, "rotate", "--revoke")
    assert len(again["revoked"]) == 2, "once revoked is revoked for ever"  # type: ignore[arg-type]


def test_an_epoch_is_begun(list_world: ListWorld) -> None:
    list_world.begin()
    begun = list_world.type(list_world.hub, "keys", "epoch")["epoch"]
    assert int(str(begun)) > 1
    assert list_world.type(list_world.hub, "keys", "show")["epoch"] == begun


@pytest.mark.parametrize("typed", [("begin",), ("rotate",), ("rotate", "--revoke")])
def test_without_the_root_key_nothing_changes(list_world: ListWorld, typed: tuple[str, ...]) -> None:
    if typed != ("begin",):
        list_world.begin()
        before = list_world.type(list_world.hub, "keys", "show")
    else:
        list_world.type(
            list_world.hub, "keys", "root", "--out", list_world.folder / "root.pem", "--passphrase-file",
            list_world.root_phrase,
        )  # fmt: skip
    rubbish = list_world.folder / "rubbish"
    rubbish.write_bytes(b"hello")
    root, other = list_world.folder / "root.pem", list_world.folder / "nothing"
    for file, phrase in (
        (root, list_world.pass_phrase),
        (rubbish, list_world.root_phrase),
        (other, list_world.root_phrase),
    ):
        list_world.type(list_world.hub, "keys", *typed, "--root", file, "--passphrase-file", phrase, code=FAILED)
    if typed != ("begin",):
        assert list_world.type(list_world.hub, "keys", "show") == before
    else:
        list_world.type(list_world.hub, "keys", "show", code=FAILED)


def test_another_root_key_names_no_keys_of_this_list(list_world: ListWorld) -> None:
    list_world.begin()
    before = list_world.type(list_world.hub, "keys", "show")
    other = list_world.folder / "other.pem"
    phrase = ("--passphrase-file", list_world.root_phrase)
    list_world.type(list_world.hub, "keys", "root", "--out", other, *phrase)
    list_world.type(list_world.hub, "keys", "rotate", "--root", other, *phrase, code=FAILED)
    assert "root" in list_world.said
    assert list_world.type(list_world.hub, "keys", "show") == before


def test_a_list_begins_once(list_world: ListWorld) -> None:
    list_world.begin()
    before = list_world.type(list_world.hub, "keys", "show")
    with_root(list_world, "begin", code=FAILED)
    assert list_world.type(list_world.hub, "keys", "show") == before


def test_a_root_key_is_never_written_over_and_its_pass_phrase_is_no_word(list_world: ListWorld) -> None:
    path = list_world.folder / "root.pem"
    phrase = ("--passphrase-file", list_world.root_phrase)
    list_world.type(list_world.hub, "keys", "root", "--out", path, *phrase)
    before = path.read_bytes()
    list_world.type(list_world.hub, "keys", "root", "--out", path, *phrase, code=FAILED)
    assert path.read_bytes() == before
    for text in ("short\n", "\n", ""):
        weak = list_world.folder / "weak.txt"
        weak.write_text(text, encoding="utf-8")
        new = list_world.folder / "new.pem"
        list_world.type(list_world.hub, "keys", "root", "--out", new, "--passphrase-file", weak, code=FAILED)
        assert not new.exists()


def test_before_a_list_begins_and_where_none_is_served_it_is_told(list_world: ListWorld, tmp_path: Path) -> None:
    for typed in (("show",), ("epoch",)):
        list_world.type(list_world.hub, "keys", *typed, code=FAILED)
    assert not (list_world.folder / "root.pem").exists()
    (list_world.hub / SETTINGS_FILE).write_text("", encoding="utf-8")
    list_world.type(list_world.hub, "keys", "show", code=WRONG_USAGE)
    list_world.type(list_world.hub, "keys", "rotate", code=WRONG_USAGE)
