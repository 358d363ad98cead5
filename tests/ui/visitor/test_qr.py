from dataclasses import replace

import numpy as np
import pytest
import zxingcpp
from PySide6.QtGui import QImage

from kiosk.visit.pages import Page
from kiosk.visit.screen import Layout, Look, Screen
from kiosk.visit.wording import said
from tests.ui.visitor.conftest import Show

PAY = "weixin://wxpay/bizpayurl?pr=p4lpSuKzz"
SCREEN = Screen(Page.PAYING, Layout.QR, said("paying.title"), qr_text=PAY)


@pytest.mark.parametrize("look", [Look(), Look(high_contrast=True)], ids=["light", "dark"])
@pytest.mark.parametrize("size", [(1080, 1920), (1366, 768)])
def test_a_telephone_reads_the_code_off_the_screen(show: Show, look: Look, size: tuple[int, int]) -> None:
    window = show(SCREEN, look)
    window.resize(*size)
    image = window.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    grey = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    assert [code.text for code in zxingcpp.read_barcodes(grey[:, : image.width()].copy())] == [PAY]


def test_without_a_code_the_page_stands_nevertheless(show: Show) -> None:
    assert show(replace(SCREEN, qr_text="")).page is not None
