"""`gatehouse doctor`: try every part and say what is wrong and what to do."""

import click

from scripts.command import Context, pass_context

FAILED = 1
SIGNS = {"well": "ok     ", "caution": "CAUTION", "fault": "FAULT  "}


@click.command()
@click.option("--ring", is_flag=True, help="Let every beacon be seen and heard for a second.")
@pass_context
def doctor(context: Context, ring: bool) -> int:
    """Try every part of this home and say what is wrong and what to do. Exit code 1 when something is at fault."""
    from scripts.doctor.checks import examine
    from scripts.doctor.findings import Health

    faults = 0
    for finding in examine(context, ring=ring):
        faults += finding.health is Health.FAULT
        told = {
            "event": "check",
            "part": finding.part,
            "health": str(finding.health),
            "what": finding.what,
            "hint": finding.hint,
        }
        hint = f"\n         {finding.hint}" if finding.hint else ""
        context.out(told, f"{SIGNS[finding.health]}  {finding.part}: {finding.what}{hint}")
    return FAILED if faults else 0
