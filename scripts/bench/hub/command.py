"""`gatehouse bench hub`: how quickly a change of a hub's list reaches all its nodes, and what a newcomer waits for."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from scripts.command import Context, pass_context
from scripts.stopping import stopped_like_ctrl_c

NODES = (50, 100, 250, 500)


@click.command("hub")
@click.option(
    "--nodes",
    type=click.IntRange(1, 2000),
    multiple=True,
    default=NODES,
    show_default=True,
    help="So many at once; may be repeated: one line for each.",
)
@click.option("--entries", type=click.IntRange(1, 50_000), default=10_000, show_default=True)
@click.option(
    "--seconds",
    type=click.FloatRange(0.1, 600),
    default=10.0,
    show_default=True,
    help="For so long changes are made, and for so long all ask at once.",
)
@click.option("--postgres", is_flag=True, help="Keep the list on a PostgreSQL started for this, instead of SQLite.")
@pass_context
def hub(context: Context, nodes: tuple[int, ...], entries: int, seconds: float, postgres: bool) -> None:
    """Let many simulated nodes follow the list of one real hub, which has drawn entries, all on this computer.

    Every node has a key and a connection of its own, holds a question open and checks the signatures of what it is
    told; one of them is a real follower that keeps the list. An approver approves and suspends over the hub's HTTP:
    last_node_s is from asking for a change until the last node has verified it, the slowest change in _max; kept_s is
    until the real follower has kept it. snapshot_s is until that one, new, has fetched, verified and kept the whole
    list. requests_per_s is how many questions the hub answers when all ask at once and hold nothing open.
    """
    from scripts.bench.hub.run import Work, bench_hub

    with (
        stopped_like_ctrl_c(),
        tempfile.TemporaryDirectory(prefix="gatehouse-bench-", ignore_cleanup_errors=True) as scratch,
        _database(postgres) as database,
        context.progress("list", entries) as advance,
    ):
        work = Work(tuple(sorted(set(nodes))), entries, seconds)
        for figures in bench_hub(Path(scratch), database, work, advance):
            told = {"part": "hub", "store": "postgresql" if postgres else "sqlite", **figures}
            context.out(told, ", ".join(f"{name} {value}" for name, value in told.items()))


@contextmanager
def _database(is_postgres: bool) -> Iterator[str]:
    """Its address; empty is a file of the hub's own."""
    if not is_postgres:
        yield ""
        return
    from scripts.bench.postgres import running, url_of

    with running() as port:
        yield url_of(port)
