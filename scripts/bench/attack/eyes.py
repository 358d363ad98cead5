"""Which cameras a running watch looks through, as far as it told so itself and nothing was killed. PURE."""

from collections.abc import Iterable
from datetime import datetime

from scripts.bench.attack.visits import Stretch


class Eyes:
    """Tell it what happens, with the moments that a watch gives for itself; `stretches` answers what came of it.

    A killed worker's camera is not known before the watch says which one is lost; it counts as unwatched from the kill.
    """

    def __init__(self, cameras: Iterable[str]) -> None:
        self._over: list[Stretch] = []
        self._cameras = frozenset(cameras)
        self._live: dict[str, datetime] = {}
        self._killed_at: datetime | None = None

    @property
    def are_open(self) -> bool:
        """Every camera is looked through, and no kill of a worker is unaccounted for."""
        return self._live.keys() == self._cameras and self._killed_at is None

    def stretches(self, now: datetime) -> list[Stretch]:
        """Those that go on as well, up to now."""
        end = min(now, self._killed_at or now)
        return self._over + [Stretch(camera, since, end) for camera, since in self._live.items() if since < end]

    def live(self, camera: str, at: datetime) -> None:
        self._live[camera] = at

    def lost(self, camera: str, at: datetime) -> None:
        if camera in self._live:
            self._close(camera, self._killed_at or at)
            self._killed_at = None

    def worker_killed(self, at: datetime) -> None:
        self._killed_at = at

    def shut(self, at: datetime) -> None:
        """The watch was killed."""
        for camera in list(self._live):
            self._close(camera, min(at, self._killed_at or at))
        self._killed_at = None

    def stood_still(self, from_at: datetime, to_at: datetime) -> None:
        """Nothing of this computer ran in between; the cameras that were live are so again."""
        for camera, since in list(self._live.items()):
            if since < to_at:
                self._close(camera, from_at)
                self._live[camera] = to_at

    def _close(self, camera: str, at: datetime) -> None:
        since = self._live.pop(camera)
        if since < at:
            self._over.append(Stretch(camera, since, at))
