"""`gatehouse keys`: the root key of a shared list, and the keys that sign it at the hub."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scripts.command import Context, operator_option, pass_context
from scripts.errors import SettingsError
from scripts.guards.secrets_given import given_secret

if TYPE_CHECKING:
    from records.signing import SigningKey
    from watchlist.feed.store.standings import Standing
    from watchlist.feed.trust import KeyList
    from watchlist.store import WatchlistStore

_ROOT = click.option(
    "--root",
    required=True,
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The root key's file; its pass phrase is asked for, or is the first line of standard input.",
)
_PASSPHRASE_FILE = click.option(
    "--passphrase-file",
    "passphrase_file",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Take the root key's pass phrase from this file's first line.",
)
WHAT = "pass phrase of the root key"


@click.group()
def keys() -> None:
    """What signs a shared list: make a root key, begin the list, rotate and revoke keys, begin an epoch.

    The root key names the keys that sign, and nothing else: keep its file on a stick in a safe, and bring it only to
    begin the list and to change keys. Whoever follows the list pins its public half.
    """


@keys.command()
@click.option("--out", required=True, metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@_PASSPHRASE_FILE
@pass_context
def root(context: Context, out: Path, passphrase_file: Path | None) -> None:
    """Make a root key in a new file, under a pass phrase of 12 characters or more."""
    from records.signing import SigningKey
    from records.signing_files import write_signing_key

    made = SigningKey.random()
    write_signing_key(out, made, given_secret(WHAT, passphrase_file, is_new=True))
    context.out(
        {"event": "root", "file": str(out), "public": made.public.hex()},
        f"The root key is in {out}. Its public half, for 'gatehouse join --root':\n{made.public.hex()}",
    )


@keys.command()
@_ROOT
@_PASSPHRASE_FILE
@operator_option
@pass_context
def begin(context: Context, root: Path, passphrase_file: Path | None, operator: str | None) -> None:
    """Begin the list that this hub's settings name: from now on its changes are signed and told.

    It is hub.list_id of an authority; a hub that follows one may sign a second list of the hospital's own entries,
    hub.own_list_id, for the hospital's watches."""
    from records.signing import SigningKey
    from scripts.hub.list_store import open_list_store
    from scripts.hub.settings import HubTree
    from watchlist.feed.signed import sign
    from watchlist.feed.trust import KeyList, key_list_to_bytes

    hub = context.settings_of(HubTree).hub
    if hub.has_list and not hub.signed_list_id:
        raise SettingsError(
            "this hub follows a list, and signs none",
            "Write own_list_id under [hub]: the name of a list of this hospital's own entries.",
        )
    with open_list_store(context) as store:
        held = _root_key(root, passphrase_file)
        key = SigningKey.random()
        named = sign(key_list_to_bytes(KeyList(hub.signed_list_id, 1, (key.public,))), held)
        store.begin_list(hub.signed_list_id, hub.source, key, named, held.public, operator or context.operator)
        _tell(context, store, "begun")


@keys.command()
@_ROOT
@_PASSPHRASE_FILE
@click.option("--revoke", is_flag=True, help="Take back the key in use: somebody else may have it.")
@operator_option
@pass_context
def rotate(context: Context, root: Path, passphrase_file: Path | None, revoke: bool, operator: str | None) -> None:
    """Sign with a new key from now on. What an earlier key signed stays good, unless it is revoked: then the whole
    list is signed again, and followers take nothing any more that the revoked key signed."""
    from records.signing import SigningKey
    from scripts.hub.list_store import open_list_store
    from watchlist.feed.signed import sign
    from watchlist.feed.trust import key_list_to_bytes

    with open_list_store(context) as store:
        standing = _begun(store)
        held, key = _root_key(root, passphrase_file), SigningKey.random()
        after = sign(key_list_to_bytes(_next_keys(standing, key.public, revoke)), held)
        again = store.change_keys(after, operator or context.operator, key)
        _tell(context, store, "rotated", signed_again=again)


@keys.command()
@operator_option
@pass_context
def epoch(context: Context, operator: str | None) -> None:
    """After this hub was restored from a backup: what was said since counts no more, and followers take the whole
    list anew. They tell this hub whom it must erase again."""
    from scripts.hub.list_store import open_list_store

    with open_list_store(context) as store:
        store.begin_epoch(operator or context.operator)
        _tell(context, store, "epoch")


@keys.command()
@pass_context
def show(context: Context) -> None:
    """Which list this hub signs, its root's public half, and the ids of its keys."""
    from scripts.hub.list_store import open_list_store

    with open_list_store(context) as store:
        _tell(context, store, "keys")


def _root_key(path: Path, passphrase_file: Path | None) -> "SigningKey":
    from records.signing_files import read_signing_key

    return read_signing_key(path, given_secret(WHAT, passphrase_file, is_new=False))


def _next_keys(standing: "Standing", public: bytes, revoke: bool) -> "KeyList":
    from records.signatures import key_id_of
    from watchlist.feed.trust import KeyList

    before = standing.trust.keys
    assert before is not None
    in_use = {key_id_of(one): one for one in (*(() if revoke else before.keys), public)}
    revoked = {*before.revoked, *((key_id_of(one) for one in before.keys) if revoke else ())}
    publics = tuple(in_use[key_id] for key_id in sorted(in_use))
    return KeyList(before.list_id, before.version + 1, publics, tuple(sorted(revoked)))


def _begun(store: "WatchlistStore") -> "Standing":
    from watchlist.feed.errors import NoList

    standing = store.own_list()
    if standing is None or standing.keys is None:
        raise NoList("this hub's list was not begun", "Run 'gatehouse keys root' once, then 'gatehouse keys begin'.")
    return standing


def _tell(context: Context, store: "WatchlistStore", event: str, **more: object) -> None:
    from records.signatures import key_id_of

    standing = _begun(store)
    told = standing.trust.keys
    assert told is not None
    ids = [key_id_of(public) for public in told.keys]
    context.out(
        {
            "event": event,
            "list": standing.list_id,
            "epoch": standing.epoch_told,
            "root": standing.root.hex(),
            "version": told.version,
            "keys": ids,
            "revoked": list(told.revoked),
            **more,
        },
        f"list {standing.list_id}, epoch {standing.epoch_told}\nroot {standing.root.hex()}\n"
        f"keys (version {told.version}): {', '.join(ids)}"
        + (f"\nrevoked: {', '.join(told.revoked)}" if told.revoked else ""),
    )
