"""`gatehouse bench attack`: the programs are killed again and again while listed people come and guards decide."""

import os
import tempfile
from pathlib import Path

import click

from scripts.command import Context, pass_context
from scripts.errors import CommandError
from scripts.stopping import stopped_like_ctrl_c


@click.command("attack")
@click.option("--kills", type=click.IntRange(1, 2000), default=200, show_default=True)
@click.option("--seed", type=click.IntRange(0), help="The same one kills in the same order. [default: a new one, told]")
@pass_context
def attack(context: Context, kills: int, seed: int | None) -> None:
    """Kill the watch, its camera workers, the hub and the guards' screens KILLS times, in a home of its own.

    Two drawn cameras show when two listed people (packaged portraits) are there; the run knows every visit. At the end
    each visit has rung once, every decision a guard was told of is kept once, and the records are whole: or it fails.
    Takes about two seconds a kill.
    """
    from scripts.bench.attack_run import run_attack

    chosen = int.from_bytes(os.urandom(4)) if seed is None else seed
    context.say(f"seed {chosen}; about {round(kills * 2 + 60)} s ...")
    with (
        stopped_like_ctrl_c(),
        tempfile.TemporaryDirectory(prefix="gatehouse-bench-", ignore_cleanup_errors=True) as scratch,
    ):
        found = run_attack(Path(scratch), kills, chosen)
    told = {"part": "attack", "kills": kills, "seed": chosen, **found.figures}
    context.out(told, "\n".join(["attack", *(f"  {name:<22} {value}" for name, value in told.items())]))
    if found.faults:
        raise CommandError("\n".join(found.faults), f"This is a fault: report it, with seed {chosen}.")
