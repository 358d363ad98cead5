"""`gatehouse backup` and `gatehouse restore`: a home in one sealed file, and back."""

from pathlib import Path

import click

from scripts.command import Context, operator_option, pass_context

_PASSPHRASE_FILE = click.option(
    "--passphrase-file",
    "passphrase_file",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Take the backup's pass phrase from this file's first line. [default: asked for]",
)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.option("--without-server", is_flag=True, help="Keep what lies here, though list or desk lie on a server.")
@_PASSPHRASE_FILE
@operator_option
@pass_context
def backup(
    context: Context,
    file: Path,
    force: bool,
    without_server: bool,
    passphrase_file: Path | None,
    operator: str | None,
) -> None:
    """Keep this home in FILE, sealed under a pass phrase (12 characters or more); the programs may run meanwhile.

    FILE holds the databases, settings and keys of the home, and the key that the databases are sealed with: without
    it nothing could be read on another PC. So the pass phrase protects everything; keep it apart from FILE. Left out:
    model files, logs, and what settings name outside of the home. Who is erased later stays in FILE: delete old
    backups, and keep the '.erased' files of the home in a second place too; they hold no personal data, and a restored
    backup goes by them. A list or desk on PostgreSQL is the server's to keep (pg_dump).
    """
    from scripts.backup.making import Asked, make_backup

    asked = Asked(file, force, without_server, passphrase_file, operator or context.operator)
    make_backup(context, asked)


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--replace", is_flag=True, help="Lose what this home holds now.")
@click.option(
    "--ledger",
    "ledgers",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="A copy of a lost home's '.erased' file; may be given several times.",
)
@click.option(
    "--no-ledger",
    is_flag=True,
    help="You answer for it that nobody was erased since but those whom a damaged ledger still names; on record.",
)
@click.option("--finish", is_flag=True, help="Finish a restoring that was cut short in its last step.")
@click.option("--after-dump", is_flag=True, help="The hub's list on PostgreSQL was put back from a dump.")
@_PASSPHRASE_FILE
@operator_option
@pass_context
def restore(
    context: Context,
    file: Path | None,
    replace: bool,
    ledgers: tuple[Path, ...],
    no_ledger: bool,
    finish: bool,
    after_dump: bool,
    passphrase_file: Path | None,
    operator: str | None,
) -> None:
    """Put this home back as the backup FILE holds it. End the programs of the home first.

    Everything is read and checked before anything changes; cut short before that the home is as it was, afterwards
    it opens only when --finish was given. Who was erased since the backup is erased again: this home's databases and
    '.erased' files tell it, or copies given with --ledger; one from which something was taken out is refused. A hub
    that signs a list begins a new epoch, and learns from its followers whom else it must erase. All log-ins end.
    """
    from scripts.backup.restoring import Asked, finish_restoring, restore
    from scripts.backup.restoring import after_dump as put_back_after_dump

    if sum((file is not None, finish, after_dump)) != 1:
        raise click.UsageError("give FILE, --finish or --after-dump: one of them")
    if finish:
        finish_restoring(context)
    elif after_dump:
        put_back_after_dump(context, ledgers, no_ledger, operator or context.operator)
    elif file is not None:
        restore(context, Asked(file, replace, ledgers, no_ledger, passphrase_file, operator or context.operator))
