import io
import struct
import wave
from array import array

import pytest
from PySide6.QtWidgets import QApplication

from ui.shared.sound import chime, sound_of_wav


def wav(channels: int = 1, width: int = 2, frames: int = 100) -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(22_050)
        file.writeframes(b"\x01" * channels * width * frames)
    return buffer.getvalue()


def test_the_chime_is_short_soft_and_ends_in_silence() -> None:
    sound = chime()
    samples = array("h", sound.pcm)
    assert 0.3 < sound.length_s < 1
    assert 5_000 < max(samples) < 16_000
    assert max(abs(sample) for sample in samples[-50:]) < 200


def test_a_wav_is_read() -> None:
    sound = sound_of_wav(wav())
    assert sound is not None
    assert (sound.rate_hz, len(sound.pcm)) == (22_050, 200)


def test_a_wav_from_a_pipe_promises_more_than_it_brings() -> None:
    data = bytearray(wav())
    struct.pack_into("<I", data, 4, 0x7FFFFFFF)
    struct.pack_into("<I", data, 40, 0x7FFFF000)
    sound = sound_of_wav(bytes(data))
    assert sound is not None
    assert len(sound.pcm) == 200


@pytest.mark.parametrize("data", [b"", b"RIFF", b"nothing of the kind", wav(channels=2), wav(width=1)])
def test_what_cannot_be_played_is_no_sound(data: bytes) -> None:
    assert sound_of_wav(data) is None


@pytest.mark.no_qt_log
def test_a_computer_without_a_sound_device_is_silent_and_goes_on(qapp: QApplication) -> None:
    from ui.shared.qt_speaker import QtSpeaker, default_speaker

    for speaker in (default_speaker(qapp), QtSpeaker(qapp)):
        speaker.play(chime())
        speaker.stop()
        speaker.stop()
