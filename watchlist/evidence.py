"""What the tracks have shown so far: votes for listed people, per track and fresh.

A vote is a resemblance at one moment. Votes for a person count only while they are fresh and only when they lie a gap
apart, so the same picture looked at twenty times is one vote.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from camera.types import Seconds, TrackId
from watchlist.types import Candidate, PersonId

TrackKey = tuple[str, TrackId]
"""Camera and track: two cameras may use the same number."""


@dataclass(frozen=True, slots=True)
class Vote:
    """For one person at one moment. `rival` is whoever was too near behind or before, None for a clear vote.

    `led` is whether the person was the nearest.
    """

    at: Seconds
    rival: Candidate | None
    led: bool


@dataclass(slots=True)
class Track:
    """`votes` per person, oldest first; `known` are the people for whom this track already had enough of them, `named`
    those for whom it had enough clear ones."""

    last_seen: Seconds
    votes: dict[PersonId, list[Vote]] = field(default_factory=dict)
    known: set[PersonId] = field(default_factory=set)
    named: set[PersonId] = field(default_factory=set)

    def add(self, person: PersonId, vote: Vote, fresh_s: Seconds, gap_s: Seconds) -> None:
        """Count the vote, unless it follows the person's last one too closely; drop those that are no longer fresh."""
        votes = [old for old in self.votes.get(person, ()) if vote.at - old.at <= fresh_s]
        if not votes or vote.at - votes[-1].at >= gap_s:
            votes.append(vote)
        self.votes[person] = votes

    def clear_votes(self, person: PersonId) -> list[Vote]:
        return [vote for vote in self.votes[person] if vote.rival is None]

    def leading_votes(self, person: PersonId) -> list[Vote]:
        return [vote for vote in self.votes[person] if vote.led]

    def rival_of(self, person: PersonId) -> Candidate | None:
        """Whoever contested this person's votes last."""
        return next((vote.rival for vote in reversed(self.votes[person]) if vote.rival is not None), None)


def enough(votes: Iterable[Vote], needed: int, spread_s: Seconds) -> bool:
    """Whether these votes (oldest first) are as many as needed and lie far enough apart in time."""
    times = [vote.at for vote in votes]
    return len(times) >= needed and times[-1] - times[0] >= spread_s


class Evidence:
    """The tracks in view. Nothing is kept of a track on which nobody was recognised."""

    def __init__(self) -> None:
        self._tracks: dict[TrackKey, Track] = {}

    def __len__(self) -> int:
        return len(self._tracks)

    def of(self, key: TrackKey, at: Seconds, forget_after_s: Seconds) -> Track:
        """The track's evidence as of now; a new one when it was unknown or silent for too long."""
        track = self._tracks.get(key)
        if track is None or at - track.last_seen > forget_after_s:
            track = self._tracks[key] = Track(at)
        track.last_seen = max(track.last_seen, at)
        return track

    def still_there(self, key: TrackKey, at: Seconds) -> None:
        """The track was seen, resembling nobody: what it showed before still stands."""
        track = self._tracks.get(key)
        if track is not None:
            track.last_seen = max(track.last_seen, at)

    def forget(self, key: TrackKey) -> None:
        self._tracks.pop(key, None)

    def forget_before(self, deadline: Seconds) -> None:
        """Drop every track last seen before the deadline."""
        self._tracks = {key: track for key, track in self._tracks.items() if track.last_seen >= deadline}
