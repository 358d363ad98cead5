"""ESC/POS painted on paper, as a printer with a Chinese font does it: what tests look at and decode QR codes from."""

from PIL import Image, ImageDraw, ImageFont, ImageOps

from hardware.printers.raster import find_font
from hardware.printers.reader import PrintedCut, PrintedPicture, PrintedQr, PrintedRow, read_slip
from hardware.printers.slip import Align
from tests.hardware.printers.codes import qr_picture

ROW = 30
MONO_SC = 7


def on_paper(job: bytes, width_dots: int) -> Image.Image:
    parts = [_part(one, width_dots) for one in read_slip(job) if not isinstance(one, PrintedCut)]
    page = Image.new("L", (width_dots, sum(part.height for part in parts)), 255)
    top = 0
    for part in parts:
        page.paste(part, ((width_dots - part.width) // 2, top))
        top += part.height
    return page


def _part(one: PrintedRow | PrintedQr | PrintedPicture, width_dots: int) -> Image.Image:
    if isinstance(one, PrintedQr):
        return qr_picture(one.text)
    if isinstance(one, PrintedPicture):
        return ImageOps.invert(Image.frombytes("1", (one.width_dots, one.height_dots), one.bits).convert("L"))
    font = ImageFont.truetype(find_font(), 24 * one.size, MONO_SC)
    picture = Image.new("L", (width_dots, ROW * one.size), 255)
    free = width_dots - font.getlength(one.text)
    assert free > -1, f"cut off: {one.text}"
    left = {Align.LEFT: 0.0, Align.CENTER: free / 2, Align.RIGHT: free}[one.align]
    stroke = 1 if one.bold else 0
    ImageDraw.Draw(picture).text((left, 24 * one.size), one.text, fill=0, font=font, anchor="ls", stroke_width=stroke)
    return picture
