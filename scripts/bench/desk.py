"""`gatehouse bench desk`: many kiosks book the last places at once; how many get one, and how long a booking takes."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from scripts.command import Context, pass_context
from scripts.errors import CommandError


@click.command("desk")
@click.option("--kiosks", type=click.IntRange(1, 1000), default=200, show_default=True)
@click.option("--places", type=click.IntRange(1, 1000), default=50, show_default=True)
@click.option("--postgres", metavar="URL", help="An empty database to use, instead of starting a PostgreSQL.")
@pass_context
def desk(context: Context, kiosks: int, places: int, postgres: str | None) -> None:
    """Let KIOSKS kiosks book the last PLACES at once: a real hub in its own process, its clients in others.

    One line for each store. The time is that of one kiosk from wanting a place to the answer, all rivals included.
    """
    from scripts.bench.desk_rush import Rush, rush

    for store, url in _stores(context, postgres):
        with tempfile.TemporaryDirectory(prefix="gatehouse-bench-") as scratch:
            result = rush(Path(scratch), url, Rush(kiosks, places))
        if result.booked != min(places, kiosks):
            raise CommandError(f"{store}: {result.booked} bookings of {places} places", "This is a fault: report it.")
        told = {"part": "desk", "store": store, "kiosks": kiosks, "booked": result.booked}
        told |= {"p50_ms": result.ms(0.5), "p99_ms": result.ms(0.99)}
        text = f"p50 {told['p50_ms']} ms, p99 {told['p99_ms']} ms"
        context.out(told, f"desk on {store:<10} {kiosks} kiosks, {result.booked} bookings of {places} places: {text}")


def _stores(context: Context, postgres: str | None) -> Iterator[tuple[str, str]]:
    """Each with the address of an empty database; an empty address is a file of the hub's own."""
    yield "sqlite", ""
    with _postgres(context, postgres) as url:
        if url:
            yield "postgresql", url


@contextmanager
def _postgres(context: Context, given: str | None) -> Iterator[str]:
    from scripts.bench.postgres import running, url_of, why_not

    reason = why_not()
    if given:
        yield given
    elif reason:
        context.say(f"PostgreSQL was not measured: {reason}")
        yield ""
    else:
        with running() as port:
            yield url_of(port)
