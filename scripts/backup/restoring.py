"""Puts a home back as a backup holds it: everything is read, checked and brought up to date before anything changes."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from records.canonical import Json
from records.errors import ChainBroken, LedgerDamaged
from records.files import make_private_folder
from records.home_key import key_of_home
from records.key_files import platform_ring
from records.keys import DataKey
from records.sealed_file import read_header
from records.sealing import KeyedCipher
from records.sqlite.copying import check_database, is_database, is_in_use
from scripts.backup.knowing import Knowledge, bring_up_to_date, ledger_anew
from scripts.backup.making import WHAT
from scripts.backup.members import KIND, LISTS, members, open_list
from scripts.backup.switching import drop_stage, finish, is_unfinished, stage_of, switch
from scripts.backup.unpacking import unpack
from scripts.command import Context
from scripts.errors import CommandError
from scripts.guards.secrets_given import given_secret
from watchlist.erasure_ledger import SUFFIX
from watchlist.feed.store.put_back import Since

GONE = "Passphrases, PINs and keys of nodes are those of the backup; what was listed, booked or decided since is gone."


@dataclass(frozen=True, slots=True)
class Asked:
    file: Path
    replace: bool
    ledgers: Sequence[Path]
    no_ledger: bool
    passphrase_file: Path | None
    operator: str


def restore(context: Context, asked: Asked) -> None:
    """Raises CommandError, LedgerDamaged and the failures of records.errors; until the end nothing was changed then."""
    made_at = str(read_header(asked.file, KIND).about.get("made_at"))
    home = context.home
    make_private_folder(home)
    with _nobody_else(home):
        if members(home) and not asked.replace:
            raise CommandError(
                f"{home} is no empty home",
                "Give --replace to lose what is there (make a backup of it first), or --home with another folder.",
            )
        phrase = given_secret(WHAT, asked.passphrase_file, is_new=False)
        try:
            staged = stage_of(home)
            with context.progress("bytes", asked.file.stat().st_size) as advance:
                key, names = unpack(asked.file, phrase, staged, advance)
            again = _prepare(context, asked, staged, names, key, made_at)
            platform_ring(os.environ).keep(key)
            switch(home, members(staged), lambda: _must_be_unused(home))
        except BaseException:
            drop_stage(home)
            raise
    context.out(
        {"event": "restored", "made_at": made_at, "files": len(names), "erased_again": again},
        f"{home} is as it was on {made_at[:16]} UTC: {len(names)} file(s), {again} person(s) erased again.",
    )
    context.say(f"caution: {GONE}")


def finish_restoring(context: Context) -> None:
    """Raises CommandError where there is nothing to finish."""
    if not is_unfinished(context.home):
        raise CommandError(f"no restoring of {context.home} was cut short", "Leave --finish out.")
    with _nobody_else(context.home, is_ours=True):
        finish(context.home)
    context.out({"event": "finished"}, f"{context.home} is restored.")


def after_dump(context: Context, ledgers: Sequence[Path], no_ledger: bool, operator: str) -> None:
    """The hub's list lies on a server, and was put back there from a dump.

    Raises LedgerDamaged, CommandError where nobody can tell who was erased, and the failures of records.errors."""
    from scripts.hub.list_store import LIST_FILE, open_list_store

    beside = (context.home / LIST_FILE).with_suffix(SUFFIX)
    paths = [*ledgers, *([beside] if beside.exists() else [])]
    if not paths and not no_ledger:
        raise CommandError(
            "nobody can tell who was erased since the dump was made",
            f"Give --ledger with {beside.name} of each PC that served the list or copies of it, so that nobody comes "
            "back who was erased; or --no-ledger, if you answer for it that nobody was.",
        )
    knowledge = Knowledge(context.home, ledgers, no_ledger, context.say)
    with open_list_store(context) as store:
        knowledge.must_be_whole(store.ledger_faults())
        erased = knowledge.erased(LIST_FILE, key_of_home(context.home, platform_ring(os.environ)))
        again = bring_up_to_date(store, Since(erased), operator, {"from": "dump", "without ledger": no_ledger})
    context.out({"event": "put-back", "erased_again": again}, f"{again} person(s) erased again; a new epoch has begun.")


def _prepare(context: Context, asked: Asked, staged: Path, names: Sequence[Path], key: DataKey, made_at: str) -> int:
    """Check every database, and bring the lists up to date. Returns how many people were erased again."""
    knowledge = Knowledge(context.home, asked.ledgers, asked.no_ledger, context.say)
    cipher, again = KeyedCipher(key), 0
    for name in names:
        if is_database(staged / name):
            check_database(staged / name)
        if str(name) not in LISTS:
            continue
        since = knowledge.since(str(name), key)
        with open_list(staged / name, cipher) as store:
            try:
                store.verify()
            except (ChainBroken, LedgerDamaged) as error:
                context.say(f"caution: {name}: {error}\nhint:  {error.hint}")
            knowledge.must_be_newer(store, str(name), since)
            detail: dict[str, Json] = {"made_at": made_at, "without ledger": asked.no_ledger}
            again += bring_up_to_date(store, since, asked.operator, detail)
    for which in LISTS:
        ledger = Path(which).with_suffix(SUFFIX)
        is_elsewhere = not (staged / which).exists()  # on a server
        if is_elsewhere and any((folder / ledger).exists() for folder in (context.home, staged)):
            ledger_anew(staged / ledger, knowledge.erased(which, key, staged / ledger), cipher)
    return again


@contextmanager
def _nobody_else(home: Path, *, is_ours: bool = False) -> Iterator[None]:
    """Raises CommandError while a program uses the home, or a restore is unfinished that is not `is_ours`."""
    from scripts.watch.alone import alone_in

    if is_unfinished(home) and not is_ours:
        raise CommandError(f"an earlier restoring of {home} was cut short", "Run 'gatehouse restore --finish' first.")
    with alone_in(home):
        _must_be_unused(home)
        yield


def _must_be_unused(home: Path) -> None:
    for name in members(home):
        if is_database(home / name) and is_in_use(home / name):
            raise CommandError(
                f"another program uses {home / name}", "End the watch, hub, kiosk and guards' screens first."
            )
