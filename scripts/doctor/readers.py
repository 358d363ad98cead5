"""The doctor at a card reader: a kiosk's, or the one for guards' badges."""

from hardware.cards.opening import examine_reader
from hardware.errors import HardwareError
from scripts.doctor.findings import Finding, Health


def reader_finding(part: str, address: str) -> Finding:
    try:
        found = examine_reader(address)
    except HardwareError as error:
        return Finding(part, Health.FAULT, error.why, error.hint)
    return Finding(part, Health.WELL, ", ".join(found) or f"{address} answers")
