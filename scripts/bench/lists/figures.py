"""What is told of the rounds. PURE."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

WITHIN_S = 2.0
"""Every change must be so at every watch."""


@dataclass(frozen=True, slots=True)
class Timed:
    """One person. From asking for their approval until the last of the watches has them in the list that it rings by,
    and until the last one rang; from asking for their revocation until the last one has them no more, and until the
    last word of any that they are here."""

    in_force_s: float
    rang_s: float
    gone_s: float
    last_word_s: float


def of_rounds(shared: Sequence[Timed], own: Sequence[Timed]) -> dict[str, Any]:
    slowest_s = max(max(one.in_force_s, one.gone_s) for one in (*shared, *own))
    return {
        "approval_s": _spread(one.in_force_s for one in shared),
        "ring_s": _spread(one.rang_s for one in shared),
        "revocation_s": _spread(one.gone_s for one in shared),
        "last_word_s": _spread(one.last_word_s for one in shared),
        "own_approval_s": _spread(one.in_force_s for one in own),
        "own_ring_s": _spread(one.rang_s for one in own),
        "own_revocation_s": _spread(one.gone_s for one in own),
        "is_within_2_s": slowest_s <= WITHIN_S,
    }


def of_the_loss(alone: Timed, back: Timed) -> dict[str, Any]:
    """`alone` is of the hospital's own list with the authority away, `back` the first of the shared one after it."""
    return {
        "away_own_approval_s": round(alone.in_force_s, 3),
        "away_own_ring_s": round(alone.rang_s, 3),
        "away_own_revocation_s": round(alone.gone_s, 3),
        "back_approval_s": round(back.in_force_s, 3),
        "back_revocation_s": round(back.gone_s, 3),
    }


def in_words(told: dict[str, Any]) -> str:
    def seconds(name: str) -> str:
        return f"{told[name]['median']:.2f} s (at most {told[name]['max']:.2f} s)"

    hubs = f"{told['processes']} process(es) of the authority on {told['database']}, a hospital's hub that follows"
    lines = [
        f"lists: {hubs}, {told['watches']} watches, {told['rounds']} rounds",
        f"  approved: in force at the last watch after {seconds('approval_s')}, all rang after {seconds('ring_s')}",
        f"  revoked: gone at the last watch after {seconds('revocation_s')}, last word after {seconds('last_word_s')}",
        f"  the hospital's own list: in force after {seconds('own_approval_s')}, rang after {seconds('own_ring_s')}, "
        f"gone after {seconds('own_revocation_s')}",
    ]
    if "back_approval_s" in told:
        lines += [
            f"  the authority killed: the own list in force after {told['away_own_approval_s']:.2f} s, gone after "
            f"{told['away_own_revocation_s']:.2f} s",
            f"  the authority back: the first approval in force everywhere after {told['back_approval_s']:.2f} s",
        ]
    return "\n".join(lines)


def _spread(seconds: Iterable[float]) -> dict[str, float]:
    known = list(seconds)
    return {"median": round(statistics.median(known), 3), "max": round(max(known), 3)}
