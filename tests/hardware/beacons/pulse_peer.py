"""A real PulseAudio with null sinks as loudspeakers, and the recording of what they played."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from tests.hardware.hearing import WITHIN_S, until

RATE_HZ = 48000
PROGRAMS = ("pulseaudio", "pactl", "parec")


class PulsePeer:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.address = f"unix:{folder / 'pulse.sock'}"
        self._environment = os.environ | {"HOME": str(folder), "PULSE_SERVER": self.address}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *sinks: str) -> None:
        """With one loudspeaker for each name."""
        command = ["pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1"]
        for sink in sinks:
            command += ["-L", loudspeaker(sink)]
        command += ["-L", "module-rescue-streams"]  # as on every desktop
        command += ["-L", f"module-native-protocol-unix socket={self._folder / 'pulse.sock'} auth-anonymous=1"]
        runtime = {"XDG_RUNTIME_DIR": str(self._folder), "PULSE_RUNTIME_PATH": str(self._folder)}
        environment = {name: text for name, text in self._environment.items() if name != "PULSE_SERVER"} | runtime
        self._process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until(lambda: self._run("info", check=False).returncode == 0)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait(WITHIN_S)
            self._process = None

    def freeze(self) -> None:
        if sys.platform != "win32" and self._process is not None:
            self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        if sys.platform != "win32" and self._process is not None:
            self._process.send_signal(signal.SIGCONT)

    def plug_in(self, sink: str) -> None:
        self._run("load-module", *loudspeaker(sink).split())

    def pull_out(self, sink: str) -> None:
        modules = self._run("list", "short", "modules").stdout.decode().splitlines()
        [number] = [line.split()[0] for line in modules if f"sink_name={sink} " in line]
        self._run("unload-module", number)

    def players(self) -> int:
        """How many streams are played."""
        return len(self._run("list", "short", "sink-inputs").stdout.splitlines())

    def clients(self) -> int:
        """How many connections the beacon holds; PulseAudio allows 64."""
        return self._run("list", "clients").stdout.count(b"gatehouse")

    def recorded(self, sink: str, lasts_s: float) -> npt.NDArray[np.int16]:
        """What is played from now on."""
        wanted = round(lasts_s * RATE_HZ) * 2
        command = ["parec", "-d", f"{sink}.monitor", "--raw", "--format=s16le", f"--rate={RATE_HZ}", "--channels=1"]
        command += ["--latency-msec=20"]
        with subprocess.Popen(
            command, env=self._environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as recorder:
            assert recorder.stdout is not None
            data = recorder.stdout.read(wanted)
            recorder.terminate()
        return np.frombuffer(data, np.int16)

    def _run(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(["pactl", *words], env=self._environment, capture_output=True, check=check)


def loudspeaker(sink: str) -> str:
    return f"module-null-sink sink_name={sink} rate={RATE_HZ} sink_properties=device.description={sink}-Speaker"


@contextmanager
def pulse_peer(folder: Path) -> Iterator[PulsePeer]:
    if sys.platform == "win32" or not all(map(shutil.which, PROGRAMS)):
        pytest.skip("missing part: pulseaudio, pulseaudio-utils")
    peer = PulsePeer(folder)
    try:
        yield peer
    finally:
        peer.kill()
