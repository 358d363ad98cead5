"""What is wrong with a window as it is drawn: clipped words, things over each other, small or crowded touch targets,
faint ink. It looks at the widgets' places and at the picture, not at what the code meant."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

ROUNDING_PX = 1
FEW_PIXELS = 0.0005
"""A share of a label's pixels below which a colour is an edge between two others, or a neighbour's."""


@dataclass(frozen=True, slots=True)
class Fault:
    kind: str
    where: str
    detail: str


def misplaced(window: QWidget, touch_px: int, gap_px: int) -> list[Fault]:
    buttons = [button for button in window.findChildren(QAbstractButton) if button.isVisible()]
    return [
        *(fault for label in _written(window) for fault in clipped(window, label)),
        *overlapping(window),
        *(fault for button in buttons for fault in hard_to_press(button, touch_px)),
        *crowded(window, buttons, gap_px),
    ]


def faint_words(window: QWidget, image: QImage, least: float) -> list[Fault]:
    """`image` is the picture of this window."""
    pixels = _pixels(image)
    return [fault for label in _written(window) for fault in faint(window, label, pixels, least)]


def _written(window: QWidget) -> list[QLabel]:
    return [label for label in window.findChildren(QLabel) if label.isVisible() and label.text().strip()]


def place_in(window: QWidget, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def clipped(window: QWidget, label: QLabel) -> Iterator[Fault]:
    """Words larger than their label, or a label that sticks out of what it stands in."""
    flags = label.alignment() | (Qt.TextFlag.TextWordWrap if label.wordWrap() else Qt.TextFlag.TextSingleLine)
    room = QRect(0, 0, label.width(), 100_000 if label.wordWrap() else label.height())
    needed = label.fontMetrics().boundingRect(room, int(flags), label.text())
    if needed.width() > label.width() + ROUNDING_PX or needed.height() > label.height() + ROUNDING_PX:
        have = f"{label.width()}x{label.height()}"
        yield Fault("clipped text", label.text(), f"{needed.width()}x{needed.height()} px in {have}")
    inner: QWidget = label
    outer = label.parentWidget()
    while outer is not None and inner is not window:
        if not outer.rect().adjusted(-1, -1, 1, 1).contains(inner.geometry()):
            yield Fault("sticks out", label.text(), f"{inner.geometry().getRect()} of {type(outer).__name__}")
            return
        inner, outer = outer, outer.parentWidget()


def overlapping(window: QWidget) -> Iterator[Fault]:
    for parent in (window, *window.findChildren(QWidget)):
        children = [child for child in parent.children() if isinstance(child, QWidget) and child.isVisible()]
        for one, other in combinations(children, 2):
            common = one.geometry().intersected(other.geometry())
            if common.width() > ROUNDING_PX and common.height() > ROUNDING_PX:
                yield Fault("overlap", _named(one), f"with {_named(other)} by {common.width()}x{common.height()} px")


def hard_to_press(button: QAbstractButton, touch_px: int) -> Iterator[Fault]:
    if min(button.width(), button.height()) < touch_px:
        yield Fault("small target", _named(button), f"{button.width()}x{button.height()} px, not {touch_px}")
    if not button.accessibleName().strip():
        yield Fault("no name", type(button).__name__, "a reader of screens cannot say it")


def crowded(window: QWidget, buttons: list[QAbstractButton], gap_px: int) -> Iterator[Fault]:
    places = [(button, place_in(window, button)) for button in buttons]
    for (one, a), (other, b) in combinations(places, 2):
        across = max(a.left(), b.left()) - min(a.right(), b.right()) - 1
        down = max(a.top(), b.top()) - min(a.bottom(), b.bottom()) - 1
        if max(across, down) < gap_px - ROUNDING_PX:
            yield Fault("crowded", _named(one), f"{max(across, down)} px from {_named(other)}, not {gap_px}")


def faint(window: QWidget, label: QLabel, pixels: NDArray[np.uint32], least: float) -> Iterator[Fault]:
    """The ground is the commonest colour of the label's place, the ink the one that differs most from it."""
    place = place_in(window, label).intersected(window.rect())
    part = pixels[place.top() : place.bottom() + 1, place.left() : place.right() + 1]
    if not part.size:
        return
    colours, counts = np.unique(part, return_counts=True)
    light = _luminance(colours)
    ground = light[counts.argmax()]
    seen = counts >= max(FEW_PIXELS * counts.sum(), 1)
    ratio = (np.maximum(light, ground) + 0.05) / (np.minimum(light, ground) + 0.05)
    best = float(ratio[seen].max())
    if best < least:
        yield Fault("faint", label.text(), f"contrast {best:.2f}, not {least}")


def _luminance(codes: NDArray[np.uint32]) -> NDArray[np.float64]:
    channels = np.stack([codes >> 16 & 255, codes >> 8 & 255, codes & 255], axis=1) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    light: NDArray[np.float64] = linear @ np.array([0.2126, 0.7152, 0.0722])
    return light


def _pixels(image: QImage) -> NDArray[np.uint32]:
    """One number a pixel, 0xRRGGBB."""
    rgb = image.convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(rgb.constBits(), np.uint32).reshape(rgb.height(), rgb.bytesPerLine() // 4)
    return rows[:, : rgb.width()] & np.uint32(0xFFFFFF)


def _named(widget: QWidget) -> str:
    return widget.accessibleName() or type(widget).__name__
