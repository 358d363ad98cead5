"""How a check ends: its facts from what was found out. Pure."""

from camera.facecheck.guiding import obstacle
from camera.leases.messages import Advice, CheckFacts, NoComparison
from camera.liveness.facts import LivenessFacts
from camera.types import Seconds


def facts(
    check_id: str,
    liveness: LivenessFacts,
    model_id: str,
    shots: int,
    similarity: float | NoComparison,
    decided_in_s: Seconds,
) -> CheckFacts:
    """A similarity, or what stood in its way."""
    decided_in_s = max(decided_in_s, 0.0)
    if isinstance(similarity, NoComparison):
        return CheckFacts(check_id, liveness, model_id, shots, None, similarity, decided_in_s)
    return CheckFacts(check_id, liveness, model_id, shots, similarity, None, decided_in_s)


class Hindrances:
    """What was advised for how long, since the last shot."""

    def __init__(self) -> None:
        self._told: dict[Advice, Seconds] = {}
        self._last: tuple[Advice, Seconds] | None = None

    def advised(self, advice: Advice, at: Seconds) -> None:
        if self._last is not None:
            before, since = self._last
            self._told[before] = self._told.get(before, 0.0) + max(at - since, 0.0)
        self._last = advice, at

    def clear(self) -> None:
        self._told, self._last = {}, None

    def longest_s(self, among: frozenset[Advice]) -> Seconds:
        return max((self._told.get(one, 0.0) for one in among), default=0.0)

    def obstacle(self) -> NoComparison:
        return obstacle(self._told)
