"""`gatehouse audit verify`: whether the record is whole, in its database or in an export."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scripts.command import Context, pass_context
from scripts.errors import CommandError
from scripts.home_stores import HomeStore, of_option, one_store, stores_of

if TYPE_CHECKING:
    from records.audit_chain import Anchor
    from records.errors import ChainBroken, LedgerDamaged
    from records.sealing import Cipher


def _anchor(_context: click.Context, _parameter: click.Parameter, value: str | None) -> "Anchor | None":
    from records.audit_chain import anchor_from

    try:
        return None if value is None else anchor_from(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@click.command()
@of_option
@click.option(
    "--file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Check this file, which 'audit export' wrote, with the key of this home.",
)
@click.option(
    "--expect",
    "expected",
    metavar="NUMBER:HASH",
    callback=_anchor,
    help="What an earlier verify or export told: also that nothing up to there was cut off or written anew.",
)
@pass_context
def verify(context: Context, of: str | None, file: Path | None, expected: "Anchor | None") -> None:
    """Check that no record was edited, removed, put in or moved: every chain of this home with the ledger of its
    erasures, or an export of one.

    Exit code 1 where one was, with the number of the first. The database itself notices a cut-off end; a file, and a
    database that was put back as a whole, need --expect: keep what this command tells as newest in another place.
    """
    from records.errors import ChainBroken, LedgerDamaged

    if file is not None:
        if of is not None:
            raise click.UsageError("a file is one chain: leave --of away")
        _tell(context, {"file": str(file)}, str(file), _checked_file(context, file, expected))
        return
    found = [one_store(context, of)] if expected else stores_of(context, of)
    broken: list[ChainBroken | LedgerDamaged] = []
    for one in found:
        try:
            _tell(context, {"of": one.name}, f"{one.name} ({one.where})", _checked(one, expected))
        except (ChainBroken, LedgerDamaged) as error:
            broken.append(error)
            _tell_broken(context, one, error)
    if broken:
        raise broken[0]


def _checked(one: HomeStore, expected: "Anchor | None") -> "Anchor":
    with one.open() as store:
        return store.verified(expected)


def _checked_file(context: Context, file: Path, expected: "Anchor | None") -> "Anchor":
    from records.audit_file import verify_file

    return verify_file(file, _cipher(context), expected)


def _cipher(context: Context) -> "Cipher":
    from records.home_key import KEY_ID_FILE, key_of_home
    from records.key_files import platform_ring
    from records.sealing import KeyedCipher

    if not (context.home / KEY_ID_FILE).exists():
        raise CommandError(
            f"{context.home} has no key",
            "Give the home directory whose log the file is with --home: its key checks it.",
        )
    return KeyedCipher(key_of_home(context.home, platform_ring(os.environ)))


def _tell(context: Context, which: dict[str, str], name: str, newest: "Anchor") -> None:
    told = {**which, "intact": True, "records": newest.number, "newest": str(newest)}
    context.out(told, f"{name}: {newest.number} records, each as it was written.\nnewest {newest}")


def _tell_broken(context: Context, one: HomeStore, error: "ChainBroken | LedgerDamaged") -> None:
    if context.json:
        number = getattr(error, "number", 0)  # of an audit record; a ledger's line stands in the text
        told = {"of": one.name, "intact": False, "first_bad": number or None, "why": str(error)}
        context.out(told, "")
    else:
        context.say(f"{one.name} ({one.where}): broken")
