import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from tests.ui.visitor.conftest import Show
from tests.ui.visitor.pressing import mirror, settle
from ui.visitor.layouts.mirror import MirrorPage
from ui.visitor.mirror_view import MirrorView
from ui.visitor.window import VisitorWindow

BLUE, GREEN = (200, 40, 20), (30, 160, 30)


def halves() -> np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]:
    """As the camera sees it: blue on its left, green on its right (BGR)."""
    picture = np.empty((720, 960, 3), np.uint8)
    picture[:, :480], picture[:, 480:] = BLUE, GREEN
    return picture


def view_of(window: VisitorWindow) -> MirrorView:
    assert isinstance(window.page, MirrorPage)
    return window.page.mirror


def colour_at(image: QImage, x: float, y: float) -> tuple[int, int, int]:
    colour: QColor = image.pixelColor(int(image.width() * x), int(image.height() * y))
    return colour.blue(), colour.green(), colour.red()


def test_it_is_a_mirror(show: Show) -> None:
    window = show(mirror())
    window.show_frame(halves())
    image = view_of(window).grab().toImage()
    assert colour_at(image, 0.1, 0.5) == GREEN
    assert colour_at(image, 0.9, 0.5) == BLUE


@pytest.mark.parametrize("filled", [0.0, 0.5, 1.0])
def test_the_oval_fills_from_below(show: Show, filled: float) -> None:
    view = view_of(show(mirror(filled)))
    view.show_picture(halves())
    image = view.grab().toImage()
    oval, accent = view.oval(), view.skin.colour("accent")
    bottom = image.pixelColor(int(oval.center().x()) - 20, int(oval.bottom()))
    top = image.pixelColor(int(oval.center().x()) - 20, int(oval.top()))
    assert (bottom == accent) == (filled > 0)
    assert (top == accent) == (filled == 1.0)


def test_a_part_of_a_larger_picture_is_shown_too(show: Show) -> None:
    window = show(mirror())
    window.show_frame(np.tile(halves(), (1, 2, 1))[:, 480:1440])
    settle()
    assert colour_at(view_of(window).grab().toImage(), 0.9, 0.5) == GREEN


def test_nothing_on_the_page_is_red(show: Show) -> None:
    """A refused face is never framed in alarm."""
    window = show(mirror(1.0))
    window.show_frame(np.full((720, 960, 3), 128, np.uint8))
    image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    red, green, blue = (pixels[:, : image.width() * 3].reshape(-1, 3)[:, channel].astype(int) for channel in range(3))
    assert not ((red > green + 60) & (red > blue + 60)).any()
