"""The doctor and the beacons: each of the settings is tried, and rung only when that is asked for."""

from collections.abc import Iterator, Sequence

from hardware.beacons.opening import examine_beacon, open_link, ring_beacon
from hardware.errors import HardwareError
from scripts.command import SETTINGS_FILE
from scripts.doctor.findings import Finding, Health
from scripts.entrance.settings import BeaconSettings
from scripts.kiosk.parts import part_name

RINGS_FOR_S = 1.0


def beacon_findings(beacons: Sequence[BeaconSettings], *, ring: bool) -> Iterator[Finding]:
    for place, one in enumerate(beacons):
        part = part_name("beacon", place, len(beacons))
        try:
            found = examine_beacon(open_link(one.url, part))
            if ring:
                ring_beacon(open_link(one.url, part), RINGS_FOR_S)
                found += f"; it rang for {RINGS_FOR_S:.0f} s, if nobody saw or heard it, check what hangs on it"
        except HardwareError as error:
            yield Finding(part, Health.FAULT, error.why, error.hint)
            continue
        yield Finding(part, Health.WELL, found)
    if ring and not beacons:
        hint = f'Add [[beacons]] with url = "sound:" to {SETTINGS_FILE}.'
        yield Finding("beacon", Health.CAUTION, "none in the settings: nothing rings", hint)
