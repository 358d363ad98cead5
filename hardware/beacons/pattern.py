"""What is seen and heard for a signal at a moment. PURE.

A lamp changes at most twice a second: three flashes a second and more can bring on a seizure. It stands still after
`PULSES_FOR_S`, because the contacts of a relay wear out.
"""

from dataclasses import dataclass

from hardware.beacons.protocol import Signal

PULSES_FOR_S = 600.0
SIREN_S = 60.0
"""The longest a siren sounds for one raising, unless the address says otherwise."""
_PHASE_S = {Signal.ALARM: 1.0, Signal.ESCALATED: 0.5}
"""How long the lamp is on, and then off; the other signals have it steady."""


@dataclass(frozen=True, slots=True)
class Due:
    """The signal that is due, and when it was raised: the last time it became more urgent."""

    signal: Signal = Signal.OFF
    raised_at_s: float = 0.0

    def then(self, signal: Signal, at_s: float) -> "Due":
        """A signal that is lowered keeps its age, so that no siren begins anew by it."""
        if signal is self.signal:
            return self
        return Due(signal, at_s if signal > self.signal else self.raised_at_s)


@dataclass(frozen=True, slots=True)
class Shown:
    lamp: bool = False
    amber: bool = False
    siren: bool = False


def shown_at(signal: Signal, since_s: float, siren_s: float, *, pulses: bool = True) -> Shown:
    """`since_s`: how long ago it was raised. `pulses`: not where the lamp has a flasher of its own."""
    if signal is Signal.OFF:
        return Shown()
    if signal is Signal.ATTENTION:
        return Shown(amber=True)
    still = not pulses or since_s >= PULSES_FOR_S
    return Shown(lamp=still or int(since_s / _PHASE_S[signal]) % 2 == 0, siren=since_s < siren_s)
