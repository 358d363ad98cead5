"""Sound through Qt Multimedia (on Linux: PulseAudio or PipeWire)."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject

from ui.shared.qt_multimedia import QAudioFormat, QAudioSink, QMediaDevices
from ui.shared.sound import SilentSpeaker, Sound, Speaker


class QtSpeaker(QObject):
    """Plays on the device that is the default when a sound begins; one that went away costs that sound only."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sink: QAudioSink | None = None
        self._buffer: QBuffer | None = None

    def play(self, sound: Sound) -> None:
        self.stop()
        device = QMediaDevices.defaultAudioOutput()
        shape = QAudioFormat()
        shape.setSampleRate(sound.rate_hz)
        shape.setChannelCount(1)
        shape.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        if device.isNull() or not device.isFormatSupported(shape):
            return
        self._buffer = QBuffer(self)
        self._buffer.setData(QByteArray(sound.pcm))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._sink = QAudioSink(device, shape, self)
        self._sink.start(self._buffer)

    def stop(self) -> None:
        for part in (self._sink, self._buffer):
            if part is not None:
                part.deleteLater()
        if self._sink is not None:
            self._sink.reset()
        self._sink = self._buffer = None


def has_device() -> bool:
    """Whether this computer has something to sound with now."""
    return not QMediaDevices.defaultAudioOutput().isNull()


def default_speaker(parent: QObject | None = None) -> Speaker:
    """Silent where this computer has no sound device when the program starts."""
    return QtSpeaker(parent) if has_device() else SilentSpeaker()
