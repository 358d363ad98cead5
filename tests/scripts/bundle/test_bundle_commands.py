"""`gatehouse bundle` as somebody types it: carried, cut, replayed, rolled back and spoilt."""

import json
from pathlib import Path

import pytest

from records.pass_seal import SEALED_BYTES
from scripts.bundle.importing import ASIDE
from scripts.command import Context
from scripts.main import FAILED, WRONG_USAGE
from tests.scripts.list_world import ListWorld, faces, ringing
from tests.watchlist.store_hand import full_disk
from watchlist.store import WatchlistStore


def exported(world: ListWorld, name: str, *more: object) -> Path:
    path = world.folder / name
    world.type(world.hub, "bundle", "export", path, "--photos", "--passphrase-file", world.pass_phrase, *more)
    return path


def imported(world: ListWorld, home: Path, bundle: Path, code: int = 0) -> dict[str, object]:
    return world.type(home, "bundle", "import", bundle, "--passphrase-file", world.pass_phrase, code=code)


def names(home: Path) -> set[str]:
    with Context(home).open_store() as store:
        return ringing(store)


def test_a_list_is_carried_to_a_site_without_a_network(list_world: ListWorld) -> None:
    root = list_world.begin()
    who = list_world.listed(1, 2)
    home = list_world.watch("watch", root)
    with Context(home).open_store() as running:
        before = running.revision
        told = imported(list_world, home, exported(list_world, "list.bundle"))
        assert (told["changed"], told["entries"]) == (2, 2)
        assert running.revision > before, "a program that is running sees by this that the list is another"
        assert faces(running) == set(who)
        with list_world.at_hub() as hub:
            assert running.shared_sha256("beijing") == hub.shared_sha256("beijing")
            assert [one.what for one in hub.audit_records(1)] == ["bundle.exported"]
        assert running.audit_records(1)[0].what == "bundle.imported"
        assert running.verify()
    assert not (home / ASIDE).exists()


def test_what_changed_is_carried_alone_and_fits_only_where_the_rest_is(list_world: ListWorld) -> None:
    root = list_world.begin()
    list_world.listed(1)
    near, far = list_world.watch("near", root), list_world.watch("far", root)
    told = imported(list_world, near, exported(list_world, "whole"))
    list_world.listed(2)
    changes = exported(list_world, "changes", "--after", f"{told['epoch']}/{told['revision']}")
    assert imported(list_world, near, changes)["changed"] == 1
    assert names(near) == {"Person-1", "Person-2"}
    imported(list_world, far, changes, code=FAILED)
    assert "--after" in list_world.said
    assert names(far) == set()


def test_an_older_bundle_brings_nobody_back(list_world: ListWorld) -> None:
    root = list_world.begin()
    gone, _ = list_world.listed(1, 2)
    old = exported(list_world, "old")
    list_world.erased(gone)
    new = exported(list_world, "new")
    home = list_world.watch("watch", root)
    imported(list_world, home, new)
    imported(list_world, home, old, code=FAILED)
    assert "older bundle" in list_world.said
    assert names(home) == {"Person-2"}
    assert imported(list_world, home, new)["changed"] == 0
    list_world.type(home, "leave")
    list_world.type(home, "join", "--list", "beijing", "--root", root)
    imported(list_world, home, old)
    assert names(home) == {"Person-2"}, "a tombstone beats any older copy"


def test_a_bundle_that_claims_to_be_newer_than_it_is_is_refused(list_world: ListWorld) -> None:
    root = list_world.begin()
    list_world.listed(1)
    home, bundle = list_world.watch("watch", root), exported(list_world, "list.bundle")
    header, _, rest = bundle.read_bytes().partition(b"\n")
    about = json.loads(header)
    about["about"]["epoch"] = 2
    bundle.write_bytes(json.dumps(about, sort_keys=True, separators=(",", ":")).encode() + b"\n" + rest)
    imported(list_world, home, bundle, code=FAILED)
    assert names(home) == set()


def test_a_foreign_authority_is_refused(list_world: ListWorld, tmp_path: Path) -> None:
    list_world.begin()
    list_world.listed(1)
    home = list_world.watch("watch", "ab" * 32)
    imported(list_world, home, exported(list_world, "list.bundle"), code=FAILED)
    assert "root" in list_world.said
    assert names(home) == set()
    assert not (home / ASIDE).exists()


def test_another_list_is_refused_before_anything_is_read(list_world: ListWorld) -> None:
    root = list_world.begin()
    list_world.listed(1)
    home = list_world.folder / "watch"
    home.mkdir()
    list_world.type(home, "join", "--list", "shanghai", "--root", root)
    imported(list_world, home, exported(list_world, "list.bundle"), code=FAILED)
    assert "shanghai" in list_world.said


