"""A patient's telephone: it reads the code that stands on a screen."""

import numpy as np
import zxingcpp
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget


def scanned(window: QWidget) -> str | None:
    """None while there is none to be read."""
    image = window.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    codes = zxingcpp.read_barcodes(np.ascontiguousarray(rows[:, : image.width()]))
    return str(codes[0].text) if len(codes) == 1 else None
