"""A hub's address as people write it in the settings."""

from records.addresses import checked_address
from records.errors import AddressRefused

_HINT = "Write follow.hub as https://..., or as http://127.0.0.1:... where the hub runs on this PC."


def hub_address(url: str) -> str:
    """Raises AddressRefused."""
    return checked_address(url, "a hub", _HINT)


def address_fault(url: str) -> str | None:
    """What cannot be right about an address as it is written; None where nothing is, and for no address."""
    try:
        if url:
            hub_address(url)
    except AddressRefused as error:
        return str(error)
    return None