def test_cut_short_it_goes_on_where_it_was(list_world: ListWorld) -> None:
    root = list_world.begin()
    list_world.listed(*range(1, 41))
    home, bundle = list_world.watch("watch", root), exported(list_world, "list.bundle")
    whole = bundle.read_bytes()
    assert len(whole) > 2 * SEALED_BYTES
    bundle.write_bytes(whole[: 2 * SEALED_BYTES])
    imported(list_world, home, bundle, code=FAILED)
    begun = whole.index(b"\n") + 1
    assert (home / ASIDE).read_bytes() == whole[: begun + SEALED_BYTES]
    bundle.write_bytes(whole[:begun] + bytes(SEALED_BYTES) + whole[begun + SEALED_BYTES :])
    assert imported(list_world, home, bundle)["changed"] == 40, "what lies aside is not read again"
    assert not (home / ASIDE).exists()


@pytest.mark.parametrize("place", [0.0, 0.3, 0.6, 0.999])
def test_one_bit_changed_anywhere_is_refused(list_world: ListWorld, place: float) -> None:
    root = list_world.begin()
    list_world.listed(1, 2)
    home, bundle = list_world.watch("watch", root), exported(list_world, "list.bundle")
    data = bytearray(bundle.read_bytes())
    data[int(place * len(data))] ^= 1
    bundle.write_bytes(data)
    imported(list_world, home, bundle, code=FAILED)
    assert names(home) == set()


def test_on_a_full_disk_the_last_good_list_goes_on(list_world: ListWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    root = list_world.begin()
    list_world.listed(1)
    home = list_world.watch("watch", root)
    imported(list_world, home, exported(list_world, "first"))
    list_world.listed(*range(2, 60))
    second = exported(list_world, "second")
    take = WatchlistStore.take

    def without_room(store: WatchlistStore, *given: object) -> object:
        with full_disk(store):
            return take(store, *given)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(WatchlistStore, "take", without_room)
        imported(list_world, home, second, code=FAILED)
    assert names(home) == {"Person-1"}
    assert (home / ASIDE).exists()
    assert imported(list_world, home, second)["changed"] == 58


def test_what_is_no_bundle_and_who_follows_nothing_is_told(list_world: ListWorld) -> None:
    root = list_world.begin()
    list_world.listed(1)
    bundle, home = exported(list_world, "list.bundle"), list_world.watch("watch", root)
    for rubbish in (list_world.pass_phrase, list_world.folder / "root.pem", list_world.folder / "nothing"):
        imported(list_world, home, rubbish, code=FAILED)
    wrong = ["bundle", "import", bundle, "--passphrase-file", list_world.root_phrase]
    list_world.type(home, *wrong, code=FAILED)
    imported(list_world, list_world.hub, bundle, code=FAILED)
    imported(list_world, list_world.folder / "stranger", bundle, code=FAILED)
    assert "gatehouse join" in list_world.said


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--after", "rubbish"), WRONG_USAGE),
        (("--after", "1/99999"), FAILED),
        (("--for", "no-such-model"), FAILED),
        ((), FAILED),
    ],
)
def test_what_cannot_be_exported_is_told(list_world: ListWorld, more: tuple[str, ...], code: int) -> None:
    """The last: a file that is there is not written over unasked."""
    list_world.begin()
    list_world.listed(1)
    path = list_world.folder / "there"
    if not more:
        path.write_bytes(b"somebody's")
    typed = ("bundle", "export", path, "--passphrase-file", list_world.pass_phrase, *more)
    list_world.type(list_world.hub, *typed, code=code)
    assert path.exists() is not bool(more)


def test_what_lies_aside_of_a_bundle_that_became_old_goes(list_world: ListWorld) -> None:
    """A newer list came by another way; what was copied may know somebody who was erased since."""
    root = list_world.begin()
    list_world.listed(*range(1, 41))
    home, old = list_world.watch("watch", root), exported(list_world, "old.bundle")
    whole = old.read_bytes()
    old.write_bytes(whole[: 2 * SEALED_BYTES])
    imported(list_world, home, old, code=FAILED)
    list_world.listed(41)
    aside, new = (home / ASIDE).read_bytes(), exported(list_world, "new.bundle")
    imported(list_world, home, new)
    (home / ASIDE).write_bytes(aside)
    old.write_bytes(whole)
    imported(list_world, home, old, code=FAILED)
    assert "older" in list_world.said
    assert not (home / ASIDE).exists()
    assert len(names(home)) == 41
