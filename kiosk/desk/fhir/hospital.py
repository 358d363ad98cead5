"""What every step of the FHIR book needs: the site, the server, and what things are called there."""

from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Self

from kiosk.desk.fhir.asking import FhirServer
from kiosk.desk.fhir.directory import Directory
from kiosk.desk.fhir.locking import Locks
from kiosk.desk.fhir.names import FhirNames
from kiosk.desk.sql.site import Site, Told
from kiosk.rules.limits import Channel


@dataclass(frozen=True)
class Hospital:
    """`site` is the hub's own: its clock, limits, channel, and the database for answers, trail and queue numbers."""

    site: Site
    server: FhirServer
    names: FhirNames
    directory: Directory
    locks: Locks = field(default_factory=Locks)

    @classmethod
    def at(cls, site: Site, server: FhirServer, names: FhirNames | None = None) -> Self:
        names = names or FhirNames()
        return cls(site, server, names, Directory(server, names))

    def for_channel(self, channel: Channel) -> Self:
        return replace(self, site=replace(self.site, channel=channel))

    def telling(self, told: Told) -> Self:
        return replace(self, site=replace(self.site, told=told))

    def token_of(self, key: str) -> str:
        """What a hold with this key is known by at the hospital: the same again for the same request."""
        return sha256(f"{self.site.channel.name}\n{key}".encode()).hexdigest()[:32]
