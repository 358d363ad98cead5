"""A screen as a picture, with what is wrong on it."""

from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter

from ui.shared import audit


@dataclass(frozen=True, slots=True)
class Taken:
    image: QImage
    faults: tuple[audit.Fault, ...]

    def png(self) -> bytes:
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"png")).write(self.image)
        return bytes(buffer.data().data())
