"""QR codes drawn and read in tests."""

import io

import segno
import zxingcpp
from PIL import Image


def qr_picture(text: str) -> Image.Image:
    """Without a quiet zone of its own: a printer draws none either."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="png", scale=6, border=0)
    return Image.open(drawn).convert("L")


def codes_on(picture: Image.Image) -> list[str]:
    return [str(code.text) for code in zxingcpp.read_barcodes(picture)]
