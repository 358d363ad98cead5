"""An alarm on a loudspeaker of this computer.

The device is held open and plays silence while nothing is due, so that a loudspeaker that was pulled out is told of
when it happens and not when somebody should come. It needs PulseAudio or PipeWire on Linux where other programs make
sounds too; a bare ALSA device may belong to this program alone.
"""

import sys
import time
from collections.abc import Callable, Generator
from pathlib import Path
from threading import Event
from typing import Any

import miniaudio  # type: ignore[import-untyped]

from hardware.beacons.address import SoundAddress
from hardware.beacons.protocol import Signal
from hardware.beacons.tones import RATE_HZ, Tones
from hardware.errors import PartLost, PartMissing

BUFFER_MS = 100
STALLS_AFTER_S = 2.0
LOOK_AGAIN_S = 5.0
DRIFT_S = 0.5
"""Further from its time than that, a siren jumps: the computer slept, or the signal was raised anew."""
NO_DEVICE_HINT = (
    "Connect a loudspeaker and choose it in the computer's sound settings. The program must run in the session of "
    "somebody who is logged in; a service without one has no sound."
)
NAME_HINT = "Write part of one of these names behind sound: in the settings, or sound: alone for the default."
MOVES_SOUNDS = "PulseAudio"
"""Goes on playing on its null device when the last real one is pulled out. Others stop, which is found by itself, and
some of them cannot be asked while they play."""
SWALLOWERS = (b"auto_null", b"null")
"""What sound systems offer where no device is: it swallows all sound."""
_Frames = Generator[bytes, int, None]


class SoundCard:
    def __init__(self, part: str, address: SoundAddress, clock: Callable[[], float] = time.monotonic) -> None:
        self._part = part
        self._address = address
        self._clock = clock
        self._tones = Tones(address.volume, address.siren_s)
        self._device: miniaudio.PlaybackDevice | None = None
        self._asked_at_s = 0.0
        self._look_again_at_s = 0.0
        self._playing = (Signal.OFF, 0)
        self._is_asked = Event()

    def open(self) -> None:
        chosen = self._chosen()
        try:
            device = miniaudio.PlaybackDevice(
                nchannels=1,
                sample_rate=RATE_HZ,
                buffersize_msec=BUFFER_MS,
                device_id=chosen,
                backends=usable_backends(),
                app_name="gatehouse",
            )
        except miniaudio.MiniaudioError as error:
            raise PartMissing(self._part, "the sound device cannot be opened", NO_DEVICE_HINT) from error
        self._device = device
        self._playing = (Signal.OFF, 0)
        self._asked_at_s = self._clock()
        self._look_again_at_s = self._asked_at_s + LOOK_AGAIN_S
        frames = self._frames()
        next(frames)
        try:
            device.start(frames)
        except miniaudio.MiniaudioError as error:
            raise PartMissing(self._part, "the sound device does not start", NO_DEVICE_HINT) from error

    def put(self, signal: Signal, since_s: float) -> None:
        if self._device is None:
            raise PartLost(self._part, "the sound device is closed", NO_DEVICE_HINT)
        now = self._clock()
        if now - self._asked_at_s > STALLS_AFTER_S:
            raise PartLost(self._part, "the sound device stopped playing", NO_DEVICE_HINT)
        if now >= self._look_again_at_s and self._device.backend == MOVES_SOUNDS:
            self._look_again_at_s = now + LOOK_AGAIN_S
            self._chosen()
        playing, frame = self._playing
        due = round(since_s * RATE_HZ)
        if signal is not playing or abs(due - frame) > DRIFT_S * RATE_HZ:
            self._playing = (signal, due)

    def examine(self) -> str:
        """It takes silence."""
        self._is_asked.clear()
        if not self._is_asked.wait(STALLS_AFTER_S):
            raise PartLost(self._part, "the sound device takes no sound", NO_DEVICE_HINT)
        return f"a loudspeaker takes sound; there are: {', '.join(name for name, _ in real_devices())}"

    def close(self) -> None:
        device, self._device = self._device, None
        if device is not None:
            device.close()
            # miniaudio leaves it behind, and a sound server takes 64 connections before it refuses the next.
            miniaudio.lib.ma_context_uninit(device._context)

    def _frames(self) -> _Frames:
        """Run by the device's own thread, which says how many frames it wants next."""
        wanted = yield b""
        while True:
            self._asked_at_s = self._clock()
            self._is_asked.set()
            signal, first = playing = self._playing
            samples = self._tones.samples(signal, first, wanted).tobytes()
            if self._playing is playing:  # else another signal came meanwhile, and begins with the next frames
                self._playing = (signal, first + wanted)
            wanted = yield samples

    def _chosen(self) -> Any | None:
        """The id of the device that is asked for; None for the default. Raises PartMissing where there is none."""
        try:
            devices = real_devices()
        except miniaudio.MiniaudioError as error:
            raise PartMissing(self._part, "there is no sound device", NO_DEVICE_HINT) from error
        if not devices:
            raise PartMissing(self._part, "there is no sound device", NO_DEVICE_HINT)
        if not self._address.device:
            return None
        wanted = self._address.device.casefold()
        for name, device_id in devices:
            if wanted in name.casefold():
                return device_id
        names = ", ".join(name for name, _ in devices)
        raise PartMissing(self._part, f"no sound device is called {self._address.device!r}, only {names}", NAME_HINT)


def usable_backends() -> list[miniaudio.Backend]:
    """The null device, which swallows every sound and says all is well, is not among them."""
    if sys.platform == "win32":
        return [miniaudio.Backend.WASAPI, miniaudio.Backend.DSOUND, miniaudio.Backend.WINMM]
    if sys.platform == "darwin":
        return [miniaudio.Backend.COREAUDIO]
    has_card = any(Path("/dev/snd").glob("pcm*p"))  # without one, ALSA writes a page of errors on every try
    return [miniaudio.Backend.PULSEAUDIO, *([miniaudio.Backend.ALSA] if has_card else [])]


def real_devices() -> list[tuple[str, Any]]:
    """Names and ids of what may be heard. Raises MiniaudioError where no sound system runs."""
    found = miniaudio.Devices(usable_backends()).get_playbacks()
    return [(str(one["name"]), one["id"]) for one in found if _system_name(one["id"]) not in SWALLOWERS]


def _system_name(device_id: Any) -> bytes:
    """What PulseAudio, PipeWire and ALSA call it; the names of other systems are no text in bytes."""
    return bytes(miniaudio.ffi.buffer(device_id)).partition(b"\0")[0]
