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
    """Kill the watch, its camera workers, the hub, the console and the guards' screens KILLS times.

    In a home of its own, with the models of yours. Two network cameras on loopback show four listed people (two
    packaged portraits and two faces made of them) who come and go all the time by the run's own script. Whoever a
    running watch looked at for eight seconds without a break must have rung, and nobody may ring twice in a visit;
    every decision a guard was told of is kept once; the records are whole: or it fails. It goes on killing when too few
    alarms had to come, and fails when that does not help. From 200 kills on, four minutes without any follow, in which
    no program's memory may grow.
    Takes about four seconds a kill.
    """
    from scripts.bench.attack.run import pace_of, run_attack

    chosen, pace = int.from_bytes(os.urandom(4)) if seed is None else seed, pace_of(kills)
    context.say(f"seed {chosen}; about {round(kills * sum(pace.kill_every_s) / 2 + pace.calm_s + 60)} s ...")
    with (
        stopped_like_ctrl_c(),
        tempfile.TemporaryDirectory(prefix="gatehouse-bench-", ignore_cleanup_errors=True) as scratch,
        context.progress("kills", kills) as advance,
    ):
        found = run_attack(Path(scratch), kills, chosen, pace, context.models_dir, lambda: advance(1))
    told = {"part": "attack", "seed": chosen, **found.figures}
    context.out(told, "\n".join(["attack", *(f"  {name:<24} {value}" for name, value in told.items())]))
    if found.faults:
        raise CommandError("\n".join(found.faults), f"This is a fault: report it, with seed {chosen}.")
