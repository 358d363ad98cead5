"""The settings of what is announced to the building's own systems."""

from dataclasses import dataclass, field

from scripts.settings_faults import FAULT_OF
from watchlist.announcing.address import address_fault, parse_address


@dataclass(frozen=True, slots=True)
class MqttSettings:
    """The broker, and the user there. Without `address` nothing is announced.

    `ca_file`: the authority that signed the broker's certificate; empty is those this computer trusts. A file's name
    without a folder is looked for in the home directory.
    """

    address: str = field(default="", metadata={FAULT_OF: address_fault})
    user: str = ""
    password_file: str = ""
    ca_file: str = ""

    def __post_init__(self) -> None:
        if bool(self.user) != bool(self.password_file):
            raise ValueError("user and password_file go together")
        if address_fault(self.address) is not None:
            return  # told by the field's own words
        if self.ca_file and not (self.address and parse_address(self.address).is_secure):
            raise ValueError("ca_file needs an address that begins with mqtts://")


@dataclass(frozen=True, slots=True)
class MqttTree:
    mqtt: MqttSettings = field(default_factory=MqttSettings)
