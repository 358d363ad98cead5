"""The words and the JSON in which replay and watch tell what happened: one form for both."""

from typing import Any, Protocol

from camera.types import PipelineCounts, Seconds
from scripts.entrance.ringing import Rang
from watchlist.types import PersonId


class Names(Protocol):
    def name(self, person_id: PersonId) -> str: ...


def alarm_event(rang: Rang, names: Names) -> dict[str, Any]:
    """`person` is None for a tie, which has its candidates instead; `at_s` is the first vote on the camera's clock."""
    decision = rang.decision
    candidates = [names.name(candidate.person_id) for candidate in decision.candidates]
    named = decision.person_id is not None
    return {
        "event": "alarm",
        "person": candidates[0] if named else None,
        **({} if named else {"candidates": candidates}),
        "camera": decision.camera,
        "at_s": round(rang.first_vote_at, 3),
        "score": round(decision.score, 4),
        "track": int(decision.track),
    }


def who(event: dict[str, Any]) -> str:
    """The name, or the candidates of a tie."""
    return str(event["person"]) if event["person"] is not None else "one of: " + ", ".join(event["candidates"])


def add_counts(total: PipelineCounts, more: PipelineCounts) -> None:
    """Sum two cameras' totals into the first."""
    for name in ("frames", "frames_analysed", "faces", "tracks", "embedded"):
        setattr(total, name, getattr(total, name) + getattr(more, name))
    for reason, count in more.refused.items():
        total.refused[reason] = total.refused.get(reason, 0) + count


def counts_event(counts: PipelineCounts) -> dict[str, Any]:
    return {
        "frames": counts.frames,
        "frames_analysed": counts.frames_analysed,
        "faces": counts.faces,
        "tracks": counts.tracks,
        "embedded": counts.embedded,
        "refused": dict(sorted(counts.refused.items())),
    }


def counts_text(counts: PipelineCounts, cpu_s: Seconds, wall_s: Seconds) -> str:
    refused = ", ".join(f"{count} {reason}" for reason, count in sorted(counts.refused.items())) or "none"
    return (
        f"{counts.frames} frames, {counts.frames_analysed} looked at, {counts.faces} faces, {counts.tracks} tracks, "
        f"{counts.embedded} compared; not fit to compare: {refused}. {cpu_s:.1f} s of CPU in {wall_s:.1f} s."
    )
