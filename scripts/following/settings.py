"""The settings of a home that follows a hub's list."""

from dataclasses import dataclass, field

from scripts.settings_faults import FAULT_OF
from watchlist.feed.age import AgeLimits
from watchlist.feed.client.address import address_fault


@dataclass(frozen=True, slots=True)
class FollowSettings:
    """The hub, and the key under which it knows this PC. Without `hub` no list is followed.

    `ca_file`: the authority that signed the hub's certificate; empty is those this computer trusts. A file's name
    without a folder is looked for in the home directory. With `photographs` the hub's photographs are fetched and this
    PC computes its own templates of them: for a model that the hub has none of; a hub that follows gives them to such
    PCs. The hub must allow it.
    A list is old after `old_after_h` without a word of the hub.
    """

    hub: str = field(default="", metadata={FAULT_OF: address_fault})
    key_file: str = ""
    ca_file: str = ""
    photographs: bool = False
    old_after_h: float = 6.0

    def __post_init__(self) -> None:
        if bool(self.hub) != bool(self.key_file):
            raise ValueError("hub and key_file go together")
        if self.ca_file and not self.hub.lower().startswith("https://"):
            raise ValueError("ca_file needs a hub that begins with https://")
        if not 0.05 <= self.old_after_h <= 24 * 30:
            raise ValueError("old_after_h must be 0.05 to 720")

    @property
    def age_limits(self) -> AgeLimits:
        return AgeLimits(old_after_s=self.old_after_h * 3600)


@dataclass(frozen=True, slots=True)
class FollowTree:
    follow: FollowSettings = field(default_factory=FollowSettings)
