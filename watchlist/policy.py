"""When does a resemblance become an alarm?

Rule 1: every rule about ringing lives in this file; `evidence` only counts votes, `visits` only keeps quiet times.
Rule 2: nothing here reads a clock, a camera, a file or a database. Facts come in as arguments, decisions go out as
return values; the caller carries them out.

The rules:
* Below the threshold is nobody. It takes nothing away from what a track showed before, but votes grow old.
* At or above the threshold the nearest person gets a vote. It is a clear vote when the person leads by the margin;
  otherwise the runner-up contests the name, and gets a vote as well if at or above the threshold too. A runner-up below
  it can therefore never ring, but can keep a name back: the guard then compares two faces instead of believing one.
* Enough votes for a person on one track, a gap apart and spread in time, ring. Enough clear ones give the alarm a name.
* One alarm a visit. Whatever is seen of a person while their visit lasts updates its alarm.
* Only what surely shows the person of a visit prolongs it: clear sightings by a track that had enough clear votes. A
  contested one may be a look-alike, whose staying must not keep the person quiet. A visit of two candidates is
  prolonged by whatever shows just these two.
* A visit of two candidates gets its name from the first track that clearly shows one of them, anywhere in the house.
  From then on the other candidate rings for themselves. So does either once it rang longer ago than the quiet time:
  a pair that stays for hours silences neither of them.
* A doubtful pair joins an open visit of one of them, without prolonging it: it is the person known to be here, worse
  seen, far more often than a second one. It rings instead, and shows both, when the second one has enough votes in
  which they are the nearest; any enough votes do where the open visit itself is of two candidates.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from camera.types import Seconds, TrackId
from watchlist.evidence import Evidence, Track, Vote, enough
from watchlist.operating_points import OperatingPoint
from watchlist.types import AlarmId, Candidate, Match, PersonId
from watchlist.visits import OpenVisit, Visit, Visits


@dataclass(frozen=True, slots=True)
class PolicyLimits:
    """How much must be seen before it rings, and for how long it then stays quiet.

    `votes_needed` votes, each at least `vote_gap_s` after the one before, the first and the last at least `spread_s`
    apart and none older than `vote_fresh_s`. A visit ends `quiet_s` after its last sighting; a camera reports it at
    most every `update_gap_s`. A track that nobody saw for `forget_track_after_s` starts again without votes.
    """

    votes_needed: int = 3
    vote_gap_s: float = 0.1
    spread_s: float = 0.3
    vote_fresh_s: float = 10.0
    quiet_s: float = 600.0
    update_gap_s: float = 2.0
    forget_track_after_s: float = 10.0

    def __post_init__(self) -> None:
        if not 1 <= self.votes_needed <= 20:
            raise ValueError(f"votes_needed must be 1 to 20, not {self.votes_needed}")
        for name, most in (("vote_gap_s", 5.0), ("spread_s", 10.0), ("update_gap_s", 60.0)):
            if not 0 <= getattr(self, name) <= most:
                raise ValueError(f"{name} must be 0 to {most:g}, not {getattr(self, name)}")
        for name, most in (("vote_fresh_s", 60.0), ("quiet_s", 86_400.0), ("forget_track_after_s", 600.0)):
            if not 1 <= getattr(self, name) <= most:
                raise ValueError(f"{name} must be 1 to {most:g}, not {getattr(self, name)}")
        shortest_s = max(self.spread_s, (self.votes_needed - 1) * self.vote_gap_s)
        if shortest_s > self.vote_fresh_s:
            raise ValueError(f"vote_fresh_s must be at least {shortest_s:g}, or {self.votes_needed} votes never meet")


@dataclass(frozen=True, slots=True)
class Observed:
    """One sighting of a track and whom it resembles."""

    camera: str
    track: TrackId
    at: Seconds
    match: Match


@dataclass(frozen=True, slots=True)
class RaiseAlarm:
    """Ring. `person_id` is None while two candidates cannot be told apart; `candidates` are one or two, best first,
    each with the score of when they last contested the name.

    `score` is the cosine of the sighting that made it ring, `runner_up_score` the next person's, None when there is no
    other person on the list. `votes` were cast since `first_vote_at`.
    """

    alarm_id: AlarmId
    person_id: PersonId | None
    candidates: tuple[Candidate, ...]
    camera: str
    track: TrackId
    first_vote_at: Seconds
    at: Seconds
    score: float
    runner_up_score: float | None
    votes: int


@dataclass(frozen=True, slots=True)
class UpdateAlarm:
    """The visit of an alarm goes on; do not ring.

    `person_id` is the name it has now, `named` whether it got it just now, `score` the sighting's best cosine. `sure`
    is False for a sighting that may be of somebody else and did not prolong the visit.
    """

    alarm_id: AlarmId
    person_id: PersonId | None
    camera: str
    track: TrackId
    at: Seconds
    score: float
    named: bool = False
    sure: bool = True


Decision = RaiseAlarm | UpdateAlarm


class AlarmPolicy:
    """Collects evidence per track and per person, and answers with decisions.

    `new_id` gives every alarm its id. `open_visits` are those of before a restart. With `quiet` off every camera rings
    for itself, once a visit: for recordings, which are to answer each alone.
    """

    def __init__(
        self,
        limits: PolicyLimits,
        point: OperatingPoint,
        new_id: Callable[[], AlarmId],
        open_visits: Iterable[Visit] = (),
        *,
        quiet: bool = True,
    ) -> None:
        self._limits = limits
        self._point = point
        self._new_id = new_id
        self._shared = quiet
        self._evidence = Evidence()
        self._visits = Visits(limits.quiet_s, open_visits)

    def observe(self, seen: Observed) -> list[Decision]:
        """What the caller must do now. `at` may jump back a little; visits then last longer by as much."""
        candidates = self._candidates(seen.match)
        if not candidates:
            self._evidence.still_there((seen.camera, seen.track), seen.at)
            return []
        track = self._evidence.of((seen.camera, seen.track), seen.at, self._limits.forget_track_after_s)
        voted = self._vote(track, candidates, seen.at)
        ready = [person for person in voted if self._enough(track.votes[person])]
        track.known.update(ready)
        track.named.update(person for person in ready if self._enough(track.clear_votes(person)))
        if ready:
            return self._settle(seen, track, self._who(track, ready[0], candidates), ready)
        return self._still_here(seen, track, candidates, [person for person in voted if person in track.known])

    def tick(self, now: Seconds) -> None:
        """Forget tracks that fell silent and visits that are over. Call it also while nobody is in view."""
        self._evidence.forget_before(now - self._limits.forget_track_after_s)
        self._visits.end_before(now)

    def track_ended(self, camera: str, track: TrackId) -> None:
        self._evidence.forget((camera, track))

    def recording_ended(self, camera: str) -> None:
        """Where every camera rings for itself, the next recording rings anew, also when it has the same name."""
        self._visits.end_at(camera)

    def open_visits(self) -> list[Visit]:
        return self._visits.now_open()

    def _candidates(self, match: Match) -> tuple[Candidate, ...]:
        """Whom this sighting may show: nobody, the one who leads by the margin, or the two nearest."""
        best, second = match.nearest, match.runner_up
        if best is None or best.score < self._point.threshold:
            return ()
        if second is None or best.score - second.score >= self._point.margin:
            return (best,)
        return (best, second)

    def _vote(self, track: Track, candidates: tuple[Candidate, ...], at: Seconds) -> list[PersonId]:
        """Give every candidate above the threshold their vote; those who got one."""
        voted = [candidate.person_id for candidate in candidates if candidate.score >= self._point.threshold]
        for person in voted:
            rival = next((other for other in candidates if other.person_id != person), None)
            vote = Vote(at, rival, led=person == candidates[0].person_id)
            track.add(person, vote, self._limits.vote_fresh_s, self._limits.vote_gap_s)
        return voted

    def _enough(self, votes: Iterable[Vote]) -> bool:
        return enough(votes, self._limits.votes_needed, self._limits.spread_s)

    def _who(self, track: Track, person: PersonId, candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
        """The person alone if named by enough clear votes, else with the rival; best first."""
        if len(candidates) == 2:
            return candidates
        rival = None if self._enough(track.clear_votes(person)) else track.rival_of(person)
        return candidates if rival is None else (*candidates, rival)

    def _settle(
        self, seen: Observed, track: Track, who: tuple[Candidate, ...], ready: list[PersonId]
    ) -> list[Decision]:
        """Enough votes for those who are ready: name, update or ring."""
        people = _people(who)
        visit = self._visits.exactly(people, self._scope(seen), seen.at) or self._joined(seen, track, people, ready)
        if visit is None:
            return [self._ring(seen, track, who)]
        if len(who) == 1 and visit.person is None:
            visit.who = (who[0].person_id,)
            visit.prolong(seen.at)
            visit.tell(seen.camera, seen.at, 0.0)
            return [_update(visit, seen, named=True)]
        return self._told(visit, seen, sure=visit.is_of(people))

    def _joined(
        self, seen: Observed, track: Track, people: tuple[PersonId, ...], ready: list[PersonId]
    ) -> OpenVisit | None:
        """The open visit of one of these, or one they may be of; none when there is somebody new to show."""
        hosts = {person: self._visits.find(person, self._scope(seen), seen.at) for person in people}
        host = next((visit for visit in hosts.values() if visit is not None), None)
        for person in ready:
            if host is None or hosts[person] is not None:
                continue
            if host.person is None or self._enough(track.leading_votes(person)):
                return None
        return host

    def _still_here(
        self, seen: Observed, track: Track, candidates: tuple[Candidate, ...], known: list[PersonId]
    ) -> list[Decision]:
        """A track that once had enough votes goes on with its person's visit at every further one."""
        people = _people(candidates)
        for person in known:
            scope = self._scope(seen)
            visit = self._visits.exactly(people, scope, seen.at) or self._visits.find(person, scope, seen.at)
            if visit is not None:
                return self._told(visit, seen, sure=visit.is_of(people) and (len(people) == 2 or person in track.named))
        return []

    def _told(self, visit: OpenVisit, seen: Observed, *, sure: bool) -> list[Decision]:
        if sure:
            visit.prolong(seen.at)
        worth_telling = visit.tell(seen.camera, seen.at, self._limits.update_gap_s)
        return [_update(visit, seen, sure=sure)] if worth_telling else []

    def _ring(self, seen: Observed, track: Track, who: tuple[Candidate, ...]) -> RaiseAlarm:
        alarm_id = self._new_id()
        people = _people(who)
        self._visits.begin(alarm_id, people, self._scope(seen), seen.camera, seen.at)
        votes = max((track.votes.get(person, []) for person in people), key=len)
        second = seen.match.runner_up
        return RaiseAlarm(
            alarm_id,
            people[0] if len(people) == 1 else None,
            who,
            seen.camera,
            seen.track,
            first_vote_at=votes[0].at,
            at=seen.at,
            score=_best_score(seen),
            runner_up_score=None if second is None else second.score,
            votes=len(votes),
        )

    def _scope(self, seen: Observed) -> str | None:
        return None if self._shared else seen.camera


def _people(who: Iterable[Candidate]) -> tuple[PersonId, ...]:
    return tuple(one.person_id for one in who)


def _update(visit: OpenVisit, seen: Observed, *, named: bool = False, sure: bool = True) -> UpdateAlarm:
    return UpdateAlarm(visit.alarm_id, visit.person, seen.camera, seen.track, seen.at, _best_score(seen), named, sure)


def _best_score(seen: Observed) -> float:
    return 0.0 if seen.match.nearest is None else seen.match.nearest.score
