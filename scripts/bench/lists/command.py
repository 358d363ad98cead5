"""`gatehouse bench lists`: how soon watches behind two hubs ring for somebody approved, and stop when revoked."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from scripts.command import Context, pass_context
from scripts.errors import CommandError
from scripts.stopping import stopped_like_ctrl_c

ABOUT_S, ROUND_S = 45, 13
POSTGRES = "postgresql+psycopg://"


def _address(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not value.startswith(POSTGRES):
        raise click.BadParameter(f"a PostgreSQL's address begins with {POSTGRES}")
    return value


@click.command("lists")
@click.option("--rounds", type=click.IntRange(1, 100), default=5, show_default=True)
@click.option("--listed", type=click.IntRange(1, 20_000), default=200, show_default=True, help="On either list before.")
@click.option(
    "--postgres",
    metavar="URL",
    callback=_address,
    help="An empty database to use, instead of starting a PostgreSQL.",
)
@click.option("--sqlite", is_flag=True, help="The authority on SQLite, which one program serves.")
@click.option("--loss/--no-loss", default=True, show_default=True, help="Kill the authority at last.")
@pass_context
def lists(context: Context, rounds: int, listed: int, postgres: str | None, sqlite: bool, loss: bool) -> None:
    """Approve and revoke somebody new in each of ROUNDS rounds, and time it at three watches, all on this computer.

    Two hub processes on PostgreSQL are the authority of a list. A hospital's hub follows it and has a list of its own.
    One watch follows the authority; two follow the hospital's hub, with both lists. Hubs and watches are what
    'gatehouse hub' and 'gatehouse watch' run, but that the watches' cameras always see the same face, and that a visit
    is over after 2 s: whoever still rings is heard. An approver asks one process over HTTP, and another one for the
    next change.

    approval_s is until the last watch has them in the list that it rings by, ring_s until the last one rang: for that
    they must be seen thrice. revocation_s is until no watch has them; last_word_s until the last word of any that they
    are here. own_... is the same for the hospital's own list. At last the authority is killed, the own list goes on
    (away_...), and the authority begins again (back_...). A watch that rings for somebody who is not on its list is a
    fault.
    """
    if postgres and sqlite:
        raise click.UsageError("give either --postgres or --sqlite")
    from scripts.bench.lists.figures import in_words
    from scripts.bench.lists.run import Work, bench_lists

    with (
        stopped_like_ctrl_c(),
        tempfile.TemporaryDirectory(prefix="gatehouse-bench-", ignore_cleanup_errors=True) as scratch,
        _database(context, postgres, sqlite) as database,
        context.progress("rounds", rounds) as advance,
    ):
        context.say(f"about {ABOUT_S + ROUND_S * rounds} s ...")
        work = Work(rounds, database, 2 if database else 1, listed, loss)
        found = bench_lists(Path(scratch), work, context.say, advance)
    told = {"part": "lists", "database": "postgresql" if database else "sqlite", **found.figures}
    context.out(told, in_words(told))
    if found.faults:
        raise CommandError("\n".join(found.faults), "This is a fault: report it.")


@contextmanager
def _database(context: Context, given: str | None, is_sqlite: bool) -> Iterator[str]:
    """Its address; empty is a file of the hub's own."""
    from scripts.bench.postgres import running, url_of, why_not

    reason = why_not()
    if given:
        yield given
    elif is_sqlite or reason:
        context.say(f"the authority is one program on SQLite{'' if is_sqlite else f': {reason}'}")
        yield ""
    else:
        with running() as port:
            yield url_of(port)
