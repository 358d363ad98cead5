"""A face check that plays a script: for tests and rehearsals."""

from collections.abc import Iterable

from camera.leases.messages import Advice, CheckFacts, CheckProgress, StartCheck
from camera.liveness.facts import ChallengeEnd, LivenessFacts
from camera.types import Frame, Seconds


class ScriptedCheck:
    """Asks for each of its advices for one frame, then ends with this similarity; `order.within_s` ends it too."""

    def __init__(
        self, order: StartCheck, started_at: Seconds, advices: Iterable[Advice] = (), similarity: float = 0.8
    ) -> None:
        self.order = order
        self._until = started_at + order.within_s
        self._advices = list(advices)
        self._asked = 0
        self._similarity = similarity

    def feed(self, frame: Frame) -> CheckProgress | CheckFacts:
        if self._asked >= len(self._advices):
            return self._facts()
        self._asked += 1
        return self._progress()

    def tick(self, at: Seconds) -> CheckProgress | CheckFacts:
        return self._facts() if at >= self._until else self._progress()

    def _progress(self) -> CheckProgress:
        advice = self._advices[self._asked - 1] if self._asked else Advice.NOBODY
        return CheckProgress(self.order.check_id, advice, self._asked / (len(self._advices) + 1))

    def _facts(self) -> CheckFacts:
        life = LivenessFacts(ChallengeEnd.NOT_ASKED)
        return CheckFacts(self.order.check_id, life, "scripted", self._asked, similarity=self._similarity)
