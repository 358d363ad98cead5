"""From what the cameras tell to what must be done: match every sighting, feed the policy.

One thread uses a lookout; only `replace_gallery` may be called from another.
"""

from collections.abc import Sequence

from camera.types import Seconds, Sighting, TrackEnded
from watchlist.gallery import Gallery
from watchlist.policy import AlarmPolicy, Decision, Observed


class Lookout:
    """A gallery and the policy that judges its answers.

    The cameras of a watch share the monotonic clock. Recordings each begin at zero: the caller lays them end to end
    with `offset_s`, what is to be added to the camera's time, and takes it off the decisions' times again.
    """

    def __init__(self, gallery: Gallery, policy: AlarmPolicy) -> None:
        self._gallery = gallery
        self._policy = policy

    @property
    def gallery(self) -> Gallery:
        return self._gallery

    def replace_gallery(self, gallery: Gallery) -> None:
        """Search this one from the next call on; a search under way finishes with the one it began with."""
        self._gallery = gallery

    def see(self, sightings: Sequence[Sighting], offset_s: Seconds = 0.0) -> list[Decision]:
        """The decisions about these sightings, in the order of their times.

        Raises ForeignEmbedding, before any of them counts, when one was made by another model than the gallery's.
        """
        ordered = sorted(sightings, key=lambda seen: (seen.at, seen.camera, seen.track))
        matches = self._gallery.search([seen.embedding for seen in ordered])
        decisions: list[Decision] = []
        for seen, match in zip(ordered, matches, strict=True):
            decisions += self._policy.observe(Observed(seen.camera, seen.track, seen.at + offset_s, match))
        return decisions

    def ended(self, track: TrackEnded) -> None:
        self._policy.track_ended(track.camera, track.track)

    def recording_ended(self, camera: str) -> None:
        self._policy.recording_ended(camera)

    def tick(self, now: Seconds) -> None:
        """Let time pass; `now` is on the policy's clock, so with the offset in it."""
        self._policy.tick(now)
